"""Seating a round: sizes and occasions, search, and what is proven about the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from time import perf_counter

from pairing.solver.compile import CompiledRule
from pairing.solver.draft import Draft
from pairing.solver.group_count import size_numbers
from pairing.solver.problem import Problem
from pairing.solver.solution import Group
from pairing.solver.tables.costs import combine
from pairing.solver.tables.effort import Effort
from pairing.solver.tables.exact import MOST_PEOPLE, TooLarge, best_round, best_sizes
from pairing.solver.tables.hall import Hall, open_hall
from pairing.solver.tables.insisting import insist
from pairing.solver.tables.leaving import at_workable_sizes, leave_out
from pairing.solver.tables.plan import Plan, fewest_left_out, plan_round, unplaceable
from pairing.solver.tables.rescue import Rescue, rescue
from pairing.solver.tables.sparing import Sparing
from pairing.solver.tables.workable import holds_nobody_back
from pairing.solver.terms import Unseated


def seat(problem: Problem, rules: Sequence[CompiledRule], *, seconds: float) -> Draft | None:
    """
    A round of tables with a proven bound for every tier, given the number and sizes of its groups.

    None only when it is proven that no round meets the musts. A round that breaks a must is
    handed back as timed out: nothing better was found, and that there is nothing is not proven.
    As many as sizes, occasions and musts allow are placed, whatever the importance of that rule.
    ``seconds`` only breaks the search off; within them the same seed gives the same round.
    """
    random = Random(problem.seed)  # noqa: S311 - a draw of lots, not a secret
    deadline = perf_counter() + seconds
    outside = unplaceable(problem, rules)
    plan = plan_round(problem, rules, outside, random, deadline)
    if any(rule.hard and cost > 0 for rule, cost in zip(rules, plan.absences, strict=True)):
        return None
    musts = sum(rule.hard for rule in rules)
    effort = Effort.for_people(problem.n, deadline)
    hall = open_hall(problem, rules, plan, random, effort)
    hall.search.run(range(musts))
    if any(hall.search.cost(tier) > 0 for tier in range(musts)):
        rescued = rescue(problem, rules, deadline - perf_counter())
        if rescued is not None and not rescued.exists:
            return None
        if rescued is not None:
            hall = open_hall(problem, rules, _rescued(problem, rescued, plan), random, effort, before=hall)
        elif insist(hall.search, rules):
            pass
        elif not _must_place_all(rules):
            hall = leave_out(problem, rules, at_workable_sizes(problem, rules, hall, random, effort), random, effort)
        elif not holds_nobody_back(problem, rules):
            return None
    hall.search.run(range(musts, len(rules)))
    hall.search.stroll()
    Sparing(hall.floor, hall.search.limits, deadline).run(problem, rules, random.getrandbits(64))
    draft = _draft(hall, rules)
    if problem.occasions or problem.n > MOST_PEOPLE or (_at_bounds(hall) and not draft.timed_out):
        return draft
    if perf_counter() > deadline and _stands(hall, musts, problem):
        return draft
    return _solved_outright(problem, rules, hall, draft)


def _at_bounds(hall: Hall) -> bool:
    """True when every tier is at its bound."""
    return not any(hall.search.above_bound(tier) for tier in range(len(hall.search.bounds)))


def _stands(hall: Hall, musts: int, problem: Problem) -> bool:
    """True when every must is met and nobody is left out whom the sizes have room for."""
    out = hall.floor.groups[hall.floor.pool]
    return all(hall.search.cost(tier) <= 0 for tier in range(musts)) and len(out) <= fewest_left_out(problem, problem.n)


def _solved_outright(problem: Problem, rules: Sequence[CompiledRule], hall: Hall, draft: Draft) -> Draft | None:
    """The optimum of a small round; the draft as it is where that is too much work.

    The draft's groups stay when they are as good: chance chose them among equals.
    """
    musts, sizes, notes = sum(rule.hard for rule in rules), hall.plan.sizes, draft.notes
    try:
        if draft.timed_out or len(draft.left_out) > fewest_left_out(problem, problem.n):
            broken, sizes = best_sizes(problem, combine(rules, problem.n, problem.n), musts)
            if broken > 0:
                return None
            notes = (("sizes", size_numbers(problem.n, sizes)),)
        costs = combine(rules, problem.n, max(sizes, default=1))
        cost, groups = best_round(costs, sizes)
    except TooLarge:
        return draft
    bounds = tuple(costs.digit(cost, tier) for tier in range(len(rules)))
    if sorted(sizes) == sorted(hall.plan.sizes) and cost == hall.floor.total:
        return replace(draft, bounds=bounds, timed_out=False)
    placed = {seat for group in groups for seat in group}
    return Draft(
        groups=tuple(sorted((Group(seats) for seats in groups), key=lambda group: group.seats)),
        left_out=tuple(seat for seat in range(problem.n) if seat not in placed),
        bounds=bounds,
        notes=notes,
        timed_out=any(rule.hard and bound > 0 for rule, bound in zip(rules, bounds, strict=True)),
    )


def _rescued(problem: Problem, rescued: Rescue, plan: Plan) -> Plan:
    """The plan with tables that meet every must; what absences cost at least was proven before."""
    placed = {seat for group in rescued.groups for seat in group}
    numbers = size_numbers(problem.n, [len(group) for group in rescued.groups])
    return Plan(
        groups=rescued.groups,
        occasions=rescued.occasions,
        left_out=tuple(seat for seat in range(problem.n) if seat not in placed),
        absences=plan.absences,
        notes=(("sizes", numbers),),
    )


def _must_place_all(rules: Sequence[CompiledRule]) -> bool:
    """True when placing everybody is a must itself."""
    return any(
        rule.hard and isinstance(term, Unseated) and min(term.weights, default=0) > 0
        for rule in rules
        for term in rule.round_terms
    )


def _draft(hall: Hall, rules: Sequence[CompiledRule]) -> Draft:
    floor, search = hall.floor, hall.search
    search.forget_bounds()
    groups = [
        Group(tuple(sorted(seats)), occasion)
        for seats, occasion in zip(floor.groups[: floor.pool], hall.plan.occasions, strict=True)
    ]
    broken = any(search.cost(tier) > 0 for tier, rule in enumerate(rules) if rule.hard)
    left_out = tuple(sorted(floor.groups[floor.pool]))
    costs = [
        search.cost(tier) if rule.counted_by_engines else rule.cost(groups, left_out) for tier, rule in enumerate(rules)
    ]
    return Draft(
        groups=tuple(sorted(groups, key=lambda group: group.seats)),
        left_out=left_out,
        bounds=tuple(search.bounds),
        notes=hall.plan.notes,
        timed_out=search.timed_out or broken,
        costs=tuple(costs),
    )
