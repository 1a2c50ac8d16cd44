"""
A round as it is planned: who meets whom, when, where and why. People are ids only.

A *round* is one planned occasion of one programme in one period (a month or an ISO week); a
*group* is planned to meet. What really happened is a fact about attendance, never an edit here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import combinations

from pairing.tiers import Tier


class Format(StrEnum):
    """The kinds of meeting a programme can have."""

    COFFEE = "coffee"
    LUNCH = "lunch"
    HUDDLE = "huddle"
    WORKSHOP = "workshop"


@dataclass(frozen=True)
class PlannedGroup:
    """People who are to meet. ``starts``/``ends`` are aware; None means they choose a time themselves.

    ``number`` counts from 1 within the round and is the group's name in facts and files.
    ``host`` and ``first_mover`` are members or None; ``why`` holds plain sentences without names.
    ``rotations``: at a workshop the tables of each turn as they were planned, else empty.
    """

    number: int
    members: tuple[str, ...]
    host: str | None
    first_mover: str | None
    starts: datetime | None
    ends: datetime | None
    where: str
    prompts: tuple[str, ...]
    why: tuple[str, ...]
    rotations: tuple[tuple[tuple[str, ...], ...], ...] = ()

    @property
    def tables(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Who sits together in each rotation now: without those who have dropped out since."""
        if not self.rotations:
            return ()
        here = set(self.members)
        return tuple(
            tuple(tuple(member for member in table if member in here) for table in turn) for turn in self.rotations
        )

    @property
    def contacts(self) -> Iterator[tuple[str, str]]:
        """Every two who meet, the smaller id first: all members, or who shares a table at a workshop."""
        if not self.rotations:
            return combinations(sorted(self.members), 2)
        met = {pair for turn in self.tables for table in turn for pair in combinations(sorted(table), 2)}
        return iter(sorted(met))

    def room(self, largest: int) -> int:
        """How many the group can hold when ``largest`` sit at one table."""
        return largest * len(self.rotations[0]) if self.rotations else largest

    def companions(self, person: str) -> tuple[str, ...]:
        """Whom a member meets, in the order of the plan: at a workshop in the order of the rotations."""
        if not self.rotations:
            return tuple(other for other in self.members if other != person)
        own = [table for turn in self.tables for table in turn if person in table]
        met = tuple(dict.fromkeys(other for table in own for other in table if other != person))
        return met or tuple(other for other in self.members if other != person)


@dataclass(frozen=True)
class LeftOut:
    """Somebody without a group this round, and why in plain words."""

    person: str
    why: str


@dataclass(frozen=True)
class PlannedRound:
    """A plan: complete, reproducible from its record, and exactly what is sent once approved.

    ``round`` is "<programme>-<period>"; ``period`` is "2026-12" or "2026-W49"; ``status`` is
    "optimal" or "feasible" (the solver's word); ``digest`` is the SHA-256 of everything the
    solver was given; ``notes`` are sentences for the lead: what gave way and its cause.
    """

    round: str
    programme: str
    format: Format
    period: str
    seed: int
    status: str
    planned_at: datetime
    digest: str
    groups: tuple[PlannedGroup, ...]
    left_out: tuple[LeftOut, ...]
    tiers: tuple[Tier, ...]
    notes: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)

    @cached_property
    def group_of(self) -> Mapping[str, int]:
        """The number of the group each person is in."""
        return {member: group.number for group in self.groups for member in group.members}

    @property
    def in_pairs(self) -> bool:
        """True for a round in pairs, be it of one trio: it has a tier of lots, and tables of three have none."""
        small = all(len(group.members) <= 3 for group in self.groups)
        return small and (self.format is Format.COFFEE or any(tier.rule == "chance" for tier in self.tiers))

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who has a group, in the plan's order."""
        return tuple(person for group in self.groups for person in group.members)
