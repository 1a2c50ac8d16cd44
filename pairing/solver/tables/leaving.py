"""Leaving people out until every must is met: other sizes first, one by one, then whole tables; some come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from time import perf_counter

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.effort import Effort
from pairing.solver.tables.hall import Hall, open_hall
from pairing.solver.tables.plan import Plan, plan_round, unplaceable
from pairing.solver.tables.regaining import regained
from pairing.solver.tables.workable import can_hold, most_placed

RETRIES = 12  # how often one more person is left out before whole tables are given up
RETRY_SHARE = 4  # a retry gets this part of the first attempt's effort


def at_workable_sizes(
    problem: Problem, rules: Sequence[CompiledRule], hall: Hall, random: Random, effort: Effort
) -> Hall:
    """The search over sizes at which the musts can hold, where they cannot at those first thought of."""
    given = problem.exact_sizes is not None or bool(problem.occasions)
    late = perf_counter() > effort.deadline
    sizes = None if given or late or can_hold(rules, hall.plan.sizes) else most_placed(problem, rules)
    if sizes is None:
        return hall
    fitted = replace(problem, exact_sizes=sizes)
    plan = plan_round(fitted, rules, unplaceable(problem, rules), random, effort.deadline)
    hall = open_hall(problem, rules, replace(plan, absences=hall.plan.absences), random, effort, before=hall)
    hall.search.run(range(sum(rule.hard for rule in rules)))
    return hall


def leave_out(problem: Problem, rules: Sequence[CompiledRule], hall: Hall, random: Random, effort: Effort) -> Hall:
    """
    As few more as the search finds are left out until every must is met: first one by one, then whole tables.
    Of these, whoever can is seated at others.

    After the deadline whole tables at once: a round with many left out is better than none.
    """
    musts = range(sum(rule.hard for rule in rules))
    absent = set(unplaceable(problem, rules))
    for _ in range(RETRIES):
        guilty = _guilty_tables(hall, musts)
        if not guilty:
            return hall
        if perf_counter() > effort.deadline:
            break
        absent.add(_worst(hall, guilty, len(musts), absent))
        plan = plan_round(problem, rules, absent, random, effort.deadline, standing=False)
        plan = replace(plan, absences=hall.plan.absences)
        hall = open_hall(problem, rules, plan, random, effort.divided(RETRY_SHARE), before=hall)
        hall.search.run(musts, settle=False)
    guilty = _guilty_tables(hall, musts)
    if not guilty:
        return hall
    plan = regained(problem, rules, _without(hall, guilty), random, effort.deadline)
    return open_hall(problem, rules, plan, random, effort, before=hall)


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
