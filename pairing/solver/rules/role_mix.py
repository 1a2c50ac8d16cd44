"""
Roles are mixed.

    coffees:  cost = pairs of one role group
    tables:   cost = sum over tables of role groups missing to `least`,
              or to as many as the table has seats, or as there are
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import Clash, Distinct, Term
from pairing.tiers import Importance

NAME = "role_mix"
SENTENCE = "A coffee brings two role groups together, a table at least three."
DEFAULT = Importance.MEDIUM
PARAMETERS: dict[str, tuple[int, str]] = {
    "least": (3, "So many role groups sit at a table (coffees always bring two together)."),
}


def terms(problem: Problem) -> Sequence[Term]:
    """Roles clash in pairs, and are counted at tables."""
    if problem.in_pairs:
        alone = {role: frozenset((role,)) for role in set(problem.role)}
        return (Clash(tuple(map(alone.__getitem__, problem.role))),)
    return (Distinct(problem.role, problem.parameter(NAME, "least", PARAMETERS["least"][0])),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every two of one role group at a coffee, every table of too few."""
    if problem.in_pairs:
        for group in groups:
            for i, j in group.pairs():
                if problem.role[i] == problem.role[j]:
                    yield Violation(NAME, (i, j))
        return
    own = problem.rules[NAME].parameters if NAME in problem.rules else {}
    least = own["least"] if "least" in own else PARAMETERS["least"][0]
    there_are = len(set(problem.role))
    for group in groups:
        missing = min(least, there_are, len(group.seats)) - len({problem.role[seat] for seat in group.seats})
        if missing > 0:
            yield Violation(NAME, group.seats, missing)
