"""Each round made again, knowing all the others, as long as the whole gets better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from pairing.errors import NoRoundExists
from pairing.solver.draft import NothingFound
from pairing.solver.problem import Problem
from pairing.solver.rotations.series import Played, Prices, told_of_all
from pairing.solver.solve import solve


def polish(problem: Problem, rounds: Sequence[Played], prices: Prices, *, sweeps: int, deadline: float) -> list[Played]:
    """At most so many times round; stops when a whole sweep brought nothing."""
    best, total = list(rounds), prices.total(rounds)
    for sweep in range(sweeps):
        before = total
        for number in range(len(best)):
            if perf_counter() > deadline:
                return best
            played = _again(problem, best, number, sweep, deadline)
            if played is None:
                continue
            changed = [*best[:number], played, *best[number + 1 :]]
            cost = prices.total(changed)
            if cost < total and not prices.breaks_a_must(cost):
                best, total = changed, cost
        if total == before:
            break
    return best


def _again(problem: Problem, rounds: Sequence[Played], number: int, sweep: int, deadline: float) -> Played | None:
    """One round made again; None where nothing was found."""
    this = told_of_all(problem, rounds, number)
    this = replace(this, seed=this.seed + sweep * len(rounds))
    try:
        solution = solve(this, seconds=max(0.1, deadline - perf_counter()))
    except (NoRoundExists, NothingFound):
        return None
    return Played(solution.groups, solution.left_out, solution.notes)
