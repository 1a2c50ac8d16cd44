"""
Nobody meets the same person again; the longer ago, the less it matters.

    cost = sum over pairs who met before of each + max(0, horizon - rounds since)

As set, fewer repeats come before older ones: one of last month is better than two of last year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import Listed, Term
from pairing.tiers import Importance

NAME = "no_repeat"
SENTENCE = "Nobody meets somebody they have met before; least of all from the last rounds."
DEFAULT = Importance.HIGH
PARAMETERS: dict[str, tuple[int, str]] = {
    "horizon": (12, "A repeat this many rounds ago, or more, costs the least there is."),
    "each": (1000, "What every repeat costs; at 1, twelve old ones are as bad as one from the last round."),
}


def terms(problem: Problem) -> Sequence[Term]:
    """Every pair who met is listed, dearer the more recent."""
    if not problem.met:
        return ()
    each, horizon = prices(problem)
    price = {since: each + max(0, horizon - since) for since in set(problem.met.values())}
    return (Listed({pair: price[since] for pair, since in problem.met.items()}),)


def prices(problem: Problem) -> tuple[int, int]:
    """What every repeat costs, and the rounds within which it costs more: as set, or the defaults."""
    each, horizon = (problem.parameter(NAME, name, PARAMETERS[name][0]) for name in ("each", "horizon"))
    return each, horizon


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every two who meet again."""
    own = problem.rules[NAME].parameters if NAME in problem.rules else {}
    every = own["each"] if "each" in own else PARAMETERS["each"][0]
    horizon = own["horizon"] if "horizon" in own else PARAMETERS["horizon"][0]
    for group in groups:
        for pair in group.pairs():
            if pair in problem.met:
                rounds_inside = horizon - problem.met[pair]
                yield Violation(NAME, pair, every + rounds_inside if rounds_inside > 0 else every)
