"""
All tables below a price: exact, by growing sets of people layer by layer, many at once.

A table's worth is the sum of what its people cost, each and with one another, and what it is
charged as a whole (never negative). A set is given up as soon as no way to fill it can stay
within the ceiling. Whole numbers throughout, so nothing within the ceiling is ever missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from time import monotonic

import numpy as np
import numpy.typing as npt

from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.tally import Tables
from pairing.solver.terms.protocols import Ints

CHUNK = 4096  # sets grown at once: what bounds the memory
SHOWN = 20  # of every batch of tables found on the way, the cheapest so many
NEVER = 1 << 50  # two people who may not sit together; fifteen of these still fit in 64 bits
LARGEST = 1 << 47  # no charge may be larger


@dataclass
class Sets:
    """Sets of ``members``, what they cost so far, and what everybody would add to each."""

    members: Tables
    cost: Ints
    adds: Ints


class Bargains:
    """
    Tables by what they cost at given charges.

    ``own``: by person; ``between``: by two people; ``whole``: of complete tables, never negative.
    ``work``: how many sets may still be grown, after which `TooMuchWork` is raised, as it is at the
    ``deadline`` (of `monotonic`).
    """

    def __init__(
        self, own: Ints, between: Ints, whole: Callable[[Tables], Ints], work: int, *, deadline: float = inf
    ) -> None:
        self._order: Ints = np.argsort(own, kind="stable")
        self._own = own[self._order]
        self._between = between[np.ix_(self._order, self._order)]
        np.fill_diagonal(self._between, NEVER)
        self._whole = whole
        self._sorted = np.sort(self._between, axis=1)
        self._ceiling = 0
        self.work = work
        self._deadline = deadline

    def cheapest(self, size: int, known: int) -> tuple[int, Tables]:
        """The least that any table of this size costs and tables found on the way; ``known`` where none costs less."""
        self._ceiling = known - 1
        found = [np.empty((0, size), dtype=np.int64)]
        for tables, costs in self._grown(size):
            self._ceiling = min(self._ceiling, int(costs.min()) - 1)
            found.append(tables[np.argsort(costs, kind="stable")[:SHOWN]])
        return self._ceiling + 1, np.concatenate(found[::-1])

    def within(self, size: int, ceiling: int, most: int) -> tuple[Tables, Ints]:
        """All tables of this size up to the ceiling.

        Raises `TooMuchWork`, also when there are more than ``most``.
        """
        found = [np.empty((0, size), dtype=np.int64)]
        costs = [np.empty(0, dtype=np.int64)]
        self._ceiling = ceiling
        for tables, cost in self._grown(size):
            found.append(tables)
            costs.append(cost)
            most -= len(tables)
            if most < 0:
                raise TooMuchWork
        return np.concatenate(found), np.concatenate(costs)

    def _grown(self, size: int) -> Iterator[tuple[Tables, Ints]]:
        """Batches of complete tables up to the ceiling, which may come down meanwhile."""
        single = self._single()
        waiting = [(single, np.empty(0, dtype=np.int64), np.arange(len(self._own)), size - 1)]
        while waiting:
            sets, rows, columns, left = waiting.pop()
            sets = self._grow(sets, rows, columns) if left < size - 1 else sets
            if left == 0:
                tables, costs = self._finish(sets)
                good = costs <= self._ceiling
                if good.any():
                    yield tables[good], costs[good]
                continue
            rows, columns = self._children(sets, left)
            self.work -= len(rows)
            if self.work < 0 or monotonic() > self._deadline:
                raise TooMuchWork
            chunks = [slice(at, at + CHUNK) for at in range(0, len(rows), CHUNK)]
            waiting += [(sets, rows[chunk], columns[chunk], left - 1) for chunk in reversed(chunks)]

    def _single(self) -> Sets:
        people = np.arange(len(self._own))
        return Sets(people[:, None], self._own.copy(), self._own[None, :] + self._between)

    def _children(self, sets: Sets, left: int) -> tuple[Ints, Ints]:
        """Which set may be joined by whom (in order only), and still come to no more than the ceiling."""
        later = np.arange(len(self._own))[None, :] > sets.members[:, -1:]
        adds = np.where(later, sets.adds + self._half(left), NEVER)
        reach = sets.cost[:, None] + adds
        if left > 1:
            nearest = np.partition(adds, left - 2, axis=1)[:, : left - 1]
            reach += nearest.sum(axis=1)[:, None]
        rows, columns = np.nonzero(later & (reach <= self._ceiling))
        return rows, columns

    def _half(self, left: int) -> Ints:
        """Half of what everybody's cheapest partners among those still to come would cost."""
        half: Ints = self._sorted[:, : left - 1].sum(axis=1) // 2
        return np.minimum(half, NEVER)

    def _grow(self, sets: Sets, rows: Ints, columns: Ints) -> Sets:
        return Sets(
            np.column_stack([sets.members[rows], columns]),
            sets.cost[rows] + sets.adds[rows, columns],
            sets.adds[rows] + self._between[columns],
        )

    def _finish(self, sets: Sets) -> tuple[Tables, Ints]:
        tables: npt.NDArray[np.int64] = np.sort(self._order[sets.members], axis=1)
        return tables, sets.cost + self._whole(tables)
