"""
Every group has one of the allowed sizes.

    cost = groups outside smallest..largest; with exact sizes, groups beyond those on the list
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import RoundTerm, Sized
from pairing.tiers import Importance

NAME = "group_sizes"
SENTENCE = "Every group has one of the allowed sizes."
DEFAULT = Importance.MUST
PARAMETERS: dict[str, tuple[int, str]] = {}


def terms(problem: Problem) -> Sequence[RoundTerm]:
    """One term, known from the sizes alone."""
    return (Sized(problem.sizes, problem.exact_sizes),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every group of a size nobody asked for."""
    wanted = list(problem.exact_sizes or ())
    for group in groups:
        size = len(group.seats)
        if problem.exact_sizes is None:
            if size < problem.sizes.smallest or size > problem.sizes.largest:
                yield Violation(NAME, group.seats)
        elif size in wanted:
            wanted.remove(size)
        else:
            yield Violation(NAME, group.seats)
