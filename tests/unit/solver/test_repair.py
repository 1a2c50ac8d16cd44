"""The best round at most so many groups away, held against going through every round there is."""

from __future__ import annotations

from random import Random

import pytest

from pairing.errors import NoRoundExists, PairsError
from pairing.solver.among import among
from pairing.solver.compile import compile_rules
from pairing.solver.problem import RuleSetting, Sizes
from pairing.solver.repair import repair
from pairing.solver.rules import CATALOGUE
from pairing.solver.solution import Group
from pairing.solver.solve import solve
from pairing.tiers import Importance

PLAIN = {rule.NAME: rule for rule in CATALOGUE}


def pairs(*groups):
    return [Group(group) for group in groups]


def seats(found):
    return [group.seats for group in found.groups]


def test_a_partner_left_alone_joins_one_pair_and_no_more(people):
    found = repair(people(6), pairs((0, 1), (2, 3), (4, 5)), {0}, at_most=2)

    assert sorted(map(len, seats(found))) == [2, 3]
    assert (len(found.touched), found.left_out, found.status) == (1, (), "optimal")


def test_somebody_without_a_group_comes_first(people):
    found = repair(people(5), pairs((0, 1), (2, 3)), {0}, at_most=2)

    assert (seats(found), found.touched) == ([(1, 4), (2, 3)], ())


def test_two_who_are_kept_apart_change_places_with_a_pair(people):
    problem = people(6, sizes=Sizes(2, 2, 2), apart=frozenset({(1, 3)}))

    found = repair(problem, pairs((0, 1), (2, 3), (4, 5)), {0, 2}, at_most=1)

    assert seats(found) in ([(1, 4), (3, 5)], [(1, 5), (3, 4)])
    assert (found.touched, found.left_out) == ((2,), ())


def test_no_group_is_opened_beyond_what_is_allowed(people):
    problem = people(4, sizes=Sizes(2, 3, 2))

    found = repair(problem, pairs((0, 1), (2, 3)), {0}, at_most=0)

    assert (seats(found), found.left_out, found.touched) == ([(2, 3)], (1,), ())


def test_a_table_that_is_still_large_enough_stays(people):
    problem = people(8, sizes=Sizes(3, 4, 4))

    found = repair(problem, pairs((0, 1, 2, 3), (4, 5, 6, 7)), {0}, at_most=2)

    assert (seats(found), found.touched) == ([(1, 2, 3), (4, 5, 6, 7)], ())


def test_musts_that_leave_no_way_are_told_of(people):
    musts = {"everyone_placed": RuleSetting(Importance.MUST)}

    with pytest.raises(NoRoundExists):
        repair(people(3, rules=musts), pairs((0, 1, 2)), {0, 1}, at_most=0)


@pytest.mark.parametrize("block", range(2))
def test_nothing_better_lies_within_reach(make_problem, every_way, block):
    _compare(make_problem, every_way, range(block * 20, block * 20 + 20))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(6))
def test_nothing_better_lies_within_reach_of_many_more(make_problem, every_way, block):
    _compare(make_problem, every_way, range(1_000 + block * 50, 1_050 + block * 50), most=8)


def _compare(make_problem, every_way, seeds, most=7):
    for seed in seeds:
        random = Random(seed)
        problem = make_problem(random, most=most)
        if problem.n < 3:
            continue
        try:
            given = solve(problem).groups
        except PairsError:
            continue
        gone = set(random.sample(range(problem.n), random.choice([1, 1, 2])))
        reach = random.choice([0, 1, 2])
        best = _best(problem, given, gone, reach, every_way)
        try:
            found = repair(problem, given, gone, at_most=reach)
        except NoRoundExists:
            assert best is None, seed
            continue
        assert ([tier.cost for tier in found.tiers], found.status) == (best, "optimal"), seed
        assert len(found.touched) <= reach


def _best(problem, given, gone, reach, every_way):
    present = [seat for seat in range(problem.n) if seat not in gone]
    inside = among(problem, present)
    rules = [rule for rule in compile_rules(inside) if rule.name != "chance"]
    number = {seat: place for place, seat in enumerate(present)}
    stood = {tuple(number[seat] for seat in group.seats) for group in given if not set(group.seats) & gone}
    found = []
    for chosen, left_out in every_way(list(range(inside.n)), problem.sizes.largest):
        if len(stood - set(chosen)) > reach or any(len(group) < problem.sizes.smallest for group in chosen):
            continue
        groups = [Group(group) for group in chosen]
        cases = [[case.cost for case in PLAIN[rule.name].violations(groups, left_out, inside)] for rule in rules]
        if not any(rule.hard and any(cost > 0 for cost in each) for rule, each in zip(rules, cases, strict=True)):
            found.append([sum(each) for each in cases])
    return min(found, default=None)
