"""Seating a round: sizes and occasions, search, and what is proven about the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from time import perf_counter

from pairing.solver.compile import CompiledRule
from pairing.solver.draft import Draft
from pairing.solver.problem import Problem, Seat
from pairing.solver.solution import Group
from pairing.solver.tables.bounds import round_bounds
from pairing.solver.tables.costs import combine
from pairing.solver.tables.descent import Effort, Search
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.limits import Limits
from pairing.solver.tables.plan import Plan, plan_round
from pairing.solver.terms import Unseated

RETRIES = 12  # how often one more person is left out before whole tables are given up
RETRY_EFFORT = 0.25  # beside the first attempt


@dataclass(frozen=True)
class Hall:
    """A plan and the search over it."""

    plan: Plan
    search: Search

    @property
    def floor(self) -> Floor:
        """Who sits where."""
        return self.search.floor


def seat(problem: Problem, rules: Sequence[CompiledRule], *, seconds: float) -> Draft | None:
    """
    A round of tables with a proven bound for every tier, given the number and sizes of its groups.

    None only when it is proven that no round meets the musts. A round that breaks a must is
    handed back as timed out: nothing better was found, and that there is nothing is not proven.
    As many as sizes, occasions and musts allow are placed, whatever the importance of that rule.
    ``seconds`` only breaks the search off; within them the same seed gives the same round.
    """
    random = Random(problem.seed)  # noqa: S311 - a draw of lots, not a secret
    deadline = perf_counter() + seconds
    plan = plan_round(problem, rules, frozenset(), random)
    if any(rule.hard and cost > 0 for rule, cost in zip(rules, plan.absences, strict=True)):
        return None
    musts = sum(rule.hard for rule in rules)
    hall = _open(problem, rules, plan, random, deadline, 1.0)
    hall.search.run(range(musts))
    if not _may_place_fewer(rules):
        hall = _leave_out(problem, rules, hall, random, deadline)
    hall.search.run(range(musts, len(rules)))
    hall.search.stroll()
    return _draft(hall, rules)


def _open(
    problem: Problem, rules: Sequence[CompiledRule], plan: Plan, random: Random, deadline: float, effort: float
) -> Hall:
    """A search over a plan, not begun."""
    costs = combine(rules, problem.n, max(plan.sizes, default=1))
    return Hall(
        plan,
        Search(
            Floor(costs, plan.groups, plan.left_out),
            Limits(problem, rules, plan.occasions, plan.groups),
            round_bounds(rules, plan, problem.n),
            random,
            Effort.for_people(problem.n, effort),
            deadline,
        ),
    )


def _may_place_fewer(rules: Sequence[CompiledRule]) -> bool:
    """True when placing everybody is a must itself."""
    return any(rule.hard and isinstance(term, Unseated) for rule in rules for term in rule.round_terms)


def _leave_out(
    problem: Problem, rules: Sequence[CompiledRule], hall: Hall, random: Random, deadline: float
) -> Hall:
    """As few more as the search finds are left out until every must is met: first one by one, then whole tables."""
    musts = range(sum(rule.hard for rule in rules))
    absent: set[Seat] = set()
    for _ in range(RETRIES):
        guilty = _guilty_tables(hall, musts)
        if not guilty:
            return hall
        absent.add(_worst(hall, guilty, len(musts), absent))
        plan = replace(plan_round(problem, rules, absent, random), absences=hall.plan.absences)
        hall = _open(problem, rules, plan, random, deadline, RETRY_EFFORT)
        hall.search.run(musts)
    guilty = _guilty_tables(hall, musts)
    return _open(problem, rules, _without(hall, guilty), random, deadline, 1.0) if guilty else hall


def _guilty_tables(hall: Hall, musts: range) -> set[int]:
    """The tables that break a must."""
    costs = hall.floor.costs
    if all(hall.search.cost(tier) <= 0 for tier in musts):
        return set()
    return {
        table
        for table in range(hall.floor.pool)
        if any(costs.digit(hall.floor.table_cost(table), tier) > 0 for tier in musts)
    }


def _worst(hall: Hall, guilty: set[int], musts: int, absent: set[Seat]) -> Seat:
    """The person at the guilty tables whose neighbours break the strictest must most."""
    floor = hall.floor
    candidates = [seat for table in sorted(guilty) for seat in floor.groups[table] if seat not in absent]
    strict = musts - 1
    everybody = candidates or [seat for table in sorted(guilty) for seat in floor.groups[table]]
    return max(everybody, key=lambda seat: floor.costs.prefix(floor.share[seat], strict))


def _without(hall: Hall, tables: set[int]) -> Plan:
    """The plan as the search left it, some tables given up and their people left out."""
    floor = hall.floor
    kept = [table for table in range(floor.pool) if table not in tables]
    left_out = [*floor.groups[floor.pool], *(seat for table in tables for seat in floor.groups[table])]
    return Plan(
        groups=tuple(tuple(floor.groups[table]) for table in kept),
        occasions=tuple(hall.plan.occasions[table] for table in kept),
        left_out=tuple(sorted(left_out)),
        absences=hall.plan.absences,
        notes=hall.plan.notes,
    )


def _draft(hall: Hall, rules: Sequence[CompiledRule]) -> Draft:
    floor, search = hall.floor, hall.search
    groups = [
        Group(tuple(sorted(seats)), occasion)
        for seats, occasion in zip(floor.groups[: floor.pool], hall.plan.occasions, strict=True)
    ]
    broken = any(search.cost(tier) > 0 for tier, rule in enumerate(rules) if rule.hard)
    return Draft(
        groups=tuple(sorted(groups, key=lambda group: group.seats)),
        left_out=tuple(sorted(floor.groups[floor.pool])),
        bounds=tuple(search.bounds),
        notes=hall.plan.notes,
        timed_out=search.timed_out or broken,
    )
