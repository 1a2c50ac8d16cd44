"""Totals that so many pairs can come to: bounds and ceilings may go over what lies between them, and no further."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, combinations_with_replacement
from random import Random

import numpy as np
import pytest

from pairing.solver.compile import CompiledRule
from pairing.solver.tables.charges import Kind
from pairing.solver.tables.columns import settle
from pairing.solver.tables.effort import Means
from pairing.solver.tables.pricer import Pricer
from pairing.solver.tables.quest import Groups, Quest
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


def rounds_of_twos(people: tuple[int, ...]) -> Iterator[Groups]:
    """Every way to seat these people at tables of two, the people left out last: nobody."""
    if not people:
        yield ((),)
        return
    first, *others = people
    for other in others:
        for rest in rounds_of_twos(tuple(seat for seat in others if seat != other)):
            yield ((first, other), *rest)


@pytest.mark.parametrize("seed", range(5))
def test_prices_that_know_of_the_pairs_of_a_bound_prove_more_and_charge_no_round_too_much(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two circles of three who have not met: halves of tables make a round without repeats, whole ones do not."""
    random = Random(seed)
    costs = {(i, j): random.randint(1001, 1011) for i in range(3) for j in range(3, 6)}
    asked = Quest(Tally.of(CompiledRule("a rule", Importance.HIGH, (Listed(costs),)), 6), (), (), (), (2,) * 3, 0)
    every = [(asked.cost_of(groups) or 0, groups) for groups in rounds_of_twos(tuple(range(6)))]
    least, known = min(every)
    monkeypatch.setattr(Pricer, "_add_trios", lambda _: False)
    pricer = Pricer(asked, known[:-1], least)
    pricer.run()
    assert pricer.bound <= 0
    assert pricer.climbed(1001, least)
    assert pricer.scaled is not None
    assert 1001 << 20 <= pricer.scaled <= least << 20
    assert not pricer.climbed(1001, least)
    for paid, groups in every:
        charges = pricer.charges([Kind(np.array(groups[:-1]), 3)], slope=1)
        assert len(charges) == 2
        assert all(int(each.of_tables[0].sum()) <= each.limit + each.slope * paid for each in charges)


def tries_of_a_late_month() -> int:
    """How many tables are tried until a round of 35 people in fives is proved who met in eight months of chance."""
    people, random, plenty = range(35), Random(0), 10**9
    months = [random.sample(people, len(people)) for _ in range(8)]
    fives = [[tuple(sorted(month[at : at + 5])) for at in people[::5]] for month in months]
    costs = {
        pair: 1011 - month for month, tables in enumerate(fives) for table in tables for pair in combinations(table, 2)
    }
    tier = Tally.of(CompiledRule("a rule", Importance.HIGH, (Listed(costs),)), len(people))
    asked = Quest(tier, (), (), (), (5,) * 7, 0)
    means, known = Means(plenty, 5.0), [*(tuple(people[at : at + 5]) for at in people[::5]), ()]
    settled = settle(asked, known[:-1], asked.cost_of(tuple(known)) or 0, means=means, seconds=60)
    assert settled.groups is not None
    assert settled.bound == asked.cost_of(settled.groups)
    return plenty - means.tries


def test_far_fewer_tables_are_tried_where_pairs_pay_what_they_cost_beyond_the_least(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = tries_of_a_late_month()
    monkeypatch.setattr(Rungs, "charges", lambda *_, **__: [])
    assert 0 < 3 * tries < 2 * tries_of_a_late_month()
