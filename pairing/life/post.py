"""
What was written to whom in a round, read from the outbox: the counts, and what stands in calendars.

An outbox key is ``round/person/kind/number``. Where a letter is about one group among several its
kind is followed by the group's number ("update-7"); an invitation without one is the plan's own.

    invitation      0       the group the plan put them in
    invitation-7    n       a group made or joined since, when n pieces of news about it were known
    update-7        n       the n-th piece of news about it     cancellation-7, partner_left-7   0
    invitation-7-1, update-7-1                                  in place of one that was withdrawn unsent
    reminder, nudge, did_you_meet, staying   0                  one each a round, whatever the group
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from pairing.notify.messages import MessageKind
from pairing.notify.outbox import UNKNOWN, Entry, State

#: At most so many of the counted kinds a person a round; cancellations, updates and replacements are not counted.
MOST_MAILS = 4

COUNTED = (
    MessageKind.INVITATION,
    MessageKind.REMINDER,
    MessageKind.NUDGE,
    MessageKind.DID_YOU_MEET,
    MessageKind.STAYING,
)

#: What tells somebody that a meeting is off.
ENDINGS = (MessageKind.CANCELLATION, MessageKind.PARTNER_LEFT)

#: What is about one group, and stands in its members' calendars.
OF_A_GROUP = frozenset({MessageKind.INVITATION, MessageKind.UPDATE, *ENDINGS})

_WAITING = (State.QUEUED, State.HELD, State.FAILED)


class Standing(NamedTuple):
    """
    One person's mail about one group; a tuple, since every tick makes one anew of every invitation.

    ``news`` is the last piece told; ``invited_at`` None while not sent. ``arrived`` is true when anything of
    it may have reached them; ``waiting`` are the keys of what has not left yet.
    """

    news: int = 0
    sequence: int = 0
    invited_at: datetime | None = None
    arrived: bool = False
    ended: bool = False
    waiting: tuple[str, ...] = ()


#: Of a group somebody has had no mail about.
_NOTHING = Standing()


class _About(NamedTuple):
    """What one calendar mail is about: its group's number, where the key has one; and all there is if it is alone."""

    group: int | None
    alone: Standing


@dataclass
class Post:
    """All mail of one round; ``planned`` is the group the plan put each person in."""

    entries: list[Entry] = field(default_factory=list)
    planned: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def standings(self) -> dict[tuple[str, int], Standing]:
        """By person and group. Mail that was withdrawn is no mail, unless it may have left before that."""
        found: dict[tuple[str, int], Standing] = {}
        for entry in self.entries:
            if about := entry.once(_about):
                group = about.group or self.planned.get(entry.person)
                if group is not None:
                    before = found.get((entry.person, group))
                    found[entry.person, group] = _with(before, entry) if before else about.alone
        return found

    def group_of(self, entry: Entry) -> int | None:
        """The group a calendar mail is about; None for any other mail."""
        if entry.kind not in OF_A_GROUP:
            return None
        return _number(entry) or self.planned.get(entry.person)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all letters, withdrawn ones as well: none of them is written again."""
        return frozenset(entry.key for entry in self.entries)

    def counted(self) -> Counter[str]:
        """How many of the counted mails each person got or will get; an invitation that replaces one is none."""
        return Counter(entry.person for entry in self.entries if kind_of(entry) in COUNTED and _stands(entry))

    def free_key(self, key: str) -> str:
        """The key itself, or the next of its kind that is free: what was withdrawn unsent keeps its own."""
        round, person, about, number = key.split("/")
        again = ("/".join((round, person, f"{about}-{count}", number)) for count in itertools.count(1))
        return next(free for free in itertools.chain([key], again) if free not in self.keys)


def key_about(round: str, person: str, kind: MessageKind, group: int, number: int = 0) -> str:
    """The outbox key of a letter about one group made or changed after the plan."""
    return "/".join((quote(round, safe=" "), quote(person, safe=" "), f"{kind}-{group}", str(number)))


def kind_of(entry: Entry) -> str:
    """The key's own word for the kind: with a group's number where it has one. It never needs quoting."""
    return entry.key.split("/", 3)[2]


def may_have_arrived(entry: Entry) -> bool:
    """False only when it is certain that this message has not reached anybody."""
    if entry.state in {State.SENT, State.SENDING}:
        return True
    return entry.attempts > 0 and entry.error.startswith(UNKNOWN)


def _stands(entry: Entry) -> bool:
    return entry.state is not State.WITHDRAWN or may_have_arrived(entry)


def _number(entry: Entry) -> int | None:
    """The group's number, where the key has one."""
    _, _, number = kind_of(entry).partition("-")
    return int(number.partition("-")[0]) if number else None


def _about(entry: Entry) -> _About | None:
    """None where it is no calendar mail, or no mail at all."""
    return _About(_number(entry), _with(_NOTHING, entry)) if entry.kind in OF_A_GROUP and _stands(entry) else None


def _with(before: Standing, entry: Entry) -> Standing:
    kind = entry.kind
    number = int(entry.key.rpartition("/")[2])
    ends = kind in ENDINGS
    return Standing(
        news=before.news if ends else number,
        sequence=max(before.sequence, entry.sequence),
        invited_at=entry.sent_at if kind == MessageKind.INVITATION else before.invited_at,
        arrived=before.arrived or may_have_arrived(entry),
        ended=before.ended or ends,
        waiting=(*before.waiting, entry.key) if entry.state in _WAITING else before.waiting,
    )


def waiting_of(entries: Iterable[Entry], people: Collection[str]) -> list[Entry]:
    """What has not left yet for any of these people."""
    return [entry for entry in entries if entry.state in _WAITING and entry.person in people]
