"""The two halves of every rule say the same of any round, good or bad."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sparing import some_of

from pairing.solver.rules import CATALOGUE
from pairing.solver.terms import RoundTerm

SEED = st.integers(0, 2**32)
BY_NAME = pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.NAME)


def total(terms, groups, left_out):
    cost = 0
    for term in terms:
        if isinstance(term, RoundTerm):
            cost += term.of_round(groups, left_out)
        else:
            cost += sum(term.of_group(group.seats) for group in groups)
    return cost


@BY_NAME
@settings(max_examples=some_of(60))
@given(seed=SEED, tables=st.booleans())
def test_terms_cost_what_the_plain_half_counts(rule, seed, tables, make_problem, make_round):
    random = Random(seed)
    problem = make_problem(random, most=12, tables=tables)
    groups, left_out = make_round(random, problem)

    plain = sum(case.cost for case in rule.violations(groups, left_out, problem))

    assert total(rule.terms(problem), groups, left_out) == plain


@BY_NAME
def test_many_rounds_agree_and_some_of_them_cost_something(rule, make_problem, make_round):
    random = Random(rule.NAME)
    costs = []
    for _ in range(some_of(200)):
        problem = make_problem(random, most=12, tables=random.random() < 0.6)
        groups, left_out = make_round(random, problem)
        plain = sum(case.cost for case in rule.violations(groups, left_out, problem))
        assert total(rule.terms(problem), groups, left_out) == plain
        costs.append(plain)

    assert any(costs), "no round broke this rule: the test could not have failed"
    assert not all(costs), "every round broke this rule"


@BY_NAME
@settings(max_examples=some_of(30))
@given(seed=SEED, tables=st.booleans())
def test_pairs_and_trios_at_once_cost_what_each_costs_alone(rule, seed, tables, make_problem):
    random = Random(seed)
    problem = make_problem(random, most=9, tables=tables)
    trios_here = np.array(_trios(problem.n), dtype=np.int64).reshape(-1, 3)
    i, j, k = trios_here[:, 0], trios_here[:, 1], trios_here[:, 2]
    for term in rule.terms(problem):
        if isinstance(term, RoundTerm):
            continue
        low, high = term.reach
        pairs = [term.of_group(pair) for pair in zip(i.tolist(), j.tolist(), strict=True)]
        trios = [term.of_group(trio) for trio in zip(i.tolist(), j.tolist(), k.tolist(), strict=True)]

        assert term.of_pairs(i, j).tolist() == pairs
        assert term.of_pairs(j, i).tolist() == pairs
        assert term.of_trios(i, j, k).tolist() == trios
        assert all(low <= cost <= high for cost in pairs + trios)


def _trios(n):
    return [(a, b, c) for a in range(n) for b in range(a + 1, n) for c in range(b + 1, n)]


@BY_NAME
@settings(max_examples=some_of(60))
@given(seed=SEED, tables=st.booleans())
def test_no_round_costs_less_than_the_counting_bound(rule, seed, tables, make_problem, make_round):
    random = Random(seed)
    problem = make_problem(random, most=9, tables=tables)
    groups, left_out = make_round(random, problem)
    sizes = [len(group.seats) for group in groups]

    for term in rule.terms(problem):
        assert term.bound(sizes) <= total([term], groups, left_out)


@pytest.mark.parametrize("tables", [False, True])
def test_the_counting_bound_is_below_the_cheapest_of_all_rounds(tables, make_problem, partitions):
    random = Random(17)
    met = 0
    rounds = some_of(60)
    for _ in range(rounds):
        problem = make_problem(random, most=6, tables=tables)
        terms = [term for rule in CATALOGUE for term in rule.terms(problem) if not isinstance(term, RoundTerm)]
        least = {}
        for groups in partitions(list(range(problem.n))):
            sizes = tuple(sorted(map(len, groups)))
            for number, term in enumerate(terms):
                cost = sum(term.of_group(group) for group in groups)
                least[number, sizes] = min(cost, least.get((number, sizes), cost))
        for (number, sizes), cost in least.items():
            bound = terms[number].bound(sizes)
            assert bound <= cost, (terms[number], sizes)
            met += 0 < bound == cost

    assert met > 2 * rounds, "a bound that is never met proves nothing"


def test_every_rule_offers_what_a_rule_offers():
    for rule in CATALOGUE:
        assert rule.SENTENCE.endswith(".")
        assert all(text.endswith(".") for _, text in rule.PARAMETERS.values())
        assert rule.__name__.rpartition(".")[2] == rule.NAME
