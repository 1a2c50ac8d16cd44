"""One change at a time: two people change places, or one goes to a table that is one smaller."""

from __future__ import annotations

from random import Random

from pairing.solver.problem import Seat
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.limits import Limits
from pairing.solver.tables.suspects import Suspects

ALIKE = 0.5  # share of the tries among people of one's own kind, who change only what is listed
MOVES = 0.1  # share of the tries that look at a smaller table first, where sizes differ


class Changes:
    """Random changes of a floor within its limits, each made where it costs no more than a ceiling."""

    def __init__(self, floor: Floor, limits: Limits, random: Random) -> None:
        self.floor = floor
        self.limits = limits
        self.lot = random.random
        self.seats: list[Seat] = [seat for group in floor.groups for seat in group]
        self.alike: dict[int, list[Seat]] = {}
        for seat in self.seats:
            self.alike.setdefault(floor.costs.kind[seat], []).append(seat)
        sizes = {len(group) for group in floor.groups[: floor.pool]}
        self.uneven = len(sizes) > 1

    def attempt(self, i: Seat, ceiling: int, suspects: Suspects | None = None) -> None:
        """One random swap (or move to a smaller table) of a person, made when within the ceiling."""
        floor = self.floor
        a = floor.where[i]
        if self.uneven and self.lot() < MOVES and self._attempt_move(i, a, ceiling, suspects):
            return
        j = self._partner(i)
        b = floor.where[j]
        if a == b or (self.limits.bound and not self.limits.allow(i, a, j, b)):
            return
        change = floor.swap_cost(i, j, ceiling)
        if change <= ceiling:
            floor.swap(i, j, change)
            if self.limits.bound:
                self.limits.swapped(i, a, j, b)
            if suspects:
                suspects.add(a, b)

    def anybody(self) -> Seat:
        """Everybody as likely as everybody else."""
        return self.seats[int(self.lot() * len(self.seats))]

    def _attempt_move(self, i: Seat, a: int, ceiling: int, suspects: Suspects | None) -> bool:
        """A person goes to a table of the same occasion that is one smaller: sizes stay as they were."""
        floor = self.floor
        b = int(self.lot() * floor.pool)
        same = self.limits.occasions[a] == self.limits.occasions[b]
        if a == floor.pool or not same or len(floor.groups[b]) != len(floor.groups[a]) - 1:
            return False
        change = floor.move_cost(i, b, ceiling)
        if change > ceiling:
            return False
        floor.move(i, b, change)
        if suspects:
            suspects.add(a, b)
        return True

    def _partner(self, i: Seat) -> Seat:
        """Anybody, or half the time somebody alike, which keeps the tiers above as they are."""
        if self.lot() < ALIKE:
            alike = self.alike[self.floor.costs.kind[i]]
            if len(alike) > 1:
                return alike[int(self.lot() * len(alike))]
        return self.anybody()
