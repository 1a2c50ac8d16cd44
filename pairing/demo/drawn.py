"""What an invented network consists of: practices, their people, and perhaps a team of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Size = Literal["small", "typical", "large", "lopsided", "single"]
SIZES: tuple[Size, ...] = ("small", "typical", "large", "lopsided", "single")


@dataclass(frozen=True)
class DrawnPractice:
    """A practice, or the network's own team; ``code`` is shaped as ODS codes are."""

    code: str
    name: str
    domain: str
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class DrawnPerson:
    """One row of a staff file. ``practice`` and ``also_works_at`` are codes; ``line_manager`` is an address."""

    name: str
    email: str
    practice: str
    role: str
    role_group: str
    also_works_at: tuple[str, ...] = ()
    working_days: tuple[str, ...] = ()
    site: str = ""
    starts: dt.date | None = None
    ends: dt.date | None = None
    line_manager: str = ""
    host: bool = False


@dataclass(frozen=True)
class DrawnNetwork:
    """A network with its practices; ``team`` is the network-employed team, keyed by the network's code."""

    size: Size
    seed: int
    name: str
    code: str
    practices: tuple[DrawnPractice, ...]
    team: DrawnPractice | None
    people: tuple[DrawnPerson, ...]

    @property
    def homes(self) -> tuple[DrawnPractice, ...]:
        """Every practice somebody is employed at, the team included."""
        return (*self.practices, self.team) if self.team else self.practices
