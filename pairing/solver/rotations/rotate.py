"""So many rounds of one problem, and what they cost together."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from pairing.errors import NoRoundExists
from pairing.solver.draft import NothingFound
from pairing.solver.problem import Problem
from pairing.solver.solution import Solution, Status
from pairing.solver.solve import solve
from pairing.tiers import Tier


@dataclass(frozen=True)
class Rotations:
    """Rounds in order, each checked, and what they cost together beside bounds of all of them."""

    solutions: tuple[Solution, ...]
    tiers: tuple[Tier, ...]
    status: Status


def rotate(problem: Problem, rounds: int, *, seconds: float = 30.0) -> Rotations:
    """
    So many rounds, planned together; one alone is just `solve`.

    ``seconds`` is a safety net: the work is counted otherwise, so that a seed repeats. Raises
    `NoRoundExists` when the musts clash, be it in one round or over all of them, `NothingFound`
    when neither rounds nor the proof that there are none were found.
    """
    if rounds == 1:
        alone = solve(problem, seconds=seconds)
        return Rotations((alone,), alone.tiers, alone.status)
    from pairing.solver.rotations.planning import Planning  # designs and tables, which one round may not need

    deadline = perf_counter() + seconds
    planning = Planning(problem, rounds, deadline)
    try:
        planning.plan()
    except NoRoundExists as error:
        if planning.rounds:
            raise  # found when rounds were there already: it is of all of them
        from pairing.solver.rotations.clashing import in_all_rounds

        raise in_all_rounds(error, problem, rounds, deadline) from None
    if planning.broken:
        raise planning.clash() or NothingFound
    return planning.checked()
