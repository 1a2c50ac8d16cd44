"""What is known of one round as it stands: its groups, those that ended, and what each person answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from pairing.events import Fact
from pairing.life.answers import Answer
from pairing.rounds import PlannedGroup, PlannedRound


class Said(NamedTuple):
    """One person's last answer: what, when, and about which group."""

    answer: Answer
    at: datetime
    group: int


class LiveGroup(NamedTuple):
    """
    A group that is to meet. ``sequence`` is its calendar entries' SEQUENCE: raised by each move.

    ``news`` counts by member what has changed for them since they were invited and is to be told:
    another time or place, another partner in a group of two or three, a duty that is theirs now.
    """

    group: PlannedGroup
    sequence: int = 0
    made_at: datetime | None = None  # None: by the plan itself
    news: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class Ended:
    """A group that will not meet, as it last was, and why. ``words`` are for its members, may be empty.

    ``late``: somebody dropped out when it was too late to find anybody else.
    """

    live: LiveGroup
    why: str
    words: str = ""
    late: bool = False


@dataclass(frozen=True)
class RoundLife:
    """Everything about one round, folded. ``ended`` maps a group's number to why it will not meet."""

    plan: PlannedRound
    live: Mapping[int, LiveGroup]
    ended: Mapping[int, str]
    without_group: Mapping[str, str]
    answers: Mapping[str, Said]
    held: tuple[tuple[str, Answer, datetime], ...] = ()
    suggestions: tuple[Fact, ...] = ()
    cancelled: bool = False
    moved_at: Mapping[int, datetime] = field(default_factory=dict)  # when a group last agreed on another time
    past: Mapping[int, Ended] = field(default_factory=dict)  # what `ended` names, as it last was
    by_choice: frozenset[str] = frozenset()  # of those without a group, who said no, paused or stopped

    @cached_property
    def places(self) -> frozenset[tuple[str, int]]:
        """Every person who is to meet, with the group they are in."""
        return frozenset((member, number) for number, live in self.live.items() for member in live.group.members)

    def group_of(self, person: str) -> LiveGroup | None:
        """The live group somebody is in; None when there is none."""
        return next((live for live in self.live.values() if person in live.group.members), None)
