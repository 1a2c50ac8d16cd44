"""The state of the search: what a change was said to cost is what the round then costs, tier by tier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.problem import Problem, RuleSetting, Sizes
from pairing.solver.solution import Group
from pairing.solver.tables.costs import Costs, combine
from pairing.solver.tables.floor import Floor
from pairing.solver.terms import Clash, Listed, Unseated
from pairing.tiers import Importance

FAR = 1 << 4000  # no change is dearer


def a_problem(seed: int) -> Problem:
    random = Random(seed)
    n = 17
    pairs = list(combinations(range(n), 2))
    return Problem(
        practices=tuple(frozenset(random.sample(range(4), random.choice((0, 1, 1, 2)))) for _ in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        sizes=Sizes(3, 5, 4),
        met={pair: random.randint(1, 12) for pair in pairs if random.random() < 0.4},
        apart=frozenset(pair for pair in pairs if random.random() < 0.1),
        scores={pair: random.randint(-9, 9) for pair in pairs if random.random() < 0.5},
        working_days=tuple(random.choice((0, 31, 7, 24)) for _ in range(n)),
        turns_missed=tuple(random.choice((0, 1, 2)) for _ in range(n)),
        contacts=tuple(random.randrange(4) for _ in range(n)),
        practice_meetings={pair: random.randrange(9) for pair in combinations(range(4), 2)},
        host=tuple(random.random() < 0.3 for _ in range(n)),
        newcomer=tuple(random.random() < 0.3 for _ in range(n)),
        seed=seed,
    )


def opened(problem: Problem) -> tuple[tuple[CompiledRule, ...], Floor]:
    rules = compile_rules(problem)
    groups = [range(5), range(5, 9), range(9, 13), range(13, 15)]
    return rules, Floor(combine(rules, problem.n, 5), [list(group) for group in groups], [15, 16])


def check_every_tier(rules: tuple[CompiledRule, ...], floor: Floor) -> None:
    groups = [Group(tuple(sorted(group))) for group in floor.groups[: floor.pool]]
    told = [floor.costs.digit(floor.total, tier) for tier in range(len(rules))]
    round_terms_told = [rule.cost(groups, floor.groups[floor.pool]) for rule in rules]
    sized = [rule.name == "group_sizes" for rule in rules]
    assert [cost for cost, skip in zip(told, sized, strict=True) if not skip] == [
        cost for cost, skip in zip(round_terms_told, sized, strict=True) if not skip
    ]


def without_wishes(seed: int) -> Problem:
    """Most pairs cost nothing, and none less than that: most changes are seen at a glance to be free."""
    problem = a_problem(seed)
    few = {pair: since for pair, since in problem.met.items() if since > 9}
    practices = tuple(frozenset({number % 6}) if number % 3 else frozenset[int]() for number in range(problem.n))
    rules = dict.fromkeys(("reach", "everyone_placed"), RuleSetting(Importance.OFF))
    return replace(problem, scores={}, apart=frozenset({(0, 1)}), met=few, practices=practices, rules=rules)


@pytest.mark.parametrize("made", [a_problem, without_wishes])
@pytest.mark.parametrize("seed", range(12))
def test_after_any_changes_every_tier_costs_what_its_rule_says(seed: int, made: Callable[[int], Problem]) -> None:
    problem = made(seed)
    rules, floor = opened(problem)
    check_every_tier(rules, floor)
    random = Random(seed)
    for _ in range(60):
        i, j = random.sample(range(problem.n), 2)
        if floor.where[i] != floor.where[j]:
            floor.swap(i, j, floor.swap_cost(i, j, FAR))
        table = random.randrange(floor.pool)
        if floor.where[i] not in (table, floor.pool) and len(floor.groups[floor.where[i]]) > 1:
            floor.move(i, table, floor.move_cost(i, table, FAR))
    check_every_tier(rules, floor)
    kept_beside = floor.total, list(floor.share), [list(now) for now in floor.wholes.now]
    floor.refresh()
    assert kept_beside == (floor.total, floor.share, floor.wholes.now)


def with_few_pairs_told(seed: int) -> Problem:
    """Of most people only one pair costs anything: whoever goes next to nobody they cost with, costs nothing."""
    problem = without_wishes(seed)
    random = Random(seed)
    apart = frozenset(pair for pair in combinations(range(problem.n), 2) if random.random() < 0.3)
    return replace(problem, apart=apart, met={}, practices=(frozenset[int](),) * problem.n)


@pytest.mark.parametrize("seed", range(12))
def test_people_who_cost_with_each_other_may_change_places(seed: int) -> None:
    rules, floor = opened(with_few_pairs_told(seed))
    random = Random(seed)
    for _ in range(60):
        i, j = random.sample(range(17), 2)
        if floor.where[i] != floor.where[j]:
            floor.swap(i, j, floor.swap_cost(i, j, FAR))
            kept_beside = floor.total, list(floor.share)
            floor.refresh()
            assert kept_beside == (floor.total, floor.share)
    check_every_tier(rules, floor)


@pytest.mark.parametrize("made", [a_problem, without_wishes])
def test_a_change_that_is_too_dear_is_never_said_to_be_within_the_ceiling(made: Callable[[int], Problem]) -> None:
    problem = made(3)
    _, floor = opened(problem)
    for i, j in combinations(range(problem.n), 2):
        if floor.where[i] != floor.where[j]:
            exact = floor.swap_cost(i, j, FAR)
            for tier in range(len(floor.costs.shifts)):
                ceiling = floor.costs.margin(tier)
                quick = floor.swap_cost(i, j, ceiling)
                assert (quick <= ceiling) == (exact <= ceiling)
                assert quick == exact or quick > ceiling


def test_no_number_of_a_lower_tier_outweighs_one_of_a_higher() -> None:
    people = 6
    rules = (
        CompiledRule("strict", Importance.HIGH, (Listed({(0, 1): 1}),)),
        CompiledRule("dear", Importance.MEDIUM, (Listed({(0, 2): 10**12, (1, 2): -(10**12)}),)),
        CompiledRule("absent", Importance.LOW, (Unseated((7,) * people),)),
        CompiledRule("alike", Importance.LOW, (Clash((frozenset({1}),) * people),)),
    )
    costs: Costs = combine(rules, people, 3)
    together = costs.listed[0][1]
    assert together > costs.listed[0][2] > costs.unseated[0] * people > costs.table[0][0] * 15
    assert together + costs.listed[1][2] > 0
    total = together + costs.listed[1][2] - costs.table[0][0]
    assert [costs.digit(total, tier) for tier in range(4)] == [1, -(10**12), 0, -1]


def test_only_kinds_that_cost_something_together_are_kept() -> None:
    people, practices = 4_000, 400
    crowd = Problem(
        practices=tuple(frozenset({seat % practices}) for seat in range(people)),
        role=(0,) * people,
        sizes=Sizes(5, 6, 5),
        contacts=tuple(seat // practices % 4 for seat in range(people)),
    )
    costs = combine(compile_rules(crowd), people, 6)
    assert len(costs.table) == 4 * practices
    assert sum(map(len, costs.table)) == 4 * 4 * practices  # each with those of its own practice
