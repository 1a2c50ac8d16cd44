"""
A round as it is planned: who meets whom, when, where and why. People are ids only.

A *round* is one planned occasion of one programme in one period (a month or an ISO week); a
*group* is planned to meet. What really happened is a fact about attendance, never an edit here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

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

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who has a group, in the plan's order."""
        return tuple(person for group in self.groups for person in group.members)
