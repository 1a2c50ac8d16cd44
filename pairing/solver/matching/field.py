"""
All pairs that break no must, without keeping them: a sample to begin with, and every pair below given prices.

Memory and work follow the pairs that matter. Where only the last tier, the lot, can make a pair
cheap enough, the lots of all pairs are drawn block by block and everything else is worked out for
the few low ones; where a tier above it can, that tier is worked out for all pairs first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from pairing.solver.matching.edges import Edges, two_of
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.lots import low_pairs, lowest_nearby
from pairing.solver.matching.scale import Flags
from pairing.solver.matching.tier_by_tier import perhaps_below
from pairing.solver.problem import Seat
from pairing.solver.terms import Drawn, Ints
from pairing.solver.terms.drawn import DRAWN_BELOW

WHOLE = 150  # people among whom all pairs are kept
BLOCK = 1 << 18  # pairs at a time otherwise
DRAW = 48  # pairs of everybody's that the sample holds, about
LOWEST = 12  # or so many of the lowest lot, where there are more of these


class Field:
    """The allowed pairs among some seats."""

    def __init__(self, ladder: Ladder, seats: Sequence[Seat]) -> None:
        self.ladder = ladder
        self.seats = np.array(sorted(seats), dtype=np.int64)
        self.seen = 0  # every allowed pair of a lower lot has been given, by `lowest`

    @cached_property
    def _kept(self) -> Edges | None:
        """All allowed pairs of few people."""
        return self.of(*two_of(self.seats)) if len(self.seats) <= WHOLE else None

    def of(self, i: Ints, j: Ints) -> Edges:
        """The allowed ones of these pairs."""
        fine = np.flatnonzero(self.ladder.allowed(i, j))
        if len(fine) < len(i):
            i, j = i[fine], j[fine]
        return Edges(i, j, self.ladder.pairs(i, j))

    @property
    def none(self) -> Edges:
        """No pairs at all."""
        nothing = np.empty(0, dtype=np.int64)
        return Edges(nothing, nothing, np.empty((len(self.ladder.bits), 0), dtype=np.int64))

    def sample(self, times: int, some: Ints | None = None, more: int = 1) -> Edges:
        """
        About `DRAW` times ``times`` pairs of everybody, whatever they cost; the lots decide which.

        Or, of ``some`` seats alone, ``more`` times as many.
        """
        share = DRAW * times / max(1, len(self.seats))
        if self._kept is not None or share > 0.5:
            return self.everything()
        lots = self.ladder.lots or Drawn(0, self.ladder.n)
        below = max(1, round(DRAWN_BELOW * share))
        enough = round(LOWEST * times * DRAWN_BELOW / 2)
        if some is None and 2 * enough < len(self.seats):  # so many have the lowest lot of all
            return self.none.joined(*(self.of(i, j) for i, j in lowest_nearby(lots, self.seats, enough)))
        highest = np.zeros(len(self.seats))
        if some is not None:
            highest[np.isin(self.seats, some)] = min(more * below, DRAWN_BELOW)
            below = 0
        return self.none.joined(*(self.of(i, j) for i, j in low_pairs(lots, self.seats, highest, below)))

    def lowest(self, below: int) -> Edges:
        """Every allowed pair of a lot below this, at most `DRAWN_BELOW`, where the lot is all that pairs cost."""
        assert self.ladder.lots is not None
        self.seen = max(self.seen, below)
        if self._kept is not None:
            return self._kept.where(np.flatnonzero(self._kept.words[0] < below))
        nothing = np.zeros(len(self.seats))
        return self.none.joined(*(self.of(i, j) for i, j in low_pairs(self.ladder.lots, self.seats, nothing, below)))

    def everything(self) -> Edges:
        """Every allowed pair at once."""
        if self._kept is not None:
            return self._kept
        everybody = np.ones(len(self.seats), dtype=bool)
        return self.none.joined(*(self.of(i, j) for i, j in self._rows(everybody)))

    def all_of(self, some: Flags) -> tuple[Ints, Ints]:
        """Every allowed pair of some of the seats with anybody."""
        found = [(i[fine], j[fine]) for i, j in self._rows(some) for fine in (self.ladder.allowed(i, j),)]
        i, j = (np.concatenate(side) for side in zip(*found, strict=True))
        return i, j

    def _rows(self, chosen: Flags) -> Iterator[tuple[Ints, Ints]]:
        """Every pair with one of the chosen seats or both, once, in blocks."""
        places = np.flatnonzero(chosen)
        step = max(1, BLOCK // max(1, len(self.seats)))
        for low in range(0, len(places), step):
            rows = places[low : low + step]
            p = np.repeat(rows, len(self.seats))
            q = np.tile(np.arange(len(self.seats)), len(rows))
            fine = (p < q) | (~chosen[q] & (p > q))
            p, q = p[fine], q[fine]
            yield self.seats[np.minimum(p, q)], self.seats[np.maximum(p, q)]

    def below(self, prices: Sequence[int], limit: int = 0) -> Iterator[Edges]:
        """Every allowed pair with ``4 cost + prices[i] + prices[j] < limit`` once, in no order."""
        given, room = self.ladder.words(prices), self.ladder.words([limit])
        if self._kept is not None:
            yield self._cut(self._kept, given, room)
            return
        if self.ladder.is_level:
            yield from self._low_below(given, room)
            return
        wished = self.wished
        yield self._cut(wished, given, room)
        for i, j in perhaps_below(self.ladder, self.seats, given, room):
            others = ~np.isin(i * self.ladder.n + j, wished.i * self.ladder.n + wished.j)
            yield self._cut(self.of(i[others], j[others]), given, room)

    def _low_below(self, given: Ints, room: Ints) -> Iterator[Edges]:
        """As `below`, where the lot is all that pairs cost."""
        assert self.ladder.lots is not None
        for i, j in low_pairs(self.ladder.lots, self.seats, given[0, self.seats] / -4, room[0, 0] / 4):
            perhaps = given[0, i] + given[0, j] < room[0, 0]  # a lot is not below 0
            yield self._cut(self.of(i[perhaps], j[perhaps]), given, room)

    @cached_property
    def wished(self) -> Edges:
        """The allowed pairs that a list rewards: to be looked at whatever else they cost."""
        i, j = self.ladder.wished
        here = np.zeros(self.ladder.n, dtype=bool)
        here[self.seats] = True
        fine = here[i] & here[j]
        return self.of(i[fine], j[fine])

    def free_below(self, prices: Sequence[int]) -> Iterator[Edges]:
        """Every allowed pair with ``prices[i] + prices[j] < 0`` once."""
        given = self.ladder.words(prices)
        some = np.array([price < 0 for price in prices])[self.seats]
        for i, j in self._rows(some) if some.any() else ():
            low = self.ladder.negative(given[:, i] + given[:, j])
            yield self.of(i[low], j[low])

    def _cut(self, edges: Edges, given: Ints, room: Ints) -> Edges:
        """Those below the limit."""
        slack = np.take(given - room, edges.i, axis=1)
        slack += np.take(given, edges.j, axis=1)
        slack += 4 * edges.words
        return edges.where(self.ladder.negative(slack))
