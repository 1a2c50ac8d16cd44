"""
Two people who must not be put together are not.

    cost = pairs of `problem.apart` who share a group
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import Listed, Term
from pairing.tiers import Importance

NAME = "kept_apart"
SENTENCE = "Two people who must not be put together are not."
DEFAULT = Importance.MUST
PARAMETERS: dict[str, tuple[int, str]] = {}


def terms(problem: Problem) -> Sequence[Term]:
    """Every such pair is listed at 1."""
    if not problem.apart:
        return ()
    return (Listed(dict.fromkeys(sorted(problem.apart), 1)),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every such pair in one group."""
    together = [pair for group in groups for pair in group.pairs() if pair in problem.apart]
    for pair in sorted(together):
        yield Violation(NAME, pair)
