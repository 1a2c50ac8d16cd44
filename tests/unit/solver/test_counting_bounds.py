"""What counting proves of a round before it is made, term by term and rule by rule: true, and as sharp as it says."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from tracemalloc import get_traced_memory, start, stop

import pytest

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Occasion, Problem, RuleSetting, Sizes
from pairing.solver.rotations.bounds import least_repeats
from pairing.solver.rotations.series import Played
from pairing.solver.solution import Group
from pairing.solver.tables.bounds import round_bounds
from pairing.solver.tables.plan import Plan
from pairing.solver.terms import AtLeast, Between, Distinct
from pairing.tiers import Importance


def test_a_table_holds_no_more_marks_than_people() -> None:
    assert AtLeast((True,) * 4, 2).bound([3, 1]) == 1


def test_people_of_one_value_count_once_at_a_table() -> None:
    assert Distinct((0, 0, 0, 0, 0, 1), 2).bound([3, 3]) == 1


def test_who_meets_nobody_at_nothing_meets_the_cheapest() -> None:
    """Two of each class: all of class 0 are dear to class 1, dearer among themselves, and nobody else is there."""
    between = Between((0, 0, 1, 1), {(0, 0): 5, (0, 1): 2, (1, 7): 1})
    assert between.bound([4]) == (2 * (2 + 2 + 5) + 2 * (0 + 2 + 2)) // 2
    assert between.bound([2, 2]) == (2 * 2 + 2 * 0) // 2
    assert Between((0, 0, 1, 1, 2), between.table).bound([2, 2]) == 0, "everybody has somebody to sit with at nothing"


def test_classes_that_cost_something_together_are_few_among_thousands() -> None:
    """Laid out in a square they would take over a gigabyte."""
    start()
    bound = Between(tuple(range(12_000)), {(i, i + 1): -1 for i in range(0, 12_000, 2)}).bound([2] * 6_000)
    peak = get_traced_memory()[1]
    stop()
    assert bound == -6_000
    assert peak < 50_000_000


@pytest.fixture
def somebody_more_left_out() -> tuple[Problem, Plan]:
    """Five people and one table of four of them, as a must has it; five seats there would have been."""
    problem = Problem(
        practices=(frozenset(),) * 5,
        role=(0,) * 5,
        sizes=Sizes(4, 5, 4),
        turns_missed=(2, 2, 1, 3, 2),
        occasions=(Occasion(1, 5, frozenset({12})),),
        cover_keys=(frozenset({7}),) * 5,
        cover_caps={7: 3},
        rules={"cover": RuleSetting(Importance.LOW), "role_mix": RuleSetting(Importance.OFF)},
    )
    least = {"cover": 2}  # away beyond the cap when nobody is left out
    absences = tuple(least.get(rule.name, 0) for rule in compile_rules(problem))
    return problem, Plan(((0, 1, 3, 4),), (0,), (2,), absences, ())


def bound_of(name: str, problem: Problem, plan: Plan) -> int:
    rules = compile_rules(problem)
    place = next(place for place, rule in enumerate(rules) if rule.name == name)
    return round_bounds(rules, plan, problem.n, 0)[place]


def test_what_nobody_s_absence_costs_is_no_bound_once_somebody_is_absent(
    somebody_more_left_out: tuple[Problem, Plan],
) -> None:
    problem, plan = somebody_more_left_out

    assert bound_of("cover", problem, plan) == 1
    assert bound_of("cover", problem, replace(plan, groups=((0, 1, 2, 3, 4),), left_out=())) == 2


def test_who_was_let_down_least_is_left_out_at_least(somebody_more_left_out: tuple[Problem, Plan]) -> None:
    problem, plan = somebody_more_left_out

    assert bound_of("everyone_placed", problem, plan) == 0
    assert bound_of("turns_missed", problem, plan) == 1


def test_who_sits_out_needs_nobody_new_that_round() -> None:
    """Seven people, four rounds of two threes, somebody else out each time: 24 meetings, and 21 pairs."""
    problem = Problem(practices=(frozenset(),) * 7, role=(0,) * 7, sizes=Sizes(3, 3, 3))
    rounds = [Played((Group((0, 1, 2)), Group((3, 4, 5))), (6,)) for _ in range(4)]

    assert least_repeats(problem, compile_rules(problem), rounds, {}) == 3 * (1000 + 12 - 3)


def test_who_sits_with_a_wish_needs_nobody_dear() -> None:
    """Two tables of two: both wishes can be met, and everybody else is dear."""
    scores = dict.fromkeys(combinations(range(4), 2), 3) | {(0, 1): -2, (2, 3): -2}
    problem = Problem((frozenset(),) * 4, (0,) * 4, Sizes(2, 2, 2), exact_sizes=(2, 2), scores=scores)
    plan = Plan(((0, 1), (2, 3)), (None, None), (), (0,) * len(compile_rules(problem)), ())

    assert bound_of("scores", problem, plan) == -4


def test_where_somebody_may_sit_out_no_round_of_pairs_need_repeat() -> None:
    """Only the first missed a turn: the others may stay away, so that nobody meets a second time."""
    problem = Problem(
        practices=(frozenset(),) * 4,
        role=(0,) * 4,
        sizes=Sizes(2, 2, 2),
        turns_missed=(1, 0, 0, 0),
        rules={"everyone_placed": RuleSetting(Importance.OFF)},
    )
    rounds = [Played((Group((0, 1)), Group((2, 3)))) for _ in range(4)]

    assert least_repeats(problem, compile_rules(problem), rounds, {"turns_missed": 0}) == 0
    assert least_repeats(replace(problem, rules={}), compile_rules(replace(problem, rules={})), rounds, {}) == 0
    reached = {"everyone_placed": 0, "turns_missed": 0}
    assert least_repeats(replace(problem, rules={}), compile_rules(replace(problem, rules={})), rounds, reached) > 0
