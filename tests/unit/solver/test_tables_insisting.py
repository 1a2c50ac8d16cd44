"""Musts at tables that the first search has not met are searched for longer, before anybody is left out for them."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.problem import Problem, RuleSetting, Sizes
from pairing.solver.solve import solve
from pairing.solver.tables.effort import Effort
from pairing.solver.tables.hall import Hall, open_hall
from pairing.solver.tables.insisting import insist
from pairing.solver.tables.plan import plan_round
from pairing.tiers import Importance


def hard_to_seat(people: int = 85, size: int = 5) -> Problem:
    """Of those who do not share one of these hidden tables, nearly three fifths may not sit together at all."""
    random = Random(2)
    order = random.sample(range(people), people)
    table = {seat: place // size for place, seat in enumerate(order)}
    apart = (pair for pair in combinations(range(people), 2) if table[pair[0]] != table[pair[1]])
    return Problem(
        practices=(frozenset(),) * people,
        role=(0,) * people,
        sizes=Sizes(size, size, size),
        apart=frozenset(pair for pair in apart if random.random() < 0.58),
        rules={"role_mix": RuleSetting(Importance.OFF)},
        seed=2,
    )


def after_the_first_search(problem: Problem) -> tuple[Hall, tuple[CompiledRule, ...], range]:
    """The tables it ended with, all rules, and the tiers that are musts."""
    rules, random = compile_rules(problem), Random(problem.seed)
    plan = plan_round(problem, rules, set(), random)
    hall = open_hall(problem, rules, plan, random, Effort.for_people(problem.n, float("inf")))
    musts = range(sum(rule.hard for rule in rules))
    hall.search.run(musts)
    assert any(hall.search.cost(tier) > 0 for tier in musts)
    return hall, rules, musts


def test_a_longer_search_meets_them() -> None:
    hall, rules, musts = after_the_first_search(hard_to_seat())
    usual = hall.search.effort

    assert insist(hall.search, rules)

    assert not any(hall.search.cost(tier) > 0 for tier in musts)
    assert hall.search.effort == usual


def test_nobody_is_left_out_for_them() -> None:
    assert solve(hard_to_seat()).left_out == ()


def test_tables_that_must_break_one_are_searched_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """One host, two tables, and a host at each: counting tells."""
    problem = Problem(
        practices=(frozenset(),) * 12,
        role=(0,) * 12,
        sizes=Sizes(6, 6, 6),
        host=(True,) + (False,) * 11,
        rules={"host_at_table": RuleSetting(Importance.MUST)},
    )
    hall, rules, _ = after_the_first_search(problem)
    monkeypatch.delattr(type(hall.search), "run")

    assert not insist(hall.search, rules)
