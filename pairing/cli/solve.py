"""``pairs solve FILE``: the solver alone, on a problem file, with its answer as JSON or as words."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isnan
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from pairing.cli.solved_in_words import for_sizes, print_words
from pairing.errors import InputError, NoRoundExists
from pairing.stages.as_json import clash_as_json, tier_as_json

if TYPE_CHECKING:
    from pairing.solver.problem import Problem
    from pairing.solver.problem_file import ProblemFile
    from pairing.solver.repeats import Spent
    from pairing.solver.solution import Solution
    from pairing.tiers import Tier


@click.command("solve")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--seconds", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Give up after.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Draw lots from this number.")
@click.option(
    "--why",
    is_flag=True,
    help="Say of each group what it costs, and what the best round without it would; in all, as long again at most.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def command(file: Path, seconds: float, seed: int | None, why: bool, as_json: bool) -> None:
    """Solve a problem FILE (JSON; - reads standard input). No network needed."""
    from pairing.solver.draft import NothingFound
    from pairing.solver.problem_file import read_problem
    from pairing.solver.rotations import rotate

    if isnan(seconds):
        raise click.BadParameter("must be a number.", param_hint="--seconds")
    given = read_problem(_text_of(file), where=str(file))
    problem = given.problem if seed is None else replace(given.problem, seed=seed)
    if why and given.rounds > 1:
        raise InputError.at("--why", "several rounds cannot be explained group by group", mend='Leave out "rounds".')
    started = perf_counter()
    try:
        found = rotate(problem, given.rounds, seconds=seconds)
    except NoRoundExists as error:
        named = NoRoundExists(
            rules=error.rules,
            people=[given.ids[seat] for seat in error.people if isinstance(seat, int)],
            relaxations=error.relaxations,
            complete=error.complete,
        )
        if as_json:
            _print_json(_unsolved("infeasible", started, problem.seed) | {"clash": clash_as_json(named)})
        raise named from error
    except NothingFound:
        if as_json:
            _print_json(_unsolved("timeout", started, problem.seed))
        raise
    solutions, tiers = found.solutions, [tier_as_json(tier) for tier in found.tiers]
    answer = (
        {
            "status": str(found.status),
            "rounds": [[[given.ids[s] for s in group.seats] for group in round_.groups] for round_ in solutions],
            "left_out": [given.ids[seat] for round_ in solutions for seat in round_.left_out],
            "tiers": tiers,
            "seconds": round(perf_counter() - started, 3),
            "seed": problem.seed,
            "occasions": [[group.occasion for group in round_.groups] for round_ in solutions],
        }
        | _for_sizes(problem, solutions, tiers)
        | _run_out(given, found.tiers)
        | (_because(given, problem, solutions[0]) if given.rounds == 1 else {})
        | (_why(given.ids, problem, solutions[0], seconds) if why else {})
    )
    if as_json:
        _print_json(answer)
    else:
        print_words(answer, problem)


def _for_sizes(problem: Problem, solutions: Sequence[Solution], tiers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The sizes that the bounds are for, where groups of other sizes, which are allowed, might do better."""
    sizes = {len(group.seats) for round_ in solutions for group in round_.groups}
    return {"bounds_for_sizes": sorted(sizes)} if for_sizes(tiers, problem, len(solutions)) else {}


def _run_out(given: ProblemFile, tiers: Sequence[Tier]) -> dict[str, Any]:
    """In which of several rounds new partners must run out, and for whom; nothing where they need not."""
    if given.rounds == 1 or given.problem.occasions:
        return {}
    from pairing.solver.rotations.limit import run_out

    limit = run_out(given.problem, tiers)
    if limit is None or limit.round > given.rounds:
        return {}
    return {"run_out": {"round": limit.round, "person": given.ids[limit.seat], "partners": limit.partners}}


def _because(given: ProblemFile, problem: Problem, solution: Solution) -> dict[str, Any]:
    """Why people are left out, are with colleagues, meet again; nothing where they do not, or no cause can be named."""
    from pairing.solver.repeats import colleagues, new_in_circles, nobody_allowed, spent

    ids, costs = given.ids, {tier.rule: tier.cost for tier in solution.tiers}
    found: dict[str, Any] = {}
    if solution.left_out:
        alone = [ids[seat] for seat in nobody_allowed(problem) if seat in solution.left_out]
        if alone:
            found["left_out_because"] = {"nobody_allowed": alone}
        elif problem.n < problem.sizes.smallest:
            found["left_out_because"] = {"too_few_for": problem.sizes.smallest}
        elif problem.occasions and _seats(problem) < problem.n:
            found["left_out_because"] = {"seats": _seats(problem)}
    if costs.get("different_practice", 0) > 0:
        cause = colleagues(problem, solution.tiers, solution.left_out)
        if cause is not None:
            shared = frozenset[int].intersection(*(problem.practices[seat] for seat in cause.people))
            of = {"practice": given.practices[min(shared)]} if shared else {}
            found["same_practice_because"] = _named(ids, cause) | of
    if costs.get("no_repeat", 0) > 0:
        cause = spent(problem, solution.tiers, solution.left_out)
        if cause is not None:
            found["repeats_because"] = _named(ids, cause)
        elif new_in_circles(problem, solution.tiers, solution.left_out):
            found["repeats_because"] = {"odd_circles": True}
    return found


def _seats(problem: Problem) -> int:
    """How many the tables of all occasions hold, in groups no larger than allowed and no smaller."""
    sizes = problem.sizes
    return sum(
        each.tables * min(each.seats, sizes.largest) for each in problem.occasions if each.seats >= sizes.smallest
    )


def _named(ids: Sequence[str], cause: Spent) -> dict[str, Any]:
    people, partners = ([ids[seat] for seat in seats] for seats in (cause.people, cause.partners))
    return {"people": people, "partners": partners, "least": cause.least}


def _why(ids: Sequence[str], problem: Problem, solution: Solution, seconds: float) -> dict[str, Any]:
    """Of each group the cases that cost something, and what the best round without it costs more.

    All of them together have the ``seconds``; ``unknown`` says why there is no more to tell.
    """
    from pairing.solver.alternative import alternatives
    from pairing.solver.explain import why

    others = alternatives(problem, solution, seconds=seconds)
    return {
        "why": [
            {
                "cases": [
                    {"rule": case.rule, "people": [ids[seat] for seat in case.seats], "cost": case.cost}
                    for case in cases
                ],
                "instead": other and {"rule": other.rule, "more": other.more, "proved": other.proved},
            }
            | ({"unknown": unknown} if unknown else {})
            for (other, unknown), cases in zip(others, why(solution.groups, problem), strict=True)
        ]
    }


def _text_of(file: Path) -> str:
    """The file's text.

    Raises `InputError` when it cannot be read.
    """
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is not UTF-8 text"
        raise InputError.at(str(file), f"cannot be read: {reason}") from error


def _unsolved(status: str, started: float, seed: int) -> dict[str, Any]:
    seconds = round(perf_counter() - started, 3)
    return {"status": status, "rounds": [], "left_out": [], "tiers": [], "seconds": seconds, "seed": seed}


def _print_json(answer: Mapping[str, Any]) -> None:
    click.echo(json.dumps(answer))


__all__: Sequence[str] = ("command",)
