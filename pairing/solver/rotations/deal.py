"""
Pairs dealt to rounds: each pair to one round at most, everybody in a pair of each round, or in its trio.

Trios are chosen first, of people with the most new partners left; the rest is a matching a round,
all of them found at once by CP-SAT.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Pair, Problem, Seat
from pairing.solver.rotations.partners import Partners, before_repeats
from pairing.solver.rotations.series import Played
from pairing.solver.solution import Group

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

EFFORT = 4.0  # deterministic time of one attempt: about as many seconds
BOOLEANS = 2_500  # below so many, the linear relaxation is worth its time

Trio = tuple[Seat, ...]


@dataclass(frozen=True)
class Ground:
    """Pairs that may be used, once each, and what they cost the rules before repeats."""

    people: int
    pairs: tuple[Pair, ...]
    costs: tuple[dict[Pair, int], ...]  # by rule, pairs that cost nothing left out

    @classmethod
    def of(cls, problem: Problem, rules: Sequence[CompiledRule], reached: dict[str, int]) -> Ground:
        """All pairs that can be new."""
        partners = Partners.of(problem, rules, reached)
        kept = np.flatnonzero(partners.new & ~partners.forbidden)
        i, j = partners.i[kept], partners.j[kept]
        pairs = tuple(zip(i.tolist(), j.tolist(), strict=True))
        costs = []
        for rule in before_repeats(rules):
            if rule.group_terms and not rule.hard:
                each = sum((term.of_pairs(i, j) for term in rule.group_terms), np.zeros(len(i), dtype=np.int64))
                costs.append({pairs[at]: int(each[at]) for at in np.flatnonzero(each).tolist()})
        return cls(problem.n, pairs, tuple(costs))

    def within(self, trio: Sequence[Seat], most: Sequence[int]) -> bool:
        """True when three people cost these rules no more than this."""
        pairs = list(combinations(trio, 2))
        return all(
            sum(costs.get(pair, 0) for pair in pairs) <= limit for costs, limit in zip(self.costs, most, strict=True)
        )

    def allowance(self, played: Played) -> tuple[int, ...]:
        """What the rules before repeats cost in a round of these pairs."""
        return tuple(sum(costs.get(pair, 0) for pair in played.pairs) for costs in self.costs)


def deal(
    ground: Ground, free: Sequence[Pair], allowed: Sequence[tuple[int, ...]], *, seed: int, deadline: float
) -> list[tuple[Group, ...]] | None:
    """The free pairs dealt to so many rounds, each round within its allowance; None where that was not found."""
    trios: list[Trio] = [()] * len(allowed)
    if ground.people % 2:
        chosen = _trios(ground, free, allowed, Random(seed))  # noqa: S311 - a draw of lots, not a secret
        if chosen is None:
            return None
        trios = chosen
        taken = {pair for trio in trios for pair in combinations(trio, 2)}
        free = [pair for pair in free if pair not in taken]
    dealt = _matchings(ground, free, list(zip(trios, allowed, strict=True)), seed, deadline)
    if dealt is None:
        return None
    together = [[*pairs, trio] if trio else list[Trio](pairs) for pairs, trio in zip(dealt, trios, strict=True)]
    return [tuple(map(Group, sorted(groups))) for groups in together]


def _matchings(
    ground: Ground, free: Sequence[Pair], turns: Sequence[tuple[Trio, tuple[int, ...]]], seed: int, deadline: float
) -> list[list[Pair]] | None:
    """For every round, given its trio and what it may cost, the pairs of all others."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    uses = [{pair: model.new_bool_var("") for pair in free if not set(pair) & set(trio)} for trio, _ in turns]
    for pair in free:
        model.add_at_most_one(use[pair] for use in uses if pair in use)
    for use, (trio, allowed) in zip(uses, turns, strict=True):
        at: dict[Seat, list[cp_model.IntVar]] = {seat: [] for seat in range(ground.people) if seat not in trio}
        for (i, j), variable in use.items():
            at[i].append(variable)
            at[j].append(variable)
        for variables in at.values():
            model.add_exactly_one(variables)
        for costs, most in zip(ground.costs, allowed, strict=True):
            dear = [variable * costs[pair] for pair, variable in use.items() if pair in costs]
            model.add(sum(dear) <= most - sum(costs.get(pair, 0) for pair in combinations(trio, 2)))
    solver = _solver(cp_model.CpSolver(), seed, deadline, variables=len(free) * len(turns))
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [[pair for pair, variable in use.items() if solver.boolean_value(variable)] for use in uses]


def _solver(solver: cp_model.CpSolver, seed: int, deadline: float, *, variables: int) -> cp_model.CpSolver:
    """One core and counted work, so that a seed repeats; the clock only breaks off."""
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2 if variables < BOOLEANS else 1
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.max_time_in_seconds = max(0.01, deadline - perf_counter())
    return solver


def _trios(
    ground: Ground, free: Sequence[Pair], allowed: Sequence[tuple[int, ...]], random: Random
) -> list[Trio] | None:
    """Three for every round who are all new to each other: those with the most new partners left."""
    new: list[set[Seat]] = [set() for _ in range(ground.people)]
    for i, j in free:
        new[i].add(j)
        new[j].add(i)
    chosen = []
    for most in allowed:
        order = sorted(range(ground.people), key=lambda seat: (-len(new[seat]), random.random()))
        trio = next((trio for trio in _triangles(order, new) if ground.within(trio, most)), None)
        if trio is None:
            return None
        for i, j in combinations(trio, 2):
            new[i].discard(j)
            new[j].discard(i)
        chosen.append(trio)
    return chosen


def _triangles(order: Sequence[Seat], new: Sequence[set[Seat]]) -> Iterator[Trio]:
    """Threes who are new to each other, the first of the order before others."""
    for last, k in enumerate(order):
        known = [seat for seat in order[:last] if seat in new[k]]
        for at, j in enumerate(known):
            for i in known[:at]:
                if i in new[j]:
                    yield tuple(sorted((i, j, k)))
