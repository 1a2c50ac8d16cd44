"""
Everybody who takes part has a group.

    cost = people left out
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import RoundTerm, Unseated
from pairing.tiers import Importance

NAME = "everyone_placed"
SENTENCE = "Everybody who takes part has a group."
DEFAULT = Importance.HIGH
PARAMETERS: dict[str, tuple[int, str]] = {}


def terms(problem: Problem) -> Sequence[RoundTerm]:
    """Everybody left out counts 1."""
    return (Unseated((1,) * problem.n),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name everybody left out."""
    for seat in left_out:
        yield Violation(NAME, (seat,))
