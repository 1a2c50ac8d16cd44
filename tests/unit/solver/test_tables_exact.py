"""Tables against every partition there is: the tiers' order, the bounds, the proofs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from sparing import slow_but, some_of

from pairing.solver import tables
from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.draft import Draft
from pairing.solver.problem import Problem, RuleSetting, Seat, Sizes
from pairing.solver.solution import Group, Status
from pairing.solver.solve import solve
from pairing.tiers import Importance

Partition = tuple[list[tuple[Seat, ...]], tuple[Seat, ...]]
RANGES = ((2, 4, 3), (3, 5, 4), (2, 3, 3), (3, 3, 3), (4, 6, 5), (2, 5, 4))
FREE = ("different_practice", "no_repeat", "table_spread", "role_mix", "turns_missed", "host_at_table", "kept_apart")


def some_problem(seed: int, most: int = 8) -> Problem:
    random = Random(seed)
    n = random.randint(1, most)
    pairs = list(combinations(range(n), 2))
    rules = {
        name: RuleSetting(random.choice((Importance.MUST, Importance.HIGH, Importance.LOW, Importance.OFF)))
        for name in FREE
        if random.random() < 0.25
    }
    if random.random() < 0.2:
        rules["everyone_placed"] = RuleSetting(random.choice((Importance.MUST, Importance.MEDIUM)))
    return Problem(
        practices=tuple(frozenset(random.sample(range(3), random.choice((0, 1, 1, 1, 2, 3)))) for _ in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        sizes=Sizes(*random.choice(RANGES)),
        exact_sizes=tuple(random.choice((2, 3, 4)) for _ in range(2)) if random.random() < 0.2 else None,
        met={pair: random.randint(1, 12) for pair in pairs if random.random() < random.choice((0, 0.3, 0.7))},
        apart=frozenset(pair for pair in pairs if random.random() < random.choice((0, 0, 0.2, 0.5))),
        scores={pair: random.randint(-4, 4) for pair in pairs if random.random() < random.choice((0, 0, 0.4))},
        working_days=tuple(random.choice((0, 31, 7, 24, 3)) for _ in range(n)),
        turns_missed=tuple(random.choice((0, 0, 1, 2)) for _ in range(n)),
        contacts=tuple(random.randrange(5) for _ in range(n)),
        host=tuple(random.random() < 0.3 for _ in range(n)),
        newcomer=tuple(random.random() < 0.2 for _ in range(n)),
        rules=rules,
        seed=seed,
    )


def partitions(people: tuple[Seat, ...], sizes: Counter[int] | None, allowed: range) -> Iterator[Partition]:
    """Every way to form groups and leave people out; ``sizes`` exactly, or any of the allowed."""
    if not people:
        if sizes is None or not sizes.total():
            yield [], ()
        return
    first, rest = people[0], people[1:]
    for groups, left_out in partitions(rest, sizes, allowed):
        yield groups, (first, *left_out)
    for size in sorted(set(sizes.elements()) if sizes is not None else allowed):
        fewer = sizes - Counter([size]) if sizes is not None else None
        for others in combinations(rest, size - 1):
            remaining = tuple(seat for seat in rest if seat not in others)
            for groups, left_out in partitions(remaining, fewer, allowed):
                yield [(first, *others), *groups], left_out


def costs(rules: tuple[CompiledRule, ...], partition: Partition) -> tuple[int, ...]:
    groups = [Group(seats) for seats in partition[0]]
    return tuple(rule.cost(groups, partition[1]) for rule in rules)


def costs_of(rules: tuple[CompiledRule, ...], draft: Draft) -> tuple[int, ...]:
    return tuple(rule.cost(draft.groups, draft.left_out) for rule in rules)


def musts_met(rules: tuple[CompiledRule, ...], cost: tuple[int, ...]) -> bool:
    return all(paid <= 0 for rule, paid in zip(rules, cost, strict=True) if rule.hard)


def any_partition(problem: Problem) -> Iterator[Partition]:
    """Every partition into allowed sizes, or into some of the exact ones."""
    everybody = tuple(range(problem.n))
    allowed = range(problem.sizes.smallest, problem.sizes.largest + 1)
    if problem.exact_sizes is None:
        yield from partitions(everybody, None, allowed)
        return
    lists = {sub for many in range(len(problem.exact_sizes) + 1) for sub in combinations(problem.exact_sizes, many)}
    for sizes in sorted({tuple(sorted(sub)) for sub in lists}):
        if sum(sizes) <= problem.n:
            yield from partitions(everybody, Counter(sizes), allowed)


def check_against_all_partitions(problem: Problem) -> None:
    rules = compile_rules(problem)
    draft = tables.seat(problem, rules, seconds=60)
    feasible = [
        (costs(rules, partition), partition)
        for partition in any_partition(problem)
        if musts_met(rules, costs(rules, partition))
    ]
    if draft is None:
        assert not feasible
        return
    assert feasible
    assert sorted([*draft.left_out, *(seat for group in draft.groups for seat in group.seats)]) == list(
        range(problem.n)
    )
    paid = costs_of(rules, draft)
    assert musts_met(rules, paid)
    assert len(draft.left_out) == min(len(partition[1]) for _, partition in feasible)
    sizes = Counter(len(group.seats) for group in draft.groups)
    best = min(cost for cost, partition in feasible if Counter(map(len, partition[0])) == sizes)
    assert paid >= best
    for reached, least, bound in zip(paid, best, draft.bounds, strict=True):
        assert bound <= least
        assert bound <= reached
        if reached != least:
            break
    assert paid == best, "a round this small is solved outright"
    assert draft.bounds == best


@pytest.mark.parametrize("block", slow_but(range(8), 6))
def test_small_rounds_are_the_best_of_all_partitions_and_say_so(block: int) -> None:
    for seed in range(25):
        check_against_all_partitions(some_problem(1000 * block + seed, most=7))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(12))
def test_thousands_of_small_rounds_are_the_best_of_all_partitions(block: int) -> None:
    for seed in range(100):
        check_against_all_partitions(some_problem(100_000 + 1000 * block + seed, most=7))


@pytest.mark.parametrize("block", slow_but(range(4), 1))
def test_counting_bounds_alone_are_never_above_the_best(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same without solving outright, as in rounds too large for it."""
    monkeypatch.setattr("pairing.solver.tables.engine.MOST_PEOPLE", 0)
    for seed in range(some_of(40)):
        problem = some_problem(50_000 + 1000 * block + seed, most=7)
        rules = compile_rules(problem)
        draft = tables.seat(problem, rules, seconds=60)
        everything = [(costs(rules, partition), partition) for partition in any_partition(problem)]
        if draft is None:
            assert not any(musts_met(rules, cost) for cost, _ in everything)
            continue
        paid = costs_of(rules, draft)
        sizes = Counter(len(group.seats) for group in draft.groups)
        rivals = [
            cost
            for cost, partition in everything
            if Counter(map(len, partition[0])) == sizes and musts_met(rules, cost)
        ]
        for tier, bound in enumerate(draft.bounds):
            given = [cost for cost in rivals if cost[:tier] == paid[:tier]]
            assert all(bound <= cost[tier] for cost in given), (problem, rules[tier].name)
        place = next(tier for tier, rule in enumerate(rules) if rule.name == "everyone_placed")
        met = [len(partition[1]) for cost, partition in everything if musts_met(rules, cost)]
        assert draft.bounds[place] <= min(met, default=problem.n)


def test_the_same_seed_gives_the_same_round_and_another_seed_another() -> None:
    problem = replace(some_problem(5), rules={})
    problem = replace(
        problem,
        practices=tuple(frozenset({seat % 9}) for seat in range(60)),
        role=tuple(seat % 4 for seat in range(60)),
        sizes=Sizes(4, 6, 5),
        exact_sizes=None,
        met={},
        apart=frozenset(),
        scores={},
        working_days=(),
        turns_missed=(),
        contacts=(),
        host=(),
        newcomer=(),
    )

    def groups(seed: int) -> tuple[Group, ...]:
        seeded = replace(problem, seed=seed)
        draft = tables.seat(seeded, compile_rules(seeded), seconds=60)
        assert draft is not None
        return draft.groups

    assert groups(1) == groups(1)
    assert groups(1) != groups(2)


@pytest.mark.parametrize(("seconds", "status"), [(-1, Status.TIMEOUT), (600, Status.OPTIMAL)])
def test_out_of_time_a_round_that_stands_is_not_solved_outright(seconds, status):
    """Of several rounds each would take a second more than there is."""
    met = {(i, j): 1 + (i * j) % 5 for i in range(12) for j in range(i + 1, 12) if (i + j) % 4}
    problem = Problem((frozenset(),) * 12, (0,) * 12, Sizes(3, 3, 3), met=met)

    assert solve(problem, seconds=seconds).status is status
