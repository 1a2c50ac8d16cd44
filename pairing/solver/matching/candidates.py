"""
The pairs worth trying first, and more of them where these do not do.

First, pairs that cost nothing but their lot, out of a sample that is blind to what a pair costs
otherwise: among thousands of people nearly every round is made of such. Where these cannot match
everybody, the nearest and some stray ones of the whole sample: where one practice is over half,
the nearest alone match too few.
"""

from __future__ import annotations

import numpy as np

from pairing.solver.matching.edges import Edges
from pairing.solver.matching.field import DRAW, Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.scale import Flags
from pairing.solver.terms import Ints
from pairing.solver.terms.drawn import DRAWN_BELOW

ALL_AT_ONCE = 64  # people whose pairs are all given at once
ALL_NEXT = 150  # or as soon as those that cost nothing do not do
LOW = 16  # pairs of everybody of the lowest lots, about, where the lot is all that pairs cost
DRAWN_MOST = 3000  # people of whom all lots are drawn for that
NEAREST = 8  # the cheapest pairs of everybody
STRAY = 6  # and the first by lot
FEW = 3  # whoever has fewer pairs that cost nothing is given more to choose from
MORE = 10  # times as many
MOST = 2_000_000  # pairs tried at once: all those of 2,000 people
SHORT = 20  # bits of a number that is as good as its place among the others
BITS = 63  # of a machine word, without its sign


class Candidates:
    """More and more of the allowed pairs of a field."""

    def __init__(self, ladder: Ladder, field: Field) -> None:
        self.ladder = ladder
        self.field = field
        self.times = 0
        self.complete = False  # all there are have been given

    def first(self) -> Edges:
        """To begin with: what costs nothing, where that is enough for everybody; else as `wider`."""
        seats = self.field.seats
        if self.ladder.is_level and len(seats) <= DRAWN_MOST:
            return self._lowest()
        if len(seats) <= ALL_AT_ONCE:
            return self._all()
        sample = self.field.sample(1)
        if len(sample) <= NEAREST * len(seats) // 2 or len(self.field.wished) or self.ladder.crowded:
            return self._nearest(sample, 1)
        free = sample.where(self.ladder.only_lots(sample.words))
        if len(free) > NEAREST * len(seats):
            free = free.where(nearest(free, free.words[0], NEAREST))
        thin = self._with_fewer(free, seats, FEW)
        if len(thin) > len(seats) // 8:
            return self._nearest(sample, 1)
        if not len(thin):
            return free
        more = self.field.sample(1, thin, MORE)
        also = more.where(self.ladder.only_lots(more.words))
        poor = self._with_fewer(also, thin, 1)
        dear = more.where(np.isin(more.i, poor) | np.isin(more.j, poor))
        chosen = [each.where(nearest(each, self._rank(each), FEW, thin)) for each in (also, dear)]
        return unique(free.joined(*chosen), self.ladder.n)

    def _with_fewer(self, edges: Edges, seats: Ints, than: int) -> Ints:
        """Those of the seats with fewer pairs among these."""
        known = np.bincount(np.concatenate((edges.i, edges.j)), minlength=self.ladder.n)
        return seats[known[seats] < than]

    def wider(self) -> Edges | None:
        """Several times as many; None when there are no more, or too many to be all tried (see ``complete``)."""
        people = len(self.field.seats)
        if self.complete:
            return None
        if people <= ALL_NEXT:
            return self._all()
        if min(people, DRAW * (4 * self.times or 2)) * people // 2 > MOST:
            return None
        self.times = 4 * self.times or 2
        self.complete = self.times > people
        return self._nearest(self.field.sample(self.times), self.times)

    def _lowest(self) -> Edges:
        """Everybody's pairs of low lots: those of other lots are not needed where prices are low enough."""
        below = min(DRAWN_BELOW, 1 + LOW * DRAWN_BELOW // max(1, len(self.field.seats)))
        self.complete = below == DRAWN_BELOW
        return self.field.lowest(below)

    def _all(self) -> Edges:
        self.complete = True
        return self.field.everything()

    def _nearest(self, sample: Edges, times: int) -> Edges:
        """Of a sample, everybody's cheapest pairs and some others, and what they wish for most."""
        if len(self.field.wished):
            sample = unique(sample.joined(self.field.wished), self.ladder.n)
        if len(sample) <= NEAREST * times * len(self.field.seats):
            return sample
        key = self._rank(sample)
        chosen = np.zeros(len(sample), dtype=bool)
        chosen[nearest(sample, key, NEAREST * times)] = True
        lots = self.ladder.lots
        blind = np.arange(len(key)) * 0x9E3779B1 % len(key) if lots is None else lots.of_pairs(sample.i, sample.j)
        chosen[nearest(sample, blind, STRAY * times)] = True
        return sample.where(chosen)

    def _rank(self, edges: Edges) -> Ints:
        return rank(self.ladder.carried(edges.words))


def unique(edges: Edges, n: int) -> Edges:
    """Each pair once."""
    return edges.where(np.unique(edges.i * n + edges.j, return_index=True)[1])


def rank(words: Ints) -> Ints:
    """One number per item that sorts as its whole number does; of words as `Ladder.carried` gives them."""
    if len(words) == 1 and words.size:
        key: Ints = words[0] - words[0].min()
        if _bits(key) <= SHORT:
            return key
    key = np.zeros(words.shape[1], dtype=np.int64)
    for word in words[::-1]:
        if word.any():
            more = word - word.min()
            if _bits(key) + _bits(more) + len(key).bit_length() > BITS:
                key, more = _places(key), _places(more)
            key = key << _bits(more) | more
    return _places(key)


def _bits(numbers: Ints) -> int:
    return int(numbers.max(initial=0)).bit_length()


def _places(numbers: Ints) -> Ints:
    """For each, none below 0, its place among the different numbers there are."""
    low = len(numbers).bit_length()
    if _bits(numbers) + low > BITS:
        order = np.argsort(numbers)
    else:  # numbers are sorted faster than their places
        order = np.sort(numbers << low | np.arange(len(numbers))) & (1 << low) - 1
    ascending = numbers[order]
    places = np.zeros(len(numbers), dtype=np.int64)
    places[order[1:]] = np.cumsum(ascending[1:] != ascending[:-1])
    return places


def lowest(words: Ints, count: int) -> Ints:
    """Which are the ``count`` lowest numbers, or all if there are no more; of words as `Ladder.carried` gives them."""
    some, open_ = [], np.arange(words.shape[1])
    for word in words[::-1]:
        if len(open_) <= count:
            break
        here = word[open_]
        bar = np.partition(here, count - 1)[count - 1]
        some.append(open_[here < bar])
        count -= len(some[-1])
        open_ = open_[here == bar]
    return np.concatenate((*some, open_[:count]))


def nearest(edges: Edges, key: Ints, count: int, of: Ints | None = None) -> Ints:
    """Which of these pairs are among the ``count`` of least key of either of the two, or of those two in ``of``."""
    tail = np.concatenate((edges.i, edges.j))
    edge = np.tile(np.arange(len(edges)), 2)
    if of is not None:
        theirs = np.isin(tail, of)
        tail, edge = tail[theirs], edge[theirs]
    # One number tells all three: no two are equal, and numbers are sorted faster than their places.
    low, high = len(edges).bit_length(), int(key.max(initial=0)).bit_length()
    sorted_ = np.sort(((tail << high | key[edge]) << low) | edge)
    chosen = np.zeros(len(edges), dtype=bool)
    chosen[(sorted_ & (1 << low) - 1)[_first(sorted_ >> low + high, count)]] = True
    return np.flatnonzero(chosen)


def _first(sorted_tail: Ints, count: int) -> Flags:
    """The first ``count`` entries of every run of equal numbers."""
    first = np.ones(len(sorted_tail), dtype=bool)
    first[count:] = sorted_tail[count:] != sorted_tail[:-count]
    return first
