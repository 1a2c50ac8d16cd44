"""
Wishes and reservations given as numbers.

    cost = sum over pairs in one group of their score (negative = wanted)

As a must, no two with a positive score meet; wishes still count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import Listed, Term
from pairing.tiers import Importance

NAME = "scores"
SENTENCE = "Pairs with a score are put together, or kept from each other, as it says."
DEFAULT = Importance.MEDIUM
PARAMETERS: dict[str, tuple[int, str]] = {}


def terms(problem: Problem) -> Sequence[Term]:
    """The scores, as a list."""
    if not problem.scores:
        return ()
    return (Listed(problem.scores),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every scored pair that meets."""
    for group in groups:
        for pair in group.pairs():
            if problem.scores.get(pair):
                yield Violation(NAME, pair, problem.scores[pair])
