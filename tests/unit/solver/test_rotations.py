from __future__ import annotations

import pytest

from pairing.errors import NoRoundExists
from pairing.solver.draft import NothingFound
from pairing.solver.problem import RuleSetting
from pairing.solver.rotations import rotate, status_together, tiers_together
from pairing.tiers import Importance


def test_nobody_meets_twice_while_there_are_others(people):
    problem = people(12)

    solutions = rotate(problem, 5)

    pairs = [pair for solution in solutions for group in solution.groups for pair in group.pairs()]
    assert len(pairs) == len(set(pairs)) == 30
    repeats = next(tier for tier in tiers_together(problem, solutions) if tier.rule == "no_repeat")
    assert (repeats.cost, repeats.bound, repeats.proved) == (0, 0, True)


def test_a_repeat_counts_and_is_not_called_proved(people):
    problem = people(2)

    solutions = rotate(problem, 3)

    tiers = tiers_together(problem, solutions)
    repeats = next(tier for tier in tiers if tier.rule == "no_repeat")
    assert (repeats.cost, repeats.bound, repeats.proved) == (24, 0, False)
    assert not any(tier.proved for tier in tiers[tiers.index(repeats) :])
    assert status_together(tiers, solutions) == "feasible"


def test_tiers_above_history_are_proved_over_all_rounds(people):
    problem = people(6, practices=(frozenset({1}),) * 4 + (frozenset({2}), frozenset({3})))

    tiers = tiers_together(problem, rotate(problem, 3))

    same = next(tier for tier in tiers if tier.rule == "different_practice")
    assert (same.cost, same.bound, same.proved) == (3, 3, True)


def test_a_round_alone_keeps_its_own_tiers(people):
    problem = people(6)
    (solution,) = rotate(problem, 1)

    assert tiers_together(problem, [solution]) == solution.tiers
    assert status_together(solution.tiers, [solution]) == "optimal"


def test_musts_that_clash_at_once_are_told_apart_from_those_that_clash_later(people):
    twice = people(
        2, rules={"no_repeat": RuleSetting(Importance.MUST), "everyone_placed": RuleSetting(Importance.MUST)}
    )

    with pytest.raises(NothingFound):
        rotate(twice, 2)
    with pytest.raises(NoRoundExists):
        rotate(people(1, rules=twice.rules), 2)
