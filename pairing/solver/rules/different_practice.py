"""
Nobody is put with a colleague from their own practice.

    cost = pairs in one group who share any practice, once a pair
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import Clash, Term
from pairing.tiers import Importance

NAME = "different_practice"
SENTENCE = "Nobody is put with a colleague from their own practice."
DEFAULT = Importance.HIGH
PARAMETERS: dict[str, tuple[int, str]] = {}


def terms(problem: Problem) -> Sequence[Term]:
    """Two people sharing a practice clash."""
    if not any(problem.practices):
        return ()
    return (Clash(problem.practices),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every two colleagues in one group."""
    for group in groups:
        for i, j in group.pairs():
            if not problem.practices[i].isdisjoint(problem.practices[j]):
                yield Violation(NAME, (i, j))
