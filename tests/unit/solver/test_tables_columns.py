"""Saturated rounds: every table there could be, priced and partitioned, against going through them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from math import inf
from random import Random

import numpy as np
import pytest
from sparing import slow_but

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Problem, RuleSetting, Sizes
from pairing.solver.solution import Status
from pairing.solver.solve import solve
from pairing.solver.tables import columns, enumeration
from pairing.solver.tables.bargains import Bargains
from pairing.solver.tables.charges import Charge, Kind
from pairing.solver.tables.columns import settle
from pairing.solver.tables.costs import combine
from pairing.solver.tables.effort import Means
from pairing.solver.tables.enumeration import Enumeration
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.left import Proved
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.quest import Questions
from pairing.solver.tables.tally import Tally
from pairing.tiers import Importance

Round = tuple[list[tuple[int, ...]], list[int]]


def a_small_problem(random: Random, n: int) -> Problem:
    pairs = list(combinations(range(n), 2))
    importance = (Importance.HIGH, Importance.MEDIUM, Importance.LOW, Importance.OFF)
    named = ("different_practice", "no_repeat", "common_days", "host_at_table", "role_mix", "reach", "scores")
    return Problem(
        practices=tuple(frozenset(random.sample(range(3), random.choice((0, 1, 1, 2)))) for _ in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        sizes=Sizes(2, 5, 3),
        met={pair: random.randint(1, 14) for pair in pairs if random.random() < random.choice((0.3, 0.8))},
        scores={pair: random.randint(-4, 4) for pair in pairs if random.random() < random.choice((0.0, 0.4))},
        working_days=tuple(random.choice((0, 31, 7, 24, 3)) for _ in range(n)),
        turns_missed=tuple(random.choice((0, 0, 1, 2)) for _ in range(n)),
        contacts=tuple(random.randrange(5) for _ in range(n)),
        host=tuple(random.random() < 0.3 for _ in range(n)),
        newcomer=tuple(random.random() < 0.3 for _ in range(n)),
        rules={name: RuleSetting(random.choice(importance)) for name in named},
        seed=random.randrange(1000),
    )


def rounds(people: Sequence[int], sizes: Sequence[int]) -> Iterator[Round]:
    """Every way to fill tables of these sizes (ascending) with some of the people; tables of one size in any order."""
    if not sizes:
        yield [], list(people)
        return
    for table in combinations(people, sizes[0]):
        rest = [person for person in people if person not in table]
        for tables, pool in rounds(rest, sizes[1:]):
            if not tables or len(tables[0]) > len(table) or tables[0] > table:
                yield [table, *tables], pool


@pytest.mark.parametrize("seed", range(30))
def test_many_tables_at_once_cost_what_their_rule_says(seed: int, make_problem) -> None:
    random = Random(seed)
    problem = make_problem(random, most=9, tables=True)
    if problem.n < 4:
        return
    for rule in compile_rules(problem):
        tally = Tally.of(rule, problem.n)
        for size in range(1, 5):
            tables = [tuple(sorted(random.sample(range(problem.n), size))) for _ in range(20)]
            expected = [sum(term.of_group(table) for term in rule.group_terms) for table in tables]
            assert tally.of_tables(np.array(tables, dtype=np.int64)).tolist() == expected, rule.name


@pytest.mark.parametrize("seed", range(40))
def test_every_table_up_to_a_ceiling_is_found_and_no_other(seed: int) -> None:
    random = Random(seed)
    n, size = random.randint(5, 10), random.randint(1, 5)
    own = np.array([random.randint(-60, 20) for _ in range(n)], dtype=np.int64)
    low = random.choice((-5, 10, 20))
    between = np.array([[random.randint(low, 30) for _ in range(n)] for _ in range(n)], dtype=np.int64)
    between = np.triu(between, 1) + np.triu(between, 1).T

    def whole(tables):
        return (tables.sum(axis=1) % 7).astype(np.int64)

    def cost(table: Sequence[int]) -> int:
        pairs = sum(int(between[i, j]) for i, j in combinations(table, 2))
        return sum(int(own[i]) for i in table) + pairs + sum(table) % 7

    everything = {table: cost(table) for table in combinations(range(n), size)}
    bargains = Bargains(own, between.copy(), whole, 1_000_000)
    assert bargains.cheapest(size, 10**6)[0] == min(everything.values())
    ceiling = random.choice(sorted(everything.values()))
    tables, costs = bargains.within(size, ceiling, 10**6)
    assert dict(zip(map(tuple, tables.tolist()), costs.tolist(), strict=True)) == {
        table: paid for table, paid in everything.items() if paid <= ceiling
    }
    assert bargains.cheapest(size, min(everything.values()))[0] == min(everything.values())
    with pytest.raises(TooMuchWork):
        bargains.within(size, max(everything.values()), len(everything) - 1)


def keeps_to_all_charges(seating: Round, proved: Proved) -> bool:
    """Whether a round pays no more of anything than `Proved` says that no round does."""
    tables, pool = seating
    kinds = [Kind(np.array([t for t in tables if len(t) == size]), 0) for size in sorted(set(proved.sizes))]
    if pool:
        kinds.append(Kind(np.array(pool)[:, None], 0, left_out=True))
    return all(sum(int(paid.sum()) for paid in charge.of_tables) <= charge.limit for charge in proved.charges(kinds))


def check_settled(seed: int) -> None:
    """Every tier against every round that costs the same or less above."""
    random = Random(seed)
    sizes = sorted(random.choice(([2, 2], [3, 2], [3, 3], [2, 2, 2], [4, 3], [3, 3, 2], [4, 4], [1, 3], [5])))
    problem = a_small_problem(random, sum(sizes) + random.choice((0, 0, 0, 1)))
    rules = compile_rules(problem)
    everything = list(rounds(range(problem.n), sizes))
    shown = random.choice(everything)
    floor = Floor(combine(rules, problem.n, 5), shown[0], shown[1])
    questions = Questions(rules, problem.n)

    def paid(tier: int, seating: Round) -> int:
        tables, pool = seating
        tally = questions.tallies[tier]
        return sum(int(tally.of_tables(np.array([t]))[0]) for t in tables) + sum(int(tally.absent[i]) for i in pool)

    allowed = everything
    for tier in range(len(rules)):
        reached = paid(tier, shown)
        least = min(paid(tier, each) for each in allowed)
        quest = questions.about(floor, tier)
        linear = settle(quest, shown[0], reached, means=Means(0, 0.0), seconds=60)
        assert linear.bound <= least
        settled = settle(quest, shown[0], reached, means=Means(10**8, 5.0), seconds=60)
        assert settled.bound == least, rules[tier].name
        if reached > least:
            assert settled.groups is not None
            *tables, pool = settled.groups
            assert paid(tier, (tables, list(pool))) == least
            assert all(paid(other, (tables, list(pool))) <= paid(other, shown) for other in range(tier))
            assert sorted(map(len, tables)) == sizes
            assert sorted(seat for group in settled.groups for seat in group) == list(range(problem.n))
        else:
            assert settled.groups is None
        if settled.proved is not None:
            assert all(keeps_to_all_charges(each, settled.proved) for each in allowed if paid(tier, each) == least)
        allowed = [each for each in allowed if paid(tier, each) <= reached]


@pytest.mark.parametrize("seed", slow_but(range(25), *range(6)))
def test_a_settled_tier_is_the_least_of_all_rounds(seed: int) -> None:
    check_settled(seed)


def test_a_round_that_the_programme_itself_comes_upon_is_taken() -> None:
    """Late in a year its tables often are a round: nothing has to be gone through for it."""
    problem = a_saturated_round(20, Sizes(5, 5, 5), 4, 1)
    rules = compile_rules(problem)
    tier = [rule.name for rule in rules].index("no_repeat")
    shown = [tuple(range(at, at + 5)) for at in range(0, 20, 5)]
    floor = Floor(combine(rules, problem.n, 5), shown, ())
    paid = floor.costs.digit(floor.total, tier)
    quest = Questions(rules, problem.n).about(floor, tier)
    settled = settle(quest, shown, paid, means=Means(0, 0.0), seconds=60)
    assert settled.groups is not None
    assert quest.cost_of(settled.groups) == settled.bound < paid


def test_a_round_of_the_promising_tables_alone_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It brings the ceiling down; what all tables together may do better stays open."""
    monkeypatch.setattr(enumeration, "PROMISING", (2,))
    tables = np.array(list(combinations(range(4), 2)), dtype=np.int64)
    problem = Problem(
        practices=(frozenset(),) * 4,
        role=(0,) * 4,
        sizes=Sizes(2, 2, 2),
        met={(0, 1): 1, (2, 3): 1},
        rules={"no_repeat": RuleSetting(Importance.HIGH)},
        seed=1,
    )
    rules = compile_rules(problem)
    tier = [rule.name for rule in rules].index("no_repeat")
    quest = Questions(rules, 4).about(Floor(combine(rules, 4, 2), [(0, 1), (2, 3)], ()), tier)
    sizes = tuple(sorted(quest.sizes))
    search = Enumeration(quest, Proved((), sizes, None), Means(10**8, 5.0), inf)
    dear = int(quest.tier.pairs[0, 1] + quest.tier.pairs[2, 3])
    misleading = Charge((np.array([0, 1, 1, 1, 1, 0]),), 10)
    found = search.promising([tables], [misleading], dear)
    assert found is not None
    assert (found.cost, found.groups) == (dear, ((0, 1), (2, 3), ()))
    assert found.bound <= 0
    best = search.cheapest([tables], [misleading], dear)
    assert best is not None
    assert best.bound == best.cost == 0


def test_a_round_of_an_unasked_kind_has_no_cost() -> None:
    """Only people each once, at tables of the sizes asked for, with no tier above dearer than it was, are a round."""
    pairs = {(0, 1): 1, (2, 3): 2}
    rules = {"no_repeat": RuleSetting(Importance.HIGH), "role_mix": RuleSetting(Importance.MEDIUM)}
    problem = Problem(
        practices=(frozenset(),) * 4, role=(0, 0, 1, 1), sizes=Sizes(2, 2, 2), met=pairs, rules=rules, seed=1
    )
    compiled = compile_rules(problem)
    floor = Floor(combine(compiled, 4, 2), [(0, 3), (1, 2)], ())
    tier = [rule.name for rule in compiled].index("role_mix")
    quest = Questions(compiled, 4).about(floor, tier)
    assert quest.cost_of(((0, 3), (1, 2), ())) == quest.cost_of(((0, 2), (1, 3), ())) == 0
    assert quest.cost_of(((0, 1), (2, 3), ())) is None  # they have met
    assert quest.cost_of(((0, 3), (0, 2), ())) is None
    assert quest.cost_of(((0, 2, 3), (1,), ())) is None


@pytest.mark.slow
@pytest.mark.parametrize("block", range(6))
def test_thousands_of_settled_tiers_are_the_least_of_all_rounds(block: int) -> None:
    for seed in range(50):
        check_settled(10_000 + 100 * block + seed)


def a_saturated_round(people: int, sizes: Sizes, months: int, seed: int) -> Problem:
    """Everybody has met in so many random rounds of fives before."""
    random = Random(seed)
    met = {}
    for month in range(1, months + 1):
        order = random.sample(range(people), people)
        for start in range(0, people, 5):
            met |= dict.fromkeys(combinations(sorted(order[start : start + 5]), 2), month)
    return Problem(practices=(frozenset(),) * people, role=(0,) * people, sizes=sizes, met=met, seed=seed)


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [Sizes(5, 5, 5), Sizes(4, 6, 5)], ids=["fives", "fours to sixes"])
def test_a_saturated_round_is_proved(sizes: Sizes) -> None:
    solution = solve(a_saturated_round(30, sizes, 7, 1), seconds=60)
    assert solution.status is Status.OPTIMAL
    repeats = next(tier for tier in solution.tiers if tier.rule == "no_repeat")
    assert repeats.cost == repeats.bound > 0


def test_more_tables_than_could_be_gone_through_leave_a_bound_and_the_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither going through them nor CP-SAT would come to an end."""
    monkeypatch.setattr(enumeration, "MOST_TRIED", 0)
    monkeypatch.setattr(columns, "MOST_ASKED", 0)
    problem = a_saturated_round(20, Sizes(5, 5, 5), 3, 2)
    rules = compile_rules(problem)
    tier = [rule.name for rule in rules].index("no_repeat")
    shown = [tuple(range(at, at + 5)) for at in range(0, 20, 5)]
    floor = Floor(combine(rules, problem.n, 5), shown, ())
    paid = floor.costs.digit(floor.total, tier)
    means, quest = Means(10**8, 5.0), Questions(rules, problem.n).about(floor, tier)
    settled = settle(quest, shown, paid, means=means, seconds=60)
    assert settled.bound < (quest.cost_of(settled.groups) if settled.groups else paid)
    assert means == Means(10**8, 5.0)


@pytest.mark.slow
def test_the_same_saturated_round_comes_out_twice() -> None:
    problem = a_saturated_round(30, Sizes(5, 5, 5), 6, 2)
    assert solve(problem, seconds=60).groups == solve(problem, seconds=60).groups
    assert solve(replace(problem, seed=3), seconds=60).tiers == solve(problem, seconds=60).tiers
