"""
How many people of each type are at each occasion, and the tables there: a counting model for CP-SAT.

People alike in everything that matters are one *type*, and the model counts types, not people:
small, without symmetry, and its bounds are strong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pairing.solver.group_count import even
from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.counting import Counting

if TYPE_CHECKING:  # CP-SAT takes a second to import: only rounds that need it pay
    from ortools.sat.python import cp_model

    from pairing.solver.tables.counting import Linear


class Headcount(Counting):
    """
    The counts at every occasion.

    ``types``: who is alike; people of no type are left out. ``sizes``: of all the tables together,
    every one of which is laid somewhere; None where sizes are free, or lie on a list not all of which is laid.
    """

    def __init__(
        self, problem: Problem, types: Sequence[Sequence[Seat]], seed: int, sizes: Sequence[int] | None = None
    ) -> None:
        super().__init__(seed)
        self.problem = problem
        self.types = types
        self.places = [self._places(members) for members in types]
        listed = problem.exact_sizes if sizes is None else sizes
        self.laid = [self._laid(k, listed) for k in range(len(problem.occasions))]
        for size, many in Counter(listed or ()).items():
            laid = self.sum(each[size] for each in self.laid if size in each)
            if sizes is None:
                self.model.add(laid <= many)
            else:
                self.model.add(laid == many)

    def at(self, k: int, marked: Sequence[bool]) -> Linear:
        """How many people so marked (alike within a type) are at an occasion."""
        return self.sum(
            places[k] for places, members in zip(self.places, self.types, strict=True) if marked[members[0]]
        )

    def tables(self, k: int, above: int = 0) -> Linear:
        """How many tables stand at an occasion; of exact sizes, those with more than so many seats."""
        return self.sum(tables for size, tables in self.laid[k].items() if size > above or size == 0)

    def _places(self, members: Sequence[Seat]) -> list[cp_model.IntVar | int]:
        """How many of one type are at each occasion; nobody where they cannot be."""
        may = self.problem.may_attend[members[0]] if self.problem.may_attend else -1
        places: list[cp_model.IntVar | int] = [
            self.new(len(members)) if may >> k & 1 else 0 for k in range(len(self.problem.occasions))
        ]
        self.model.add(self.sum(places) <= len(members))
        return places

    def load(self, k: int) -> Linear:
        """How many people are at an occasion."""
        return self.sum(places[k] for places in self.places)

    def _laid(self, k: int, listed: Sequence[int] | None) -> dict[int, cp_model.IntVar]:
        """How many tables of each exact size stand at an occasion; under 0 how many of any allowed size."""
        occasion, sizes = self.problem.occasions[k], self.problem.sizes
        if listed is None:
            largest = min(sizes.largest, occasion.seats)
            tables = self.new(occasion.tables if largest >= sizes.smallest else 0)
            self.model.add(self.load(k) >= sizes.smallest * tables)
            self.model.add(self.load(k) <= largest * tables)
            return {0: tables}
        fitting = Counter(size for size in listed if size <= occasion.seats)
        exact = {size: self.new(min(many, occasion.tables)) for size, many in fitting.items()}
        self.model.add(self.load(k) == self.sum(size * tables for size, tables in exact.items()))
        self.model.add(self.sum(exact.values()) <= occasion.tables)
        return exact

    def counts(self) -> list[list[int]]:
        """How many of each type are at each occasion."""
        known = self.known()
        return [[place if isinstance(place, int) else known[place.index] for place in places] for places in self.places]

    def sizes(self) -> tuple[tuple[int, ...], ...]:
        """The sizes of the tables at each occasion, largest first."""
        known, counts = self.known(), self.counts()
        sizes = []
        for k, laid in enumerate(self.laid):
            if 0 in laid:
                groups = known[laid[0].index]
                sizes.append(even(sum(places[k] for places in counts), groups) if groups else ())
            else:
                exact = [size for size, tables in laid.items() for _ in range(known[tables.index])]
                sizes.append(tuple(sorted(exact, reverse=True)))
        return tuple(sizes)
