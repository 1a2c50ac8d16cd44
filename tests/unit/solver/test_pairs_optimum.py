"""Rounds in pairs are the best there are, tier by tier, and never claim more than is true."""

from __future__ import annotations

from random import Random

import networkx
import numpy as np
import pytest
from sparing import slow_but, some_of

from pairing.solver import pairs
from pairing.solver.check import check
from pairing.solver.compile import compile_rules
from pairing.solver.matching import (
    assignment,
    candidates,
    engine,
    field,
    lots,
    mend,
    tier_by_tier,
    triangles,
    ways_out,
)
from pairing.solver.matching.edmonds.search import Search
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.perfect import Matcher
from pairing.solver.problem import RuleSetting, Sizes
from pairing.tiers import Importance


def compare(problem, best):
    """The engine's round against the best of all rounds; True when every tier was proved."""
    rules = compile_rules(problem)
    draft = pairs.match(problem, rules)
    if draft is None or best is None:
        assert draft is None
        assert best is None
        return True
    check(draft, rules, problem)
    costs = [rule.cost(draft.groups, draft.left_out) for rule in rules]
    assert costs == best
    assert all(bound <= cost for bound, cost in zip(draft.bounds, costs, strict=True))
    return list(draft.bounds) == costs


@pytest.mark.parametrize("few", [0, 10], ids=["by CP-SAT", "by subsets"])
def test_no_round_beats_it_in_a_hundred_random_problems(few, make_problem, optimum, monkeypatch):
    monkeypatch.setattr(engine, "FEW", few)
    random = Random(few)
    proved = [compare(problem, optimum(problem)) for problem in (make_problem(random) for _ in range(some_of(100)))]

    assert all(proved)


@pytest.mark.slow
@pytest.mark.parametrize("thousand", range(10))
def test_no_round_beats_it_in_ten_thousand_random_problems(thousand, make_problem, optimum, monkeypatch):
    """Up to eight people; by turns with candidates, lots and searches cut so short that all of them must widen."""
    random = Random(1000 + thousand)
    proved = []
    for number in range(1000):
        with monkeypatch.context() as patch:
            patch.setattr(engine, "FEW", number % 2 * 10)
            if number % 4 > 1:
                cut_short(patch, number % 3 + 1)
            problem = make_problem(random, most=8)
            proved.append(compare(problem, optimum(problem)))

    assert all(proved)


def weighted(random, n, share):
    """A random graph with a fair chance of ties, and of no perfect matching."""
    most = random.choice([1, 3, 10, 1000])
    return {(i, j): random.randint(-most, most) for i in range(n) for j in range(i + 1, n) if random.random() < share}


def by_networkx(n, edges):
    graph = networkx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_weighted_edges_from((i, j, -cost) for (i, j), cost in edges.items())
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    return sum(edges[min(pair), max(pair)] for pair in found) if 2 * len(found) == n else None


@pytest.mark.parametrize("seed", slow_but(range(40), *range(8)))
def test_the_cheapest_perfect_matching_is_that_of_another_implementation(seed):
    random = Random(seed)
    for n in (2, 4, 6, 8, 10, 20, 40):
        edges = weighted(random, n, random.choice([0.15, 0.3, 0.8]))
        start = [min(edges.values(), default=0)] * n

        found = Search(n, list(edges), list(edges.values()), start, [-1] * n).run()

        expected = by_networkx(n, edges)
        if expected is None:
            assert found is None
            continue
        assert found is not None
        assert sum(edges[min(i, j), max(i, j)] for i, j in enumerate(found.partner)) == 2 * expected
        assert found.bound() == 4 * expected
        assert all(price >= 0 and len(members) % 2 for members, price in found.odd_sets)
        for (i, j), cost in edges.items():
            inside = sum(2 * price for members, price in found.odd_sets if i in members and j in members)
            assert 4 * cost + found.prices[i] + found.prices[j] + inside >= 0


def cut_short(patch, near):
    """Nothing is kept whole, everything is begun with as little as can be, and every tier is taken by itself."""
    patch.setattr(assignment, "WIDEST", near % 2)
    patch.setattr(candidates, "ALL_AT_ONCE", 0)
    patch.setattr(candidates, "ALL_NEXT", 0)
    patch.setattr(candidates, "MOST", 100 * near)
    patch.setattr(ways_out, "DRAWN", near)
    patch.setattr(ways_out, "FEW", near % 3)
    patch.setattr(ways_out, "BLOCK", 20)
    patch.setattr(field, "WHOLE", 0)
    patch.setattr(field, "DRAW", near)
    patch.setattr(field, "BLOCK", 20)
    patch.setattr(tier_by_tier, "TILE", 10)
    patch.setattr(tier_by_tier, "BATCH", 20)
    patch.setattr(lots, "ROWS", 3)
    patch.setattr(lots, "COLUMNS", 5)
    patch.setattr(lots, "BATCH", 10)
    patch.setattr(candidates, "NEAREST", max(1, near // 2))
    patch.setattr(candidates, "STRAY", 1)
    patch.setattr(candidates, "FEW", 1)
    patch.setattr(mend, "NEAR", 1)
    patch.setattr(mend, "SMALL", 0)
    patch.setattr(mend, "AROUND", 4)
    patch.setattr(triangles, "CHUNK", 10)


@pytest.mark.parametrize("near", [1, 10])
@pytest.mark.parametrize("seed", slow_but(range(12), 0, 1, 2))
def test_the_matching_over_all_pairs_is_that_of_another_implementation(seed, near, people, monkeypatch):
    """Candidates are few and the words of a cost several: neither may show."""
    cut_short(monkeypatch, near)
    random = Random(seed)
    n = random.choice([24, 30, 36, 40])
    scores = {pair: cost for pair, cost in weighted(random, n, 0.9).items() if cost}
    problem = people(
        n,
        practices=tuple(frozenset((random.randrange(4),)) for _ in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        scores=scores,
        apart=frozenset(pair for pair in scores if random.random() < 0.2),
        seed=seed,
    )
    ladder = Ladder(compile_rules(problem), n)

    found = Matcher(ladder, Field(ladder, range(n))).match()

    pairs_of_all = Field(ladder, range(n)).everything()
    edges = dict(
        zip(
            zip(pairs_of_all.i.tolist(), pairs_of_all.j.tolist(), strict=True),
            ladder.whole(pairs_of_all.words),
            strict=True,
        )
    )
    assert found is not None
    assert found.four_costs == 4 * by_networkx(n, edges)
    i, j = (np.array(column) for column in zip(*found.pairs, strict=True))
    assert 4 * sum(ladder.whole(ladder.pairs(i, j))) == found.four_costs


@pytest.mark.parametrize("seed", slow_but(range(6), 4))
def test_the_trio_is_the_best_of_all_trios(seed, people):
    """Every trio tried, the others matched by another implementation."""
    random = Random(seed)
    n = 11 + 2 * (seed % 2)
    problem = people(
        n,
        practices=tuple(frozenset((random.randrange(3),)) for _ in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        working_days=tuple(random.choice([1, 2, 3, 6]) for _ in range(n)),
        newcomer=tuple(random.random() < 0.4 for _ in range(n)),
        host=tuple(random.random() < 0.2 for _ in range(n)),
        seed=seed,
    )
    rules = compile_rules(problem)
    ladder = Ladder(rules, n)
    everything = Field(ladder, range(n)).everything()
    edges = dict(
        zip(zip(everything.i.tolist(), everything.j.tolist(), strict=True), ladder.whole(everything.words), strict=True)
    )

    draft = pairs.match(problem, rules)

    best = min(
        ladder.whole(ladder.trios(*(np.array([seat]) for seat in trio)))[0]
        + by_networkx(n - 3, _without(edges, trio, n))
        for trio in _trios(n)
    )
    assert draft is not None
    costs = [rule.cost(draft.groups, draft.left_out) for rule in rules]
    reached = sum(
        (1 if rung.rule is None else costs[rung.rule]) * unit
        for rung, unit in zip(ladder.rungs, ladder.unit, strict=True)
    )
    assert reached == best
    assert list(draft.bounds) == costs


def _trios(n):
    return [(a, b, c) for a in range(n) for b in range(a + 1, n) for c in range(b + 1, n)]


def _without(edges, absent, n):
    number = {seat: place for place, seat in enumerate(seat for seat in range(n) if seat not in absent)}
    return {(number[i], number[j]): cost for (i, j), cost in edges.items() if i in number and j in number}


@pytest.mark.parametrize("n", slow_but([2, 3, 8, 9, 20, 21, 60, 61], 2, 3, 20, 21))
@pytest.mark.parametrize("share", [0.3, 0.5, 0.6, 0.9, 1.0])
def test_one_large_practice_meets_itself_exactly_as_often_as_it_must(n, share, people):
    large = round(share * n)
    practices = tuple(frozenset((0 if seat < large else seat,)) for seat in range(n))
    problem = people(n, practices=practices, role=(0,) * n)
    rules = compile_rules(problem)

    draft = pairs.match(problem, rules)

    assert draft is not None
    place = [rule.name for rule in rules].index("different_practice")
    odd = n % 2
    least = max(0, (2 * large - n + odd) // 2) + (1 if odd and large == n else 0)
    assert rules[place].cost(draft.groups, draft.left_out) == draft.bounds[place] == least
    assert sum(len(group.seats) == 3 for group in draft.groups) == odd
    assert draft.left_out == ()


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_the_smallest_rounds(n, people):
    problem = people(n)

    draft = pairs.match(problem, compile_rules(problem))

    assert draft is not None
    assert [group.seats for group in draft.groups] == [[], [], [(0, 1)], [(0, 1, 2)]][n]
    assert draft.left_out == ((0,) if n == 1 else ())


@pytest.mark.parametrize("n", [14, 15])
def test_somebody_nobody_may_meet_sits_out_and_the_others_meet(n, people):
    problem = people(n, apart=frozenset((0, seat) for seat in range(1, n)))
    rules = compile_rules(problem)

    draft = pairs.match(problem, rules)

    assert draft is not None
    assert draft.left_out == (0,)
    assert sum(len(group.seats) == 3 for group in draft.groups) == (n - 1) % 2
    assert list(draft.bounds) == [rule.cost(draft.groups, draft.left_out) for rule in rules]


def test_a_must_that_leaves_one_practice_without_partners_leaves_its_people_out(people):
    problem = people(
        24,
        practices=tuple(frozenset((0 if seat < 15 else seat,)) for seat in range(24)),
        turns_missed=tuple(1 if seat < 9 else 0 for seat in range(24)),
        rules={"different_practice": RuleSetting(Importance.MUST)},
    )
    rules = compile_rules(problem)

    draft = pairs.match(problem, rules)

    assert draft is not None
    assert draft.left_out == (9, 10, 11, 12, 13, 14), "those who missed no turn"
    assert list(draft.bounds) == [rule.cost(draft.groups, draft.left_out) for rule in rules]


def test_no_round_is_told_when_everybody_must_be_placed_and_cannot(people):
    problem = people(
        14,
        apart=frozenset((0, seat) for seat in range(1, 14)),
        rules={"everyone_placed": RuleSetting(Importance.MUST)},
    )

    assert pairs.match(problem, compile_rules(problem)) is None


@pytest.mark.parametrize(
    ("n", "share", "largest", "possible"),
    [(60, 0.5, 3, True), (60, 0.6, 3, False), (61, 0.48, 3, True), (61, 0.5, 3, False), (61, 0.2, 2, False)],
)
def test_a_must_that_everybody_be_placed_in_other_practices_holds_or_is_proven_impossible(
    n, share, largest, possible, people
):
    problem = people(
        n,
        practices=tuple(frozenset((0 if seat < share * n else seat,)) for seat in range(n)),
        sizes=Sizes(2, largest, 2),
        rules={
            "everyone_placed": RuleSetting(Importance.MUST),
            "different_practice": RuleSetting(Importance.MUST),
        },
    )

    draft = pairs.match(problem, compile_rules(problem))

    assert (draft is not None) == possible
    assert draft is None or draft.left_out == ()


def test_where_pairs_do_not_do_several_trios_place_everybody(people):
    """Three fives that meet only within themselves, and one person who may join any: a pair is always missing."""
    five = {seat: seat // 5 for seat in range(15)}
    strangers = frozenset((i, j) for i in five for j in five if i < j and five[i] != five[j])
    problem = people(16, apart=strangers, rules={"everyone_placed": RuleSetting(Importance.MUST)})

    draft = pairs.match(problem, compile_rules(problem))

    assert draft is not None
    assert draft.left_out == ()
    assert sorted(len(group.seats) for group in draft.groups) == [2, 2, 2, 2, 2, 3, 3]


@pytest.mark.parametrize("n", [300, 301])
def test_whoever_may_meet_one_person_only_meets_them(n, people):
    """No sample of the pairs is likely to hold the one that matters."""
    problem = people(n, apart=frozenset((0, seat) for seat in range(1, n) if seat != n // 2))

    draft = pairs.match(problem, compile_rules(problem))

    assert draft is not None
    assert draft.left_out == ()
    assert [group.seats for group in draft.groups if 0 in group.seats] == [(0, n // 2)]


def test_wishes_are_fulfilled_though_a_round_without_costs_nothing(people):
    wished = {(seat, seat + 1): -1 for seat in range(0, 60, 2)}
    problem = people(60, scores=wished)

    draft = pairs.match(problem, compile_rules(problem))

    assert draft is not None
    assert [group.seats for group in draft.groups] == sorted(wished)


def everybody_met(n, ago):
    return {(i, j): ago(i, j) for i in range(n) for j in range(i + 1, n)}


@pytest.mark.parametrize("n", [120, 121])
def test_awkward_networks_of_some_size_are_proved(n, people):
    """One nobody may meet; all apart; everybody met everybody; everybody in several practices; hardly any days."""
    random = Random(n)
    awkward = {
        "one nobody may meet": people(n, apart=frozenset((0, seat) for seat in range(1, n))),
        "all apart": people(n, apart=frozenset(everybody_met(n, lambda *_: 1))),
        "everybody met everybody": people(n, met=everybody_met(n, lambda *_: random.randint(1, 20))),
        "several practices": people(n, practices=tuple(frozenset(random.sample(range(9), 3)) for _ in range(n))),
        "one practice": people(n, practices=(frozenset((1,)),) * n),
        "few days, a must": people(
            n,
            working_days=tuple(1 << random.randrange(5) for _ in range(n)),
            rules={"common_days": RuleSetting(Importance.MUST)},
        ),
    }
    left_out = {}
    for name, problem in awkward.items():
        rules = compile_rules(problem)
        draft = pairs.match(problem, rules)
        assert draft is not None
        check(draft, rules, problem)
        assert list(draft.bounds) == [rule.cost(draft.groups, draft.left_out) for rule in rules], name
        left_out[name] = len(draft.left_out)

    assert left_out == dict.fromkeys(awkward, 0) | {"one nobody may meet": 1, "all apart": n}


def test_an_odd_one_sits_out_where_trios_are_not_allowed(people):
    problem = people(15, sizes=people(1).sizes.__class__(2, 2, 2), turns_missed=(1,) * 14 + (0,))

    draft = pairs.match(problem, compile_rules(problem))

    assert draft is not None
    assert draft.left_out == (14,)


def test_the_seed_decides_and_repeats(people):
    problem = people(30)
    rules = compile_rules(problem)
    other = compile_rules(people(30, seed=1))

    assert pairs.match(problem, rules) == pairs.match(problem, rules)
    assert pairs.match(problem, rules) != pairs.match(people(30, seed=1), other)
