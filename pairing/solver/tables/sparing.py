"""
Among rounds that are equal in every tier, one that spares the pairs later rounds will need.

Copies of the round cool side by side (`copies`) under the prices of `foresight`. On the way two may
meet again at a price; what is kept at the end costs no tier more than the round begun with. Where a
term looks at tables whole, or people cannot be everywhere, one copy is changed, and never for the worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.annealing import Annealing
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.foresight import SCALE, in_sight, open_pairs, prices, tier_of_meetings
from pairing.solver.tables.layers import Numbers, pair_costs
from pairing.solver.tables.limits import Limits
from pairing.solver.tables.unstructured import Guard

COPIES = 16
STEPS = 3_000
REPEAT = 8 * SCALE  # the price of a repeat on the way
HEATS = (1.5 * SCALE, 0.05 * SCALE)  # at first and at last

Groups = list[list[Seat]]


@dataclass(frozen=True)
class Sparing:
    """A floor to be changed, within its limits, until the ``deadline`` of `perf_counter`."""

    floor: Floor
    limits: Limits
    deadline: float

    def run(self, problem: Problem, rules: Sequence[CompiledRule], seed: int) -> None:
        """The floor in a round that costs no tier more, and spares more; as it was where nothing is to be spared."""
        sizes = [len(table) for table in self.floor.groups[: self.floor.pool]]
        if len(sizes) < 2 or not in_sight(problem, sizes):
            return
        tier = tier_of_meetings(problem, rules)
        lost = prices(open_pairs(self.floor.costs, tier)) if tier is not None else None
        if tier is None or lost is None:
            return
        costs = self.floor.costs
        matrices = [pair_costs(costs, each) for each in range(len(costs.shifts))]
        if self.limits.bound or any(len(set(special.key)) > 1 for special in costs.specials):
            self._guarded(lost, matrices, seed)
        else:
            self._side_by_side(lost, matrices, tier, seed)

    def _guarded(self, lost: Numbers, matrices: Sequence[Numbers], seed: int) -> None:
        guard = Guard(self.floor, self.limits, len(matrices))
        annealing = self._annealing(lost, matrices, seed)
        annealing.guard = guard
        self._take([*annealing.run(), self.floor.groups[self.floor.pool]])

    def _side_by_side(self, lost: Numbers, matrices: Sequence[Numbers], tier: int, seed: int) -> None:
        """Of all copies, as they end, and the round as it was: the one that costs least, then spares most."""
        own = lost + REPEAT * (matrices[tier] > 0)
        annealing = self._annealing(own, [each for place, each in enumerate(matrices) if place != tier], seed)
        pool = self.floor.groups[self.floor.pool]
        best = self.floor.copy_groups()
        least = self.floor.total, _sum(lost, best)
        for tables in annealing.cooled().each():
            groups = [*tables, pool]
            self.floor.restore(groups)
            found = self.floor.total, _sum(lost, groups)
            if found < least:
                best, least = groups, found
        self._take(best)

    def _annealing(self, own: Numbers, above: Sequence[Numbers], seed: int) -> Annealing:
        return Annealing(
            groups=self.floor.groups[: self.floor.pool],
            costs=own,
            above=[each for each in above if each.any()],
            copies=COPIES,
            steps=STEPS,
            seed=seed,
            late=lambda: perf_counter() > self.deadline,
            deadline=self.deadline,
            heats=HEATS,
        )

    def _take(self, groups: Groups) -> None:
        self.floor.restore(groups)
        self.limits.recount(groups)


def _sum(lost: Numbers, groups: Groups) -> float:
    """What all tables lose; the pool is the last group."""
    return float(sum(lost[np.ix_(table, table)].sum() for table in groups[:-1]))
