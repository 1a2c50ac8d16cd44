"""Among equal rounds one that spares what later rounds need: what a pair is worth, and that no rule pays for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from random import Random
from time import perf_counter

import numpy as np
import pytest

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Occasion, Pair, Problem, Seat, Sizes
from pairing.solver.solution import Solution
from pairing.solver.solve import solve
from pairing.solver.tables.costs import combine
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.foresight import in_sight, open_pairs, prices, tier_of_meetings
from pairing.solver.tables.limits import Limits
from pairing.solver.tables.sparing import Sparing

SOON = 60.0  # seconds, far more than it takes


def dealt(random: Random, n: int, tables: int) -> list[list[Seat]]:
    order = random.sample(range(n), n)
    return [order[table::tables] for table in range(tables)]


def a_history(random: Random, n: int, rounds: int) -> dict[Pair, int]:
    met: dict[Pair, int] = {}
    for since in range(rounds, 0, -1):
        for table in dealt(random, n, n // 5):
            met |= dict.fromkeys(combinations(sorted(table), 2), since)
    return met


def alone(n: int, met: dict[Pair, int]) -> Problem:
    return Problem(practices=(frozenset(),) * n, role=(0,) * n, sizes=Sizes(4, 6, 5), met=met)


def trios_left(n: int, met: Sequence[Pair] | dict[Pair, int]) -> int:
    free = np.ones((n, n), dtype=np.int64) - np.eye(n, dtype=np.int64)
    for i, j in met:
        free[i, j] = free[j, i] = 0
    return int(np.trace(free @ free @ free)) // 6


def test_a_pair_is_worth_what_its_trios_are_to_their_members() -> None:
    random = Random(4)
    problem = alone(14, {pair: 1 for pair in combinations(range(14), 2) if random.random() < 0.4})
    rules = compile_rules(problem)
    tier = tier_of_meetings(problem, rules)
    assert tier is not None
    found = prices(open_pairs(combine(rules, 14, 5), tier))
    assert found is not None

    free = {pair for pair in combinations(range(14), 2) if pair not in problem.met}
    trios = [t for t in combinations(range(14), 3) if free.issuperset(combinations(t, 2))]
    of = [sum(seat in trio for trio in trios) for seat in range(14)]
    lost = {pair: sum(1 / (of[k] + 1) for trio in trios if set(pair) <= set(trio) for k in trio) for pair in free}
    plain, told = list(lost.values()), [found[pair] for pair in lost]
    assert np.corrcoef(plain, told)[0, 1] > 0.9999
    assert not any(found[pair] for pair in problem.met)


def test_people_of_one_practice_are_no_open_pair_where_that_costs() -> None:
    problem = replace(alone(14, {(0, 1): 1}), practices=(frozenset({0}),) * 2 + (frozenset({1}),) * 12)
    rules = compile_rules(problem)
    tier = tier_of_meetings(problem, rules)
    assert tier is not None
    free = open_pairs(combine(rules, 14, 5), tier)
    assert {tuple(pair) for pair in np.argwhere(free)} == {
        each for i in (0, 1) for j in range(2, 14) for each in ((i, j), (j, i))
    }


@pytest.mark.parametrize(
    ("people", "rounds", "seen"), [(12, 1, False), (40, 1, True), (60, 1, False), (60, 5, True), (151, 36, False)]
)
def test_it_looks_a_year_ahead_and_no_further(people: int, rounds: int, seen: bool) -> None:
    problem = alone(people, a_history(Random(1), people, rounds))
    assert in_sight(problem, [5] * (people // 5)) == seen


def test_where_all_are_new_or_none_is_there_is_nothing_to_spare() -> None:
    assert prices(np.ones((14, 14), dtype=np.int64) - np.eye(14, dtype=np.int64)) is None
    assert prices(np.zeros((14, 14), dtype=np.int64)) is None


def a_problem(random: Random) -> Problem:
    """Terms of pairs alone, of whole tables, and people who cannot be everywhere."""
    n = random.randint(14, 24)
    plain = alone(n, a_history(random, n, random.randint(1, 4)))
    if random.random() < 0.3:
        return plain
    occasions = (Occasion(3, 6), Occasion(3, 6, frozenset({1}))) if random.random() < 0.5 else ()
    return replace(
        plain,
        practices=tuple(frozenset({random.randrange(5)}) for _ in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        host=tuple(random.random() < 0.3 for _ in range(n)),
        newcomer=tuple(random.random() < 0.3 for _ in range(n)),
        scores={pair: random.randint(-3, 3) for pair in combinations(range(n), 2) if random.random() < 0.1},
        occasions=occasions,
        may_attend=tuple(random.choice((1, 2, 3, 3)) for _ in range(n)) if occasions else (),
    )


@pytest.mark.parametrize("seed", range(8))
def test_no_rule_pays_for_what_is_spared(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pairing.solver.tables.sparing.STEPS_PER_PERSON", 8)
    random = Random(seed)
    problem = a_problem(random)
    rules = compile_rules(problem)
    groups = dealt(random, problem.n, 3)
    places = [0, 0, 1] if problem.occasions else [None] * 3
    floor = Floor(combine(rules, problem.n, 8), groups, [])
    limits = Limits(problem, rules, places, groups)
    before = [floor.costs.digit(floor.total, tier) for tier in range(len(rules))]
    placed_wrong = wrong_places(problem, floor, places)
    Sparing(floor, limits, perf_counter() + SOON).run(problem, rules, seed)
    after = [floor.costs.digit(floor.total, tier) for tier in range(len(rules))]

    assert after <= before
    assert sorted(seat for group in floor.groups for seat in group) == list(range(problem.n))
    assert sorted(map(len, floor.groups)) == sorted(map(len, [*groups, []]))
    assert wrong_places(problem, floor, places) <= placed_wrong
    told = floor.total
    floor.refresh()
    assert floor.total == told


def wrong_places(problem: Problem, floor: Floor, places: Sequence[int | None]) -> int:
    """People at an occasion they cannot attend."""
    return sum(
        place is not None and not problem.may_attend[seat] >> place & 1
        for place, group in zip(places, floor.groups, strict=False)
        for seat in group
    )


@pytest.mark.slow
def test_more_trios_of_people_who_never_met_are_left_and_the_tiers_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    n, met = 40, a_history(Random(2), 40, 5)
    problem = alone(n, met)
    spared = solve(problem)
    assert solve(problem).groups == spared.groups
    monkeypatch.setattr(Sparing, "run", lambda *_: None)
    taken_any = solve(problem)
    assert spared.tiers == taken_any.tiers

    def left(solution: Solution) -> int:
        return trios_left(n, [*met, *(pair for group in solution.groups for pair in group.pairs())])

    assert left(spared) > 1.02 * left(taken_any)
