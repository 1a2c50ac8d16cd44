"""
Nobody meets the same person again; the longer ago, the less it matters.

    cost = sum over pairs who met before of max(1, horizon + 1 - rounds since)
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
}


def terms(problem: Problem) -> Sequence[Term]:
    """Every pair who met is listed, dearer the more recent."""
    if not problem.met:
        return ()
    setting = problem.rules.get(NAME)
    horizon = PARAMETERS["horizon"][0]
    if setting is not None:
        horizon = setting.parameters.get("horizon", horizon)
    costs = {since: max(1, horizon + 1 - since) for since in set(problem.met.values())}
    return (Listed(dict(zip(problem.met, map(costs.__getitem__, problem.met.values()), strict=True))),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every two who meet again."""
    own = problem.rules[NAME].parameters if NAME in problem.rules else {}
    horizon = own["horizon"] if "horizon" in own else PARAMETERS["horizon"][0]
    for group in groups:
        for pair in group.pairs():
            if pair in problem.met:
                rounds_inside = horizon - problem.met[pair]
                yield Violation(NAME, pair, rounds_inside + 1 if rounds_inside > 0 else 1)
