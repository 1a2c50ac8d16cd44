"""What tables cost is worked out once for a round, however often its tables are laid anew."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Problem, Sizes
from pairing.solver.tables.effort import Effort
from pairing.solver.tables.hall import open_hall
from pairing.solver.tables.leaving import leave_out
from pairing.solver.tables.plan import plan_round


@pytest.fixture
def problem() -> Problem:
    """Twelve people; four of them may sit with nobody of the four."""
    return Problem(
        practices=tuple(frozenset({seat % 3}) for seat in range(12)),
        role=(0,) * 12,
        sizes=Sizes(3, 4, 4),
        apart=frozenset((i, j) for i in range(4) for j in range(i + 1, 4)),
    )


@pytest.mark.parametrize("late", [False, True])
def test_leaving_people_out_works_no_costs_out_again(problem, late):
    rules, random = compile_rules(problem), Random(1)
    effort = Effort.for_people(problem.n, -1.0 if late else float("inf"))
    hall = open_hall(problem, rules, plan_round(problem, rules, set(), random), random, effort)
    assert any(hall.search.cost(tier) > 0 for tier, rule in enumerate(rules) if rule.hard)

    left = leave_out(problem, rules, hall, random, effort)

    assert left.floor.costs is hall.floor.costs
    assert not any(left.search.cost(tier) > 0 for tier, rule in enumerate(rules) if rule.hard)
    assert left.plan.left_out


def test_larger_tables_have_costs_of_their_own(problem):
    rules, random, effort = compile_rules(problem), Random(1), Effort.for_people(12, float("inf"))
    fours = replace(problem, exact_sizes=(4, 4, 4))
    sixes = replace(problem, exact_sizes=(6, 6))
    small = open_hall(fours, rules, plan_round(fours, rules, set(), random), random, effort)
    large = open_hall(sixes, rules, plan_round(sixes, rules, set(), random), random, effort, before=small)

    assert large.floor.costs is not small.floor.costs
    again = open_hall(fours, rules, plan_round(fours, rules, set(), random), random, effort, before=large)
    assert again.floor.costs is large.floor.costs
