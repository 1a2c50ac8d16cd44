"""
Every table has a host.

    cost = tables without anybody who may host

For coffees, and where nobody is a host, the rule has nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import AtLeast, Term
from pairing.tiers import Importance

NAME = "host_at_table"
SENTENCE = "Every table has a host."
DEFAULT = Importance.MEDIUM
PARAMETERS: dict[str, tuple[int, str]] = {}


def terms(problem: Problem) -> Sequence[Term]:
    """At least one mark at every table."""
    if problem.in_pairs or not any(problem.host):
        return ()
    return (AtLeast(problem.host, 1),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every table without a host."""
    hosts = {seat for seat, may in enumerate(problem.host) if may}
    if problem.in_pairs or not hosts:
        return
    for group in groups:
        if hosts.isdisjoint(group.seats):
            yield Violation(NAME, group.seats)
