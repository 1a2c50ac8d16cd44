"""Everybody at exactly one of the tables given, as cheaply as can be: a set partition, by CP-SAT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pairing.solver.problem import Seat
from pairing.solver.tables.quest import Quest
from pairing.solver.tables.tally import Tables


@dataclass(frozen=True)
class Partition:
    """``groups`` (the people left out last) where a round within the ceiling was found, and its ``cost``.

    None of these tables costs less than ``bound``: one above the ceiling where it is proven that
    there is no such round. ``effort``: the deterministic seconds it took.
    """

    bound: int
    effort: float
    cost: int = 0
    groups: tuple[tuple[Seat, ...], ...] | None = None


@dataclass(frozen=True)
class Allowance:
    """CP-SAT's deterministic seconds, and the seconds after which it is broken off whatever it has done."""

    effort: float
    seconds: float


def cheapest_partition(quest: Quest, columns: Sequence[Tables], ceiling: int, allowance: Allowance) -> Partition:
    """The cheapest round of these tables that costs at most ``ceiling``."""
    from ortools.sat.python import cp_model

    choices = [*_choices(quest, columns), *_absences(quest)]
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in choices]
    having: dict[Seat, list[cp_model.IntVar]] = {seat: [] for seat in range(quest.people)}
    sized: dict[int, list[cp_model.IntVar]] = {size: [] for size in (0, *quest.sizes)}
    for x, choice in zip(chosen, choices, strict=True):
        sized[choice.size].append(x)
        for seat in choice.seats:
            having[seat].append(x)
    for each in having.values():
        model.add_exactly_one(each)
    for size, many in {**Counter(quest.sizes), 0: quest.absent}.items():
        model.add(cp_model.LinearExpr.sum(sized[size]) == many)
    for tier, reached in enumerate(quest.reached):
        paid = [choice.above[tier] for choice in choices]
        model.add(cp_model.LinearExpr.weighted_sum(chosen, paid) <= reached)
    total = cp_model.LinearExpr.weighted_sum(chosen, [choice.cost for choice in choices])
    model.add(total <= ceiling)
    model.minimize(total)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = allowance.effort
    solver.parameters.max_time_in_seconds = max(allowance.seconds, 0.01)
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Partition(ceiling + 1, solver.deterministic_time)
    # The bound is a float of a whole number: 1.0000000000000004 is 1, and must not become 2.
    bound = -int(-(solver.best_objective_bound - 1e-6) // 1)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Partition(bound, solver.deterministic_time)
    taken = [choice for x, choice in zip(chosen, choices, strict=True) if solver.boolean_value(x)]
    groups = [choice.seats for choice in taken if choice.size]
    groups.append(tuple(seat for choice in taken if not choice.size for seat in choice.seats))
    return Partition(bound, solver.deterministic_time, round(solver.objective_value), tuple(groups))


@dataclass(frozen=True)
class _Choice:
    """A table of so many seats, or somebody left out (size 0), and what it costs in the tier and in those above."""

    seats: tuple[Seat, ...]
    size: int
    cost: int
    above: tuple[int, ...]


def _choices(quest: Quest, columns: Sequence[Tables]) -> Iterator[_Choice]:
    for tables in columns:
        cost = quest.tier.of_tables(tables).tolist()
        above = [tier.of_tables(tables).tolist() for tier in quest.above]
        for place, seats in enumerate(tables.tolist()):
            yield _Choice(tuple(seats), len(seats), cost[place], tuple(each[place] for each in above))


def _absences(quest: Quest) -> Iterator[_Choice]:
    for seat in range(quest.people if quest.absent else 0):
        yield _Choice((seat,), 0, int(quest.tier.absent[seat]), tuple(int(each.absent[seat]) for each in quest.above))
