"""
A person, a practice, and the roster's port.

A practice is keyed by its ODS code where the staff file gives one (a letter and five digits; a
network is ``U`` and five digits), else by its tidied name. "Same practice" always
means *any* overlap of ``practices``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class RoleGroup(StrEnum):
    """The four staff groups of the national workforce collection, and what could not be placed."""

    GP = "gp"
    NURSE = "nurse"
    DIRECT_PATIENT_CARE = "dpc"
    ADMIN = "admin"
    OTHER = "other"


class Standing(StrEnum):
    """Whether somebody takes part; a pause to a date is `Person.paused_until`."""

    ACTIVE = "active"
    PAUSED = "paused"  # without an end date
    STOPPED = "stopped"  # asked never to be invited again
    LEFT = "left"  # no longer on the staff list


#: Monday is bit 0; 0 means the working days are not known and every weekday is possible.
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Person:
    """
    One member of staff. ``working_days`` is a subset of `WEEKDAYS`, empty when not known.

    ``mobile`` is empty unless they agreed themselves that their groups see it; no staff file sets it.
    """

    id: str
    name: str
    email: str
    practice: str  # the key
    role: str  # as the staff file says it, tidied
    role_group: RoleGroup
    also_works_at: tuple[str, ...] = ()
    working_days: tuple[str, ...] = ()
    site: str | None = None
    starts: date | None = None
    ends: date | None = None
    paused_until: date | None = None
    line_manager: str | None = None  # a person's id
    host: bool = False
    standing: Standing = Standing.ACTIVE
    mobile: str = ""

    @property
    def practices(self) -> frozenset[str]:
        """Every practice this person belongs to."""
        return frozenset({self.practice, *self.also_works_at})

    @property
    def always_takes_part(self) -> bool:
        """True when there is no day on which this person would not be invited, as far as is known."""
        return self.standing is Standing.ACTIVE and not (self.paused_until or self.starts or self.ends)

    def takes_part_on(self, day: date) -> bool:
        """True when this person is to be invited to a round planned on ``day``."""
        return (
            self.standing is Standing.ACTIVE
            and (self.paused_until is None or self.paused_until <= day)
            and (self.starts is None or self.starts <= day)
            and (self.ends is None or self.ends >= day)
        )


@dataclass(frozen=True)
class Practice:
    """A practice or the network's own team; ``name`` is what people are shown."""

    key: str
    name: str


class Roster(Protocol):
    """The people of one network. Names and addresses are kept here and nowhere else."""

    def people(self, *, with_left: bool = False) -> Sequence[Person]:
        """Everybody on the list, ordered by id; those who left only when asked for."""

    def person(self, person_id: str) -> Person | None:
        """The person with this id, whatever their standing; None when unknown."""

    def save(self, people: Iterable[Person]) -> None:
        """Insert or replace by id, within the caller's transaction."""

    def forget(self, person_id: str) -> None:
        """Remove name, address and everything else about one person but the bare id."""

    def practices(self) -> Sequence[Practice]:
        """Every practice with its display name, ordered by key."""

    def save_practices(self, practices: Iterable[Practice]) -> None:
        """Insert or replace by key, within the caller's transaction."""
