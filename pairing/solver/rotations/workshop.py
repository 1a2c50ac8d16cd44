"""
A workshop: everybody of one occasion in one room, at tables that change several times.

Who comes to which occasion is settled first as for any round of tables; then each occasion's
rotations are planned together, at smaller tables where those spare most of the repeats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import comb
from time import perf_counter

from pairing.errors import NoRoundExists
from pairing.solver.among import among
from pairing.solver.draft import NothingFound
from pairing.solver.group_count import WORTH_IT, even, group_counts
from pairing.solver.problem import Problem, RuleSetting, Seat, Sizes
from pairing.solver.rotations.rotate import Rotations, rotate
from pairing.solver.rotations.series import full_rules
from pairing.solver.rules import no_repeat
from pairing.solver.solution import Group, Solution, Status
from pairing.solver.solve import solve
from pairing.tiers import Importance, Tier

MOST_TRIED = 3  # other numbers of tables


@dataclass(frozen=True)
class Hall:
    """The people of one occasion (None where there are none), and their tables, rotation by rotation.

    ``at_first``: how many tables of the preferred size there would be, where there are others.
    """

    occasion: int | None
    seats: tuple[Seat, ...]
    rotations: tuple[tuple[Group, ...], ...]
    at_first: int | None = None


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
        others = [even(len(seats), count) for count in _more_tables(problem, occasion, sizes)]
        planned = _with_few_repeats(inside, others, rotations, deadline)
        found.append(planned)
        turns = tuple(_outside(round_.groups, seats, occasion) for round_ in planned.solutions)
        halls.append(Hall(occasion, seats, turns, len(sizes) if len(turns[0]) != len(sizes) else None))
    tiers = _tiers(problem, attendance, found)
    timed_out = any(each.status is Status.TIMEOUT for each in found)
    proved = all(tier.proved for tier in tiers)
    status = Status.OPTIMAL if proved else Status.TIMEOUT if timed_out else Status.FEASIBLE
    return Workshop(attendance, tuple(halls), tiers, status)


def _more_tables(problem: Problem, occasion: int | None, sizes: Sequence[int]) -> Iterator[int]:
    """Larger numbers of tables there is room for, the nearest first; at last as many as there can be."""
    if problem.exact_sizes is not None:
        return
    largest, room = problem.sizes.largest, sum(sizes)
    if occasion is not None:
        largest, room = min(largest, problem.occasions[occasion].seats), problem.occasions[occasion].tables
    counts = group_counts(sum(sizes), Sizes(problem.sizes.smallest, largest, largest))
    more = [count for count in counts if len(sizes) < count <= room]
    yield from more[: MOST_TRIED - 1]
    yield from more[MOST_TRIED - 1 :][-1:]


def _with_few_repeats(problem: Problem, others: Sequence[Sequence[int]], rotations: int, deadline: float) -> Rotations:
    """At tables of these sizes; at others where two sit together again, and the others can spare most of that."""
    best = rotate(problem, rotations, seconds=max(0.1, (deadline - perf_counter()) / (1 + len(others))))
    for number, sizes in enumerate(others):
        seconds = (deadline - perf_counter()) / (len(others) - number)
        fewest = max(0, rotations * sum(comb(size, 2) for size in sizes) - comb(problem.n, 2))
        if not _repeats(best) or seconds <= 0:
            break
        if fewest * no_repeat.prices(problem)[0] * WORTH_IT > _repeats(best):
            continue
        try:
            planned = rotate(replace(problem, exact_sizes=tuple(sizes)), rotations, seconds=seconds)
        except (NoRoundExists, NothingFound):
            continue
        if _repeats(planned) * WORTH_IT <= _repeats(best):
            best = planned
    return best


def _repeats(planned: Rotations) -> int:
    return sum(tier.cost for tier in planned.tiers if tier.rule == no_repeat.NAME)


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
