"""What stands against a group: the best round in which its people are not all together, and what that costs more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter

from pairing.errors import NoRoundExists, PairsError
from pairing.solver.compile import compile_rules, importance_of
from pairing.solver.draft import NothingFound
from pairing.solver.matching.rungs import before_trios
from pairing.solver.problem import Pair, Problem, RuleSetting
from pairing.solver.rules import chance, kept_apart
from pairing.solver.solution import Group, Solution, Status
from pairing.solver.solve import solve
from pairing.tiers import Importance

TRIOS = "trios"  # as few as can be: no rule, and yet before better matches
LEFT_OUT = "left_out"  # as few as can be where no rule asks for it, after all rules
FEW_HARD = 8  # the time for all is enough for so many groups that take all they may
Costs = tuple[tuple[str, int], ...]


class Unknown(PairsError):
    """No other round is known, and none is known not to be; the reason in words."""


@dataclass(frozen=True)
class Alternative:
    """The strictest ``rule`` on which the two rounds differ, and by how much the other is dearer there.

    ``rule`` is None where they differ only by lot; ``TRIOS`` or ``LEFT_OUT`` where it is their number. ``more``
    is negative where the round itself was not the best. ``proved``: no round without the group costs less there.
    """

    rule: str | None
    more: int
    proved: bool


def alternatives(
    problem: Problem, solution: Solution, *, seconds: float, clock: Callable[[], float] = perf_counter
) -> Iterator[tuple[Alternative | None, str]]:
    """
    Of each group its `alternative`, and why none is known where that is so; else an empty text.

    All groups together have the ``seconds``; one of them may take its even share of what is left, or a few times that
    while there is enough, so that the hard ones do not take the time of all.
    """
    deadline = clock() + seconds
    for told, group in enumerate(solution.groups):
        left = deadline - clock()
        share = max(left / (len(solution.groups) - told), min(left, seconds / FEW_HARD))
        try:
            yield alternative(problem, solution, group, seconds=share, clock=clock), ""
        except Unknown as error:
            yield None, str(error)


def alternative(
    problem: Problem,
    solution: Solution,
    group: Group,
    *,
    seconds: float = 30.0,
    clock: Callable[[], float] = perf_counter,
) -> Alternative | None:
    """
    The best round in which these people are not all together; None where every round must put them together.

    Whoever is not with all the others is apart from the first of them, or the first is: so each of the
    others is kept apart from the first in turn, and the cheapest of these rounds is the answer. ``seconds``
    are for all of them. Raises `Unknown` where they run out before another round, or the proof that
    there is none, is found, and where keeping apart is a wish, which cannot be made a must for two.
    """
    deadline = clock() + seconds
    importance = importance_of(kept_apart, problem)
    if importance not in (Importance.MUST, Importance.OFF):
        raise Unknown(f"cannot be asked for, as {kept_apart.NAME} is no must")
    before = problem.apart if importance is Importance.MUST else frozenset[Pair]()
    rules = {**problem.rules, kept_apart.NAME: RuleSetting(Importance.MUST)}
    first, *others = group.seats
    found: list[Solution] = []
    sure = True
    for looked, other in enumerate(others):
        left = (deadline - clock()) / (len(others) - looked)
        if left <= 0:
            sure = False
            break
        try:
            without = replace(problem, apart=before | {(first, other)}, rules=rules)
            found.append(solve(without, seconds=left))
        except NoRoundExists:
            continue
        except NothingFound:
            sure = False
    if not found and not sure:
        raise Unknown("none was found in time")
    if not found:
        return None
    best = min(found, key=lambda each: [cost for _, cost in costs_in_order(problem, each)])
    mine, theirs = costs_in_order(problem, solution), costs_in_order(problem, best)
    for (rule, cost), (_, other_cost) in zip(mine, theirs, strict=True):
        if cost != other_cost:
            return Alternative(rule, other_cost - cost, sure and all(_proved(each, rule) for each in found))
    return Alternative(None, 0, _optimal(solution) or (sure and all(map(_optimal, found))))


def costs_in_order(problem: Problem, solution: Solution) -> Costs:
    """What a round costs, strictest first, the number of trios in its place and the lot left out."""
    told = {tier.rule: tier for tier in solution.tiers if tier.rule not in (chance.NAME, kept_apart.NAME)}
    costs = [(name, tier.cost) for name, tier in told.items()]
    if problem.in_pairs:
        rules = compile_rules(problem)
        before = {rule.name for rule in rules[: before_trios(rules)]}
        trios = sum(len(group.seats) == 3 for group in solution.groups)
        costs.insert(len(before & told.keys()), (TRIOS, trios))
        costs.append((LEFT_OUT, len(solution.left_out)))
    return tuple(costs)


def _optimal(solution: Solution) -> bool:
    """True when no such round costs less on any rule."""
    return solution.status is Status.OPTIMAL


def _proved(solution: Solution, rule: str) -> bool:
    """True when no such round costs less on this rule."""
    if rule in (TRIOS, LEFT_OUT):
        return _optimal(solution)
    return next(tier.proved for tier in solution.tiers if tier.rule == rule)
