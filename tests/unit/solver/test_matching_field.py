"""Pairs are found without looking at all of them, and none is overlooked."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from sparing import slow_but

from pairing.solver import pairs
from pairing.solver.compile import compile_rules
from pairing.solver.matching import field, lots, tier_by_tier
from pairing.solver.matching.edges import two_of
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.lots import low_pairs
from pairing.solver.matching.perfect import Matcher
from pairing.solver.matching.triangles import trios_below
from pairing.solver.terms import Drawn


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(field, "WHOLE", 0)
    monkeypatch.setattr(field, "BLOCK", 100)
    monkeypatch.setattr(tier_by_tier, "TILE", 50)
    monkeypatch.setattr(tier_by_tier, "BATCH", 100)
    monkeypatch.setattr(lots, "ROWS", 3)
    monkeypatch.setattr(lots, "COLUMNS", 7)
    monkeypatch.setattr(lots, "BATCH", 20)


def a_network(people, n, seed, **given):
    random = Random(seed)
    pairs_of = [(i, j) for i in range(n) for j in range(i + 1, n)]
    return people(
        n,
        practices=tuple(frozenset(random.sample(range(5), random.choice([1, 1, 2]))) for _ in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        met={pair: random.randint(1, 14) for pair in pairs_of if random.random() < 0.2},
        apart=frozenset(pair for pair in pairs_of if random.random() < 0.05),
        working_days=tuple(random.choice([1, 2, 3, 6]) for _ in range(n)),
        contacts=tuple(random.randrange(5) for _ in range(n)),
        host=tuple(random.random() < 0.2 for _ in range(n)),
        newcomer=tuple(random.random() < 0.3 for _ in range(n)),
        seed=seed,
        **given,
    )


def test_lots_are_even_and_the_same_from_either_side():
    drawn = Drawn(7, 1500)
    i, j = two_of(np.arange(1500))
    found = drawn.of_pairs(i, j)

    counts = np.bincount(found, minlength=1000)
    expected = len(found) / 1000

    assert ((counts - expected) ** 2 / expected).sum() < 1144  # 999 degrees of freedom, one in a thousand
    assert np.array_equal(found, drawn.of_pairs(j, i))


@pytest.mark.usefixtures("small_blocks")
def test_no_pair_of_low_lot_is_overlooked():
    drawn = Drawn(3, 60)
    seats = np.arange(1, 60, 2)
    highest = np.array([Random(int(seat)).choice([-50, 0, 10, 400]) / 4 for seat in seats])
    height = dict(zip(seats.tolist(), highest.tolist(), strict=True))

    found = [
        pair for i, j in low_pairs(drawn, seats, highest, 20.0) for pair in zip(i.tolist(), j.tolist(), strict=True)
    ]

    i, j = two_of(seats)
    for lot, a, b in zip(drawn.of_pairs(i, j).tolist(), i.tolist(), j.tolist(), strict=True):
        assert (a, b) in found or lot >= height[a] + height[b] + 20
    assert len(found) == len(set(found)) < len(i)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("wishes", [False, True])
@pytest.mark.parametrize("seed", slow_but(range(8), 0, 1))
def test_below_given_prices_lie_exactly_the_pairs_that_a_look_at_all_finds(seed, wishes, people):
    random = Random(seed)
    n = 30
    scores = {(i, j): random.randint(-5, 5) for i in range(n) for j in range(i + 1, n) if random.random() < 0.2}
    ladder = Ladder(compile_rules(a_network(people, n, seed, scores=scores if wishes else {})), n)
    every = Field(ladder, range(n)).everything()
    steps = (-6, -2, -1, -1, 0, 0, 0, 0, 1, 2)
    prices = [
        sum(unit * random.choice(steps) for unit in ladder.unit[-4:-1]) + random.randint(-400, 40) for _ in range(n)
    ]

    for limit in (0, 300, -ladder.unit[-2], 5 * ladder.unit[-3]):
        found = [
            pair
            for edges in Field(ladder, range(n)).below(prices, limit)
            for pair in zip(edges.i.tolist(), edges.j.tolist(), strict=True)
        ]
        expected = {
            (i, j)
            for i, j, cost in zip(every.i.tolist(), every.j.tolist(), ladder.whole(every.words), strict=True)
            if 4 * cost + prices[i] + prices[j] < limit
        }
        assert sorted(found) == sorted(expected)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("wishes", [False, True])
@pytest.mark.parametrize("seed", slow_but(range(6), 0, 1))
def test_below_a_limit_lie_exactly_the_trios_that_a_look_at_all_finds(seed, wishes, people):
    random = Random(seed)
    n = 21
    scores = {(i, j): random.randint(-5, 5) for i in range(n) for j in range(i + 1, n) if random.random() < 0.2}
    ladder = Ladder(compile_rules(a_network(people, n, seed, scores=scores if wishes else {})), n)
    seats = Field(ladder, range(n))
    proof = Matcher(ladder, seats).prices()
    assert proof is not None
    prices = proof.prices
    threes = np.array([(a, b, c) for a in range(n) for b in range(a + 1, n) for c in range(b + 1, n)])
    threes = threes[ladder.allowed_trios(*threes.T)]
    surplus = {
        tuple(three): 4 * cost + sum(prices[seat] for seat in three)
        for three, cost in zip(threes.tolist(), ladder.whole(ladder.trios(*threes.T)), strict=True)
    }

    for limit in (sorted(surplus.values())[20], sorted(surplus.values())[400]):
        found = trios_below(ladder, seats, prices, limit, 10_000)

        assert found.all_seen
        assert {trio: value for value, trio in found.found} == {
            three: value for three, value in surplus.items() if value < limit
        }


@pytest.mark.parametrize("n", slow_but([150, 151], 151))
@pytest.mark.parametrize("big", [0.0, 0.6])
def test_prices_prove_a_larger_round_over_every_pair(n, big, people):
    """The proof is held against all pairs, worked out one by one, and against what the round costs."""
    problem = a_network(people, n, n)
    practices = tuple(frozenset((9,)) if seat < big * n else each for seat, each in enumerate(problem.practices))
    problem = replace(problem, practices=practices)
    rules = compile_rules(problem)
    ladder = Ladder(rules, n)

    draft = pairs.match(problem, rules)
    assert draft is not None
    assert list(draft.bounds) == [rule.cost(draft.groups, draft.left_out) for rule in rules]
    trio = [seat for group in draft.groups if len(group.seats) == 3 for seat in group.seats]
    matching = Matcher(ladder, Field(ladder, range(n))).match(without=trio)
    assert matching is not None

    every = Field(ladder, [seat for seat in range(n) if seat not in trio]).everything()
    costs = dict(zip(zip(every.i.tolist(), every.j.tolist(), strict=True), ladder.whole(every.words), strict=True))
    for (i, j), cost in costs.items():
        inside = sum(2 * price for seats, price in matching.proof.odd_sets if i in seats and j in seats)
        assert 4 * cost + matching.proof.prices[i] + matching.proof.prices[j] + inside >= 0
    assert matching.proof.bound() == 4 * sum(costs[pair] for pair in matching.pairs)
    planned = [group.seats for group in draft.groups if len(group.seats) == 2]
    assert 4 * sum(costs[pair] for pair in planned) == matching.proof.bound()
