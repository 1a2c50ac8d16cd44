"""
Who sat out, or was let down, is placed first.

    cost = sum over people left out of the rounds in a row they missed
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import RoundTerm, Unseated
from pairing.tiers import Importance

NAME = "turns_missed"
SENTENCE = "Who sat out last time, or was let down, is placed first."
DEFAULT = Importance.HIGH
PARAMETERS: dict[str, tuple[int, str]] = {}


def terms(problem: Problem) -> Sequence[RoundTerm]:
    """Everybody left out counts the turns they missed."""
    if not any(problem.turns_missed):
        return ()
    return (Unseated(problem.turns_missed),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name everybody left out who missed turns before."""
    for seat in left_out:
        missed = problem.turns_missed[seat] if problem.turns_missed else 0
        if missed:
            yield Violation(NAME, (seat,), missed)
