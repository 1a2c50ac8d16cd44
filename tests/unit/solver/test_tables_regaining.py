"""People whom the musts kept from a table: looked for longer, and brought back where other tables hold them."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Occasion, Problem, RuleSetting, Sizes
from pairing.solver.solve import solve
from pairing.solver.tables.plan import Plan
from pairing.solver.tables.regaining import regained
from pairing.tiers import Importance

MUST = RuleSetting(Importance.MUST)
FAR = 1e18


def in_circles(n: int, size: int, **more: object) -> Problem:
    """People who may only sit with those of their own circle."""
    apart = frozenset((i, j) for i, j in combinations(range(n), 2) if i // size != j // size)
    people = {"practices": (frozenset[int](),) * n, "role": (0,) * n}
    return Problem(**{**people, "sizes": Sizes(size - 1, size, size), "apart": apart, **more})  # type: ignore[arg-type]  # given by name


def nobody_seated(problem: Problem) -> Plan:
    return Plan((), (), tuple(range(problem.n)), (), ())


def brought_back(problem: Problem, plan: Plan) -> Plan:
    return regained(problem, compile_rules(problem), plan, Random(1), FAR)


def test_new_tables_are_made_of_those_who_may_sit_together() -> None:
    problem = in_circles(24, 4)

    plan = brought_back(problem, nobody_seated(problem))

    assert sorted(plan.groups) == [tuple(range(first, first + 4)) for first in range(0, 24, 4)]
    assert plan.left_out == ()


def test_somebody_sits_down_where_there_is_room() -> None:
    problem = in_circles(8, 4)

    plan = brought_back(problem, Plan(((0, 1, 2), (4, 5, 6, 7)), (None, None), (3,), (), ()))

    assert plan.groups == ((0, 1, 2, 3), (4, 5, 6, 7))


def test_listed_sizes_are_used_once() -> None:
    problem = in_circles(8, 4, exact_sizes=(4, 2, 2))

    plan = brought_back(problem, nobody_seated(problem))

    assert sorted(map(len, plan.groups)) == [2, 2, 4]


def test_tables_have_a_host_where_they_must() -> None:
    host = tuple(seat == 0 for seat in range(8))
    problem = in_circles(8, 4, host=host, rules={"host_at_table": MUST})

    plan = brought_back(problem, nobody_seated(problem))

    assert plan.groups == ((0, 1, 2, 3),)
    assert plan.left_out == (4, 5, 6, 7)


def test_people_come_back_to_dates_they_can_make_while_there_are_tables() -> None:
    problem = in_circles(
        12, 4, occasions=(Occasion(1, 4), Occasion(1, 3)), may_attend=(1,) * 4 + (2,) * 4 + (1,) * 4
    )  # fmt: skip

    plan = brought_back(problem, nobody_seated(problem))

    assert sorted(plan.occasions) == [0, 1]
    assert sorted(map(len, plan.groups)) == [3, 4]
    assert {seat // 4 for group, k in zip(plan.groups, plan.occasions, strict=True) if k for seat in group} == {1}


def test_after_the_deadline_nobody_is_looked_for() -> None:
    problem = in_circles(8, 4)

    assert regained(problem, compile_rules(problem), nobody_seated(problem), Random(1), -FAR).groups == ()


def who_all_met(n: int, size: int, rounds: int) -> Problem:
    """So many rounds at tables dealt by chance, and nobody may meet again."""
    random, met = Random(n), {}
    for since in range(rounds, 0, -1):
        order = random.sample(range(n), n)
        for first in range(0, n, size):
            met.update(dict.fromkeys(combinations(sorted(order[first : first + size]), 2), since))
    nobody = (frozenset[int](),) * n
    return Problem(nobody, (0,) * n, Sizes(size - 1, size, size), met=met, rules={"no_repeat": MUST})


@pytest.mark.slow
@pytest.mark.parametrize(("people", "size", "rounds", "most_left_out"), [(150, 6, 20, 30), (200, 8, 12, 4)])
def test_few_are_left_out_for_a_must_after_many_rounds(people: int, size: int, rounds: int, most_left_out: int) -> None:
    """The first search, with whole tables given up, left out 72 and 52."""
    solution = solve(who_all_met(people, size, rounds), seconds=600)

    assert len(solution.left_out) <= most_left_out
