"""
Among rounds that are equal in every tier, one that spares the pairs later rounds will need.

Copies of the round cool side by side (`copies`), each for itself, under the prices of `foresight`. On
the way two may meet again at a price; what is kept at the end costs no tier more than the round begun
with. Where a term looks at tables whole, or people cannot be everywhere, one copy is changed, and never
for the worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.copies import Copies
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.foresight import SCALE, in_sight, open_pairs, prices, tier_of_meetings
from pairing.solver.tables.layers import Numbers, pair_costs
from pairing.solver.tables.limits import Limits
from pairing.solver.tables.pace import pace
from pairing.solver.tables.unstructured import Guard

MOST_COPIES, SEATS = 16, 800  # so many copies, or fewer that have so many people in all
STEPS_PER_PERSON = 160
REPEAT = 10 * SCALE  # the price of meeting again on the way
HOT, COLD = 2.5 * SCALE, 0.25 * SCALE  # at first and at last (measured on 48 people after five to seven rounds)

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
        copies = self._cooled(lost, matrices, seed, Guard(self.floor, self.limits, len(matrices)))
        self._take([*copies.best_tables, self.floor.groups[self.floor.pool]])

    def _side_by_side(self, lost: Numbers, matrices: Sequence[Numbers], tier: int, seed: int) -> None:
        """Of all copies, as they end, and the round as it was: the one that costs least, then spares most."""
        own = lost + REPEAT * (matrices[tier] > 0)
        copies = self._cooled(own, [each for place, each in enumerate(matrices) if place != tier], seed)
        pool = self.floor.groups[self.floor.pool]
        best = self.floor.copy_groups()
        least = self.floor.total, _sum(lost, best)
        for tables in copies.each():
            groups = [*tables, pool]
            self.floor.restore(groups)
            found = self.floor.total, _sum(lost, groups)
            if found < least:
                best, least = groups, found
        self._take(best)

    def _cooled(self, own: Numbers, above: Sequence[Numbers], seed: int, guard: Guard | None = None) -> Copies:
        copies = Copies(
            self.floor.groups[: self.floor.pool],
            own,
            [each for each in above if each.any()],
            many=max(1, min(MOST_COPIES, SEATS // len(own))),
            seed=seed,
            guard=guard,
        )
        for share in pace(STEPS_PER_PERSON * len(own), lambda: perf_counter() > self.deadline, self.deadline):
            copies.step(HOT * (COLD / HOT) ** share)
        return copies

    def _take(self, groups: Groups) -> None:
        self.floor.restore(groups)
        self.limits.recount(groups)


def _sum(lost: Numbers, groups: Groups) -> float:
    """What all tables lose; the pool is the last group."""
    return float(sum(lost[np.ix_(table, table)].sum() for table in groups[:-1]))
