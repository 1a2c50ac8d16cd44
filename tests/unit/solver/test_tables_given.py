"""Bounds that hold given what the tiers above cost are dropped where those cost more in the end."""

from __future__ import annotations

from random import Random

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Problem, Sizes
from pairing.solver.tables.costs import combine
from pairing.solver.tables.descent import Search
from pairing.solver.tables.effort import Effort
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.limits import Limits
from pairing.solver.tables.proof import Proof

MET = {(0, 1): 1, (2, 3): 1}


def a_search(groups: list[list[int]]) -> tuple[Search, int]:
    """A search over two tables of two, and the place of repeats among the tiers."""
    problem = Problem((frozenset(),) * 4, (0, 0, 1, 1), Sizes(2, 2, 2), exact_sizes=(2, 2), met=MET)
    rules = compile_rules(problem)
    costs = combine(rules, 4, 2)
    search = Search(
        Floor(costs, groups, ()),
        Limits(problem, rules, (None, None), groups),
        [0] * len(rules),
        Random(1),
        Effort(10, 0, 1e12),
        proof=Proof(problem, rules, costs, frozenset()),
    )
    return search, [rule.name for rule in rules].index("no_repeat")


def test_a_bound_is_dropped_where_a_tier_above_has_risen() -> None:
    search, repeats = a_search([[0, 2], [1, 3]])
    search.note(repeats + 1, 2)
    search.floor.restore([[0, 1], [2, 3], []])

    search.forget_bounds()

    assert search.bounds[repeats + 1] == 0


def test_a_bound_stays_where_the_tiers_above_cost_no_more() -> None:
    search, repeats = a_search([[0, 1], [2, 3]])
    search.note(repeats + 1, 2)
    search.floor.restore([[0, 2], [1, 3], []])

    search.forget_bounds()

    assert search.bounds[repeats + 1] == 2
