"""Tables with every rule, occasions and cover, against every round there is: musts, bounds, impossibility."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from sparing import slow_but

from pairing.solver.check import structure_faults
from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.draft import Draft
from pairing.solver.problem import Problem
from pairing.solver.solution import Group
from pairing.solver.tables import seat as seat_round
from pairing.solver.tables.rescue import rescue

MOST_ROUNDS = 40_000  # problems with more are passed over


def every_round(problem: Problem, partitions) -> Iterator[Draft]:
    """All rounds of allowed sizes, at all occasions with room for them."""
    allowed = set(problem.exact_sizes or range(problem.sizes.smallest, problem.sizes.largest + 1))
    places = list(range(len(problem.occasions))) or [None]
    for groups in partitions(range(problem.n)):
        if {len(seats) for seats in groups} <= allowed:
            placed = {seat for seats in groups for seat in seats}
            left_out = tuple(seat for seat in range(problem.n) if seat not in placed)
            for where in product(places, repeat=len(groups)):
                seated = [Group(tuple(sorted(seats)), place) for seats, place in zip(groups, where, strict=True)]
                yield Draft(tuple(seated), left_out, ())


def paid(rules: tuple[CompiledRule, ...], draft: Draft) -> tuple[int, ...]:
    return tuple(rule.cost(draft.groups, draft.left_out) for rule in rules)


def musts_met(rules: tuple[CompiledRule, ...], costs: tuple[int, ...]) -> bool:
    return all(cost <= 0 for rule, cost in zip(rules, costs, strict=True) if rule.hard)


def sizes_of(draft: Draft) -> list[int]:
    return sorted(len(group.seats) for group in draft.groups)


def check_against_every_round(problem: Problem, partitions) -> None:
    rules = compile_rules(problem)
    everything = []
    for number, draft in enumerate(every_round(problem, partitions)):
        if number > MOST_ROUNDS:
            return
        if not structure_faults(draft, problem):
            costs = paid(rules, draft)
            if musts_met(rules, costs):
                everything.append((sizes_of(draft), costs))
    found = seat_round(problem, rules, seconds=60)
    if found is None:
        assert not everything, "called impossible"
        return
    assert not structure_faults(found, problem)
    costs = paid(rules, found)
    assert everything, "musts clash, and no proof was found"
    assert musts_met(rules, costs), "a round exists that meets the musts"
    rivals = [each for sizes, each in everything if sizes == sizes_of(found)]
    heads = next((tier for tier, rule in enumerate(rules) if rule.name == "everyone_placed"), None)
    for tier, (rule, bound) in enumerate(zip(rules, found.bounds, strict=True)):
        least = min(each[tier] for each in rivals if each[:tier] == costs[:tier])
        assert bound <= least, f"{rule.name} says {bound}, a round of these sizes costs {least}"
        if tier == heads:
            above = [other for other in range(tier) if rules[other].round_terms]
            given = [each for _, each in everything if all(each[other] == costs[other] for other in above)]
            assert bound <= min(each[tier] for each in given), "whatever the sizes"


def some_problem(seed: int, make_problem) -> Problem:
    random = Random(seed)
    return make_problem(random, most=6, tables=True)


@pytest.mark.parametrize("block", slow_but(range(6), 0))
def test_no_bound_is_above_any_round_and_no_must_is_broken(block: int, make_problem, partitions) -> None:
    for seed in range(15):
        check_against_every_round(some_problem(1000 * block + seed, make_problem), partitions)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(12))
def test_no_bound_is_above_any_of_thousands_of_rounds(block: int, make_problem, partitions) -> None:
    for seed in range(100):
        check_against_every_round(some_problem(100_000 + 1000 * block + seed, make_problem), partitions)


@pytest.mark.parametrize("block", slow_but(range(4), 0, 1))
def test_tables_chosen_for_the_musts_place_as_many_as_any_round(block: int, make_problem, partitions) -> None:
    """Asked for directly: in most rounds the search meets the musts by itself."""
    for seed in range(20):
        problem = some_problem(5000 + 100 * block + seed, make_problem)
        rules = compile_rules(problem)
        rounds = [draft for draft in every_round(problem, partitions) if not structure_faults(draft, problem)]
        rounds = [draft for draft in rounds if musts_met(rules, paid(rules, draft))]
        found = rescue(problem, rules, 60.0)
        assert found is not None
        assert found.exists == bool(rounds)
        if found.exists:
            groups = tuple(Group(seats, place) for seats, place in zip(found.groups, found.occasions, strict=True))
            placed = {seat for seats in found.groups for seat in seats}
            draft = Draft(groups, tuple(seat for seat in range(problem.n) if seat not in placed), ())
            assert not structure_faults(draft, problem)
            assert musts_met(rules, paid(rules, draft))
            assert len(draft.left_out) == min(len(each.left_out) for each in rounds)


def test_the_sample_holds_all_kinds_of_problems(make_problem) -> None:
    kinds = Counter[str]()
    for block in range(6):
        for seed in range(15):
            problem = some_problem(1000 * block + seed, make_problem)
            kinds["occasions"] += bool(problem.occasions)
            kinds["dates"] += bool(problem.may_attend)
            kinds["exact sizes"] += problem.exact_sizes is not None
            kinds["two musts"] += sum(rule.hard for rule in compile_rules(problem)) > 2
    assert min(kinds.values()) >= 5, kinds
