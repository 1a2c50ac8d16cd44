"""
Several rounds on one day: each knows the ones before, so that a pair meeting twice is a repeat.

Bounds over all of them are given only where they are true of all rounds together: tiers that do
not look at who has met are independent from round to round, and the sum of their bounds stands. At
the first that looks at it, and below, no more is claimed than no rounds at all can go below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

from pairing.errors import NoRoundExists
from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.draft import NothingFound
from pairing.solver.problem import Pair, Problem
from pairing.solver.rules import no_repeat
from pairing.solver.solution import Solution, Status
from pairing.solver.solve import solve
from pairing.tiers import Tier


def rotate(problem: Problem, rounds: int, *, seconds: float = 30.0) -> tuple[Solution, ...]:
    """So many rounds of one problem, in order.

    Raises `NoRoundExists` when already the first cannot be, `NothingFound` when a later one cannot
    be after those before it.
    """
    deadline = monotonic() + seconds
    solutions: list[Solution] = []
    met = dict(problem.met)
    for number in range(rounds):
        this = replace(problem, met=met, seed=problem.seed + number)
        share = max(0.1, deadline - monotonic()) / (rounds - number)
        try:
            solution = solve(this, seconds=share)
        except NoRoundExists:
            if not number:
                raise
            raise NothingFound from None  # other rounds before it might have left one
        solutions.append(solution)
        met = _remembering(met, solution)
    return tuple(solutions)


def _remembering(met: dict[Pair, int], solution: Solution) -> dict[Pair, int]:
    """One round later: everything is a round longer ago, and this round's pairs have just met."""
    later = {pair: since + 1 for pair, since in met.items()}
    later.update(dict.fromkeys((pair for group in solution.groups for pair in group.pairs()), 1))
    return later


def tiers_together(problem: Problem, solutions: Sequence[Solution]) -> tuple[Tier, ...]:
    """Every rule's cost over all rounds, beside a bound that is true of all of them together."""
    if len(solutions) == 1:
        return solutions[0].tiers
    last: dict[str, CompiledRule] = {rule.name: rule for rule in compile_rules(problem)}
    names = dict.fromkeys(tier.rule for solution in reversed(solutions) for tier in solution.tiers)
    by_round = [{tier.rule: tier for tier in solution.tiers} for solution in solutions]
    tiers: list[Tier] = []
    proved, independent = True, True
    for name in _in_order(names, by_round):
        here = [round_[name] for round_ in by_round if name in round_]
        cost = sum(tier.cost for tier in here)
        independent = independent and proved and name != no_repeat.NAME
        if independent:
            bound = sum(tier.bound for tier in here)
        else:
            wishes = sum(term.reach[0] for term in last[name].group_terms) if name in last else 0
            bound = wishes * problem.n * len(solutions)
        proved = proved and cost == bound
        tiers.append(Tier(name, here[0].importance, cost, bound, proved))
    return tuple(tiers)


def _in_order(names: dict[str, None], by_round: Sequence[dict[str, Tier]]) -> list[str]:
    """The rules as the fullest round lists them: before the first meeting there are no repeats to count."""
    fullest = max(by_round, key=len)
    return [*fullest, *(name for name in names if name not in fullest)]


def status_together(tiers: Sequence[Tier], solutions: Sequence[Solution]) -> Status:
    """OPTIMAL only when every tier is proved over all rounds together."""
    if all(tier.proved for tier in tiers):
        return Status.OPTIMAL
    return Status.TIMEOUT if any(s.status is Status.TIMEOUT for s in solutions) else Status.FEASIBLE
