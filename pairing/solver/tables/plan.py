"""What is settled before anybody gets a neighbour: the tables, their occasions, and who is at which."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random

from pairing.solver.compile import CompiledRule
from pairing.solver.group_count import choose_sizes, fitting, seatable, size_numbers
from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.occasions import attend
from pairing.solver.tables.start import deal, dealing_order
from pairing.solver.terms import Unseated

Note = tuple[str, dict[str, int]]


@dataclass(frozen=True)
class Plan:
    """Tables with their first guests, the occasion of each (None without occasions), and the pool.

    ``absences``: for every rule, a proven lower bound of what absences and cover cost in any round.
    """

    groups: tuple[tuple[Seat, ...], ...]
    occasions: tuple[int | None, ...]
    left_out: tuple[Seat, ...]
    absences: tuple[int, ...]
    notes: tuple[Note, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Size of each table."""
        return tuple(len(group) for group in self.groups)


def plan_round(problem: Problem, rules: Sequence[CompiledRule], absent: AbstractSet[Seat], random: Random) -> Plan:
    """Tables for everybody but ``absent``, who start in the pool; sizes may leave out more."""
    order = dealing_order(rules, problem.n, random)
    present = [seat for seat in range(problem.n) if seat not in absent]
    if problem.occasions:
        return _at_occasions(problem, rules, present, order, random)
    choice = choose_sizes(problem, present)
    weight = absence_weights(rules, problem.n)
    by_need = sorted(present, key=lambda seat: (weight[seat], order[seat]))
    left_out = {*absent, *by_need[: choice.left_out]}
    seated = [seat for seat in present if seat not in left_out]
    groups = deal(seated, choice.sizes, order)
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
    """For every rule, what the people no allowed size has room for cost at the very least."""
    room = (problem.n - fewest_left_out(problem),)
    return tuple(sum(term.bound(room) for term in rule.round_terms if isinstance(term, Unseated)) for rule in rules)


def fewest_left_out(problem: Problem) -> int:
    """How many people no allowed size has room for."""
    if problem.exact_sizes is None:
        return problem.n - seatable(problem.n, problem.sizes)
    return problem.n - sum(fitting(problem.exact_sizes, problem.n))


def _at_occasions(
    problem: Problem, rules: Sequence[CompiledRule], present: Sequence[Seat], order: Sequence[int], random: Random
) -> Plan:
    attendance = attend(problem, rules, present, random)
    groups: list[tuple[Seat, ...]] = []
    occasions: list[int | None] = []
    for occasion, sizes in enumerate(attendance.tables):
        here = [seat for seat in present if attendance.at[seat] == occasion]
        groups += map(tuple, deal(here, sizes, order))
        occasions += [occasion] * len(sizes)
    return Plan(
        groups=tuple(groups),
        occasions=tuple(occasions),
        left_out=tuple(seat for seat in range(problem.n) if attendance.at[seat] is None),
        absences=attendance.least,
        notes=(("sizes", size_numbers(problem.n, [len(group) for group in groups])),),
    )
