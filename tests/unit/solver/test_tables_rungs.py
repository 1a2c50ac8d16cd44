"""Totals that so many pairs can come to: bounds and ceilings may go over what lies between them, and no further."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pytest

from pairing.solver.compile import CompiledRule
from pairing.solver.tables.charges import Kind
from pairing.solver.tables.quest import Quest
from pairing.solver.tables.rungs import Rungs
from pairing.solver.tables.tally import Tally
from pairing.solver.terms import AtMost, Clash, Listed, Term, Unseated
from pairing.tiers import Importance


@pytest.mark.parametrize("prices", [(1,), (3, 4), (5, 11), (1, 12), (1001, 1005, 1011)])
def test_between_two_rungs_lies_no_total(prices: tuple[int, ...]) -> None:
    totals = sorted({sum(chosen) for pairs in range(7) for chosen in combinations_with_replacement(prices, pairs)})
    rungs = Rungs(min(prices), max(prices))
    within = [total for total in totals if total <= 6 * min(prices)]
    for number in range(max(within) + 1):
        assert number <= rungs.up(number) <= min(total for total in totals if total >= number)
        assert number >= rungs.down(number) >= max(total for total in totals if total <= number)
        assert rungs.top(number) >= number


def test_a_bound_just_above_two_of_the_dearest_is_three_of_the_cheapest() -> None:
    rungs = Rungs(1001, 1011)
    assert rungs.up(2023) == 3003
    assert rungs.down(2995) == 2022
    assert rungs.top(2003) == 2022
    assert rungs.up(-5) == -5


@pytest.mark.parametrize("prices", [(3, 4), (5, 11), (1, 12), (1001, 1005, 1011)])
def test_every_round_between_bound_and_ceiling_keeps_to_what_its_pairs_leave(prices: tuple[int, ...]) -> None:
    """Of four people at two tables of two, as many pairs as are drawn cost something."""
    rungs, tightest = Rungs(min(prices), max(prices)), []
    for first, second in combinations_with_replacement((0, *prices), 2):
        pairs = {(0, 1): first, (2, 3): second}
        tally = Tally.of(CompiledRule("a rule", Importance.HIGH, (Listed({p: c for p, c in pairs.items() if c}),)), 4)
        kinds = [Kind(np.array([(0, 1), (2, 3)]), 2)]
        for bound in range(1, first + second + 1):
            (charge,) = rungs.charges(tally, kinds, bound, slope=1)
            left = charge.limit + charge.slope * (first + second) - int(charge.of_tables[0].sum())
            assert left >= 0
            tightest.append(left)
    assert min(tightest) == 0
    assert rungs.charges(tally, kinds, 0) == Rungs(0, 0).charges(tally, kinds, 9) == []


def quest(*terms: Term | Unseated, absent: int = 0) -> Quest:
    tally = Tally.of(CompiledRule("a rule", Importance.HIGH, terms), 4)
    return Quest(tally, (), (), (), (2,) * ((4 - absent) // 2), absent)


def test_only_pairs_make_rungs() -> None:
    listed = Listed({(0, 1): 7, (1, 2): 9})
    practices = (frozenset({1}),) * 4
    assert Rungs.of(quest(listed)) == Rungs(7, 9)
    assert Rungs.of(quest(Clash(practices))) == Rungs(1, 1)
    assert Rungs.of(quest(listed, AtMost(practices, 1))) == Rungs(0, 0)
    assert Rungs.of(quest(Listed({(0, 1): -7}))) == Rungs(0, 0)
    assert Rungs.of(quest(listed, Unseated((1, 1, 1, 1)), absent=2)) == Rungs(0, 0)
