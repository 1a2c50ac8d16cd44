"""
Rounds in which the search breaks a must: another choice of tables, by CP-SAT, or the proof that there is none.

Sizes and occasions are decided before anybody has neighbours, and a must about whole tables may ask
for others. Where the tables that meet every must can be listed, one model chooses among them: as
many people placed as can be, then sizes near the preferred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.bargains import NEVER, Bargains
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.tally import Tables, Tally
from pairing.solver.terms import Away, Sized, Unseated
from pairing.solver.terms.protocols import Ints

if TYPE_CHECKING:  # CP-SAT takes a second to import: only rounds that need it pay
    from ortools.sat.python import cp_model

MOST_PEOPLE = 80
MOST_TABLES = 20_000  # tables at occasions that CP-SAT is asked about
WORK = 300_000  # sets of people grown to list them
EFFORT = 5.0  # CP-SAT's deterministic seconds


@dataclass(frozen=True)
class Rescue:
    """Tables with the occasion of each; ``exists`` is False where it is proven that no round meets the musts."""

    exists: bool
    groups: tuple[tuple[Seat, ...], ...] = ()
    occasions: tuple[int | None, ...] = ()


def rescue(problem: Problem, rules: Sequence[CompiledRule], seconds: float) -> Rescue | None:
    """A round that meets every must, or the proof that there is none; None where neither was found."""
    musts = [rule for rule in rules if rule.hard]
    known = all(isinstance(term, Unseated | Away | Sized) for rule in musts for term in rule.round_terms)
    if not known or problem.n > MOST_PEOPLE:
        return None
    try:
        seatings = _seatings(problem, musts)
    except TooMuchWork:
        return None
    return _chosen(problem, musts, seatings, seconds)


Seating = tuple[tuple[Seat, ...], int | None]  # a table, and where it stands


def _seatings(problem: Problem, musts: Sequence[CompiledRule]) -> list[Seating]:
    """Every table that meets the musts, at every occasion all of it can attend. Raises `TooMuchWork`."""
    tallies = [Tally.of(rule, problem.n) for rule in musts if rule.group_terms]
    apart = np.zeros((problem.n, problem.n), dtype=bool)
    for tally in tallies:
        apart |= tally.pairs > 0

    def whole(tables: Tables) -> Ints:
        return sum((tally.of_whole(tables) for tally in tallies), np.zeros(len(tables), dtype=np.int64))

    nothing: Ints = np.zeros(problem.n, dtype=np.int64)
    bargains = Bargains(nothing, np.where(apart, NEVER, 0).astype(np.int64), whole, WORK)
    sizes = problem.exact_sizes or range(problem.sizes.smallest, problem.sizes.largest + 1)
    found: list[Seating] = []
    for size in sorted(set(sizes)):
        if size > problem.n:
            continue
        tables, _ = bargains.within(size, 0, MOST_TABLES)
        for table in map(tuple, tables.tolist()):
            found += [(table, place) for place in _places(problem, table)]
        if len(found) > MOST_TABLES:
            raise TooMuchWork
    return found


def _places(problem: Problem, table: Sequence[Seat]) -> list[int | None]:
    """The occasions at which a table has room and nobody is missing."""
    if not problem.occasions:
        return [None]
    dates = -1
    for seat in table if problem.may_attend else ():
        dates &= problem.may_attend[seat]
    return [k for k, occasion in enumerate(problem.occasions) if dates >> k & 1 and len(table) <= occasion.seats]


def _chosen(
    problem: Problem, musts: Sequence[CompiledRule], seatings: Sequence[Seating], seconds: float
) -> Rescue | None:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in seatings]
    out = [model.new_bool_var("") for _ in range(problem.n)]
    choices = list(zip(chosen, seatings, strict=True))
    for seat in range(problem.n):
        model.add_exactly_one(out[seat], *(x for x, (table, _) in choices if seat in table))
    for size, many in Counter(problem.exact_sizes or ()).items():
        model.add(sum(x for x, (table, _) in choices if len(table) == size) <= many)
    for k, occasion in enumerate(problem.occasions):
        model.add(sum(x for x, (_, place) in choices if place == k) <= occasion.tables)
    for term in (term for rule in musts for term in rule.round_terms):
        if isinstance(term, Unseated):
            model.add(sum(x for x, weight in zip(out, term.weights, strict=True) if weight > 0) == 0)
        elif isinstance(term, Away):
            _keep_cover(model, term, choices)
    preferred, largest = problem.sizes.preferred, max((len(table) for table, _ in seatings), default=1)
    beside = [abs(len(table) - preferred) * (problem.exact_sizes is None) for table, _ in seatings]
    model.minimize(problem.n * (largest + preferred) * sum(out) + cp_model.LinearExpr.weighted_sum(chosen, beside))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.max_time_in_seconds = max(seconds, 0.01)
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Rescue(exists=False) if status == cp_model.INFEASIBLE else None
    taken = [each for x, each in choices if solver.boolean_value(x)]
    return Rescue(True, tuple(table for table, _ in taken), tuple(place for _, place in taken))


def _keep_cover(model: cp_model.CpModel, term: Away, choices: Sequence[tuple[cp_model.IntVar, Seating]]) -> None:
    """No post has more people away at an hour than its cap."""
    for hour in sorted({hour for occasion in term.occasions for hour in occasion.hours}):
        away = [
            (x, table) for x, (table, place) in choices if place is not None and hour in term.occasions[place].hours
        ]
        for post, cap in sorted(term.caps.items()):
            model.add(sum(x * sum(post in term.keys[seat] for seat in table) for x, table in away) <= cap)
