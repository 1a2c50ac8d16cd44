"""
Rounds that a design laid out, brought round by round to the least the stricter rules allow.

Where practices do not fill a design's rows, some of them meet. Searching such a round anew would
give up all the others' meetings; here only as many people change tables as it takes, and of all
changes that help the strictest rule the one that brings the fewest repeats is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from time import perf_counter

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Problem
from pairing.solver.rotations.series import Played, Prices, told_of_all
from pairing.solver.solution import Group
from pairing.solver.tables.costs import combine
from pairing.solver.tables.floor import Floor

SWEEPS = 3
MOST_PEOPLE = 200  # every two people are looked at for every change


def ease(problem: Problem, rounds: Sequence[Played], prices: Prices, deadline: float) -> list[Played]:
    """The same rounds or better ones, nobody else left out, tables of the same sizes."""
    best, total = list(rounds), prices.total(rounds)
    if problem.n > MOST_PEOPLE or problem.occasions:
        return best
    for _ in range(SWEEPS):
        before = total
        for number, played in enumerate(best):
            if perf_counter() > deadline:
                return best
            changed = [
                *best[:number],
                _eased(told_of_all(problem, best, number), played, deadline),
                *best[number + 1 :],
            ]
            cost = prices.total(changed)
            if cost < total:
                best, total = changed, cost
        if total == before:
            break
    return best


def _eased(this: Problem, played: Played, deadline: float) -> Played:
    """One round after the best swaps, one after the other, until none helps."""
    costs = combine(compile_rules(this), this.n, max(played.sizes, default=1))
    floor = Floor(costs, [group.seats for group in played.groups], played.left_out)
    seated = [seat for group in played.groups for seat in group.seats]
    while perf_counter() < deadline:
        best, swap = 0, None
        for i, j in combinations(seated, 2):
            if floor.where[i] != floor.where[j]:
                change = floor.swap_cost(i, j, best)
                if change < best:
                    best, swap = change, (i, j)
        if swap is None:
            break
        floor.swap(*swap, floor.swap_cost(*swap, best))  # a swap goes by what was worked out just before
    groups = sorted(tuple(sorted(seats)) for seats in floor.groups[: floor.pool])
    return replace(played, groups=tuple(map(Group, groups)))
