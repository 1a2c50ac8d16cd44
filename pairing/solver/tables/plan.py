"""What is settled before anybody gets a neighbour: the tables, their occasions, and who is at which."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import inf
from random import Random

from pairing.solver.compile import CompiledRule
from pairing.solver.group_count import choose_sizes, fitting, seatable, size_numbers
from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.footing import Footing
from pairing.solver.tables.occasions import attend
from pairing.solver.tables.spread import spread
from pairing.solver.tables.start import deal, dealing_order
from pairing.solver.terms import Clash, Listed, Unseated

Note = tuple[str, dict[str, int]]


@dataclass(frozen=True)
class Plan:
    """Tables with their first guests, the occasion of each (None without occasions), and the pool.

    ``absences``: for every rule, a proven lower bound of what absences and cover cost in any round.
    ``footing``: what the heads at the occasions prove beside it, for any round of these sizes.
    """

    groups: tuple[tuple[Seat, ...], ...]
    occasions: tuple[int | None, ...]
    left_out: tuple[Seat, ...]
    absences: tuple[int, ...]
    notes: tuple[Note, ...]
    footing: Footing | None = None

    @property
    def sizes(self) -> tuple[int, ...]:
        """Size of each table."""
        return tuple(len(group) for group in self.groups)


def plan_round(
    problem: Problem,
    rules: Sequence[CompiledRule],
    absent: AbstractSet[Seat],
    random: Random,
    deadline: float = inf,
    *,
    standing: bool = True,
) -> Plan:
    """Tables for everybody but ``absent``, who start in the pool; sizes may leave out more.

    Those no table may hold (see `unplaceable`) have to be among the absent. Who is at which occasion
    is broken off at the ``deadline`` (of `perf_counter`). Without ``standing`` they sit anywhere they can:
    what heads allow is not looked for.
    """
    order = dealing_order(rules, problem.n, random)
    present = [seat for seat in range(problem.n) if seat not in absent]
    if problem.occasions:
        return _at_occasions(problem, rules, present, order, random, deadline=deadline, standing=standing)
    choice = choose_sizes(problem, present)
    left_out = set(absent)
    if choice.left_out:
        weight = absence_weights(rules, problem.n)
        left_out.update(sorted(present, key=lambda seat: (weight[seat], order[seat]))[: choice.left_out])
    seated = [seat for seat in present if seat not in left_out]
    groups = deal(seated, choice.sizes, order, random)
    return Plan(
        groups=tuple(map(tuple, groups)),
        occasions=(None,) * len(groups),
        left_out=tuple(sorted(left_out)),
        absences=least_absences(problem, rules),
        notes=(("sizes", choice.numbers),),
    )


def absence_weights(rules: Sequence[CompiledRule], people: int) -> list[tuple[int, ...]]:
    """What leaving each person out costs, tier by tier."""
    terms = [term for rule in rules for term in rule.round_terms if isinstance(term, Unseated)]
    return [tuple(term.weights[seat] for term in terms) for seat in range(people)]


def least_absences(problem: Problem, rules: Sequence[CompiledRule]) -> tuple[int, ...]:
    """For every rule, what people whom no table or no allowed size has room for cost at the very least."""
    outside = unplaceable(problem, rules)
    more = fewest_left_out(problem, problem.n - len(outside))
    least = []
    for rule in rules:
        weights = [term.weights for term in rule.round_terms if isinstance(term, Unseated)]
        others = [sorted(weight for seat, weight in enumerate(each) if seat not in outside)[:more] for each in weights]
        least.append(sum(map(sum, others)) + _weight(rule, outside))
    return tuple(least)


def _weight(rule: CompiledRule, seats: AbstractSet[Seat]) -> int:
    """What leaving these people out costs in one rule."""
    return sum(term.weights[seat] for term in rule.round_terms if isinstance(term, Unseated) for seat in seats)


def unplaceable(problem: Problem, rules: Sequence[CompiledRule]) -> frozenset[Seat]:
    """People a must keeps apart from so many that not even the smallest table can be filled around them."""
    smallest = problem.sizes.smallest if problem.exact_sizes is None else min(problem.exact_sizes, default=1)
    apart: dict[Seat, set[Seat]] = {}
    for rule in rules:
        for term in rule.group_terms if rule.hard else ():
            if isinstance(term, Listed) and term.least >= 0:
                for i, j in (pair for pair, cost in term.costs.items() if cost > 0):
                    apart.setdefault(i, set()).add(j)
                    apart.setdefault(j, set()).add(i)
    outside: set[Seat] = set()
    while True:
        others = problem.n - len(outside) - 1
        found = {seat for seat in apart.keys() - outside if others - len(apart[seat] - outside) < smallest - 1}
        if not found:
            return frozenset(outside)
        outside |= found


def fewest_left_out(problem: Problem, people: int) -> int:
    """How many of so many people no allowed size has room for."""
    if problem.exact_sizes is None:
        return people - seatable(people, problem.sizes)
    return people - sum(fitting(problem.exact_sizes, people))


def _at_occasions(
    problem: Problem,
    rules: Sequence[CompiledRule],
    present: Sequence[Seat],
    order: Sequence[int],
    random: Random,
    *,
    deadline: float,
    standing: bool,
) -> Plan:
    attendance = attend(problem, rules, present, random, deadline, standing=standing)
    clashes = [term for rule in rules for term in rule.group_terms if isinstance(term, Clash)]
    outside = unplaceable(problem, rules)
    groups: list[tuple[Seat, ...]] = []
    occasions: list[int | None] = []
    for occasion, sizes in enumerate(attendance.tables):
        here = [seat for seat in present if attendance.at[seat] == occasion]
        if clashes:
            couples = attendance.footing.couples.get(occasion, []) if attendance.footing else []
            dealt = spread(here, sizes, order, random, values=clashes[0].values, couples=couples)
        else:
            dealt = deal(here, sizes, order, random)
        groups += map(tuple, dealt)
        occasions += [occasion] * len(sizes)
    return Plan(
        groups=tuple(groups),
        occasions=tuple(occasions),
        left_out=tuple(seat for seat in range(problem.n) if attendance.at[seat] is None),
        absences=tuple(least + _weight(rule, outside) for rule, least in zip(rules, attendance.least, strict=True)),
        notes=(("sizes", size_numbers(problem.n, [len(group) for group in groups])),),
        footing=attendance.footing,
    )
