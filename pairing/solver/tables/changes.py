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
        self.kind, self.where = floor.costs.kind, floor.where
        self.seats: list[Seat] = [seat for group in floor.groups for seat in group]
        self.alike: dict[int, list[Seat]] = {}  # everybody where there is nobody else of a kind
        for seat in self.seats:
            self.alike.setdefault(self.kind[seat], []).append(seat)
        for kind, seats in self.alike.items():
            if len(seats) == 1:
                self.alike[kind] = self.seats
        sizes = {len(group) for group in floor.groups[: floor.pool]}
        self.uneven = len(sizes) > 1

    def attempt(self, i: Seat, ceiling: int, suspects: Suspects | None = None) -> int:
        """One random swap (or move to a smaller table) of a person, made when within the ceiling; what it changes."""
        floor, lot, bound = self.floor, self.lot, self.limits.bound
        a = self.where[i]
        if self.uneven and lot() < MOVES:
            change = self._attempt_move(i, a, ceiling, suspects)
            if change is not None:
                return change
        partners = self.alike[self.kind[i]] if lot() < ALIKE else self.seats
        j = partners[int(lot() * len(partners))]
        b = self.where[j]
        if a == b or (bound and not self.limits.allow(i, a, j, b)):
            return 0
        change = floor.swap_cost(i, j, ceiling)
        if change > ceiling:
            return 0
        floor.swap(i, j, change)
        if bound:
            self.limits.swapped(i, a, j, b)
        if suspects:
            suspects.add(a, b)
        return change

    def anybody(self) -> Seat:
        """Everybody as likely as everybody else."""
        return self.seats[int(self.lot() * len(self.seats))]

    def typical(self, tier: int) -> float:
        """The mean size of the changes of this tier over a sample of swaps that change it."""
        floor, changes = self.floor, []
        far = 1 << (sum(floor.costs.widths) + 2)
        for _ in range(120):
            i, j = self.anybody(), self.anybody()
            if floor.where[i] != floor.where[j]:
                changes.append(abs(floor.costs.digit(floor.swap_cost(i, j, far), tier)))
        felt = [change for change in changes if change]
        return sum(felt) / len(felt) if felt else 1.0

    def _attempt_move(self, i: Seat, a: int, ceiling: int, suspects: Suspects | None) -> int | None:
        """A person goes to a table of the same occasion that is one smaller: sizes stay as they were.

        What that changes, or None where it is not made.
        """
        floor = self.floor
        b = int(self.lot() * floor.pool)
        same = self.limits.occasions[a] == self.limits.occasions[b]
        if a == floor.pool or not same or len(floor.groups[b]) != len(floor.groups[a]) - 1:
            return None
        change = floor.move_cost(i, b, ceiling)
        if change > ceiling:
            return None
        floor.move(i, b, change)
        if suspects:
            suspects.add(a, b)
        return change
