"""
One round from one problem: compile the rules, let the engine that fits make it, read it again, say what it cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from pairing.errors import InputError
from pairing.solver.check import Reading, check
from pairing.solver.compile import CompiledRule, compile_rules, costs_of
from pairing.solver.draft import Draft, NothingFound
from pairing.solver.problem import Problem
from pairing.solver.solution import Solution, Status
from pairing.solver.terms import Unseated
from pairing.tiers import Tier


def solve(problem: Problem, *, seconds: float = 30.0) -> Solution:
    """The best round found, checked, with every tier's cost beside its proven bound.

    ``seconds`` is only a safety net: the same problem gives the same round unless it strikes
    (then the status is TIMEOUT). Raises `NoRoundExists` when the musts clash, `InputError` when a
    setting cannot be, `NothingFound` when neither a round nor the proof that there is none was
    found, `RoundRejected` when the plain check disagrees (a bug).
    """
    started = perf_counter()
    reject_impossible(problem)
    rules = compile_rules(problem)
    draft = draft_of(problem, rules, seconds=seconds)
    if draft is None:
        from pairing.solver.clash import clash

        raise clash(problem, seconds=seconds - (perf_counter() - started))
    costs = draft.costs or costs_of(rules, draft.groups, draft.left_out)
    if any(rule.hard and cost > 0 for rule, cost in zip(rules, costs, strict=True)):
        raise NothingFound
    readings = check(draft, rules, problem, costs)
    tiers = tiers_of(rules, readings, draft.bounds)
    return Solution(
        groups=tuple(sorted(draft.groups, key=lambda group: group.seats)),
        left_out=tuple(sorted(draft.left_out)),
        tiers=tiers,
        status=_status(tiers, late=draft.timed_out or perf_counter() - started > seconds),
        seed=problem.seed,
        seconds=perf_counter() - started,
        notes=draft.notes,
    )


def draft_of(problem: Problem, rules: Sequence[CompiledRule], *, seconds: float) -> Draft | None:
    """The engine's round, unchecked; None when it is proven that there is none."""
    if problem.in_pairs:
        from pairing.solver.pairs import match

        return match(problem, rules, seconds=seconds)
    from pairing.solver.tables import seat

    draft = seat(problem, rules, seconds=seconds)
    return None if draft is None else replace(draft, bounds=_with_fewer_placed(draft, rules))


def _with_fewer_placed(draft: Draft, rules: Sequence[CompiledRule]) -> tuple[int, ...]:
    """
    The bounds, but for tiers above the count of heads: those only what no round at all can go below.

    At tables as many as possible are placed whatever the order of the tiers; where a softer rule
    stands above that, a round with fewer people placed might cost it less, and is not searched.
    """
    bounds = list(draft.bounds)
    for tier, rule in enumerate(rules):
        if _counts_heads(rule, draft):
            break
        if not rule.hard:
            bounds[tier] = min(bounds[tier], rule.least)
    return tuple(bounds)


def _counts_heads(rule: CompiledRule, draft: Draft) -> bool:
    """True when no round that costs the rule as much places fewer people."""
    weights = next((term.weights for term in rule.round_terms if isinstance(term, Unseated)), (0,))
    return min(weights, default=1) > 0 and (len(set(weights)) < 2 or not draft.left_out)


def tiers_of(rules: Sequence[CompiledRule], readings: Sequence[Reading], bounds: Sequence[int]) -> tuple[Tier, ...]:
    """Costs as read plainly beside the bounds; proved only where all tiers above are as well."""
    tiers: list[Tier] = []
    proved = True
    for rule, reading, bound in zip(rules, readings, bounds, strict=True):
        proved = proved and reading.cost == bound
        tiers.append(Tier(rule.name, rule.importance, reading.cost, bound, proved))
    return tuple(tiers)


def reject_impossible(problem: Problem) -> None:
    """Sequences and sizes that fit together.

    Raises `InputError` when they do not.
    """
    sizes = problem.sizes
    if not 1 <= sizes.smallest <= sizes.preferred <= sizes.largest:
        raise InputError.at(
            "sizes",
            f"smallest {sizes.smallest}, preferred {sizes.preferred}, largest {sizes.largest} are out of order",
            mend="They must rise, from 1 on: smallest, preferred, largest.",
        )
    if problem.exact_sizes is not None and sum(problem.exact_sizes) > problem.n:
        raise InputError.at(
            "sizes",
            f"the listed groups have {sum(problem.exact_sizes)} seats, and there are {problem.n} people",
            mend="List sizes that add up to the number of people.",
        )


def _status(tiers: Sequence[Tier], *, late: bool) -> Status:
    if all(tier.proved for tier in tiers):
        return Status.OPTIMAL
    return Status.TIMEOUT if late else Status.FEASIBLE
