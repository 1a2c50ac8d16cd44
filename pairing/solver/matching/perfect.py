"""
The cheapest perfect matching over all allowed pairs, with prices that prove it.

Candidates first; the fractional optimum and from it the whole one; then every pair is held against
the prices. A pair that undercuts them joins the candidates and it starts over; when none does, the
prices are a proof over all pairs, whatever the candidates were.

With *shadows* a seat may stay out: everybody has a shadow, two who meet leave their shadows to
each other at no cost, and to be left out is to be matched with one's own shadow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pairing.solver.matching.assignment import fractional
from pairing.solver.matching.blossom import Blossom, Matched
from pairing.solver.matching.field import Edges, Field
from pairing.solver.matching.ladder import Flags, Ladder
from pairing.solver.problem import Pair, Seat
from pairing.solver.terms import Ints


@dataclass(frozen=True)
class Proof:
    """Prices over seats (in the scale of `blossom.Matched`): no pair of the field undercuts them."""

    prices: list[int]
    odd_sets: list[tuple[frozenset[int], int]]


@dataclass(frozen=True)
class Matching:
    """Pairs and people left out, four times their cost, and its proof: no matching here costs less."""

    pairs: tuple[Pair, ...]
    left_out: tuple[Seat, ...]
    four_costs: int
    proof: Proof


class Matcher:
    """Perfect matchings of seats, or of most of them; candidates found for one serve the next."""

    def __init__(self, ladder: Ladder, field: Field, *, shadows: bool = False) -> None:
        self.ladder = ladder
        self.field = field
        self.shadows = shadows
        self.n = ladder.n
        self.times = 1
        self.pool = self._with_shadows(field.candidates(1), self._own_shadows())

    def match(self, without: Iterable[Seat] = ()) -> Matching | None:
        """The cheapest perfect matching of everybody else; None when there is none, over all pairs."""
        absent = np.zeros(2 * self.n, dtype=bool)
        absent[list(without)] = True
        absent[self.n :] = absent[: self.n]
        seats = self.field.seats[~absent[self.field.seats]]
        if self.shadows:
            seats = np.concatenate((seats, seats + self.n))
        if not len(seats):
            return Matching((), (), 0, Proof([0] * (2 * self.n), []))
        while True:
            solved = self._solve(seats, absent)
            if solved is None:
                if not self._widen():
                    return None
                continue
            proof = self._over_seats(solved, seats)
            if not self._undercut(proof, absent):
                return self._matching(solved, seats, proof)

    def prices(self) -> Proof | None:
        """Prices of the fractional optimum over all pairs; None when there is not even a fractional matching."""
        absent = np.zeros(2 * self.n, dtype=bool)
        seats = self.field.seats
        while True:
            number = np.zeros(self.n, dtype=np.int64)
            number[seats] = np.arange(len(seats))
            found = fractional(self.ladder, len(seats), number[self.pool.i], number[self.pool.j], self.pool.words)
            if found is None:
                if not self._widen():
                    return None
                continue
            proof = self._over_seats(Matched([], [-2 * price for price in found.prices], []), seats)
            if not self._undercut(proof, absent):
                return proof

    def _solve(self, seats: Ints, absent: Flags) -> Matched | None:
        """On the candidates of today."""
        edges = self.pool.where(~(absent[self.pool.i] | absent[self.pool.j]))
        number = np.zeros(2 * self.n, dtype=np.int64)
        number[seats] = np.arange(len(seats))
        i, j = number[edges.i], number[edges.j]
        start = fractional(self.ladder, len(seats), i, j, edges.words)
        if start is None:
            return None
        costs = self.ladder.whole(edges.words)
        return Blossom(
            len(seats), list(zip(i.tolist(), j.tolist(), strict=True)), costs, start.prices, _whole_pairs(start.partner)
        ).run()

    def _widen(self) -> bool:
        """More candidates; False when there are no more."""
        if len(self.field.seats) <= self.times:
            return False
        self.times *= 4
        self.pool = self._with_shadows(self.field.candidates(self.times), self._own_shadows())
        return True

    def _own_shadows(self) -> list[Seat]:
        return [seat for seat in self.field.seats.tolist() if self.ladder.may_be_left[seat]] if self.shadows else []

    def _with_shadows(self, edges: Edges, own: Sequence[Seat]) -> Edges:
        """The pairs, the same pairs of shadows for nothing, and each of ``own`` with their shadow."""
        if not self.shadows:
            return edges
        edges = edges.joined(Edges(edges.i + self.n, edges.j + self.n, np.zeros_like(edges.words)))
        seats = np.array(own, dtype=np.int64)
        return edges.joined(
            Edges(seats, seats + self.n, self.ladder.words([self.ladder.left_out(seat) for seat in own]))
        )

    def _over_seats(self, solved: Matched, seats: Ints) -> Proof:
        """The prices by seat; those absent have none."""
        prices = [0] * (2 * self.n)
        names = seats.tolist()
        for seat, price in zip(names, solved.prices, strict=True):
            prices[seat] = price
        return Proof(prices, [(frozenset(names[k] for k in seats), price) for seats, price in solved.odd_sets])

    def _undercut(self, proof: Proof, absent: Flags) -> bool:
        """Whether pairs undercut the prices; they have joined the candidates."""
        digits = self.ladder.words(proof.prices)
        found = False
        for block in self.field.blocks():
            here = ~(absent[block.i] | absent[block.j])
            cheaper = _cheaper(self.ladder, proof, digits, block, here)
            if self.shadows:
                free = Edges(block.i + self.n, block.j + self.n, np.zeros_like(block.words))
                cheaper = np.union1d(cheaper, _cheaper(self.ladder, proof, digits, free, here))
            if len(cheaper):
                found = True
                self.pool = self.pool.joined(self._with_shadows(block.where(cheaper), ()))
        return found

    def _matching(self, solved: Matched, seats: Ints, proof: Proof) -> Matching:
        """By seat, shadows forgotten."""
        names = seats.tolist()
        pairs, left_out = [], []
        for k, seat in enumerate(names):
            other = names[solved.partner[k]]
            if seat < other < self.n:
                pairs.append((seat, other))
            elif seat < self.n <= other:
                left_out.append(seat)
        return Matching(tuple(pairs), tuple(left_out), solved.bound(), proof)


def _cheaper(ladder: Ladder, proof: Proof, digits: Ints, edges: Edges, here: Flags) -> Ints:
    """The pairs that undercut the prices, the worst first, at most some per person."""
    i, j = edges.i, edges.j
    low = np.flatnonzero(here & ladder.negative(4 * edges.words + digits[:, i] + digits[:, j]))
    if not len(low):
        return low
    inside = proof.odd_sets
    slacks = []
    for k, cost in zip(low.tolist(), ladder.whole(edges.words[:, low]), strict=True):
        a, b = int(i[k]), int(j[k])
        slack = 4 * cost + proof.prices[a] + proof.prices[b]
        slack += sum(2 * price for members, price in inside if a in members and b in members)
        if slack < 0:
            slacks.append((slack, k))
    slacks.sort()
    return np.array([k for _, k in slacks[: 3 * ladder.n + 50]], dtype=np.int64)


def _whole_pairs(asked: Sequence[int]) -> list[int]:
    """From whom everybody asks: pairs along even circles, all but one of odd circles; -1 = free."""
    partner = [-1] * len(asked)
    seen = [False] * len(asked)
    for start in range(len(asked)):
        circle = []
        seat = start
        while not seen[seat]:
            seen[seat] = True
            circle.append(seat)
            seat = asked[seat]
        for a, b in zip(circle[::2], circle[1::2], strict=False):
            partner[a], partner[b] = b, a
    return partner
