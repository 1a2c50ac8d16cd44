"""
What a history file would change, and changing it. Taking in the same file twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pairing.errors import InputError, Problem
from pairing.events import EventLog, Fact, Kind
from pairing.history.attendance import words_as_facts
from pairing.history.file import Meeting
from pairing.history.past import History
from pairing.history.record import GroupOnRecord, RoundOnRecord


@dataclass(frozen=True)
class TakenIn:
    """The facts a file adds: groups that are new, groups told differently than before, single words on attendance."""

    facts: tuple[Fact, ...]
    new: int
    corrected: int
    words: int
    unchanged: int
    rounds: tuple[tuple[str, str], ...]  # (programme, round) of what is new, in the file's order


def compare(meetings: Sequence[Meeting], history: History, *, now: datetime, only_known: bool = False) -> TakenIn:
    """
    What these meetings add to the history; nothing is kept yet.

    An empty ``met`` says nothing, so it never takes back a word on record. In rounds `pairs`
    planned itself only the words count: `InputError` when their members differ, and with
    ``only_known`` also for groups that are on no record.
    """
    new: list[Meeting] = []
    corrected: list[Meeting] = []
    words: list[Fact] = []
    problems: list[Problem] = []
    for meeting in meetings:
        past, group = _on_record(meeting, history)
        if past is None or group is None or not _same(meeting, group, past):
            problems += _refusal(meeting, past, group, only_known=only_known)
            (new if group is None else corrected).append(_completed(meeting, group))
        else:
            said = {(group.name, person): met for person, met in meeting.says.items() if met is not None}
            words += words_as_facts(past, said, now=now)
    if problems:
        raise InputError(*problems)
    changed = {(fact.programme, fact.round, str(fact.body["group"])) for fact in words}
    return TakenIn(
        facts=(*(_fact(meeting, now) for meeting in (*new, *corrected)), *words),
        new=len(new),
        corrected=len(corrected),
        words=len(words),
        unchanged=len(meetings) - len(new) - len(corrected) - len(changed),
        rounds=tuple(dict.fromkeys((meeting.programme, meeting.round) for meeting in new)),
    )


def keep(taken: TakenIn, events: EventLog) -> None:
    """Keep what `compare` found."""
    if taken.facts:
        events.append(taken.facts)


def _on_record(meeting: Meeting, history: History) -> tuple[RoundOnRecord | None, GroupOnRecord | None]:
    past = next((past for past in history.of(meeting.programme) if past.round == meeting.round), None)
    groups = past.groups if past else ()
    return past, next((group for group in groups if group.name == meeting.group), None)


def _same(meeting: Meeting, group: GroupOnRecord, past: RoundOnRecord) -> bool:
    """True when the record has this very group; a planned one may have met on another day than suggested."""
    return set(group.members) == set(meeting.members) and (not past.imported or group.date == meeting.date)


def _completed(meeting: Meeting, group: GroupOnRecord | None) -> Meeting:
    """The meeting with words on record where the file has none."""
    known = group.says if group else {}
    says = {person: known.get(person) if met is None else met for person, met in meeting.says.items()}
    return replace(meeting, says=says)


def _refusal(
    meeting: Meeting, past: RoundOnRecord | None, group: GroupOnRecord | None, *, only_known: bool
) -> Iterator[Problem]:
    where = f"round {meeting.round}, group {meeting.group}"
    if past is not None and not past.imported:
        what = f"pairs planned this group with {', '.join(group.members)}" if group else "pairs planned no such group"
        yield Problem(what, where, why=f"The file has {', '.join(meeting.members)}.", mend="Take the group out.")
    elif only_known and group is None:
        yield Problem("there is no such group on record", where, mend="Rounds from before: pairs history import FILE")


def _fact(meeting: Meeting, now: datetime) -> Fact:
    body = {
        "programme": meeting.programme,
        "date": meeting.date.isoformat(),
        "group": meeting.group,
        "members": list(meeting.members),
        "met": dict(meeting.says),
    }
    return Fact(Kind.MEETING_IMPORTED, now, programme=meeting.programme, round=meeting.round, body=body)
