"""
Wishes and reservations given as numbers.

    cost = sum over pairs in one group of their score (negative = wanted)

As a must, no two with a positive score meet, and negative ones count for nothing: a must is not
paid for by a wish.
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
    setting = problem.rules.get(NAME)
    if setting is not None and setting.importance is Importance.MUST:
        return (Listed({pair: score for pair, score in problem.scores.items() if score > 0}),)
    return (Listed(problem.scores),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every scored pair that meets."""
    must = NAME in problem.rules and problem.rules[NAME].importance == "must"
    for group in groups:
        for pair in group.pairs():
            score = problem.scores.get(pair, 0)
            if score > 0 or (score < 0 and not must):
                yield Violation(NAME, pair, score)
