"""Small rounds take short cuts, and are what they would be without."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from math import inf
from random import Random

import numpy as np
import pytest
from drawn_network import a_network

from pairing.solver import pairs
from pairing.solver.compile import compile_rules, costs_of
from pairing.solver.matching import assignment, edges, field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.triangles import trios_among
from pairing.solver.matching.trio import TrioSearch
from pairing.solver.terms import Clash, Listed, looked_up


@pytest.mark.parametrize("n", [2, 3, 24, 25, 60, 61])
@pytest.mark.parametrize("practices", [1, 2, 5])
def test_an_array_for_every_two_changes_nothing(n, practices, people, monkeypatch):
    problem = a_network(people, n, n, practices=practices)
    short = pairs.match(problem, compile_rules(problem))

    monkeypatch.setattr(assignment, "BOARD", 0)
    monkeypatch.setattr(field, "WHOLE", 0)
    monkeypatch.setattr(looked_up, "SEATS", 0)
    long = pairs.match(problem, compile_rules(problem))

    assert short is not None
    assert long is not None
    assert short.costs == long.costs == short.bounds == long.bounds


@pytest.mark.parametrize("seed", range(12))
def test_the_engine_counts_what_a_round_costs_as_the_terms_do(seed, people):
    """With wishes, people whom few may meet, people left out and trios, late or not."""
    random = Random(seed)
    n = random.choice([7, 10, 11, 26, 27])
    everyone = [(i, j) for i in range(n) for j in range(i + 1, n)]
    problem = a_network(
        people,
        n,
        seed,
        practices=random.choice([1, 2, 3]),
        apart=frozenset(pair for pair in everyone if pair[0] == 0 or random.random() < 0.2),
        scores={pair: random.randint(-5, 5) for pair in everyone if random.random() < 0.3},
        turns_missed=tuple(random.randrange(3) for _ in range(n)),
    )
    rules = compile_rules(problem)

    draft = pairs.match(problem, rules, seconds=random.choice([0, 30]))

    assert draft is not None
    assert list(draft.costs) == costs_of(rules, draft.groups, draft.left_out)


def test_who_may_ask_whom_is_the_same_from_an_array(monkeypatch):
    random = Random(3)
    pairs_of = [(a, b) for a in range(9) for b in range(a + 1, 9) if random.random() < 0.5]
    i, j = np.array(pairs_of).T
    cost = np.array([random.randint(-7, 7) for _ in pairs_of])
    usual = assignment._with_oneself(9, i, j, cost, 28)

    monkeypatch.setattr(assignment, "BOARD", 0)
    sorted_ = assignment._with_oneself(9, i, j, cost, 28)

    for name in ("tail", "head", "cost"):
        assert getattr(usual, name).tolist() == getattr(sorted_, name).tolist()


def test_more_trios_are_tried_where_the_first_few_do_not_do(people):
    ladder = Ladder(compile_rules(a_network(people, 21, 3)), 21).level
    assert ladder is not None
    search = TrioSearch(ladder, field.Field(ladder, range(21)), inf)
    fractional = search.matcher.prices()
    assert fractional is not None

    pool = search.matcher.pool
    expected = [three for _, three in trios_among(ladder, pool.i, pool.j, fractional.prices, 200).found]

    tried = []
    for _, three in islice(search._promising(fractional), len(expected)):
        search.solved.add(three)  # as if it had left the others without partners
        tried.append(three)

    assert len(expected) > 8
    assert tried == expected


def test_every_two_of_some_are_told_as_numpy_does():
    for n in range(12):
        assert np.array_equal(edges.two_of(np.arange(n)), np.triu_indices(n, 1))


def test_who_is_on_no_list_costs_nothing():
    listed = Listed({(0, 2): 3, (1, 2): -1})
    i, j = np.array([0, 2, 1, 0, 3, 7, 1]), np.array([2, 0, 2, 1, 5, 2, 5])

    assert listed.of_pairs(i, j).tolist() == [3, 3, -1, 0, 0, 0, 0]
    assert Listed({}).of_pairs(i, j).tolist() == [0] * 7


def test_two_clash_whether_all_have_one_value_or_some_have_more():
    one = Clash((frozenset({1}), frozenset({2}), frozenset({1})), cost=4)
    more = Clash((frozenset({1}), frozenset({2, 1}), frozenset()), cost=4)
    i, j = np.array([0, 0, 1]), np.array([1, 2, 2])

    assert one.of_pairs(i, j).tolist() == [0, 4, 0]
    assert more.of_pairs(i, j).tolist() == [4, 0, 0]


def test_a_small_odd_round_loads_nothing_more_of_numpy():
    """Masked arrays take longer to import than the round takes."""
    program = """
import sys
from pairing.solver.problem import Problem, Sizes
from pairing.solver.solve import solve
for n in (30, *range(31, 60, 2)):
    practices = tuple(frozenset({p % 3}) for p in range(n))
    solve(Problem(practices=practices, role=(0,) * n, sizes=Sizes(2, 3, 2), met={(0, 1): 1, (4, 9): 2}))
sys.exit("numpy.ma" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
