"""
The cheapest perfect matching over all allowed pairs, with prices that prove it.

Candidates first; the fractional optimum and from it the whole one; then every pair is held against
the prices. A pair that undercuts them joins the candidates and it starts over; when none does, the
prices are a proof over all pairs, whatever the candidates were.

With *shadows* a seat may stay out: everybody has a shadow, two who meet leave their shadows to
each other at no cost, and to be left out is to be matched with one's own shadow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from time import monotonic

import numpy as np

from pairing.solver.matching.assignment import fractional
from pairing.solver.matching.candidates import ALL_NEXT, Candidates, nearest, rank
from pairing.solver.matching.edges import Edges
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.mend import mend
from pairing.solver.matching.proof import Proof, undercutting, unpriced
from pairing.solver.matching.scale import Flags
from pairing.solver.matching.ways_out import ways_out
from pairing.solver.problem import Pair, Seat
from pairing.solver.terms import Ints

SOME = 6  # of the pairs of everybody's that undercut the prices, so many join the candidates


@dataclass(frozen=True)
class Matching:
    """Pairs and people left out, four times their cost, and what no matching here costs less than.

    Those are the same unless time ran out before no pair undercut the prices, or before all pairs had been priced.
    """

    pairs: tuple[Pair, ...]
    left_out: tuple[Seat, ...]
    four_costs: int
    proof: Proof
    timed_out: bool = False


class Unpriced(Exception):
    """Time ran out before every pair was held against the prices."""


class Matcher:
    """Perfect matchings of seats, or of most of them; candidates found for one serve the next."""

    def __init__(
        self, ladder: Ladder, field: Field, deadline: float = inf, *, shadows: bool = False, patient: bool = True
    ) -> None:
        """``patient``: None is a proof; else the search for candidates may be given up where it takes long."""
        self.ladder = ladder
        self.field = field
        self.deadline = deadline
        self.shadows = shadows
        self.patient = patient
        self.n = ladder.n
        self.candidates = Candidates(ladder, field)
        self.pool = self._with_shadows(self.candidates.first(), self._own_shadows())

    def match(self, without: Sequence[Seat] = ()) -> Matching | None:
        """The cheapest perfect matching of everybody else; None when there is none, over all pairs."""
        absent = np.zeros(2 * self.n, dtype=bool)
        seats = self.field.seats
        if without:
            absent[[*without, *(seat + self.n for seat in without)]] = True
            seats = seats[~absent[seats]]
        if self.shadows:
            seats = np.concatenate((seats, seats + self.n))
        if not len(seats):
            return Matching((), (), 0, Proof([0] * (2 * self.n), []))
        while True:
            solved = mend(self.ladder, seats, self._here(self.pool, absent) if without else self.pool)
            if solved is None:
                if not self._widen(seats, absent):
                    return None
                continue
            proof = self._proven(solved.proof, seats, absent)
            if proof is not None:
                return self._matching(solved.partner, solved.proof, proof)

    def prices(self) -> Proof | None:
        """Prices of the fractional optimum over all pairs; None when there is not even a fractional matching."""
        absent = np.zeros(2 * self.n, dtype=bool)
        seats = self.field.seats
        while True:
            number = np.zeros(self.n, dtype=np.int64)
            number[seats] = np.arange(len(seats))
            found = fractional(self.ladder, len(seats), number[self.pool.i], number[self.pool.j], self.pool.words)
            if found is None:
                if not self._widen(seats, absent):
                    return None
                continue
            prices = [0] * (2 * self.n)
            for seat, price in zip(seats.tolist(), found.prices, strict=True):
                prices[seat] = -2 * price
            proof = self._proven(Proof(prices, []), seats, absent)
            if proof is not None:
                return proof

    def _proven(self, proof: Proof, seats: Ints, absent: Flags) -> Proof | None:
        """The prices if no pair undercuts them; None with those that do among the candidates; when late, lower prices.

        Where there was no time to price every pair, they hold whatever pairs there are.
        """
        try:
            new = None if self.candidates.complete else self._undercut(proof, absent)
        except Unpriced:
            return unpriced(self.ladder, seats)
        if new is None:
            return proof
        return self._lowered(proof, seats, new) if monotonic() > self.deadline else None

    def _widen(self, seats: Ints, absent: Flags) -> bool:
        """More candidates; False when there are no more, or none that could help."""
        if not self.patient and len(self.field.seats) > ALL_NEXT:
            return False
        wider = self.candidates.wider()
        if wider is not None:
            self.pool = self._with_shadows(wider, self._own_shadows())
            return True
        if self.candidates.complete:
            return False
        helping = ways_out(self.field, seats, self._here(self.pool, absent))
        self.pool = self.pool.joined(self._with_shadows(helping, ()))
        return len(helping) > 0

    def _lowered(self, proof: Proof, seats: Ints, new: Edges) -> Proof:
        """Prices so much lower that none of the pairs undercuts them; the worst of those that did are ``new``."""
        _, slack = undercutting(self.ladder, new, proof)
        step = -min(self.ladder.whole(slack)) // 2 + 1
        prices = list(proof.prices)
        for seat in seats.tolist():
            prices[seat] += step
        return Proof(prices, proof.odd_sets)

    def _own_shadows(self) -> list[Seat]:
        return [seat for seat in self.field.seats.tolist() if self.ladder.may_be_left[seat]] if self.shadows else []

    def _with_shadows(self, edges: Edges, own: Sequence[Seat]) -> Edges:
        """The pairs, the same pairs of shadows for nothing, and each of ``own`` with their shadow."""
        if not self.shadows:
            return edges
        seats = np.array(own, dtype=np.int64)
        return edges.joined(
            Edges(edges.i + self.n, edges.j + self.n, np.zeros_like(edges.words)),
            Edges(seats, seats + self.n, self.ladder.words([self.ladder.left_out(seat) for seat in own])),
        )

    def _undercut(self, proof: Proof, absent: Flags) -> Edges | None:
        """The pairs that undercut the prices worst, now among the candidates; None when there are none.

        Raises `Unpriced` when time runs out between two blocks of pairs.
        """
        if self.field.seen and 4 * self.field.seen + sum(sorted(proof.prices)[:2]) >= 0:
            return None  # only lots below those of all pairs that are not among the candidates could
        found = [self._worst(block, proof, absent) for block in self._in_time(self.field.below(proof.prices[: self.n]))]
        if self.shadows:
            for block in self._in_time(self.field.free_below(proof.prices[self.n :])):
                shadows = Edges(block.i + self.n, block.j + self.n, np.zeros_like(block.words))
                worst = self._worst(shadows, proof, absent)
                found.append(self.field.of(worst.i - self.n, worst.j - self.n))
        new = self._with_shadows(self.field.none.joined(*found), ())
        if not len(new):
            return None
        self.pool = self.pool.joined(new)
        return new

    def _in_time(self, blocks: Iterable[Edges]) -> Iterator[Edges]:
        """The blocks, the first of them however late it is."""
        for number, block in enumerate(blocks):
            if number and monotonic() > self.deadline:
                raise Unpriced
            yield block

    def _worst(self, block: Edges, proof: Proof, absent: Flags) -> Edges:
        """The pairs of a block that undercut the prices, of each person's only some."""
        here = self._here(block, absent) if absent.any() else block
        under, slack = undercutting(self.ladder, here, proof)
        low = here.where(under)
        return low.where(nearest(low, rank(slack), SOME)) if len(low) > 2 * self.n else low

    def _here(self, edges: Edges, absent: Flags) -> Edges:
        """The pairs of which nobody is absent."""
        return edges.where(~(absent[edges.i] | absent[edges.j]))

    def _matching(self, partner: dict[Seat, Seat], found: Proof, proof: Proof) -> Matching:
        """By seat, shadows forgotten; the prices found with it tell its cost."""
        pairs = tuple((seat, other) for seat, other in partner.items() if seat < other < self.n)
        left_out = tuple(seat for seat, other in partner.items() if seat < self.n <= other)
        return Matching(pairs, left_out, found.bound(), proof, timed_out=found is not proof)
