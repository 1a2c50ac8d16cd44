"""A solution: groups of seats, who was left out, and what every rule cost beside its bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from pairing.solver.problem import Pair, Seat
from pairing.tiers import Tier


class Status(StrEnum):
    """OPTIMAL: every tier proved. FEASIBLE: a checked round, some tier with a gap."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    TIMEOUT = "timeout"


@dataclass(frozen=True)
class Group:
    """Seats that meet, ascending, and the occasion they sit at (None where there are none)."""

    seats: tuple[Seat, ...]
    occasion: int | None = None

    def pairs(self) -> Iterator[Pair]:
        """Every two people of the group, once, as (i, j) with i < j."""
        return combinations(self.seats, 2)


@dataclass(frozen=True)
class Solution:
    """Groups in ascending order of their first seat; everybody is in one group or in ``left_out``.

    ``notes`` are machine-readable remarks for the preview: (name, numbers), e.g.
    ``("sizes", {"groups": 12, ...})``.
    """

    groups: tuple[Group, ...]
    left_out: tuple[Seat, ...]
    tiers: tuple[Tier, ...]
    status: Status
    seed: int
    seconds: float = 0.0
    notes: tuple[tuple[str, dict[str, int]], ...] = ()
