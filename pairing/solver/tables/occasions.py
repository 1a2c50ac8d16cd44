"""
Who is at which occasion: seats, tables, dates people can make, and cover, by CP-SAT.

The tables are settled first, in strict order: what absences and broken cover cost, tier by tier;
as many as possible placed; tables near the preferred size, many rather than few. Then heads are
shared out over the occasions so that every rule can cost as little as they allow (`footing`).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import inf
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

from pairing.solver.compile import CompiledRule
from pairing.solver.group_count import choose_sizes, group_counts
from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.counting import Aimed
from pairing.solver.tables.filling import Filling, away
from pairing.solver.tables.footing import Footing, attended
from pairing.solver.tables.head_costs import HeadCosts
from pairing.solver.tables.headcount import Headcount
from pairing.solver.terms import Unseated

if TYPE_CHECKING:
    from pairing.solver.tables.counting import Linear

EFFORT = 2.0  # CP-SAT's deterministic time for each tier: about as many seconds
FINER_EFFORT = 0.1  # and for sizes


@dataclass(frozen=True)
class Attendance:
    """Where everybody is: an occasion or None. ``tables``: the sizes at each occasion.

    ``least``: for every rule, a proven lower bound on what its absences and cover cost, given
    that those of the rules before it cost their least. ``footing``: what sizes and heads prove, None unless asked.
    """

    at: tuple[int | None, ...]
    tables: tuple[tuple[int, ...], ...]
    least: tuple[int, ...]
    footing: Footing | None


def attend(
    problem: Problem,
    rules: Sequence[CompiledRule],
    present: Sequence[Seat],
    random: Random,
    deadline: float = inf,
    *,
    standing: bool = True,
) -> Attendance:
    """The occasion of everybody present, and the tables there. ``deadline`` (of `perf_counter`) breaks it off:
    then occasions just filled one after the other are taken, if that leaves out fewer than the count so far.

    With ``standing`` every rule can cost as little as heads allow there.
    """
    heads = Headcount(problem, _types(problem, rules, present), random.randrange(1 << 30))
    heads.deadline = deadline
    aimed = _settle_tables(problem, rules, heads)
    tables = heads.sizes()
    footing = None
    if standing and perf_counter() < deadline:
        footing = Footing(
            problem,
            rules,
            present,
            [size for sizes in tables for size in sizes],
            paid={tier: each.reached for tier, each in aimed.items()},
            random=random,
            deadline=deadline,
        )
    at, tables_there = (footing.at, footing.tables) if footing is not None else (None, ())
    at, tables = at or attended(problem.n, heads, random), tables_there or tables
    if perf_counter() > deadline:
        filled = Filling(problem, rules, present, random)
        if away(rules, filled.at) < away(rules, at):
            at, tables = tuple(filled.at), tuple(filled.tables)
    return Attendance(
        at=at,
        tables=tables,
        least=tuple(aimed[tier].bound if tier in aimed else 0 for tier in range(len(rules))),
        footing=footing,
    )


def counts_heads(term: object) -> bool:
    """True for a term that charges the same for everybody left out."""
    return isinstance(term, Unseated) and len(set(term.weights)) == 1 and term.weights[0] > 0


def _types(problem: Problem, rules: Sequence[CompiledRule], present: Sequence[Seat]) -> list[list[Seat]]:
    """People alike in dates, posts and weights."""
    weights = [term.weights for rule in rules for term in rule.round_terms if isinstance(term, Unseated)]
    types: dict[tuple[Hashable, ...], list[Seat]] = {}
    for seat in present:
        dates = problem.may_attend[seat] if problem.may_attend else -1
        posts = problem.cover_keys[seat] if problem.cover_keys else frozenset[int]()
        types.setdefault((dates, posts, *(weight[seat] for weight in weights)), []).append(seat)
    return list(types.values())


def _settle_tables(problem: Problem, rules: Sequence[CompiledRule], heads: Headcount) -> dict[int, Aimed]:
    """Every aim in turn; for every rule about absences or cover, what it costs and the proven least."""
    costs, found = HeadCosts(heads), {}
    for tier, rule in enumerate(rules):
        cost = None if rule.group_terms else costs.of(rule)
        aimed = None if cost is None else heads.aim(cost, EFFORT)
        if aimed is not None:
            found[tier] = aimed
    if not any(counts_heads(term) for rule in rules for term in rule.round_terms):
        heads.aim(-heads.sum(heads.load(k) for k in range(len(problem.occasions))), EFFORT)
    if problem.exact_sizes is None:
        heads.aim(_size_deviation(problem, heads), FINER_EFFORT)
        heads.aim(-heads.sum(heads.tables(k) for k in range(len(problem.occasions))), FINER_EFFORT)
    return found


def _size_deviation(problem: Problem, heads: Headcount) -> Linear:
    """People above or below what the tables would seat at the size the forecast prefers."""
    placed = sum(map(sum, heads.counts()))
    sizes = choose_sizes(problem).sizes
    preferred = round(sum(sizes) / len(sizes)) if sizes else problem.sizes.preferred
    deviations = []
    for k in range(len(problem.occasions)):
        deviation = heads.new(placed + preferred * problem.occasions[k].tables)
        heads.model.add(deviation >= heads.load(k) - preferred * heads.tables(k))
        heads.model.add(deviation >= preferred * heads.tables(k) - heads.load(k))
        deviations.append(deviation)
    counts = group_counts(placed, problem.sizes)  # no tables divide so many more evenly than these
    least = min((abs(placed - preferred * tables) for tables in counts), default=0)
    heads.model.add(heads.sum(deviations) >= least)
    return heads.sum(deviations)
