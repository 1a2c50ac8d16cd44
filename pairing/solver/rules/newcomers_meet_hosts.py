"""
Newcomers are welcomed by somebody who knows how it goes.

    cost = newcomers in a group without a host
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import Accompanied, Term
from pairing.tiers import Importance

NAME = "newcomers_meet_hosts"
SENTENCE = "Newcomers meet a host."
DEFAULT = Importance.LOW
PARAMETERS: dict[str, tuple[int, str]] = {}


def terms(problem: Problem) -> Sequence[Term]:
    """Newcomers are marked, hosts are their companions."""
    if not (any(problem.newcomer) and any(problem.host)):
        return ()
    return (Accompanied(problem.newcomer, problem.host),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name the newcomers of every group without a host."""
    hosts = {seat for seat, may in enumerate(problem.host) if may}
    if not hosts or not problem.newcomer:
        return
    for group in groups:
        if hosts.isdisjoint(group.seats):
            for seat in group.seats:
                if problem.newcomer[seat]:
                    yield Violation(NAME, (seat,))
