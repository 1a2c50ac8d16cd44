"""Pairs and what they cost, side by side in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pairing.solver.matching.scale import Flags
from pairing.solver.terms import Ints

KEPT = 150  # people whose every two are kept for the next round of as many


@dataclass(frozen=True)
class Edges:
    """Pairs ``{i[k], j[k]}``, i < j, and the words of their costs."""

    i: Ints
    j: Ints
    words: Ints

    def __len__(self) -> int:
        return len(self.i)

    def where(self, chosen: Flags | Ints) -> Edges:
        """Some of them."""
        return Edges(self.i[chosen], self.j[chosen], self.words[:, chosen])

    def joined(self, *others: Edges) -> Edges:
        """These and others."""
        if len(others) == 1 and not len(self):
            return others[0]
        return Edges(
            np.concatenate((self.i, *(other.i for other in others))),
            np.concatenate((self.j, *(other.j for other in others))),
            np.concatenate((self.words, *(other.words for other in others)), axis=1),
        )


def two_of(seats: Ints) -> tuple[Ints, Ints]:
    """Every two of these seats, which ascend, the lower first."""
    i, j = _two_of(len(seats)) if len(seats) <= KEPT else np.triu_indices(len(seats), 1)
    if len(seats) and seats[-1] == len(seats) - 1:
        return i, j  # everybody from the first on
    return seats[i], seats[j]


@lru_cache(maxsize=4)
def _two_of(n: int) -> tuple[Ints, Ints]:
    later = np.arange(n - 1, -1, -1)  # how many come after each
    i = np.repeat(np.arange(n), later)
    j = np.arange(len(i)) - np.repeat(np.cumsum(later) - n, later)
    i.flags.writeable = j.flags.writeable = False  # they are handed out again
    return i, j
