"""What the best round without a group costs, against going through every round there is."""

from __future__ import annotations

import json
from itertools import combinations
from random import Random

import pytest
from click.testing import CliRunner

from pairing.cli.solve import command
from pairing.errors import InputError, NoRoundExists
from pairing.solver.alternative import TRIOS, Alternative, alternative
from pairing.solver.problem import RuleSetting, Sizes
from pairing.solver.rules import CATALOGUE
from pairing.solver.solution import Group
from pairing.solver.solve import solve
from pairing.tiers import Importance

PLAIN = {rule.NAME: rule for rule in CATALOGUE}


def keys(problem, solution, every_way):
    """Every round that keeps the musts: its groups, and its costs with the number of trios where it belongs."""
    tiers = [tier for tier in solution.tiers if tier.rule not in ("chance", "kept_apart")]
    placing = ("everyone_placed", "turns_missed")
    after = max(place for place, tier in enumerate(tiers, 1) if tier.importance == "must" or tier.rule in placing)
    for chosen, left_out in every_way(list(range(problem.n)), problem.sizes.largest):
        groups = [Group(seats) for seats in chosen]
        if any(set(pair) <= set(seats) for seats in chosen for pair in problem.apart):
            continue
        costs = [[case.cost for case in PLAIN[tier.rule].violations(groups, left_out, problem)] for tier in tiers]
        if any(tier.importance == "must" and any(c > 0 for c in each) for tier, each in zip(tiers, costs, strict=True)):
            continue
        sums = [sum(each) for each in costs]
        yield chosen, [*sums[:after], sum(len(seats) == 3 for seats in chosen), *sums[after:], len(left_out)]


def expected(problem, solution, group, every_way):
    names = [tier.rule for tier in solution.tiers if tier.rule not in ("chance", "kept_apart")]
    everything = list(keys(problem, solution, every_way))
    mine = min(costs for _, costs in everything)
    others = [costs for chosen, costs in everything if not any(set(group.seats) <= set(each) for each in chosen)]
    if not others:
        return None
    best = min(others)
    place = next((place for place, (a, b) in enumerate(zip(mine, best, strict=True)) if a != b), None)
    if place is None:
        return None, 0
    assert len(mine) == len(names) + 2
    return place, best[place] - mine[place]


def examine(problem, every_way):
    """How many groups had a dearer alternative."""
    try:
        solution = solve(problem)
    except NoRoundExists:
        return 0
    dearer = 0
    for group in solution.groups:
        found, truth = alternative(problem, solution, group), expected(problem, solution, group, every_way)
        if truth is None:
            assert found is None
            continue
        assert found is not None
        assert found.proved
        assert found.more == truth[1]
        assert (found.rule is None) == (truth[0] is None)
        dearer += found.more > 0
    return dearer


def a_problem(random, make_problem, most):
    while True:
        problem = make_problem(random, most=most)
        setting = problem.rules.get("kept_apart", RuleSetting(Importance.MUST))
        if setting.importance is Importance.MUST:
            return problem


def test_the_best_round_without_a_group_costs_what_is_said(make_problem, every_way):
    random = Random(3)

    assert sum(examine(a_problem(random, make_problem, 6), every_way) for _ in range(25)) > 10


@pytest.mark.slow
@pytest.mark.parametrize("block", range(3))
def test_the_best_round_without_a_group_costs_what_is_said_in_many_more(make_problem, every_way, block):
    random = Random(50 + block)

    assert sum(examine(a_problem(random, make_problem, 8), every_way) for _ in range(60)) > 20


def test_without_a_trio_there_may_be_two_or_somebody_sits_out(people):
    solution = solve(people(3))

    assert alternative(people(3), solution, solution.groups[0]) == Alternative("everyone_placed", 1, proved=True)


def test_two_trios_instead_of_three_pairs_are_told_as_such(people):
    """Two threes who know one another, joined by one pair: without it nobody has a pair for everybody else."""
    known = {(0, 1), (0, 2), (0, 3), (2, 3), (1, 4), (1, 5), (4, 5)}
    problem = people(6, apart=frozenset(pair for pair in combinations(range(6), 2) if pair not in known))
    solution = solve(problem)

    assert [group.seats for group in solution.groups] == [(0, 1), (2, 3), (4, 5)]
    assert alternative(problem, solution, solution.groups[0]) == Alternative(TRIOS, 2, proved=True)


def test_at_a_table_it_is_enough_that_one_sits_elsewhere(people):
    problem = people(8, sizes=Sizes(4, 4, 4), scores={(0, 1): -5})
    solution = solve(problem)
    table = next(group for group in solution.groups if 0 in group.seats)

    assert alternative(problem, solution, table) == Alternative(None, 0, proved=True)


def test_where_keeping_apart_is_a_wish_nothing_is_said(people):
    problem = people(4, rules={"kept_apart": RuleSetting(Importance.LOW)})
    solution = solve(problem)

    assert alternative(problem, solution, solution.groups[0]) is None


def ask(tmp_path, *options, **more):
    people = [{"id": name, "practices": [name.upper()[0]]} for name in ("a1", "a2", "b1", "b2")]
    file = tmp_path / "problem.json"
    data = {"people": people, "sizes": {"smallest": 2}, "scores": [["a1", "b1", -3]], "rules": {"role_mix": "off"}}
    file.write_text(json.dumps(data | more), encoding="utf-8")
    return CliRunner().invoke(command, [str(file), "--why", *options])


def test_the_program_says_of_each_group_what_it_costs_and_what_else_there_is(tmp_path):
    answer = json.loads(ask(tmp_path, "--json").stdout)

    assert answer["rounds"] == [[["a1", "b1"], ["a2", "b2"]]]
    dearer = {"rule": "scores", "more": 3, "proved": True}
    assert answer["why"] == [
        {"cases": [{"rule": "scores", "people": ["a1", "b1"], "cost": -3}], "instead": dearer},
        {"cases": [], "instead": dearer},
    ]
    assert ask(tmp_path).stdout.splitlines()[:3] == [
        "  a1, b1",
        "      scores -3: a1, b1",
        "      not all of them together: scores +3",
    ]


def test_several_rounds_are_not_explained_group_by_group(tmp_path):
    assert isinstance(ask(tmp_path, rounds=2).exception, InputError)
