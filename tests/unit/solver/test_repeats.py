"""The cause of repeats that is named is true of every round there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from sparing import slow_but

from pairing.errors import NoRoundExists
from pairing.solver.problem import RuleSetting, Sizes
from pairing.solver.repeats import Spent, colleagues, new_in_circles, spent
from pairing.solver.rules import CATALOGUE
from pairing.solver.solution import Group
from pairing.solver.solve import solve
from pairing.tiers import Importance


def fewest_repeats(problem, solution, every_way):
    """Over all rounds that cost the same on every rule before repeats."""
    plain = {rule.NAME: rule for rule in CATALOGUE}
    names = [tier.rule for tier in solution.tiers]
    place = names.index("no_repeat")
    above = [t for at, t in enumerate(solution.tiers) if at < place or t.importance is Importance.MUST]
    fewest = None
    for chosen, left_out in every_way(list(range(problem.n)), problem.sizes.largest):
        groups = [Group(seats) for seats in chosen]
        cases = {t.rule: [c.cost for c in plain[t.rule].violations(groups, left_out, problem)] for t in above}
        if any(sum(cases[t.rule]) != t.cost or (t.importance == "must" and any(cases[t.rule])) for t in above):
            continue
        again = sum(pair in problem.met for group in groups for pair in group.pairs())
        fewest = again if fewest is None else min(fewest, again)
    return fewest


@pytest.mark.parametrize("seed", slow_but(range(6), 2))
def test_no_round_has_fewer_repeats_than_the_cause_makes(seed, make_problem, every_way):
    random = Random(seed)
    named = exact = 0
    for _ in range(80):
        problem = replace(make_problem(random, most=7), scores={})
        often = {pair: random.randint(1, 12) for pair in combinations(range(problem.n), 2) if random.random() < 0.7}
        problem = replace(problem, met=often)
        try:
            solution = solve(problem)
        except NoRoundExists:
            continue
        cause = spent(problem, solution.tiers, solution.left_out)
        if cause is None:
            continue
        named += 1
        fewest = fewest_repeats(problem, solution, every_way)
        assert cause.least <= fewest
        exact += cause.least == fewest

    assert named > 10
    assert exact > named // 2


def test_who_has_met_everybody_is_named(people):
    """Two of six have met all others; the others have met nobody else."""
    met = {(i, j): 3 for i in (0, 1) for j in range(6) if i < j}
    problem = people(6, met=met)

    solution = solve(problem)

    assert spent(problem, solution.tiers, solution.left_out) == Spent((0, 1), (), 1)


def test_whom_they_may_not_meet_does_not_count_as_new(people):
    """Seat 0 has met all outside the practice they share with seat 1."""
    practices = tuple(frozenset((0 if seat < 2 else seat,)) for seat in range(6))
    problem = people(6, practices=practices, met={(0, seat): 2 for seat in range(2, 6)})

    solution = solve(problem)

    assert spent(problem, solution.tiers, solution.left_out) == Spent((0,), (), 1)
    free = replace(problem, rules={"different_practice": RuleSetting(Importance.OFF)})
    assert spent(free, solve(free).tiers, ()) is None


def test_those_who_have_too_few_left_between_them_are_named_with_these(people):
    """Four of eight may meet but the two of the others: two of them must meet somebody again."""
    met = {(i, j): 5 for i, j in combinations(range(8), 2) if i < 4 and j not in {6, 7}}
    problem = people(8, met=met)

    solution = solve(problem)

    assert spent(problem, solution.tiers, solution.left_out) == Spent((0, 1, 2, 3), (6, 7), 1)


def test_where_somebody_can_sit_out_nothing_is_claimed(people):
    problem = people(
        4, met={(0, seat): 1 for seat in range(1, 4)}, rules={"everyone_placed": RuleSetting(Importance.LOW)}
    )

    assert spent(problem, solve(problem).tiers, ()) is None


def test_the_odd_one_out_spares_a_repeat(people):
    problem = people(5, sizes=Sizes(2, 2, 2), met={(0, seat): 1 for seat in range(1, 5)})

    solution = solve(problem)

    assert solution.left_out == (0,)
    assert spent(problem, solution.tiers, solution.left_out) is None


@pytest.mark.parametrize("seed", slow_but(range(6), 1))
def test_no_round_has_fewer_colleagues_together_than_the_cause_makes(seed, make_problem, every_way):
    random = Random(seed)
    named = 0
    for _ in range(80):
        problem = replace(make_problem(random, most=7), scores={})
        try:
            solution = solve(problem)
        except NoRoundExists:
            continue
        cause = colleagues(problem, solution.tiers, solution.left_out)
        if cause is None:
            continue
        named += 1
        least = next(tier.cost for tier in solution.tiers if tier.rule == "different_practice")
        assert 0 < cause.least <= least
        if all(setting.importance is not Importance.MUST for setting in problem.rules.values()):
            strangers = [pair for pair in combinations(cause.people, 2) if pair not in problem.apart]
            assert not any(problem.practices[one].isdisjoint(problem.practices[two]) for one, two in strangers)

    assert named > 5


def test_circles_are_told_only_where_nobody_is_short_of_new_partners(people):
    """Two circles of three: each has two new, and no two of one circle leave somebody new for the third."""
    new = {(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)}
    rounds = [people(6, met={pair: 3 for pair in combinations(range(6), 2) if pair not in each})
              for each in (new, new - {(4, 5)}, new | {(2, 3)})]  # fmt: skip

    assert [new_in_circles(each, solve(each).tiers, ()) for each in rounds] == [True, False, False]
