"""What the best round without a group costs, against going through every round there is."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from click.testing import CliRunner
from trios import rules_before_trios

from pairing.cli.solve import command
from pairing.errors import InputError, NoRoundExists
from pairing.solver.alternative import TRIOS, Alternative, Unknown, alternative, alternatives
from pairing.solver.problem import RuleSetting, Sizes
from pairing.solver.rules import CATALOGUE
from pairing.solver.solution import Group, Status
from pairing.solver.solve import solve
from pairing.tiers import Importance

PLAIN = {rule.NAME: rule for rule in CATALOGUE}


def keys(problem, solution, every_way):
    """Every round that keeps the musts: its groups, and its costs with the number of trios where it belongs."""
    tiers = [tier for tier in solution.tiers if tier.rule not in ("chance", "kept_apart")]
    after = rules_before_trios(
        [(tier.rule, tier.importance) for tier in tiers], all_are_owed=min(problem.turns_missed, default=0) > 0
    )
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


def test_where_keeping_apart_is_a_wish_that_is_said(people):
    problem = people(4, rules={"kept_apart": RuleSetting(Importance.LOW)})
    solution = solve(problem)

    with pytest.raises(Unknown, match="kept_apart is no must"):
        alternative(problem, solution, solution.groups[0])


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


def test_two_whom_every_round_puts_together_are_told_as_such(tmp_path):
    """Each is wanted to be with everybody placed, and no other pair may meet."""
    apart = [["a1", "a2"], ["b1", "b2"], ["a1", "b2"], ["a2", "b1"]]
    more = {"apart": apart, "rules": {"everyone_placed": "must"}}

    assert "      every round that keeps the musts puts them together\n" in ask(tmp_path, **more).stdout
    assert json.loads(ask(tmp_path, "--json", **more).stdout)["why"][0]["instead"] is None


def test_somebody_alone_at_a_table_has_nobody_to_be_apart_from(tmp_path):
    data = {"sizes": [1, 3], "scores": [], "rules": {"role_mix": "off"}}

    lines = ask(tmp_path, **data).stdout.splitlines()
    alone = next(place for place, line in enumerate(lines) if line.startswith("  ") and "," not in line)

    assert not lines[alone + 1].startswith("      ")


class Ticking:
    """A clock that each look at it moves on."""

    def __init__(self, step):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


def test_all_groups_share_the_time_and_where_it_ran_out_that_is_said(people):
    problem = people(20)
    solution = solve(problem)

    told = list(alternatives(problem, solution, seconds=24.0, clock=Ticking(1.0)))

    assert len(told) == 10
    assert told[0] == (Alternative(None, 0, proved=True), "")
    assert told[-1] == (None, "none was found in time")


@pytest.mark.parametrize(("status", "proved"), [(Status.OPTIMAL, True), (Status.FEASIBLE, False)])
def test_another_round_as_good_is_the_best_only_where_one_of_the_two_is_proved(status, proved, people):
    problem = people(8, sizes=Sizes(4, 4, 4), scores={(0, 1): -5})
    solution = replace(solve(problem), status=status)
    table = next(group for group in solution.groups if 0 in group.seats)

    told = alternative(problem, solution, table, seconds=2.5, clock=Ticking(1.0))  # one of three is not come to

    assert told == Alternative(None, 0, proved)


def test_the_command_says_why_nothing_else_is_known(tmp_path):
    told = ask(tmp_path, rules={"kept_apart": "low"})

    assert "      other rounds: cannot be asked for, as kept_apart is no must\n" in told.stdout
    assert "unknown" in json.loads(ask(tmp_path, "--json", rules={"kept_apart": "low"}).stdout)["why"][0]


def test_several_rounds_are_not_explained_group_by_group(tmp_path):
    assert isinstance(ask(tmp_path, rounds=2).exception, InputError)
