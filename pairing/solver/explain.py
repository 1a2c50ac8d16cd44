"""
Reasons, from the problem and the round alone: why a group costs what it costs, what cannot be
avoided and whose share of the network makes it so, and which musts clash.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pairing.errors import NoRoundExists, Relaxation
from pairing.solver.compile import compile_rules, importance_of
from pairing.solver.problem import Problem, RuleSetting, Seat
from pairing.solver.rule import Rule, Violation
from pairing.solver.solution import Group
from pairing.tiers import Importance


@dataclass(frozen=True)
class Cause:
    """What cannot be avoided: ``least`` at the rule, since ``holders`` of ``people`` share ``practice``."""

    rule: str
    practice: int
    holders: int
    people: int
    least: int


def why(groups: Sequence[Group], problem: Problem) -> tuple[tuple[Violation, ...], ...]:
    """For each group every case it costs something, in the order of the tiers; chance is left out."""
    order = [rule.name for rule in compile_rules(problem) if rule.name != "chance"]
    plain = _plain_halves()
    return tuple(
        tuple(violation for name in order for violation in plain[name].violations([group], [], problem))
        for group in groups
    )


def least_same_practice(problem: Problem) -> Cause | None:
    """
    The same-practice pairs of a coffee round that the largest practice makes unavoidable.

    With L of N people in it: even N ``max(0, (2L - N) / 2)``; odd N, everybody in a group and one
    group a trio, ``max(0, L - (N - 1) / 2)``, and one more when all N are of it. None when nobody has
    a practice, or nobody meets.
    """
    holders = Counter(practice for practices in problem.practices for practice in practices)
    if not holders or problem.n < 2:
        return None
    practice, count = min(holders.items(), key=lambda item: (-item[1], item[0]))
    groups = problem.n // 2
    trio = problem.n % 2 == 1 and problem.sizes.largest >= 3
    placed = problem.n if trio else 2 * groups
    counted = count - (problem.n - placed)  # without a trio the odd one left out may be theirs
    least = max(0, counted - groups) + (1 if trio and count == problem.n else 0)
    return Cause("different_practice", practice, count, problem.n, least)


def clash(problem: Problem, *, seconds: float = 30.0) -> NoRoundExists:
    """
    Why no round satisfies the musts: a smallest set of them that clashes, and what easing each costs.

    Found by deletion: a must without which the rest still clashes is not part of it. Each of the
    clashing rules is then set to the first place among the wishes and the round solved again; its
    cost there is the price.
    """
    musts = [rule.NAME for rule in _plain_halves().values() if importance_of(rule, problem) is Importance.MUST]
    needed = list(musts)
    for name in musts:
        if name == "group_sizes":
            continue
        without = [other for other in needed if other != name]
        if _exists(_with_musts(problem, without), seconds) is False:
            needed = without
    relaxations = [
        Relaxation(name, price)
        for name in needed
        if name != "group_sizes" and (price := _price(problem, name, seconds)) is not None
    ]
    people = _concerned(problem, needed, relaxations, seconds)
    return NoRoundExists(rules=needed, people=people, relaxations=sorted(relaxations, key=lambda way: way.price))


def _plain_halves() -> dict[str, Rule]:
    from pairing.solver.rules import CATALOGUE

    return {rule.NAME: rule for rule in CATALOGUE}


def _with_musts(problem: Problem, musts: Sequence[str]) -> Problem:
    """Only these musts, everything else off."""
    rules = {
        name: RuleSetting(
            Importance.MUST if name in musts or name == "group_sizes" else Importance.OFF,
            problem.rules[name].parameters if name in problem.rules else {},
        )
        for name in _plain_halves()
    }
    return replace(problem, rules=rules)


def _exists(problem: Problem, seconds: float) -> bool:
    """Whether some round satisfies the musts; True also when nothing is proven."""
    from pairing.solver.solve import draft_of

    return draft_of(problem, compile_rules(problem), seconds=seconds) is not None


def _eased(problem: Problem, name: str) -> Problem:
    """The rule as a wish before all other wishes: those are off."""
    settings = {}
    for rule in _plain_halves().values():
        importance = importance_of(rule, problem)
        if name == rule.NAME:
            importance = Importance.HIGH
        elif importance is not Importance.MUST:
            importance = Importance.OFF
        parameters = problem.rules[rule.NAME].parameters if rule.NAME in problem.rules else {}
        settings[rule.NAME] = RuleSetting(importance, parameters)
    return replace(problem, rules=settings)


def _price(problem: Problem, name: str, seconds: float) -> int | None:
    """How many cases of one must have to give when all others stand; None when that alone does not help."""
    from pairing.solver.solve import draft_of

    eased = _eased(problem, name)
    rules = compile_rules(eased)
    draft = draft_of(eased, rules, seconds=seconds)
    if draft is None:
        return None
    cases = _plain_halves()[name].violations(draft.groups, draft.left_out, eased)
    return sum(case.cost > 0 for case in cases)


def _concerned(
    problem: Problem, needed: Sequence[str], relaxations: Sequence[Relaxation], seconds: float
) -> tuple[Seat, ...]:
    """The seats of the broken cases when the cheapest of the clashing rules gives way."""
    from pairing.solver.solve import draft_of

    if not relaxations:
        return tuple(range(problem.n))
    cheapest = min(relaxations, key=lambda way: (way.price, needed.index(way.rule)))
    eased = _eased(problem, cheapest.rule)
    draft = draft_of(eased, compile_rules(eased), seconds=seconds)
    assert draft is not None
    rule = _plain_halves()[cheapest.rule]
    cases = rule.violations(draft.groups, draft.left_out, problem)
    return tuple(sorted({seat for case in cases for seat in case.seats}))
