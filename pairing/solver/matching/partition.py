"""
The awkward rest, exactly: any mixture of people left out, pairs and trios.

Up to `FEW` people by going through all subsets; above by CP-SAT on every group there is, tier by
tier, each fixed before the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from pairing.solver.matching.ladder import Ladder
from pairing.solver.problem import Seat

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

FEW = 10
EFFORT = 5.0  # CP-SAT's deterministic time per tier, near to seconds


@dataclass(frozen=True)
class Column:
    """One person left out, one pair or one trio, and its cost as a whole number."""

    seats: tuple[Seat, ...]
    cost: int


@dataclass(frozen=True)
class Partition:
    """Everybody in one column. No choice of the columns costs less than ``least``."""

    chosen: tuple[Column, ...]
    least: int
    timed_out: bool = False


def columns(ladder: Ladder, seats: Sequence[Seat], *, trios: bool) -> list[Column]:
    """Every group of one, two or three that breaks no must."""
    found = [Column((seat,), ladder.left_out(seat)) for seat in seats if ladder.may_be_left[seat]]
    pairs = np.array(list(combinations(sorted(seats), 2)), dtype=np.int64).reshape(-1, 2)
    pairs = pairs[ladder.allowed(pairs[:, 0], pairs[:, 1])]
    costs = ladder.whole(ladder.pairs(pairs[:, 0], pairs[:, 1]))
    found += [Column((i, j), cost) for (i, j), cost in zip(pairs.tolist(), costs, strict=True)]
    if trios:
        threes = np.array(list(combinations(sorted(seats), 3)), dtype=np.int64).reshape(-1, 3)
        threes = threes[ladder.allowed_trios(threes[:, 0], threes[:, 1], threes[:, 2])]
        costs = ladder.whole(ladder.trios(threes[:, 0], threes[:, 1], threes[:, 2]))
        found += [Column((a, b, c), cost) for (a, b, c), cost in zip(threes.tolist(), costs, strict=True)]
    return found


def by_subsets(seats: Sequence[Seat], options: Sequence[Column]) -> Partition | None:
    """The cheapest choice of columns that holds every seat once, or None: dynamic programming."""
    bit = {seat: 1 << k for k, seat in enumerate(sorted(seats))}
    starting: dict[int, list[tuple[int, Column]]] = {mark: [] for mark in bit.values()}
    for column in options:
        starting[bit[column.seats[0]]].append((sum(bit[seat] for seat in column.seats), column))
    best: dict[int, tuple[int, Column] | None] = {}
    for rest in range(1, 1 << len(seats)):
        best[rest] = None
        for mask, column in starting[rest & -rest]:
            if mask & rest == mask:
                after = rest ^ mask
                below = best[after] if after else None
                if after and below is None:
                    continue
                cost = column.cost + (below[0] if below else 0)
                here = best[rest]
                if here is None or cost < here[0]:
                    best[rest] = (cost, column)
    chosen = []
    rest = (1 << len(seats)) - 1
    total = best[rest]
    if total is None:
        return None
    while rest:
        step = best[rest]
        assert step is not None
        chosen.append(step[1])
        rest ^= sum(bit[seat] for seat in step[1].seats)
    return Partition(tuple(chosen), total[0])


def by_cp_sat(ladder: Ladder, seats: Sequence[Seat], options: Sequence[Column], deadline: float) -> Partition | None:
    """The same by CP-SAT; None when it proves that there is none, no groups when it ran out of effort."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    takes = [model.new_bool_var("") for _ in options]
    at: dict[Seat, list[cp_model.IntVar]] = {seat: [] for seat in seats}
    for column, take in zip(options, takes, strict=True):
        for seat in column.seats:
            at[seat].append(take)
    for seat in seats:
        model.add_exactly_one(at[seat])
    vectors = [ladder.digits(column.cost) for column in options]
    chosen: list[int] | None = None
    prefix, settled = 0, 0  # settled: the unit of the last tier closed
    for rung, unit in enumerate(ladder.unit):
        weights = [vector[rung] for vector in vectors]
        if chosen is not None and not any(weights):
            continue
        total = cp_model.LinearExpr.weighted_sum(takes, weights)
        model.minimize(total)
        solver = _solver(deadline - monotonic())
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        if status == cp_model.OPTIMAL:
            chosen = [k for k, take in enumerate(takes) if solver.boolean_value(take)]
            reached = sum(weights[k] for k in chosen)
            prefix, settled = prefix + reached * unit, unit
            model.add(total == reached)
            model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools leaves it untyped
            for k, take in enumerate(takes):
                model.add_hint(take, k in chosen)
            continue
        if status == cp_model.FEASIBLE:
            chosen = [k for k, take in enumerate(takes) if solver.boolean_value(take)]
            prefix, settled = prefix + int(solver.best_objective_bound // 1) * unit, unit
        # Lower tiers take away less than a quarter of the unit (`Ladder`).
        groups = tuple(options[k] for k in chosen or ())
        return Partition(groups, prefix - settled // 4, timed_out=monotonic() > deadline)
    assert chosen is not None
    return Partition(tuple(options[k] for k in chosen), prefix)


def _solver(seconds: float) -> cp_model.CpSolver:
    """One worker, work counted and not timed: the same problem gives the same answer."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.max_time_in_seconds = max(seconds, 0.1)
    return solver
