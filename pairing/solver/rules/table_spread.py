"""
At a table, no practice sits in force.

    cost = sum over tables and practices of people beyond `most`

For coffees the rule has nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import AtMost, Term
from pairing.tiers import Importance

NAME = "table_spread"
SENTENCE = "No table has more than two people of one practice."
DEFAULT = Importance.HIGH
PARAMETERS: dict[str, tuple[int, str]] = {
    "most": (2, "So many people of one practice may sit at a table."),
}


def terms(problem: Problem) -> Sequence[Term]:
    """Practices are values with a limit."""
    if problem.in_pairs or not any(problem.practices):
        return ()
    return (AtMost(problem.practices, problem.parameter(NAME, "most", PARAMETERS["most"][0])),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name the colleagues at a table when they are too many."""
    if problem.in_pairs:
        return
    own = problem.rules[NAME].parameters if NAME in problem.rules else {}
    most = own["most"] if "most" in own else PARAMETERS["most"][0]
    for group in groups:
        for practice in sorted({p for seat in group.seats for p in problem.practices[seat]}):
            colleagues = tuple(seat for seat in group.seats if practice in problem.practices[seat])
            if len(colleagues) > most:
                yield Violation(NAME, colleagues, len(colleagues) - most)
