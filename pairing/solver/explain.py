"""
Reasons, from the problem and the round alone: why a group costs what it costs, and what cannot be
avoided and whose share of the network makes it so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Problem
from pairing.solver.rule import Rule, Violation
from pairing.solver.solution import Group


@dataclass(frozen=True)
class Cause:
    """Colleagues who have to meet: ``least`` pairs, since ``holders`` of ``people`` share ``practice``."""

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
    return Cause(practice, count, problem.n, least)


def _plain_halves() -> dict[str, Rule]:
    from pairing.solver.rules import CATALOGUE

    return {rule.NAME: rule for rule in CATALOGUE}
