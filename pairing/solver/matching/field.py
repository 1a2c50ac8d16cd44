"""
All pairs that break no must, in blocks, and the few of them that are worth trying first.

Up to `WHOLE` people all pairs are kept; above, they are made again row by row when they are asked
for, so that memory stays in proportion to people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pairing.solver.matching.ladder import Flags, Ladder
from pairing.solver.problem import Seat
from pairing.solver.terms import Drawn, Ints

WHOLE = 1500
BLOCK = 1 << 20  # pairs at a time above that
NEAREST = 10  # the cheapest pairs of everybody
STRAY = 5  # and some at random: where one practice is over half, the cheapest alone match too few


@dataclass(frozen=True)
class Edges:
    """Pairs ``{i[k], j[k]}``, i < j, and the words of their costs."""

    i: Ints
    j: Ints
    words: Ints

    def where(self, chosen: Flags | Ints) -> Edges:
        """Some of them."""
        return Edges(self.i[chosen], self.j[chosen], self.words[:, chosen])

    def joined(self, others: Edges) -> Edges:
        """These and others."""
        return Edges(
            np.concatenate((self.i, others.i)),
            np.concatenate((self.j, others.j)),
            np.concatenate((self.words, others.words), axis=1),
        )


class Field:
    """The allowed pairs among some seats."""

    def __init__(self, ladder: Ladder, seats: Sequence[Seat]) -> None:
        self.ladder = ladder
        self.seats = np.array(sorted(seats), dtype=np.int64)
        self._kept = self._rows(0, len(self.seats)) if len(self.seats) <= WHOLE else None

    def _rows(self, low: int, high: int) -> Edges:
        """The allowed pairs whose lower seat lies in these rows."""
        rows = np.arange(low, high)
        counts = len(self.seats) - 1 - rows
        i = np.repeat(rows, counts)
        j = np.arange(len(i)) - np.repeat(np.cumsum(counts) - counts, counts) + i + 1
        i, j = self.seats[i], self.seats[j]
        fine = self.ladder.allowed(i, j)
        i, j = i[fine], j[fine]
        return Edges(i, j, self.ladder.pairs(i, j))

    def blocks(self) -> Iterator[Edges]:
        """Every allowed pair once."""
        if self._kept is not None:
            yield self._kept
            return
        step = max(1, BLOCK // len(self.seats))
        for low in range(0, len(self.seats), step):
            yield self._rows(low, min(low + step, len(self.seats)))

    def candidates(self, times: int) -> Edges:
        """For everybody the cheapest pairs and some at random, ``times`` as many as usual."""
        if len(self.seats) <= NEAREST * times:
            return self.everything()
        chosen: Edges | None = None
        for block in self.blocks():
            near = block.where(self._nearest(block, times))
            chosen = near if chosen is None else chosen.joined(near)
        assert chosen is not None
        return chosen if self._kept is not None else chosen.where(self._nearest(chosen, times))

    def everything(self) -> Edges:
        """Every allowed pair at once."""
        blocks = list(self.blocks())
        return Edges(
            np.concatenate([block.i for block in blocks]),
            np.concatenate([block.j for block in blocks]),
            np.concatenate([block.words for block in blocks], axis=1),
        )

    def _nearest(self, edges: Edges, times: int) -> Ints:
        """Which of these pairs are among the nearest of either of the two."""
        lot = Drawn(0).of_pairs(edges.i, edges.j)
        tail = np.concatenate((edges.i, edges.j))
        edge = np.tile(np.arange(len(edges.i)), 2)
        key = _rank(edges.words)
        by_cost = np.lexsort((lot[edge], key[edge], tail))
        by_lot = np.lexsort((lot[edge], tail))
        return np.union1d(
            edge[by_cost[_first(tail[by_cost], NEAREST * times)]], edge[by_lot[_first(tail[by_lot], STRAY * times)]]
        )


def _rank(words: Ints) -> Ints:
    """One number per pair that sorts as the whole cost does."""
    rank = np.zeros(words.shape[1], dtype=np.int64)
    for word in words[::-1]:
        values, place = np.unique(word, return_inverse=True)
        _, rank = np.unique(rank * len(values) + place, return_inverse=True)
    return rank.astype(np.int64)


def _first(sorted_tail: Ints, count: int) -> Flags:
    """The first ``count`` entries of every run of equal numbers."""
    starts = np.flatnonzero(np.r_[True, sorted_tail[1:] != sorted_tail[:-1]])
    run = np.repeat(starts, np.diff(np.r_[starts, len(sorted_tail)]))
    first: Flags = np.arange(len(sorted_tail)) - run < count
    return first
