"""
An odd round: which three meet as a trio, chosen with the pairs, and the proof that no other is better.

Prices of the fractional matching of everybody bound every trio from below. The most promising is
solved exactly; its own prices are sharper near it; every other trio is then either ruled out by
some prices or solved as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from time import monotonic

import numpy as np

from pairing.solver.matching.candidates import nearest, rank
from pairing.solver.matching.edges import two_of
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.perfect import Matcher, Matching
from pairing.solver.matching.proof import Proof, slack_of
from pairing.solver.matching.triangles import Trio, Trios, least_surplus, trios_among, trios_below
from pairing.solver.terms import Ints

FIRST = 1  # trios solved to have a good round to compare with
NEAR = 12  # so many pairs of everybody's are enough to look for these among
KEEP = 20_000  # trios open at a time
SOME = 60  # people among whom a first trio is sought when no candidates form one
TRIED = (8, 200)  # how many trios are tried: the first nearly always does
SOLVED = 500  # trios solved exactly before the rest is left as a gap
PROOFS = 6  # prices kept to rule trios out by


@dataclass(frozen=True)
class WithTrio:
    """The best trio found and the matching of the others; no round with one trio costs less than ``least / 4``."""

    trio: Trio
    matching: Matching
    four_costs: int
    least: int
    timed_out: bool = False


class TrioSearch:
    """One trio, everybody else in pairs."""

    def __init__(self, ladder: Ladder, field: Field, deadline: float, *, patient: bool = True) -> None:
        """``patient`` as in `Matcher`."""
        self.ladder = ladder
        self.field = field
        self.seats = field.seats
        self.matcher = Matcher(ladder, field, deadline, patient=patient)
        self.deadline = deadline
        self.best: WithTrio | None = None
        self.proofs: list[Proof] = []
        self.waiting: list[tuple[Proof, Trio]] = []  # prices without those of the trio
        self.solved: set[Trio] = set()
        self.least_solved: list[int] = []  # what rounds with a trio whose solving was cut short cost at least

    def run(self) -> WithTrio | None:
        """The best round with one trio, or None when pairs and one trio cannot hold everybody.

        None is proven unless a must is about three people as a whole (see `partition`).
        """
        fractional = self.matcher.prices()
        if fractional is None:
            return None
        self.proofs.append(fractional)
        self._first_rounds(fractional)
        if self.best is None:
            return None
        base = -sum(fractional.prices)
        if monotonic() > self.deadline:
            unseen = least_surplus(self.ladder, self.field, fractional.prices)
            return self._close(Trios([], all_seen=False, unseen=unseen), base)
        limit = self.best.four_costs - base
        open_trios = trios_below(
            self.ladder, self.field, fractional.prices, limit, KEEP, deadline=self.deadline, undercut=False
        )
        return self._close(open_trios, base)

    def _first_rounds(self, fractional: Proof) -> None:
        """Solve the most promising trios of candidate pairs; of some people, of all where none of those will do."""
        for surplus, trio in self._promising(fractional):
            self._solve(trio, surplus)
            no_gap = self.best is not None and self.best.four_costs == surplus - sum(fractional.prices)
            enough = len(self.solved) >= FIRST or monotonic() > self.deadline
            if no_gap or (self.best is not None and enough):
                return

    def _promising(self, fractional: Proof) -> Iterator[tuple[int, Trio]]:
        """Trios in the order in which they are tried, and their surplus."""
        for i, j in self._where_to_look(fractional):
            for many in TRIED:
                trios = trios_among(self.ladder, i, j, fractional.prices, many)
                yield from ((surplus, trio) for surplus, trio in trios.found if trio not in self.solved)
                if trios.all_seen:
                    break
            if self.best is not None:
                return

    def _where_to_look(self, fractional: Proof) -> Iterator[tuple[Ints, Ints]]:
        """Among which pairs a first trio is sought."""
        pool = self.matcher.pool
        if len(pool) > NEAR * len(self.seats):
            near = pool.where(nearest(pool, rank(slack_of(self.ladder, pool, fractional)), NEAR))
            yield near.i, near.j
        yield pool.i, pool.j
        yield two_of(self.seats[:: max(1, len(self.seats) // SOME)])
        yield two_of(self.seats)

    def _solve(self, trio: Trio, surplus: int) -> None:
        """Match the others exactly and keep the round if it is the best so far, and its prices."""
        self.solved.add(trio)
        matching = self.matcher.match(without=trio)
        if matching is None:
            return
        itself = self._cost(trio, surplus)
        cost = matching.four_costs + itself
        if matching.timed_out:
            self.least_solved.append(matching.proof.bound() + itself)
        if self.best is None or cost < self.best.four_costs:
            self.best = WithTrio(trio, matching, cost, cost)
        self.waiting = [*self.waiting, (matching.proof, trio)][-PROOFS:]

    def _ruled_out(self, trio: Trio, surplus: int) -> bool:
        """Whether some prices show that no round with this trio is better than the best."""
        assert self.best is not None
        self.proofs += [self._extended(proof, other) for proof, other in self.waiting]
        self.proofs = [self.proofs[0], *self.proofs[1:][-PROOFS:]]
        self.waiting = []
        itself = self._cost(trio, surplus)
        return any(proof.bound(without=trio) + itself >= self.best.four_costs for proof in self.proofs)

    def _cost(self, trio: Trio, surplus: int) -> int:
        """Four times what a trio costs; the surplus is that with the prices of the fractional matching."""
        return surplus - sum(self.proofs[0].prices[seat] for seat in trio)

    def _extended(self, proof: Proof, trio: Trio) -> Proof:
        """The prices of everybody else, with the lowest for these three that no pair undercuts."""
        prices = list(proof.prices)
        others = self.seats[~np.logical_or.reduce([self.seats == seat for seat in trio])]
        i = np.repeat(trio, (len(others), len(others) + 1, len(others) + 2))
        j = np.concatenate((others, others, trio[:1], others, trio[:2]))  # each of the three with those before them
        fine = self.ladder.allowed(np.minimum(i, j), np.maximum(i, j))
        i, j = i[fine], j[fine]
        costs = self.ladder.whole(self.ladder.pairs(np.minimum(i, j), np.maximum(i, j)))
        for seat in trio:
            prices[seat] = 0
        for seat, theirs in groupby(zip(i.tolist(), j.tolist(), costs, strict=True), itemgetter(0)):
            prices[seat] = max(-4 * cost - prices[other] for _, other, cost in theirs)
        return Proof(prices, proof.odd_sets)

    def _close(self, trios: Trios, base: int) -> WithTrio:
        """Rule out or solve every trio still open."""
        assert self.best is not None
        least: list[int] = []
        for surplus, trio in trios.found:
            if base + surplus >= self.best.four_costs:
                break
            late = monotonic() > self.deadline
            if not late and (trio in self.solved or self._ruled_out(trio, surplus)):
                continue
            if late or len(self.solved) >= SOLVED:
                least.append(base + surplus)
                break
            self._solve(trio, surplus)
        if not trios.all_seen:
            least.append(base + trios.unseen)
        best = self.best
        least += [best.four_costs, *self.least_solved]
        return replace(best, least=min(least), timed_out=monotonic() > self.deadline)
