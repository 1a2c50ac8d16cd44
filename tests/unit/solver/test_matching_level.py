"""Rounds that cost nothing but their lot are found on their own, and are the best there are."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from drawn_network import a_network

from pairing.solver import pairs
from pairing.solver.check import check
from pairing.solver.compile import compile_rules
from pairing.solver.matching import candidates
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.perfect import Matcher
from pairing.solver.matching.triangles import trios_among, trios_below
from pairing.solver.problem import RuleSetting
from pairing.tiers import Importance

MUST = RuleSetting(Importance.MUST)


def days(n, seed):
    """Some without a day in common, and three who share one only two by two."""
    return tuple(Random(seed).choice([0b00011, 0b00110, 0b00101, 0b11000, 0b11111]) for _ in range(n))


@pytest.mark.parametrize("n", [24, 25, 40, 41, 90, 91])
@pytest.mark.parametrize("some", ["no days", "days"])
def test_the_round_is_as_good_as_with_every_tier_at_hand(n, some, people, monkeypatch):
    problem = a_network(people, n, n, working_days=() if some == "no days" else days(n, n))
    rules = compile_rules(problem)
    assert Ladder(rules, n).level is not None

    alone = pairs.match(problem, rules)
    monkeypatch.setattr(Ladder, "level", None)
    among_all = pairs.match(problem, rules)

    assert alone is not None
    assert among_all is not None
    check(alone, rules, problem)
    assert alone.costs == among_all.costs == alone.bounds == among_all.bounds
    assert not any(alone.costs[:-1])  # what it is for


@pytest.mark.parametrize("low", [1, 3])
@pytest.mark.parametrize("n", [60, 61, 200, 201])
def test_it_is_so_though_hardly_any_lots_are_looked_at_first(n, low, people, monkeypatch):
    problem = a_network(people, n, n, met=0.05)
    rules = compile_rules(problem)
    usual = pairs.match(problem, rules)

    monkeypatch.setattr(candidates, "LOW", low)
    sparing = pairs.match(problem, rules)

    assert usual is not None
    assert sparing is not None
    assert sparing.costs == sparing.bounds == usual.costs


@pytest.mark.parametrize("n", [20, 21])
def test_where_nearly_all_have_met_every_tier_counts_again(n, people, monkeypatch):
    problem = a_network(people, n, n, met=0.97)
    rules = compile_rules(problem)

    draft = pairs.match(problem, rules)
    monkeypatch.setattr(Ladder, "level", None)
    expected = pairs.match(problem, rules)

    assert draft is not None
    assert expected is not None
    assert any(draft.costs[:-1])
    assert draft.costs == expected.costs == draft.bounds


def test_nobody_is_tried_alone_where_one_practice_is_over_half(people):
    problem = people(30, practices=tuple(frozenset((0 if seat < 16 else 1 + seat % 3,)) for seat in range(30)))

    assert Ladder(compile_rules(problem), 30).level is None


def test_three_who_share_a_day_only_two_by_two_are_no_trio_where_a_day_is_a_must(people):
    problem = people(
        5,
        working_days=(0b011, 0b110, 0b101, 0b1000, 0b1000),
        rules={"common_days": MUST, "everyone_placed": RuleSetting(Importance.HIGH)},
    )

    draft = pairs.match(problem, compile_rules(problem))

    assert draft is not None
    assert len(draft.left_out) == 1


@pytest.mark.parametrize("lower", [False, True])
@pytest.mark.parametrize("some", ["no days", "days"])
@pytest.mark.parametrize("seed", range(4))
def test_below_prices_that_pairs_may_undercut_lie_exactly_the_trios_there_are(seed, some, lower, people):
    """Inside odd sets pairs do; a day for each two of three is none for all."""
    random = Random(seed)
    n = 20
    given = {} if some == "no days" else {"working_days": days(n, seed), "rules": {"common_days": MUST}}
    ladder = Ladder(compile_rules(a_network(people, n, seed, **given)), n)
    assert (ladder.shares is ladder) == (some == "no days")
    everybody = Field(ladder, range(n))
    proof = Matcher(ladder, everybody).prices()
    assert proof is not None
    prices = [price - lower * random.choice([0, 0, 900, 3 * ladder.unit[-3]]) for price in proof.prices]
    threes = np.array([(a, b, c) for a in range(n) for b in range(a + 1, n) for c in range(b + 1, n)])
    threes = threes[ladder.allowed_trios(*threes.T)]
    surplus = {
        tuple(three): 4 * cost + sum(prices[seat] for seat in three)
        for three, cost in zip(threes.tolist(), ladder.whole(ladder.trios(*threes.T)), strict=True)
    }
    limit = sorted(surplus.values())[100]

    found = trios_below(ladder, everybody, prices, limit, 10_000, undercut=lower)

    assert found.all_seen
    assert {trio: value for value, trio in found.found} == {t: value for t, value in surplus.items() if value < limit}
    few = trios_below(ladder, everybody, prices, limit, 7, undercut=lower)

    assert few.found == sorted((value, trio) for trio, value in surplus.items())[:7]
    assert not few.all_seen
    assert few.unseen <= sorted(surplus.values())[7]


def test_a_trio_is_among_some_pairs_though_the_cheapest_three_break_a_must(people):
    problem = people(6, working_days=(0b011, 0b110, 0b101, 0b1000, 0b1000, 0b1000), rules={"common_days": MUST})
    ladder = Ladder(compile_rules(problem), 6)
    i, j = np.array([(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)]).T
    cheap = [-ladder.unit[0] * (seat < 3) for seat in range(6)]

    assert [trio for _, trio in trios_among(ladder, i, j, cheap, 1).found] == [(3, 4, 5)]
