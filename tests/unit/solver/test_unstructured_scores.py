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
from pairing.solver.tables import annealing, engine, unstructured
from pairing.solver.tables.annealing import Annealing, steps_for
from pairing.solver.tables.costs import combine
from pairing.solver.tables.effort import Effort
from pairing.solver.tables.layers import Layer, pair_costs
from pairing.solver.tables.plan import plan_round
from pairing.tiers import Importance


@pytest.fixture(autouse=True)
def _short_runs(monkeypatch):
    monkeypatch.setattr(unstructured, "steps_for", lambda *_: 400)


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


def test_a_layer_stays_what_a_fresh_one_would_be_while_people_change_places():
    matrix = random_matrix(11, 1)
    grid = np.array([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]])  # 11: the empty seat
    layer = Layer(matrix, grid)
    for a, x, b, y in ((0, 1, 1, 2), (2, 3, 0, 0), (1, 0, 2, 3)):
        rows = np.array([a]), np.array([b])
        promised = layer.changes(*rows)[0, x, y]
        before = layer.cost
        layer.swap(rows[0], np.array([x]), rows[1], np.array([y]))
        grid[a, x], grid[b, y] = grid[b, y], grid[a, x]
        fresh = Layer(matrix, grid)
        assert layer.cost - before == promised
        assert (layer.between == fresh.between).all()
        assert (layer.joining == fresh.joining).all()


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
    found = Annealing(groups, matrix, (), 1500, 1, lambda: False).run()
    assert cost_of(matrix, found) == 0


def test_uneven_sizes_stay_and_the_cost_falls():
    matrix = random_matrix(30, 5)
    groups = [list(range(7)), list(range(7, 13)), list(range(13, 19)), list(range(19, 25)), list(range(25, 30))]
    found = Annealing(groups, matrix, (), 600, 1, lambda: False).run()
    assert sorted(map(len, found)) == [5, 6, 6, 6, 7]
    assert sorted(seat for group in found for seat in group) == list(range(30))
    assert cost_of(matrix, found) < 0.8 * cost_of(matrix, groups)


def test_two_long_tables_have_lots_enough(monkeypatch):
    monkeypatch.setattr(annealing, "LOTS", 16)
    matrix = random_matrix(30, 6)
    groups = [list(range(15)), list(range(15, 30))]
    found = Annealing(groups, matrix, (), 200, 1, lambda: False).run()
    assert cost_of(matrix, found) < cost_of(matrix, groups)


def test_the_clock_breaks_it_off_with_the_best_so_far():
    matrix = random_matrix(30, 6)
    groups = [list(range(start, start + 5)) for start in range(0, 30, 5)]
    assert Annealing(groups, matrix, (), 600, 1, lambda: True).run() == groups


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
    hall = engine._open(problem, rules, plan, random, Effort.for_people(33, perf_counter() + 60))
    search, floor = hall.search, hall.floor
    search.run(range(tier))
    before = [search.cost(above) for above in range(tier + 1)]
    floor.read_down_to(tier)
    floor.restore(unstructured.anneal_scores(floor, search.limits, tier, 1, lambda: False))
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


def test_steps_grow_with_people_until_the_work_is_enough():
    assert steps_for(60, 10) == 330 * 60
    assert 330 * 240 < steps_for(240, 12) < 1.8 * 240**2
    assert steps_for(960, 24) < steps_for(480, 20) < 1.8 * 480**2
    assert steps_for(1, 1) > 0
