"""Tables with every rule, occasions and cover, against every round there is: musts, bounds, impossibility."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from pairing.solver.check import structure_faults
from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.draft import Draft
from pairing.solver.problem import Problem
from pairing.solver.solution import Group
from pairing.solver.tables import seat as seat_round

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
                everything.append((sizes_of(draft), costs, len(draft.left_out)))
    found = seat_round(problem, rules, seconds=60)
    if found is None:
        assert not everything, "called impossible"
        return
    assert not structure_faults(found, problem)
    costs = paid(rules, found)
    assert everything, "musts clash, and no proof was found"
    assert musts_met(rules, costs), "a round exists that meets the musts"
    rivals = [each for sizes, each, _ in everything if sizes == sizes_of(found)]
    heads = next((tier for tier, rule in enumerate(rules) if rule.name == "everyone_placed"), None)
    for tier, (rule, bound) in enumerate(zip(rules, found.bounds, strict=True)):
        least = min(each[tier] for each in rivals if each[:tier] == costs[:tier])
        assert bound <= least, f"{rule.name} says {bound}, a round of these sizes costs {least}"
        if tier == heads:
            assert bound <= min(left_out for _, _, left_out in everything)


def some_problem(seed: int, make_problem) -> Problem:
    random = Random(seed)
    return make_problem(random, most=6, tables=True)


@pytest.mark.parametrize("block", range(6))
def test_no_bound_is_above_any_round_and_no_must_is_broken(block: int, make_problem, partitions) -> None:
    for seed in range(15):
        check_against_every_round(some_problem(1000 * block + seed, make_problem), partitions)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(40))
def test_no_bound_is_above_any_of_thousands_of_rounds(block: int, make_problem, partitions) -> None:
    for seed in range(100):
        check_against_every_round(some_problem(100_000 + 1000 * block + seed, make_problem), partitions)


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
