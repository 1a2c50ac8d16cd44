"""Terms whose cost of a pair is looked up: in a list of pairs, or in a table between the classes of the two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations

import numpy as np

from pairing.solver.problem import Pair, Seat
from pairing.solver.terms.pairwise import Pairwise
from pairing.solver.terms.protocols import Ints

LAID_OUT = 1500  # classes of which every two have their place in an array
SEATS = 300  # and seats


@dataclass(frozen=True)
class Listed(Pairwise):
    """Listed pairs cost what the list says (negative = wanted), others nothing."""

    costs: Mapping[Pair, int]

    @cached_property
    def reach(self) -> tuple[int, int]:
        """No pair and no trio costs less or more than these."""
        return 3 * self.least, 3 * max(0, max(self.costs.values(), default=0))

    @cached_property
    def _columns(self) -> tuple[Ints, Ints, Ints]:
        """The lower seats, the higher ones, and the costs."""
        pairs = np.fromiter(chain.from_iterable(self.costs), dtype=np.int64, count=2 * len(self.costs))
        return pairs[::2], pairs[1::2], np.fromiter(self.costs.values(), dtype=np.int64, count=len(self.costs))

    @cached_property
    def _sorted(self) -> tuple[Ints, Ints]:
        """Pairs as ascending single numbers, and their costs."""
        i, j, costs = self._columns
        keys = (i << 32) + j
        order = np.argsort(keys)
        return keys[order], costs[order]

    @cached_property
    def _table(self) -> Ints | None:
        """What every two seats cost up to the highest that is listed, and the next for all after it; None for many."""
        i, j, costs = self._columns
        top = int(j.max(initial=0)) + 1
        if top > SEATS:
            return None
        table = np.zeros((top + 1, top + 1), dtype=np.int64)
        table[i, j] = table[j, i] = costs
        return table

    @cached_property
    def least(self) -> int:
        """No pair costs less; nothing where all that are listed cost something."""
        return min(0, min(self.costs.values(), default=0))

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """The listed cost, or nothing."""
        table = self._table
        if table is not None:
            last = len(table) - 1
            return table[np.minimum(i, last), np.minimum(j, last)]
        keys, costs = self._sorted
        if not len(keys):
            return np.zeros(np.broadcast_shapes(i.shape, j.shape), dtype=np.int64)
        wanted = (np.minimum(i, j).astype(np.int64) << 32) + np.maximum(i, j)
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[place] == wanted, costs[place], 0)

    def of_group(self, seats: Sequence[Seat]) -> int:
        """The sum over the listed pairs of the group."""
        cost_of = self.costs.get
        return sum([cost_of((i, j) if i < j else (j, i), 0) for i, j in combinations(seats, 2)])

    @cached_property
    def _by_seat(self) -> dict[Seat, list[int]]:
        """The listed costs of each person's pairs, ascending."""
        costs: dict[Seat, list[int]] = {}
        for (i, j), cost in self.costs.items():
            costs.setdefault(i, []).append(cost)
            costs.setdefault(j, []).append(cost)
        for each in costs.values():
            each.sort()
        return costs

    def bound(self, sizes: Sequence[int]) -> int:
        """
        Half the sum, over everybody, of what their cheapest partners cost.

        Counted only from what is wanted: without the number of people the dearest partners
        cannot be shown to be forced, so a list without wishes is bounded by nothing.
        """
        if self.least >= 0:
            return 0
        most_partners = max(sizes, default=1) - 1
        wishes = [sum(cost for cost in costs[:most_partners] if cost < 0) for costs in self._by_seat.values()]
        return -(-sum(wishes) // 2)


@dataclass(frozen=True)
class Between(Pairwise):
    """The classes of two people looked up in ``table[p, q]`` with p <= q; no entry costs nothing."""

    classes: tuple[int, ...]
    table: Mapping[tuple[int, int], int]

    @cached_property
    def reach(self) -> tuple[int, int]:
        """No pair and no trio costs less or more than these."""
        return 3 * min(0, min(self.table.values(), default=0)), 3 * max(0, max(self.table.values(), default=0))

    @cached_property
    def _dense(self) -> tuple[Ints, Ints]:
        """Classes renumbered from 0, and the symmetric table between them."""
        known, classes = np.unique(np.array(self.classes, dtype=np.int64), return_inverse=True)
        dense = np.zeros((max(len(known), 1),) * 2, dtype=np.int64)
        p, q, cost = self._columns
        here = np.isin(p, known) & np.isin(q, known)
        p, q = np.searchsorted(known, p[here]), np.searchsorted(known, q[here])
        dense[p, q] = dense[q, p] = cost[here]
        return classes.astype(np.int64), dense

    @cached_property
    def _columns(self) -> tuple[Ints, Ints, Ints]:
        """The table's classes and costs."""
        pairs = np.array(list(self.table), dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1], np.fromiter(self.table.values(), dtype=np.int64, count=len(self.table))

    @cached_property
    def _as_list(self) -> Listed:
        """The table over classes as a list over pairs, for where it would be too large to lay out."""
        return Listed(self.table)

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """The table's cost of the two classes."""
        if len(self._counts) > LAID_OUT:
            return self._as_list.of_pairs(self._classes[i], self._classes[j])
        classes, dense = self._dense
        return dense[classes[i], classes[j]]

    @cached_property
    def _classes(self) -> Ints:
        return np.array(self.classes, dtype=np.int64)

    @cached_property
    def _counts(self) -> Counter[int]:
        """How many people each class has."""
        return Counter(self.classes)

    def of_group(self, seats: Sequence[Seat]) -> int:
        """The sum over the group's pairs."""
        classes, table = self.classes, self.table
        total = 0
        for i, j in combinations(seats, 2):
            p, q = classes[i], classes[j]
            total += table.get((p, q) if p <= q else (q, p), 0)
        return total

    def bound(self, sizes: Sequence[int]) -> int:
        """Half the sum, over everybody placed, of what their cheapest partners cost by class."""
        distinct = sorted(set(sizes)) or [1]
        owed: list[int] = []
        for p, many in self._counts.items():
            listed = [(cost, self._counts[q] - (q == p)) for q, cost in self._rows.get(p, {}).items()]
            unlisted = len(self.classes) - 1 - sum(count for _, count in listed)
            cheapest = sorted([*listed, (0, unlisted)])
            owed += [min(_cheapest(cheapest, size - 1) for size in distinct)] * many
        owed.sort()
        return -(-sum(owed[: min(len(owed), sum(sizes))]) // 2)

    @cached_property
    def _rows(self) -> dict[int, dict[int, int]]:
        """For each class in the table what it costs with which others."""
        rows: dict[int, dict[int, int]] = {}
        for (p, q), cost in self.table.items():
            rows.setdefault(p, {})[q] = cost
            rows.setdefault(q, {})[p] = cost
        return rows


def _cheapest(costs: Sequence[tuple[int, int]], partners: int) -> int:
    """The sum of the ``partners`` cheapest, from (cost, how many) in ascending order."""
    total = 0
    for cost, count in costs:
        here = min(count, partners)
        total += cost * here
        partners -= here
    return total
