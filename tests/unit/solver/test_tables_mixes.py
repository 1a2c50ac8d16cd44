"""Bounds over mixes of tables: true against every partition, and exact where they should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, combinations_with_replacement
from random import Random

import pytest
from sparing import slow_but

from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.problem import Occasion, Problem, Sizes
from pairing.solver.tables import seat as seat_round
from pairing.solver.tables.bounds import round_bounds
from pairing.solver.tables.costs import combine
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.mixes import Prices, Question, least_cost, priced
from pairing.solver.tables.plan import plan_round
from pairing.solver.tables.pricing import Market, TooMuchWork, Work
from pairing.solver.tables.proof import Proof


def cost_of(costs: Sequence[Sequence[int]], mix: Sequence[int]) -> int:
    return sum(costs[a][b] for a, b in combinations(mix, 2))


def drawn(random: Random, kinds: int, highest: int) -> list[list[int]]:
    costs = [[0] * kinds for _ in range(kinds)]
    for a in range(kinds):
        for b in range(a, kinds):
            costs[a][b] = costs[b][a] = random.randint(0, highest)
    return costs


def seatings(people: Sequence[int], sizes: Sequence[int]) -> Iterator[list[tuple[int, ...]]]:
    """Every way to fill tables of these sizes, in order, with some of the people."""
    if not sizes:
        yield []
        return
    for table in combinations(people, sizes[0]):
        rest = [person for person in people if person not in table]
        for more in seatings(rest, sizes[1:]):
            yield [table, *more]


@pytest.mark.parametrize("seed", range(40))
def test_the_best_table_is_the_best_of_all(seed: int) -> None:
    random = Random(seed)
    kinds, size = random.randint(2, 6), random.randint(1, 5)
    heads = [random.randint(0, 3) for _ in range(kinds)]
    if sum(heads) < size:
        heads[0] += size
    prices = [random.randint(-20, 60) for _ in range(kinds)]
    costs = drawn(random, kinds, 30)
    every = [
        mix
        for mix in combinations_with_replacement(range(kinds), size)
        if all(mix.count(kind) <= heads[kind] for kind in mix)
    ]
    best = max(sum(prices[kind] for kind in mix) - cost_of(costs, mix) for mix in every)
    market = Market(prices, costs, heads, Work(100_000))
    assert market.best_table(size, -10_000) == best
    assert market.worth(market.found[-1]) == best
    assert market.best_table(size, best) == best
    assert not market.found


def test_too_much_work_is_said() -> None:
    market = Market([5] * 12, [[1] * 12] * 12, [3] * 12, Work(20))
    with pytest.raises(TooMuchWork):
        market.best_table(6, -100)


@pytest.mark.parametrize("seed", slow_but(range(60), *range(12)))
def test_no_round_costs_less_than_the_bound_over_mixes(seed: int) -> None:
    random = Random(seed)
    kinds = random.randint(1, 4)
    sizes = random.choice([[2, 2], [3, 2], [3, 3], [2, 2, 2], [4, 3]])
    people = [random.randrange(kinds) for _ in range(sum(sizes) + random.randint(0, 2))]
    costs = drawn(random, kinds, 3)
    rounds = [
        (sum(cost_of(costs, [people[person] for person in table]) for table in tables), tables)
        for tables in seatings(range(len(people)), sizes)
    ]
    least = min(cost for cost, _ in rounds)
    cost, tables = random.choice(rounds)
    bound = least_cost(
        Question(
            heads=[people.count(kind) for kind in range(kinds)],
            absent=len(people) - sum(sizes),
            sizes=sizes,
            costs=costs,
            known=[tuple(sorted(people[person] for person in table)) for table in tables],
            goal=cost,
        ),
        100_000,
    )
    assert bound <= least


@pytest.mark.parametrize("seed", slow_but(range(80), *range(16)))
def test_a_tier_above_is_held_to_what_it_reached(seed: int) -> None:
    """True against every round that costs no more above, and never weaker than without."""
    random = Random(seed)
    kinds = random.randint(2, 4)
    sizes = random.choice([[2, 2], [3, 2], [3, 3], [2, 2, 2], [4, 3]])
    people = [random.randrange(kinds) for _ in range(sum(sizes) + random.randint(0, 1))]
    costs, above = drawn(random, kinds, 3), drawn(random, kinds, 2)

    def told(each: list[list[int]], tables: list[tuple[int, ...]]) -> int:
        return sum(cost_of(each, [people[person] for person in table]) for table in tables)

    rounds = [(told(above, tables), told(costs, tables), tables) for tables in seatings(range(len(people)), sizes)]
    reached, cost, tables = min(rounds, key=lambda each: each[:2])
    question = Question(
        heads=[people.count(kind) for kind in range(kinds)],
        absent=len(people) - sum(sizes),
        sizes=sizes,
        costs=costs,
        known=[tuple(sorted(people[person] for person in table)) for table in tables],
        goal=cost,
        above=above,
        reached=reached,
    )
    bound = least_cost(question, 100_000)
    assert least_cost(replace(question, above=None), 100_000) <= bound <= cost
    prices = Prices([random.randint(-3, 9) << 20 for _ in range(kinds)], random.randint(0, 3) << 20)
    assert priced(question, prices, question.known, Work(100_000))[0] <= cost


@pytest.mark.parametrize("seed", range(20))
def test_climbing_from_a_table_never_makes_it_worth_less(seed: int) -> None:
    random = Random(seed)
    heads = [random.randint(0, 3) for _ in range(5)]
    heads[0] += 4
    market = Market([random.randint(-20, 60) for _ in heads], drawn(random, 5, 30), heads, Work(10_000))
    mix = (0, 0, 0, 0)
    climbed = market.climbed(mix)
    assert market.worth(mix) <= market.worth(climbed) <= market.best_table(4, -10_000)
    assert all(climbed.count(kind) <= heads[kind] for kind in climbed)


def test_people_of_several_practices_are_counted_as_they_are() -> None:
    """Counting by practice proves 0 here: three pairwise overlapping practices, one person in each two."""
    clash = [[1, 1, 1], [1, 1, 1], [1, 1, 1]]
    question = Question(heads=[1, 1, 1], absent=0, sizes=[2, 1], costs=clash, known=[(0, 1), (2,)], goal=1)
    assert least_cost(question, 1000) == 1


def small(random: Random) -> Problem:
    people = random.randint(5, 8)
    dates = random.choice([0, 0, 2])
    practices = range(random.randint(1, 4))
    return Problem(
        practices=tuple(
            frozenset(random.sample(practices, k=min(len(practices), random.choice([1, 1, 2])))) for _ in range(people)
        ),
        role=(0,) * people,
        sizes=Sizes(2, 4, 3),
        contacts=tuple(random.randint(0, 4) for _ in range(people)),
        practice_meetings={(p, q): random.randint(1, 4) for p in practices for q in practices if p < q},
        occasions=tuple(Occasion(3, 4, frozenset({k})) for k in range(dates)),
        may_attend=tuple(random.randrange(4) for _ in range(people)) if dates else (),
    )


def paid(rule: CompiledRule, tables: Sequence[tuple[int, ...]]) -> int:
    return sum(term.of_group(table) for term in rule.group_terms for table in tables)


@pytest.mark.parametrize("seed", slow_but(range(120), *range(24)))
def test_a_later_bound_holds_given_the_costs_above(seed: int) -> None:
    """Every round of these sizes that costs no more above costs the bound or more."""
    random = Random(seed)
    problem = small(random)
    rules = compile_rules(problem)
    here = [seat for seat in range(problem.n) if not problem.may_attend or problem.may_attend[seat]]
    sizes = random.choice([each for each in ([2, 2], [3, 2], [2], [3], [4]) if sum(each) <= max(len(here), 2)])
    if len(here) < sum(sizes):
        return
    dates = [random.randrange(2) for _ in sizes] if problem.occasions else [None] * len(sizes)
    rounds = [tables for tables in seatings(here, sizes) if fits(problem, tables)]
    if not rounds:
        return
    shown = random.choice(rounds)
    pool = [seat for seat in range(problem.n) if not any(seat in table for table in shown)]
    floor = Floor(combine(rules, problem.n, 4), shown, pool)
    proof = Proof(problem, rules, floor.costs, frozenset())
    allowed, bounds = rounds, [0] * len(rules)
    for tier, rule in enumerate(rules):
        if proof.by_kinds[tier]:
            bounds[tier] = proof.bound(floor, tier, bounds)
            assert bounds[tier] <= min(paid(rule, tables) for tables in allowed), (rule.name, dates)
            allowed = [tables for tables in allowed if paid(rule, tables) == paid(rule, shown)]


def fits(problem: Problem, tables: Sequence[tuple[int, ...]]) -> bool:
    """True when every table has a date on which all of it can come."""
    if not problem.may_attend:
        return True
    for table in tables:
        dates = 3
        for seat in table:
            dates &= problem.may_attend[seat]
        if not dates:
            return False
    return True


@pytest.mark.slow
def test_shared_staff_are_bounded_better_than_by_counting() -> None:
    """A fifth of the staff works at several practices: the pairs they form are unavoidable, and proved so."""
    random = Random(3)
    practices = tuple(
        frozenset(random.sample(range(4), 3)) if seat < 12 else frozenset({seat % 6}) for seat in range(60)
    )
    problem = Problem(practices=practices, role=(0,) * 60, sizes=Sizes(6, 6, 6), seed=1)
    rules = compile_rules(problem)
    draft = seat_round(problem, rules, seconds=60)
    assert draft is not None
    place = [rule.name for rule in rules].index("different_practice")
    assert draft.bounds[place] > round_bounds(rules, plan_round(problem, rules, frozenset(), random), 60, 0)[place]
