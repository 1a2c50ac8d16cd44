"""Scores without structure: annealed as a matrix, the tiers above and the limits kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random
from time import perf_counter

import numpy as np
import pytest

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Occasion, Problem, RuleSetting, Sizes
from pairing.solver.solve import solve
from pairing.solver.tables import meetings, unstructured
from pairing.solver.tables.annealing import Annealing
from pairing.solver.tables.copies import Copies
from pairing.solver.tables.costs import combine
from pairing.solver.tables.effort import Effort
from pairing.solver.tables.hall import open_hall
from pairing.solver.tables.layers import Layer, centred, pair_costs
from pairing.solver.tables.looks import Every, Likely, harmful
from pairing.solver.tables.meetings import Meetings
from pairing.solver.tables.pace import FAIR, pace
from pairing.solver.tables.plan import plan_round
from pairing.solver.tables.unstructured import work_for
from pairing.tiers import Importance


@pytest.fixture(autouse=True)
def _short_runs(monkeypatch):
    monkeypatch.setattr(unstructured, "work_for", lambda *_, **__: (4, 400))


def scored(n: int, seed: int, **more) -> Problem:
    random = Random(seed)
    return Problem(
        practices=tuple(frozenset({random.randrange(4)}) for _ in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        scores={pair: random.randrange(-100, 1000) for pair in combinations(range(n), 2)},
        seed=seed,
        **({"sizes": Sizes(4, 5, 5)} | more),
    )


def random_matrix(n: int, seed: int) -> np.ndarray:
    random = Random(seed)
    matrix = np.zeros((n, n))
    for i, j in combinations(range(n), 2):
        matrix[i, j] = matrix[j, i] = random.randrange(1000)
    return matrix


def cost_of(matrix: np.ndarray, groups: list[list[int]]) -> float:
    return sum(matrix[i, j] for group in groups for i, j in combinations(group, 2))


def annealed(groups, matrix, steps, late=lambda: False) -> list[list[int]]:
    return Annealing(groups, matrix, (), copies=4, steps=steps, seed=1, late=late).run()


@pytest.mark.parametrize("scale", [1, 1 << 20], ids=["single precision", "double precision"])
@pytest.mark.parametrize("above", [[random_matrix(30, 2) // 700], []], ids=["a tier above", "none above"])
def test_copies_stay_what_fresh_ones_would_be_while_people_change_places(above, scale):
    matrix = random_matrix(30, 1) * scale
    groups = [list(range(7)), list(range(7, 13)), list(range(13, 19)), list(range(19, 25)), list(range(25, 30))]
    copies = Copies(groups, matrix, above, many=3, seed=1)
    sizes = set()
    for step in range(200):
        before = copies.cost[0].copy()
        copies.step(300.0 * scale)
        assert not above or (copies.cost[0] <= before).all()
        sizes.add(tuple(copies.sizes.tolist()))
        assert copies.own.costs.dtype == (np.float32 if scale == 1 else np.float64)
        if step % 50 == 49:
            copies.select(0.4)
        for layer, costs in zip((*copies.upper, copies.own), copies.cost, strict=True):
            fresh = Layer(layer.costs[:-1, :-1].astype(float), copies.grid, stay=layer.stay, lined=layer.lined)
            assert (
                fresh.costs.dtype
                == layer.costs.dtype
                == (np.float32 if scale == 1 or layer is not copies.own else np.float64)
            )
            assert (layer.joining == fresh.joining).all()
            assert (layer.between == fresh.between).all()
            assert (fresh.by_table(copies.grid).reshape(3, 5).sum(axis=1) == costs).all()
        for copy in copies.grid.reshape(3, -1):
            assert sorted(copy[copy != 30].tolist()) == list(range(30))
    assert len(sizes) > 1  # people went to empty seats
    assert {tuple(sorted(table)) for row in sizes for table in np.reshape(row, (3, 5)).tolist()} == {(5, 6, 6, 6, 7)}


def test_a_change_is_harmful_unless_a_stricter_tier_gains_by_it():
    first, second = np.array([-1.0, 0, 0, 0, 1, 1]), np.array([5.0, 5, 0, -5, -5, 0])
    assert harmful([first, second]).tolist() == [False, True, False, False, True, True]
    third = np.ones(6)
    assert harmful([first, second, third]).tolist() == [False, True, True, False, True, True]


def test_each_change_is_what_the_swap_makes():
    matrix = random_matrix(12, 3)
    groups = [list(range(start, start + 4)) for start in range(0, 12, 4)]
    grid = np.array(groups)
    meeting = next(iter(Meetings(1, 3, 4, 12, 1)))
    a, b = meeting.tables.tolist()
    changes = Layer(matrix, grid).changes(grid[meeting.tables], meeting.lines)
    for x, y in np.ndindex(4, 4):
        swapped = [list(group) for group in groups]
        swapped[a][x], swapped[b][y] = groups[b][y], groups[a][x]
        assert changes[0, x, y] == cost_of(matrix, swapped) - cost_of(matrix, groups)


def test_likely_swaps_change_what_every_look_says_and_are_of_those_who_lose_least():
    matrix, sizes = random_matrix(33, 3), (11, 12, 10)
    grid = np.full((3, 12), 33)
    for table, size in enumerate(sizes):
        grid[table, :size] = range(sum(sizes[:table]), sum(sizes[: table + 1]))
    grid[2] = np.roll(grid[2], 5)  # empty seats amid the others
    for meeting, moves in zip(Meetings(1, 3, 12, 33, 1), [False, True] * 6, strict=False):
        a, b = meeting.tables.tolist()
        seats = grid[meeting.tables]
        smaller = np.array([sizes[b] == sizes[a] + 1, sizes[a] == sizes[b] + 1]) if moves else None
        everything = Every(Layer(matrix, grid, stay=True), (), 12)(seats, meeting, smaller)
        layer = Layer(matrix, grid, lined=False)
        likely = Likely(layer, 12)(seats, meeting, smaller)
        x, y = likely.places
        assert likely.changes.shape == (1, 6, 6)
        assert (likely.changes[0] == everything.changes[0][np.ix_(x, y)]).all()
        lost = layer.losses(seats, meeting.lines)
        for side, places in enumerate((x, y)):
            mayhap = (seats[side] < 33) | (smaller is not None and smaller[side])
            others = sorted(set(np.flatnonzero(mayhap)) - set(places))
            assert set(places) <= set(np.flatnonzero(mayhap))
            assert lost[side][places].max() <= lost[side][others].min()


def test_the_worst_copies_give_way_to_the_best():
    copies = Copies([list(range(5)), list(range(5, 10))], random_matrix(10, 4), (), many=4, seed=1)
    for _ in range(5):
        copies.step(1e6)
    before = sorted(copies.cost[0].tolist())
    assert len(set(before)) > 2
    copies.select(0.5)
    assert sorted(copies.cost[0].tolist()) == sorted(before[:2] * 2)


def test_less_of_the_same_for_every_pair_leaves_the_order():
    matrix = random_matrix(9, 5)
    groups, others = ([0, 1, 2, 3], [4, 5, 6, 7, 8]), ([4, 1, 2, 8], [0, 5, 6, 7, 3])
    less = centred(matrix)
    assert cost_of(less, groups) - cost_of(less, others) == cost_of(matrix, groups) - cost_of(matrix, others)
    assert np.abs(less).max() <= 500 < matrix.max()


def test_the_clock_has_no_say_while_the_steps_suffice():
    assert list(pace(400, lambda: False, 100.0, lambda: 0.0)) == [step / 400 for step in range(400)]


def test_a_search_without_time_for_its_steps_ends_all_the_same():
    now = iter(range(10_000))
    elapsed = [0]

    def clock() -> float:
        elapsed[0] = next(now)
        return elapsed[0]

    shares = list(pace(100 * FAIR, lambda: elapsed[0] >= 60, 60.0, clock))
    assert shares == sorted(shares)
    assert shares[:FAIR] == [step / (100 * FAIR) for step in range(FAIR)]
    assert shares[-1] == 1.0
    assert FAIR < len(shares) < 100 * FAIR


def test_hidden_tables_that_cost_nothing_are_found():
    n, size = 40, 5
    hidden = list(range(n))
    Random(3).shuffle(hidden)
    matrix = random_matrix(n, 4) + 1
    for start in range(0, n, size):
        table = hidden[start : start + size]
        matrix[np.ix_(table, table)] = 0
    np.fill_diagonal(matrix, 0)
    groups = [list(range(start, start + size)) for start in range(0, n, size)]
    found = annealed(groups, matrix, 1500)
    assert cost_of(matrix, found) == 0


def test_uneven_sizes_stay_and_the_cost_falls():
    matrix = random_matrix(30, 5)
    groups = [list(range(7)), list(range(7, 13)), list(range(13, 19)), list(range(19, 25)), list(range(25, 30))]
    found = annealed(groups, matrix, 600)
    assert sorted(map(len, found)) == [5, 6, 6, 6, 7]
    assert sorted(seat for group in found for seat in group) == list(range(30))
    assert cost_of(matrix, found) < 0.8 * cost_of(matrix, groups)


def test_two_long_tables_have_lots_enough(monkeypatch):
    monkeypatch.setattr(meetings, "LOTS", 16)
    matrix = random_matrix(30, 6)
    groups = [list(range(15)), list(range(15, 30))]
    found = annealed(groups, matrix, 200)
    assert cost_of(matrix, found) < cost_of(matrix, groups)


def test_the_clock_breaks_it_off_with_the_best_so_far():
    matrix = random_matrix(30, 6)
    groups = [list(range(start, start + 5)) for start in range(0, 30, 5)]
    assert annealed(groups, matrix, 600, late=lambda: True) == groups


OFF = RuleSetting(Importance.OFF)
ABOVE = {
    "pair costs alone": {"rules": {"table_spread": OFF, "role_mix": OFF}},
    "policy": {},
    "hosts": {"host": tuple(seat % 5 == 0 for seat in range(33))},
    "met": {"sizes": Sizes(6, 7, 6), "met": {(i, i + 1): 1 + i % 5 for i in range(32)}},
    "a must of tables": {"rules": {"table_spread": RuleSetting(Importance.MUST)}},
}


@pytest.mark.parametrize("more", ABOVE.values(), ids=ABOVE)
def test_annealing_harms_no_tier_above(more):
    problem = scored(33, 7, **more)
    rules = compile_rules(problem)
    tier = [rule.name for rule in rules].index("scores")
    random = Random(1)
    plan = plan_round(problem, rules, frozenset(), random)
    hall = open_hall(problem, rules, plan, random, Effort.for_people(33, perf_counter() + 60))
    search, floor = hall.search, hall.floor
    search.run(range(tier))
    before = [search.cost(above) for above in range(tier + 1)]
    floor.read_down_to(tier)
    floor.restore(unstructured.anneal_scores(floor, search.limits, tier, 1, late=lambda: False))
    after = [search.cost(above) for above in range(tier + 1)]
    assert after < before
    assert after[:tier] == before[:tier]  # at their bounds already


@pytest.mark.slow
def test_scores_above_the_practices_are_annealed_first():
    problem = scored(19, 8)
    first = replace(
        problem, rules={"scores": RuleSetting(Importance.HIGH), "different_practice": RuleSetting(Importance.LOW)}
    )
    cost = {tier.rule: tier.cost for tier in solve(first).tiers}["scores"]
    assert cost < {tier.rule: tier.cost for tier in solve(problem).tiers}["scores"]


def test_occasions_and_cover_hold_while_scores_are_annealed():
    random = Random(9)
    problem = scored(
        32,
        9,
        sizes=Sizes(4, 6, 5),
        occasions=tuple(Occasion(3, 6, frozenset({k})) for k in range(3)),
        may_attend=tuple(random.choice((7, 7, 3, 5, 6)) for _ in range(32)),
        cover_keys=tuple(frozenset({random.randrange(6)}) for _ in range(32)),
        cover_caps=dict.fromkeys(range(6), 4),
    )
    solution = solve(problem)  # the plain check runs inside and refuses a broken must
    assert not solution.left_out
    for group in solution.groups:
        assert all(problem.may_attend[seat] >> group.occasion & 1 for seat in group.seats)


def test_the_same_seed_gives_the_same_tables():
    problem = scored(20, 10)
    assert solve(problem).groups == solve(problem).groups


def test_meetings_and_few_wishes_are_no_unstructured_scores():
    n = 30
    met = scored(n, 1, met={pair: 1 + sum(pair) % 12 for pair in combinations(range(n), 2)})
    few = replace(met, met={}, scores={pair: 7 * sum(pair) for pair in combinations(range(12), 2)})
    for problem, unstructured_rules in ((met, ["scores"]), (few, [])):
        rules = compile_rules(problem)
        costs = combine(rules, n, 5)
        found = [rule.name for tier, rule in enumerate(rules) if unstructured.is_unstructured(costs, tier)]
        assert found == unstructured_rules


def test_pair_costs_are_those_of_the_terms():
    problem = scored(20, 11, met={(0, 1): 2, (3, 9): 5})
    rules = compile_rules(problem)
    costs = combine(rules, problem.n, 5)
    for tier, rule in enumerate(rules):
        if rule.name in ("different_practice", "no_repeat", "scores"):
            matrix = pair_costs(costs, tier)
            for i, j in combinations(range(20), 2):
                assert matrix[i, j] == matrix[j, i] == sum(term.of_group((i, j)) for term in rule.group_terms)


def test_work_grows_with_people_until_it_is_enough():
    rounds = ((60, 6), (120, 10), (240, 12), (480, 20))
    assert [work_for(people, tables, free=False)[0] for people, tables in rounds] == [16, 16, 8, 3]
    assert [work_for(people, tables, free=True)[0] for people, tables in rounds] == [64, 64, 53, 32]
    for free in (False, True):
        steps = [work_for(people, people // 10, free=free)[1] for people in (20, 60, 120, 240)]
        assert steps == sorted(steps)
        assert min(work_for(1, 1, free=free)) > 0
    for people in (240, 480, 960, 1200):
        copies, some = work_for(people, people // 20, free=False)
        assert some * (copies * people * 10 + unstructured.STEP) <= unstructured.MOST_WORK
        for tables in (2, people // 20, people // 5):
            copies, some = work_for(people, tables, free=True)
            assert copies * people <= unstructured.SEATS
            assert copies * tables <= 2 * max(unstructured.PAIRS, tables)
            assert some <= unstructured.MOST_LIKELY_STEPS


def with_planted_tables(n: int, size: int, seed: int) -> Problem:
    """Tables where any two are wished for, and a few other wishes and reservations a person: no round costs less."""
    random = Random(seed)
    order = random.sample(range(n), n)
    tables = [sorted(order[first : first + size]) for first in range(0, n, size)]
    scores = {pair: -50 for table in tables for pair in combinations(table, 2)}
    for _ in range(8 * n):
        scores.setdefault(tuple(sorted(random.sample(range(n), 2))), random.randint(-40, 50))  # type: ignore[arg-type]
    rules = {"scores": RuleSetting(Importance.HIGH), "role_mix": RuleSetting(Importance.OFF)}
    return Problem((frozenset(),) * n, (0,) * n, Sizes(size, size, size), scores=scores, rules=rules)


@pytest.mark.parametrize("n", [120, pytest.param(300, marks=pytest.mark.slow)])
def test_tables_planted_in_a_few_wishes_are_found_and_proved(n, monkeypatch):
    monkeypatch.setattr(unstructured, "work_for", work_for)

    found = solve(with_planted_tables(n, 6, n), seconds=600).tiers[-1]

    assert (found.cost, found.proved) == (-50 * n * 5 // 2, True)
