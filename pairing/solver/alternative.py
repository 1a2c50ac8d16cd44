"""What stands against a group: the best round in which its people are not all together, and what that costs more."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pairing.errors import NoRoundExists
from pairing.solver.compile import importance_of
from pairing.solver.draft import NothingFound
from pairing.solver.problem import Pair, Problem, RuleSetting
from pairing.solver.rules import chance, everyone_placed, kept_apart, turns_missed
from pairing.solver.solution import Group, Solution, Status
from pairing.solver.solve import solve
from pairing.tiers import Importance

TRIOS = "trios"  # as few as can be: no rule, and yet before better matches
LEFT_OUT = "left_out"  # as few as can be where no rule asks for it, after all rules
Costs = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Alternative:
    """The strictest ``rule`` on which the two rounds differ, and by how much the other is dearer there.

    ``rule`` is None where they differ only by lot; ``TRIOS`` or ``LEFT_OUT`` where it is their number. ``more``
    is negative where the round itself was not the best. ``proved``: no round without the group costs less there.
    """

    rule: str | None
    more: int
    proved: bool


def alternative(problem: Problem, solution: Solution, group: Group, *, seconds: float = 30.0) -> Alternative | None:
    """
    The best round in which these people are not all together; None where every round puts them together.

    Whoever is not with all the others is apart from the first of them, or the first is: so each of the
    others is kept apart from the first in turn, and the cheapest of these rounds is the answer. None as
    well where nothing was found, or where keeping apart is a wish, which cannot be made a must for two.
    """
    importance = importance_of(kept_apart, problem)
    if importance not in (Importance.MUST, Importance.OFF):
        return None
    before = problem.apart if importance is Importance.MUST else frozenset[Pair]()
    rules = {**problem.rules, kept_apart.NAME: RuleSetting(Importance.MUST)}
    first, *others = group.seats
    found: list[Solution] = []
    sure = True
    for other in others:
        try:
            without = replace(problem, apart=before | {(first, other)}, rules=rules)
            found.append(solve(without, seconds=seconds))
        except NoRoundExists:
            continue
        except NothingFound:
            sure = False
    if not found:
        return None
    best = min(found, key=lambda each: [cost for _, cost in costs_in_order(problem, each)])
    mine, theirs = costs_in_order(problem, solution), costs_in_order(problem, best)
    for (rule, cost), (_, other_cost) in zip(mine, theirs, strict=True):
        if cost != other_cost:
            return Alternative(rule, other_cost - cost, sure and all(_proved(each, rule) for each in found))
    return Alternative(None, 0, proved=True)


def costs_in_order(problem: Problem, solution: Solution) -> Costs:
    """What a round costs, strictest first, the number of trios in its place and the lot left out."""
    told = {tier.rule: tier for tier in solution.tiers if tier.rule not in (chance.NAME, kept_apart.NAME)}
    costs = [(name, tier.cost) for name, tier in told.items()]
    if problem.in_pairs:
        placing = [
            place
            for place, tier in enumerate(told.values(), 1)
            if tier.importance is Importance.MUST or tier.rule in (everyone_placed.NAME, turns_missed.NAME)
        ]
        trios = sum(len(group.seats) == 3 for group in solution.groups)
        costs.insert(max(placing, default=0), (TRIOS, trios))
        costs.append((LEFT_OUT, len(solution.left_out)))
    return tuple(costs)


def _proved(solution: Solution, rule: str) -> bool:
    """True when no such round costs less on this rule."""
    if rule in (TRIOS, LEFT_OUT):
        return solution.status is Status.OPTIMAL
    return next(tier.proved for tier in solution.tiers if tier.rule == rule)
