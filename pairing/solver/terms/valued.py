"""Terms about the values that a group's members have: too many of one, too few different ones, none in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from pairing.solver.problem import Seat
from pairing.solver.terms.protocols import Flags, Ints, above_nothing


@dataclass(frozen=True)
class AtMost:
    """People of one value beyond ``most`` in a group, summed over the values."""

    values: tuple[frozenset[int], ...]
    most: int
    additive = False
    grows = True

    @property
    def reach(self) -> tuple[int, int]:
        """No pair and no trio costs less or more than these."""
        return 0, 3 * max((len(each) for each in self.values), default=0)

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """Counted value by value; vectorised over the values that exist."""
        return self._of_columns([i, j])

    def of_trios(self, i: Ints, j: Ints, k: Ints) -> Ints:
        """As for pairs, with a third."""
        return self._of_columns([i, j, k])

    def _of_columns(self, columns: list[Ints]) -> Ints:
        total = np.zeros(np.broadcast_shapes(*(column.shape for column in columns)), dtype=np.int64)
        for has in self._holders.values():
            total += np.maximum(0, sum(has[column].astype(np.int64) for column in columns) - self.most)
        return total

    @cached_property
    def _holders(self) -> dict[int, Flags]:
        """Who has each value."""
        known = sorted(set().union(*self.values))
        return {value: np.array([value in each for each in self.values]) for value in known}

    def of_group(self, seats: Sequence[Seat]) -> int:
        """The excess over ``most``, value by value."""
        counts = Counter(value for seat in seats for value in self.values[seat])
        return sum(max(0, count - self.most) for count in counts.values())

    def bound(self, sizes: Sequence[int]) -> int:
        """Of each value, the people for whom no group has room below the limit."""
        room = sum(min(self.most, size) for size in sizes) + max(0, len(self.values) - sum(sizes))
        counts = Counter(value for each in self.values for value in each)
        return sum(max(0, count - room) for count in counts.values())


@dataclass(frozen=True)
class Distinct:
    """Different values missing to ``least``, capped by the group's size and by how many values exist."""

    values: tuple[int, ...]
    least: int
    additive = False
    grows = False

    @property
    def reach(self) -> tuple[int, int]:
        """No pair and no trio costs less or more than these."""
        return 0, 2

    @cached_property
    def _kinds(self) -> int:
        return len(set(self.values))

    @cached_property
    def _array(self) -> Ints:
        return np.array(self.values, dtype=np.int64)

    def _needed(self, size: int) -> int:
        return min(self.least, size, self._kinds)

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """Values missing."""
        v = self._array
        return above_nothing(self._needed(2) - 1 - (v[i] != v[j]).astype(np.int64))

    def of_trios(self, i: Ints, j: Ints, k: Ints) -> Ints:
        """Values missing."""
        a, b, c = self._array[i], self._array[j], self._array[k]
        different = 1 + (b != a).astype(np.int64) + ((c != a) & (c != b)).astype(np.int64)
        return above_nothing(self._needed(3) - different)

    def of_group(self, seats: Sequence[Seat]) -> int:
        """Values missing."""
        return max(0, self._needed(len(seats)) - len({self.values[seat] for seat in seats}))

    def bound(self, sizes: Sequence[int]) -> int:
        """What the groups need beyond each value's people, one to a group."""
        counts = Counter(self.values)
        supply = sum(min(count, len(sizes)) for count in counts.values())
        return max(0, sum(self._needed(size) for size in sizes) - supply)


@dataclass(frozen=True)
class Shared:
    """1 for a group without a bit common to all its members; 0 stands for every bit."""

    bits: tuple[int, ...]
    additive = False
    grows = True

    @property
    def reach(self) -> tuple[int, int]:
        """No pair and no trio costs less or more than these."""
        return 0, 1

    @cached_property
    def _array(self) -> Ints:
        return np.array([bits or -1 for bits in self.bits], dtype=np.int64)

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """1 where the two have no bit in common."""
        nothing: Ints = np.equal(self._array[i] & self._array[j], 0).astype(np.int64)
        return nothing

    def of_trios(self, i: Ints, j: Ints, k: Ints) -> Ints:
        """1 where the three have no bit in common."""
        nothing: Ints = np.equal(self._array[i] & self._array[j] & self._array[k], 0).astype(np.int64)
        return nothing

    def of_group(self, seats: Sequence[Seat]) -> int:
        """1 when no bit is common to all."""
        common = -1
        for seat in seats:
            common &= self.bits[seat] or -1
        return int(common == 0)

    def bound(self, sizes: Sequence[int]) -> int:
        """People who share a bit with nobody spoil a group each, or together with their like."""
        patterns = Counter(bits or -1 for bits in self.bits)
        touching = {a for a, count in patterns.items() if count > 1}
        for a, b in combinations(patterns, 2):
            if a & b:
                touching |= {a, b}
        alone = sum(pattern not in touching for pattern in patterns)
        escape = max(0, len(self.bits) - sum(sizes)) + sum(size == 1 for size in sizes)
        return -(-max(0, alone - escape) // max(sizes, default=1))
