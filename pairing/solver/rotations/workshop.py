"""
A workshop: everybody of one occasion in one room, at tables that change several times.

Who comes to which occasion, and how many tables of which sizes stand there, is settled first as
for any round of tables; then each occasion's rotations are planned together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from pairing.solver.among import among
from pairing.solver.problem import Problem, RuleSetting, Seat
from pairing.solver.rotations.rotate import Rotations, rotate
from pairing.solver.rotations.series import full_rules
from pairing.solver.solution import Group, Solution, Status
from pairing.solver.solve import solve
from pairing.tiers import Importance, Tier


@dataclass(frozen=True)
class Hall:
    """The people of one occasion (None where there are none), and their tables, rotation by rotation."""

    occasion: int | None
    seats: tuple[Seat, ...]
    rotations: tuple[tuple[Group, ...], ...]


@dataclass(frozen=True)
class Workshop:
    """``attendance`` says who is left out and why; ``tiers`` are those of all rotations together."""

    attendance: Solution
    halls: tuple[Hall, ...]
    tiers: tuple[Tier, ...]
    status: Status


def plan_workshop(problem: Problem, rotations: int, *, seconds: float = 60.0) -> Workshop:
    """So many rotations at each occasion. Raises as `solve` does."""
    deadline = perf_counter() + seconds
    attendance = solve(_without_neighbours(problem), seconds=seconds)
    halls: list[Hall] = []
    found: list[Rotations] = []
    for occasion in sorted({group.occasion for group in attendance.groups}, key=lambda each: each or 0):
        tables = [group for group in attendance.groups if group.occasion == occasion]
        seats = tuple(sorted(seat for group in tables for seat in group.seats))
        sizes = tuple(len(group.seats) for group in tables)
        inside = replace(among(problem, seats), exact_sizes=sizes, seed=problem.seed + len(halls))
        planned = rotate(inside, rotations, seconds=max(0.1, deadline - perf_counter()))
        found.append(planned)
        turns = (_outside(round_.groups, seats, occasion) for round_ in planned.solutions)
        halls.append(Hall(occasion, seats, tuple(turns)))
    tiers = _tiers(problem, attendance, found)
    timed_out = any(each.status is Status.TIMEOUT for each in found)
    proved = all(tier.proved for tier in tiers)
    status = Status.OPTIMAL if proved else Status.TIMEOUT if timed_out else Status.FEASIBLE
    return Workshop(attendance, tuple(halls), tiers, status)


def _without_neighbours(problem: Problem) -> Problem:
    """Only the musts, and the rules about who comes at all."""
    settings = {
        rule.name: RuleSetting(Importance.OFF) for rule in full_rules(problem) if not rule.hard and not rule.round_terms
    }
    return replace(problem, rules={**problem.rules, **settings})


def _outside(groups: Sequence[Group], seats: Sequence[Seat], occasion: int | None) -> tuple[Group, ...]:
    return tuple(Group(tuple(seats[seat] for seat in group.seats), occasion) for group in groups)


def _tiers(problem: Problem, attendance: Solution, found: Sequence[Rotations]) -> tuple[Tier, ...]:
    """
    Costs over all rotations; what is about coming at all is told by the attendance.

    Where there are several occasions, who is at which was settled before: then nothing about
    neighbours is called proved, nor bounded.
    """
    once = {tier.rule: tier for tier in attendance.tiers}
    tiers, proved = [], True
    for rule in full_rules(problem):
        each = [tier for planned in found for tier in planned.tiers if tier.rule == rule.name]
        if rule.round_terms or not each:
            tier = once.get(rule.name)
            cost, bound = (tier.cost, tier.bound) if tier else (0, 0)
        else:
            cost = sum(tier.cost for tier in each)
            bound = sum(tier.bound for tier in each) if len(found) == 1 else min(0, cost)
        proved = proved and cost == bound
        tiers.append(Tier(rule.name, rule.importance, cost, bound, proved))
    return tuple(tiers)
