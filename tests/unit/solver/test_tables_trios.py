"""Of three people, at most one table holds two: true of every round, broken by parts of tables, charged exactly."""

from __future__ import annotations

from itertools import combinations
from math import inf
from random import Random

import numpy as np
import pytest

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Problem, RuleSetting, Sizes
from pairing.solver.tables.bargains import Bargains
from pairing.solver.tables.columns import settle
from pairing.solver.tables.costs import combine
from pairing.solver.tables.effort import Means
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.quest import Questions
from pairing.solver.tables.trios import Charges, broken
from pairing.tiers import Importance


@pytest.mark.parametrize("seed", range(20))
def test_what_lies_between_people_and_the_rest_is_the_charge(seed: int) -> None:
    random = Random(seed)
    people, size = 9, random.randint(1, 6)
    every = list(combinations(range(people), 3))
    trios = tuple(random.sample(every, random.randint(0, 8)))
    charges = Charges(trios, tuple(random.randint(1, 50) for _ in trios), people)
    tables = np.array([sorted(random.sample(range(people), size)) for _ in range(30)], dtype=np.int64)
    told, rest = charges.of_tables(tables), charges.rest(tables)
    for table, charge, beyond in zip(tables.tolist(), told.tolist(), rest.tolist(), strict=True):
        held = [len(set(trio) & set(table)) > 1 for trio in trios]
        assert charge == sum(price for price, two in zip(charges.charges, held, strict=True) if two)
        assert beyond == charge - sum(int(charges.between[i, j]) for i, j in combinations(table, 2)) >= 0


@pytest.mark.parametrize("seed", range(10))
def test_no_round_breaks_a_trio(seed: int) -> None:
    random = Random(seed)
    people = list(range(15))
    random.shuffle(people)
    tables = [tuple(people[at : at + size]) for at, size in ((0, 5), (5, 4), (9, 3), (12, 2), (14, 1))]
    assert broken([(table, 1.0) for table in tables], 15) == []


def test_three_half_tables_round_three_people_break_a_trio() -> None:
    halves = [((0, 1, 3), 0.5), ((1, 2, 4), 0.5), ((0, 2, 5), 0.5), ((3, 4, 5), 0.5)]
    assert broken(halves, 6)[0] == (0, 1, 2)


@pytest.mark.parametrize("shown", [[(0, 1), (2, 3), (4, 5)], [(0, 3), (1, 4), (2, 5)]], ids=["best", "worst"])
def test_the_linear_bound_does_not_pair_by_halves(shown: list[tuple[int, int]]) -> None:
    """Two rings of three who all know the other ring: parts of pairs cost nothing, every round one repeat."""
    met = {(i, j): 1 for i in range(3) for j in range(3, 6)}
    rules = {"no_repeat": RuleSetting(Importance.HIGH)}
    problem = Problem((frozenset(),) * 6, (0,) * 6, Sizes(2, 2, 2), exact_sizes=(2, 2, 2), met=met, rules=rules)
    compiled = compile_rules(problem)
    tier = [rule.name for rule in compiled].index("no_repeat")
    floor = Floor(combine(compiled, 6, 2), shown, ())
    paid = floor.costs.digit(floor.total, tier)
    repeats = sum(pair in met for pair in shown)
    quest = Questions(compiled, 6).about(floor, tier)
    assert settle(quest, shown, paid, means=Means(0, 0.0), seconds=60).bound == paid // repeats


def test_the_search_for_tables_ends_at_the_deadline() -> None:
    nothing = np.zeros((8, 8), dtype=np.int64)
    bargains = Bargains(nothing[0], nothing, lambda tables: nothing[0][tables[:, 0]], 10**6, deadline=-inf)
    with pytest.raises(TooMuchWork):
        bargains.cheapest(3, 10**6)
