"""A plan of tables, and the search over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from time import perf_counter

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem
from pairing.solver.tables.bounds import round_bounds
from pairing.solver.tables.costs import combine
from pairing.solver.tables.descent import Search
from pairing.solver.tables.effort import Effort
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.limits import Limits
from pairing.solver.tables.plan import Plan, unplaceable
from pairing.solver.tables.proof import Proof


@dataclass(frozen=True)
class Hall:
    """A plan and the search over it."""

    plan: Plan
    search: Search

    @property
    def floor(self) -> Floor:
        """Who sits where."""
        return self.search.floor


def open_hall(
    problem: Problem,
    rules: Sequence[CompiledRule],
    plan: Plan,
    random: Random,
    effort: Effort,
    *,
    before: Hall | None = None,
) -> Hall:
    """A search over a plan, not begun. After the deadline its bounds are what no round at all goes below.

    ``before``: an earlier one of the same problem, whose costs serve again where its tables are as large.
    """
    largest = max(plan.sizes, default=1)
    if before is not None and largest > max(before.plan.sizes, default=1):
        before = None
    # To combine them anew takes seconds for thousands of people, and memory for every two kinds of them.
    costs = before.floor.costs if before is not None else combine(rules, problem.n, largest)
    fullest = max(map(len, costs.listed), default=0)
    in_time = perf_counter() < effort.deadline  # counting takes seconds for thousands
    return Hall(
        plan,
        Search(
            Floor(costs, plan.groups, plan.left_out),
            Limits(problem, rules, plan.occasions, plan.groups),
            round_bounds(rules, plan, problem.n, fullest) if in_time else [rule.least for rule in rules],
            random,
            effort,
            proof=Proof(problem, rules, costs, unplaceable(problem, rules)),
            footing=plan.footing,
        ),
    )
