"""A round that is wrong in any way is rejected, and says how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairing.errors import RoundRejected
from pairing.solver.check import check, structure_faults
from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.draft import Draft
from pairing.solver.problem import Occasion, Sizes
from pairing.solver.solution import Group
from pairing.solver.terms import Clash


def draft(*groups, left_out=(), tiers=0):
    seated = tuple(group if isinstance(group, Group) else Group(group) for group in groups)
    return Draft(seated, left_out, (0,) * tiers)


@pytest.mark.parametrize(
    ("round_", "fault"),
    [
        (draft((0, 1), (1, 2)), "seat 1 appears 2 times"),
        (draft((0, 1), (2,), left_out=(2,)), "seat 2 appears 2 times"),
        (draft((0, 1)), "seat 2 is forgotten"),
        (draft((0, 1), (2, 3)), "seat 3 does not exist"),
        (draft((1, 0), (2,)), "group (1, 0) is not in ascending order"),
        (draft((0, 1, 2), ()), "group () is not in ascending order"),
        (draft(Group((0, 1, 2), 0)), "group (0, 1, 2) has an occasion"),
    ],
)
def test_a_broken_structure_is_named(round_, fault, people):
    assert structure_faults(round_, people(3)) == [fault]


@pytest.mark.parametrize(
    ("round_", "fault"),
    [
        (draft(Group((0, 1), 0), Group((2, 3))), "group (2, 3) sits at no occasion"),
        (draft(Group((0, 1), 0), Group((2, 3), 5)), "group (2, 3) sits at no occasion"),
        (draft(Group((0, 1, 2), 0), Group((3,), 1)), "group (0, 1, 2) is too large for its table"),
        (draft(Group((0, 1), 0), Group((2,), 0), Group((3,), 1)), "occasion 0 has 2 tables of 1"),
        (draft(Group((0, 3), 0), Group((1, 2), 1)), "seat 3 cannot be at occasion 0"),
    ],
)
def test_a_round_that_does_not_fit_its_occasions_is_named(round_, fault, people):
    problem = people(
        4, sizes=Sizes(1, 3, 2), occasions=(Occasion(1, 2), Occasion(1, 3)), may_attend=(0b11, 0b11, 0b11, 0b10)
    )

    assert structure_faults(round_, problem) == [fault]
    assert structure_faults(draft(Group((0, 1), 0), Group((2, 3), 1)), problem) == []


def test_a_broken_must_is_rejected(people):
    problem = people(4, apart=frozenset({(0, 1)}))
    rules = compile_rules(problem)

    with pytest.raises(RoundRejected, match="kept_apart is a must and is broken"):
        check(draft((0, 1), (2, 3), tiers=len(rules)), rules, problem)
    assert [reading.cost for reading in check(draft((0, 2), (1, 3), tiers=len(rules)), rules, problem)][:3] == [0, 0, 0]


def test_two_readings_that_differ_are_rejected(people):
    problem = people(4, practices=(frozenset({1}),) * 2 + (frozenset(),) * 2)
    rules = compile_rules(problem)
    place = [rule.name for rule in rules].index("different_practice")
    dear = CompiledRule("different_practice", rules[place].importance, (Clash(problem.practices, cost=2),))
    wrong = (*rules[:place], dear, *rules[place + 1 :])

    with pytest.raises(RoundRejected, match="different_practice costs 2 to the engine and 1 read plainly"):
        check(draft((0, 1), (2, 3), tiers=len(wrong)), wrong, problem)


def test_a_bound_above_the_cost_is_rejected(people):
    problem = people(2)
    rules = compile_rules(problem)
    boastful = replace(draft((0, 1)), bounds=(1,) + (0,) * (len(rules) - 1))

    with pytest.raises(RoundRejected, match="group_sizes costs 0, below the bound 1"):
        check(boastful, rules, problem)
