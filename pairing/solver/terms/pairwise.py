"""Terms whose cost of a group is the sum over its pairs, and the plainest of them: two who share something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product

import numpy as np
import numpy.typing as npt

from pairing.solver.problem import Seat
from pairing.solver.terms.protocols import Ints


class Pairwise:
    """The cost of three is the sum over the three pairs."""

    additive = True
    grows = True

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """The cost of each pair."""
        raise NotImplementedError

    def of_trios(self, i: Ints, j: Ints, k: Ints) -> Ints:
        """The sum over each trio's pairs."""
        return self.of_pairs(i, j) + self.of_pairs(i, k) + self.of_pairs(j, k)


@dataclass(frozen=True)
class Clash(Pairwise):
    """Two people sharing any value cost ``cost`` (not negative), once a pair however many they share."""

    values: tuple[frozenset[int], ...]
    cost: int = 1

    @property
    def reach(self) -> tuple[int, int]:
        """No pair and no trio costs less or more than these."""
        return 0, 3 * self.cost

    @cached_property
    def everywhere(self) -> bool:
        """True when some value is shared by all: then every two people clash."""
        shared = self.values[0] if self.values else frozenset()
        return bool(shared) and all(map(shared.issubset, self.values))

    @cached_property
    def _columns(self) -> tuple[Ints, ...]:
        """Values by seat in columns; gaps are numbers no two seats share."""
        if set(map(len, self.values)) == {1}:
            return (np.fromiter(chain.from_iterable(self.values), dtype=np.int64, count=len(self.values)),)
        seats = np.arange(len(self.values))
        counts = np.fromiter(map(len, self.values), dtype=np.int64, count=len(seats))
        flat = np.fromiter(chain.from_iterable(self.values), dtype=np.int64, count=int(counts.sum()))
        width = max(1, int(counts.max(initial=0)))
        table = np.repeat(int(flat.min(initial=0)) - 1 - seats, width).reshape(-1, width)
        table[np.repeat(seats, counts), np.arange(len(flat)) - np.repeat(np.cumsum(counts) - counts, counts)] = flat
        return tuple(column.copy() for column in table.T)

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """``cost`` where the two share a value."""
        if self.everywhere:
            return np.full(np.broadcast_shapes(i.shape, j.shape), self.cost, dtype=np.int64)
        first, *others = product(self._columns, repeat=2)
        share: npt.NDArray[np.bool_] = first[0][i] == first[1][j]
        for a, b in others:
            share |= a[i] == b[j]
        cost = share.astype(np.int64)
        return cost if self.cost == 1 else cost * self.cost

    def of_group(self, seats: Sequence[Seat]) -> int:
        """``cost`` for every two who share a value."""
        values = self.values
        held = [values[seat] for seat in seats]
        if len(frozenset().union(*held)) == sum(map(len, held)):
            return 0
        return self.cost * sum(not values[i].isdisjoint(values[j]) for i, j in combinations(seats, 2))

    def bound(self, sizes: Sequence[int]) -> int:
        """
        Every value spread evenly over the groups, each person counted under one value only.

        A pair who share two values is one clash, so people with several values count under
        the most frequent one; counting them under each would be a false bound.
        """
        levels = [sum(size > level for size in sizes) for level in range(max(sizes, default=0))]
        marginals: list[int] = []
        for count in _counted_once(self.values).values():
            rest = count
            for level, room in enumerate(levels):
                here = min(rest, room)
                marginals += [level] * here
                rest -= here
                if not rest:
                    break
        left_out = max(0, len(self.values) - sum(sizes))
        marginals.sort()
        return self.cost * sum(marginals[: max(0, len(marginals) - left_out)])


def _counted_once(values: Sequence[frozenset[int]]) -> Counter[int]:
    """How many people count under each value when everybody counts under their most frequent one."""
    frequency = Counter(chain.from_iterable(values))
    main = {each: max(sorted(each), key=frequency.__getitem__) for each in set(values) if each}
    return Counter(main[each] for each in values if each)
