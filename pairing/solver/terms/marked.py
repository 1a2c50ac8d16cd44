"""Terms about marked people in a group: enough of them, or none of them alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.solver.problem import Seat
from pairing.solver.terms.protocols import Flags, Ints, above_nothing


@dataclass(frozen=True)
class AtLeast:
    """Marked people missing to ``least``, per group."""

    marked: tuple[bool, ...]
    least: int
    additive = False
    grows = False

    @property
    def reach(self) -> tuple[int, int]:
        """No pair and no trio costs less or more than these."""
        return 0, self.least

    @cached_property
    def _marks(self) -> Ints:
        return np.array(self.marked, dtype=np.int64)

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """Marks missing to ``least``."""
        return above_nothing(self.least - self._marks[i] - self._marks[j])

    def of_trios(self, i: Ints, j: Ints, k: Ints) -> Ints:
        """Marks missing to ``least``."""
        return above_nothing(self.least - self._marks[i] - self._marks[j] - self._marks[k])

    def of_group(self, seats: Sequence[Seat]) -> int:
        """Marks missing to ``least``."""
        return max(0, self.least - sum(self.marked[seat] for seat in seats))

    def bound(self, sizes: Sequence[int]) -> int:
        """What is needed beyond the marks that exist and beyond the room for them."""
        useful = min(sum(self.marked), sum(min(self.least, size) for size in sizes))
        return max(0, self.least * len(sizes) - useful)


@dataclass(frozen=True)
class Accompanied:
    """Marked people in a group without a companion (a marked companion accompanies themselves)."""

    marked: tuple[bool, ...]
    companions: tuple[bool, ...]
    additive = False
    grows = False

    @property
    def reach(self) -> tuple[int, int]:
        """No pair and no trio costs less or more than these."""
        return 0, 3

    @cached_property
    def _arrays(self) -> tuple[Ints, Flags]:
        return np.array(self.marked, dtype=np.int64), np.array(self.companions, dtype=bool)

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """The marked of the two, unless one is a companion."""
        marked, companions = self._arrays
        alone: Ints = np.where(companions[i] | companions[j], 0, marked[i] + marked[j])
        return alone

    def of_trios(self, i: Ints, j: Ints, k: Ints) -> Ints:
        """The marked of the three, unless one is a companion."""
        marked, companions = self._arrays
        alone: Ints = np.where(companions[i] | companions[j] | companions[k], 0, marked[i] + marked[j] + marked[k])
        return alone

    def of_group(self, seats: Sequence[Seat]) -> int:
        """The marked, unless there is a companion."""
        if any(self.companions[seat] for seat in seats):
            return 0
        return sum(self.marked[seat] for seat in seats)

    def bound(self, sizes: Sequence[int]) -> int:
        """The marked who do not fit beside the companions even if these sit in the largest groups."""
        both = sum(m and c for m, c in zip(self.marked, self.companions, strict=True))
        served = sorted(sizes, reverse=True)[: sum(self.companions)]
        left_out = max(0, len(self.marked) - sum(sizes))
        return max(0, sum(self.marked) - both - left_out - sum(size - 1 for size in served))
