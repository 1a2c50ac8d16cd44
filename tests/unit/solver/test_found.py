"""Problems that once showed a fault, whole, so that it stays mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairing.errors import NoRoundExists, Relaxation
from pairing.solver.alternative import TRIOS, costs_in_order
from pairing.solver.problem_file import read_problem
from pairing.solver.solution import Status
from pairing.solver.solve import solve

FOUND = Path(__file__).parent / "found"


def a_found(name: str):
    return read_problem((FOUND / f"{name}.json").read_text(encoding="utf-8")).problem


def test_a_bound_that_is_a_float_is_not_rounded_up_over_the_cost():
    """CP-SAT's bound of 1.0000000000000004 people left out became 2, and the round was rejected."""
    solution = solve(a_found("occasions-bound"))

    placing = next(tier for tier in solution.tiers if tier.rule == "everyone_placed")
    assert (placing.cost, placing.bound) == (1, 1)


def test_a_must_that_asks_for_other_tables_gets_them():
    """Tables of two and one meet it, and only those; nothing was found while sizes were settled beforehand."""
    solution = solve(a_found("must-at-occasions"))

    assert [tier.cost for tier in solution.tiers if tier.importance == "must"] == [0, 0, 0]
    assert solution.left_out == ()


def test_a_tier_above_placing_everybody_is_not_called_proved_at_tables():
    """Leaving more people out would have kept the two apart; that is not searched, and not denied."""
    solution = solve(a_found("kept-apart-above-placing"))

    kept_apart = next(tier for tier in solution.tiers if tier.rule == "kept_apart")
    assert kept_apart.cost == 0 or not kept_apart.proved
    assert solution.status is not Status.OPTIMAL


def test_nobody_owed_a_turn_sitting_out_does_not_count_who_is_placed():
    """Nobody who missed a turn sits out, but others could, and then no two of one practice would meet."""
    solution = solve(a_found("turns-missed-above-placing"))

    tier = next(tier for tier in solution.tiers if tier.rule == "different_practice")
    assert tier.cost == 0 or not tier.proved


def test_as_few_trios_as_can_be_come_before_matches_though_turns_missed_come_later():
    """Two trios fulfil one wish more; they were meant to come first, by the order, and the pairs were called proved."""
    solution = solve(a_found("trios-and-turns"))

    assert [len(group.seats) for group in solution.groups] == [2, 2, 2, 2]
    assert solution.status is Status.OPTIMAL
    assert costs_in_order(a_found("trios-and-turns"), solution)[2] == (TRIOS, 0)


def test_a_set_of_clashing_musts_has_no_smaller_one_beside_it():
    """Each of three musts was needed for their clash; two others clash as well."""
    with pytest.raises(NoRoundExists) as told:
        solve(a_found("clash-smaller-set"))

    assert told.value.rules == ("group_sizes", "kept_apart", "everyone_placed")


def test_what_easing_a_must_costs_is_at_most_said_where_other_sizes_may_cost_less():
    """One table of five and one of two make four pairs of colleagues, three tables only two."""
    with pytest.raises(NoRoundExists) as told:
        solve(a_found("clash-other-sizes"))

    found = {way.rule: way for way in told.value.relaxations}
    assert found["everyone_placed"] == Relaxation("everyone_placed", 3)
    assert not found["different_practice"].proved
