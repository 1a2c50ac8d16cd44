"""Rounds of a series are read plainly once, and again where those before them changed."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from pairing.errors import RoundRejected
from pairing.solver.problem import Problem, Sizes
from pairing.solver.rotations.readings import Readings
from pairing.solver.rotations.series import Played, Prices
from pairing.solver.rotations.together import Alone, tiers_together
from pairing.solver.rules import no_repeat
from pairing.solver.solution import Group, Solution

FOUR = Problem(practices=(frozenset(),) * 4, role=(0, 1, 2, 3), sizes=Sizes(2, 2, 2))
ONE, OTHER = (Played((Group((0, a)), Group(tuple({1, 2, 3} - {a})))) for a in (1, 2))


def repeats(solution: Solution) -> int:
    return sum(tier.cost for tier in solution.tiers if tier.rule == no_repeat.NAME)


def test_a_round_whose_predecessors_stand_is_as_it_was_read_when_it_was_made() -> None:
    readings = Readings(FOUR, Prices.of(FOUR))
    read = readings.of([OTHER, ONE], 1)
    readings.remember([OTHER], ONE, replace(read, seed=77))
    assert readings.of([OTHER, ONE], 1) == replace(read, seed=77)


def test_a_round_whose_predecessors_changed_is_read_again() -> None:
    readings = Readings(FOUR, Prices.of(FOUR))
    readings.remember([OTHER], ONE, readings.of([OTHER, ONE], 1))
    assert repeats(readings.of([OTHER, ONE], 1)) == 0
    assert repeats(readings.of([ONE, ONE], 1)) == 2 * (1000 + 11)


def test_a_round_that_is_none_is_rejected_when_it_is_read() -> None:
    with pytest.raises(RoundRejected, match="forgotten"):
        Readings(FOUR, Prices.of(FOUR)).of([Played((Group((0, 1)),))], 0)


@pytest.mark.parametrize(("deadline", "bound"), [(inf, 2 * (1000 + 9)), (-inf, 0)])
def test_the_least_that_repeats_cost_is_worked_out_while_there_is_time(deadline: float, bound: int) -> None:
    rounds = [ONE, OTHER, Played((Group((0, 3)), Group((1, 2)))), ONE]
    tiers = tiers_together(Prices.of(FOUR), rounds, Alone(FOUR, deadline))
    told = next(tier for tier in tiers if tier.rule == no_repeat.NAME)
    assert (told.cost, told.bound) == (2 * (1000 + 9), bound)
