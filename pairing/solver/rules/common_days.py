"""
A group has a working day in common.

    cost = groups without a weekday on which all of them work (a call is offered to these)

Days not known count as every day. Where there are occasions the date is given, and who can come
is known instead: the rule has nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import Shared, Term
from pairing.tiers import Importance

NAME = "common_days"
SENTENCE = "Everybody in a group works on a common day."
DEFAULT = Importance.HIGH
PARAMETERS: dict[str, tuple[int, str]] = {}


def terms(problem: Problem) -> Sequence[Term]:
    """Working days are bits; a group shares at least one."""
    if problem.occasions or not any(problem.working_days):
        return ()
    return (Shared(problem.working_days),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every group without a common day."""
    if problem.occasions or not problem.working_days:
        return
    for group in groups:
        known = [problem.working_days[seat] for seat in group.seats if problem.working_days[seat]]
        longest = max((days.bit_length() for days in known), default=0)
        if known and not any(all(days >> day & 1 for days in known) for day in range(longest)):
            yield Violation(NAME, group.seats)
