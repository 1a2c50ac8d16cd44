"""
The search: tier after tier by swaps that accept equal moves, each down to its bound.

While one tier is worked on, the tiers above may not get worse and those below are free: the
plateau is as wide as strictness allows. A tier that stays above its bound is annealed within the
same limits, and in small rounds settled over all tables there could be. Effort is counted in
moves, so a seed repeats; the clock only breaks off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import log
from random import Random
from time import perf_counter

from pairing.solver.tables.changes import Changes
from pairing.solver.tables.effort import Effort
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.footing import Footing
from pairing.solver.tables.limits import Limits
from pairing.solver.tables.proof import Proof
from pairing.solver.tables.suspects import Suspects
from pairing.solver.tables.unstructured import WISHED, anneal_scores, is_unstructured, is_wished

STAYING = 4  # times the patience while everybody keeps their date: the bound is most often met so
GUILTY = 0.9  # share of the tries that start from somebody at a table that costs something
HOT, COLD = 0.18, 0.045  # annealing starts and ends at these shares of the typical change (measured)
STROLL = 300  # steps of the walk at the end, or one a person where they are more: small rounds mix well
PACE = 64  # steps of that walk between two looks at the clock
TRIES_PER_PERSON = 4  # partners tried before another person is picked


class Search:
    """One run of the search over a floor. ``timed_out`` tells that the clock broke it off."""

    def __init__(
        self,
        floor: Floor,
        limits: Limits,
        bounds: Sequence[int],
        random: Random,
        effort: Effort,
        *,
        proof: Proof,
        footing: Footing | None = None,
    ) -> None:
        self.floor = floor
        self.limits = limits
        self.bounds = list(bounds)
        self._counted = tuple(bounds)
        self._given: dict[int, list[int]] = {}  # what the tiers above cost at most where a bound holds
        self.proof = proof
        self.footing = footing
        self.random = random
        self.effort = effort
        self.timed_out = False
        self.changes = Changes(floor, limits, random)

    def run(self, tiers: Iterable[int], *, settle: bool = True) -> None:
        """These tiers in turn, those above them kept as they are; settled only where asked."""
        if self.settled:
            return
        for tier in tiers:
            if self.above_bound(tier) and not self.timed_out:
                self._stand_on_heads(tier)
                self.floor.read_down_to(tier)
                unstructured = self._anneal_scores(tier)
                self._stay_at_dates(tier)
                self._descend(tier, self.effort.patience)
                if self.above_bound(tier):
                    self.note(tier, self.proof.bound(self.floor, tier, self.bounds))
                if self.above_bound(tier) and not (self.timed_out or unstructured):
                    self._anneal_on(tier)
                self.floor.read_all()
                if settle and self.above_bound(tier) and not self._late():
                    self._settle(tier)

    @property
    def settled(self) -> bool:
        """True when there is nothing to exchange: no table, or a single one and nobody left out."""
        pool = self.floor.groups[self.floor.pool]
        return self.floor.pool == 0 or (self.floor.pool == 1 and not pool)

    def cost(self, tier: int) -> int:
        """What one tier costs now."""
        return self.floor.costs.digit(self.floor.total, tier)

    def above_bound(self, tier: int) -> bool:
        """True while a tier may still be improved."""
        return self.cost(tier) > self.bounds[tier]

    def _stand_on_heads(self, tier: int) -> None:
        """The bound that the heads at the occasions prove, where there are any."""
        if self.footing is not None:
            least = self.footing.least(tier, [self.cost(other) for other in range(tier)])
            self.note(tier, least if least is not None else self.bounds[tier])

    def _stay_at_dates(self, tier: int) -> None:
        """Everybody kept at their occasion first, down to the last tier that heads were shared out for."""
        aimed = self.footing.aimed if self.footing is not None else {}
        if tier <= max(aimed, default=-1):
            self.limits.fixed = True
            self._descend(tier, STAYING * self.effort.patience)
            if self.above_bound(tier) and tier in aimed and self.effort.annealing and not self.timed_out:
                self._anneal(tier)
            self.limits.fixed = False

    def note(self, tier: int, bound: int) -> None:
        """A bound that holds given what the tiers above cost now."""
        if bound > self.bounds[tier]:
            now = [self.cost(other) for other in range(tier)]
            self.bounds[tier] = bound
            self._given[tier] = list(map(min, now, self._given.get(tier, now)))

    def forget_bounds(self) -> None:
        """Bounds under tiers that have risen since, because one above them fell by chance, are those by counting."""
        for tier, given in self._given.items():
            if any(self.cost(other) > paid for other, paid in enumerate(given)):
                self.bounds[tier] = self._counted[tier]

    def _descend(self, tier: int, patience: int) -> None:
        """Swaps that make neither this tier nor one above it worse, until its bound or no success."""
        best = self.cost(tier)
        idle, margin = 0, self.floor.costs.margin(tier)
        suspects = Suspects(self.floor, tier, self.random)
        while idle < patience and best > self.bounds[tier] and not self._late():
            seat = suspects.pick() if self.random.random() < GUILTY else None
            helped = False
            for _ in range(TRIES_PER_PERSON):
                idle += 1
                person = seat if seat is not None else self.changes.anybody()
                helped |= self.changes.attempt(person, margin, suspects) < -margin
            now = self.cost(tier) if helped else best
            if now < best:
                best, idle = now, 0

    def _anneal(self, tier: int) -> None:
        """Simulated annealing of one tier from its typical change to a tenth; the best round is kept.

        The next has half the moves.
        """
        costs, floor, random = self.floor.costs, self.floor, self.random
        best, kept = floor.total, floor.copy_groups()
        best_cost = self.cost(tier)
        shift, margin = costs.shifts[tier], costs.margin(tier)
        suspects = Suspects(floor, tier, random)
        hot = HOT * self.changes.typical(tier)
        steps = self.effort.annealing // TRIES_PER_PERSON
        for step in range(steps):
            if best_cost <= self.bounds[tier] or self._late():
                break
            heat = hot * (COLD / HOT) ** (step / steps)
            seat = suspects.pick() if random.random() < GUILTY else None
            for _ in range(TRIES_PER_PERSON):
                allowed = int(-heat * log(1.0 - random.random()))
                self.changes.attempt(
                    seat if seat is not None else self.changes.anybody(), (allowed << shift) + margin, suspects
                )
            if costs.prefix(floor.total, tier) < costs.prefix(best, tier):
                best, best_cost, kept = floor.total, self.cost(tier), floor.copy_groups()
        floor.restore(kept)
        floor.read_down_to(tier)
        self.limits.recount(kept)
        self.effort = replace(self.effort, annealing=self.effort.annealing // 2)

    def _anneal_on(self, tier: int) -> None:
        """A tier still above its bound: as a matrix where some pairs are wished for, else change by change."""
        if is_wished(self.floor.costs, tier):
            self._as_a_matrix(tier, WISHED)
            self._descend(tier, self.effort.patience)
        elif self.effort.annealing:
            self._anneal(tier)

    def _anneal_scores(self, tier: int) -> bool:
        """A tier in which most pairs have a cost of their own is annealed as a matrix; False where it is none."""
        if not is_unstructured(self.floor.costs, tier):
            return False
        self._as_a_matrix(tier)
        return True

    def _as_a_matrix(self, tier: int, part: int = 1) -> None:
        """Annealed with the costs of all pairs as a matrix, for a part of the steps."""
        gain = self.cost(tier) - self.bounds[tier]
        seed, deadline = self.random.getrandbits(64), self.effort.deadline
        tables = anneal_scores(
            self.floor, self.limits, tier, seed, late=self._late, deadline=deadline, gain=gain, part=part
        )
        self.floor.restore(tables)
        self.floor.read_down_to(tier)
        self.limits.recount(self.floor.groups)

    def _settle(self, tier: int) -> None:
        """A tier of a small round over all tables there could be: a better bound, perhaps a better round."""
        settled = self.proof.settled(self.floor, tier, self.bounds, self.effort.deadline)
        self.note(tier, settled.bound)
        if settled.groups is not None:
            self.floor.restore(settled.groups)
            self.limits.recount(settled.groups)

    def stroll(self) -> None:
        """Swaps that make no tier worse: chance among equals."""
        attempt, anybody = self.changes.attempt, self.changes.anybody
        for step in range(0 if self.settled else max(STROLL, len(self.changes.seats))):
            if step % PACE == 0 and self._late():
                break
            attempt(anybody(), 0)

    def _late(self) -> bool:
        self.timed_out = self.timed_out or perf_counter() > self.effort.deadline
        return self.timed_out
