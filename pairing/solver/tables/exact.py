"""
Small rounds solved outright: the best of all partitions, by dynamic programming over sets of people.

All tiers are one whole number, so one pass finds the optimum of the strict order and proves every
tier. Work is counted, not timed; rounds too large for it are given up and keep their bounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.costs import Costs

MOST_PEOPLE = 18
MOST_WORK = 400_000  # groups looked at: about a second
FIELD = 1 << 20  # room for heads and size deviations below one violation of a must


class TooLarge(Exception):
    """The round has more partitions than the work allowed."""


@dataclass
class _Counted:
    """Groups looked at so far."""

    work: int = 0

    def one_more(self) -> None:
        self.work += 1
        if self.work > MOST_WORK:
            raise TooLarge


def best_sizes(problem: Problem, costs: Costs, musts: int) -> tuple[int, tuple[int, ...]]:
    """
    The least that the first ``musts`` tiers can cost over all sizes allowed, and the sizes for it.

    Among those: as few left out as possible, then sizes near the preferred. Raises `TooLarge`.
    """
    table = GroupTable(costs)
    listed = tuple(sorted(problem.exact_sizes)) if problem.exact_sizes is not None else None
    allowed = tuple(range(problem.sizes.smallest, problem.sizes.largest + 1))
    memory: dict[tuple[int, tuple[int, ...]], tuple[int, tuple[int, ...]]] = {}
    counted = _Counted()

    def must(number: int) -> int:
        return costs.prefix(number, musts - 1) * FIELD * FIELD if musts else 0

    def best(people: int, sizes: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        if not people:
            return 0, ()
        key = (people, sizes)
        if key not in memory:
            first, rest = _first(people)
            cost, chosen = best(rest, sizes)
            found = (cost + must(costs.unseated[first]) + FIELD, chosen)
            for size in sorted(set(sizes)):
                left = _less(sizes, size) if listed is not None else sizes
                deviation = 0 if listed is not None else abs(size - problem.sizes.preferred)
                for group in _groups(first, rest, size):
                    counted.one_more()
                    cost, chosen = best(people & ~group, left)
                    cost += must(table.cost(group)) + deviation
                    if cost < found[0]:
                        found = (cost, tuple(sorted((*chosen, size))))
            memory[key] = found
        return memory[key]

    cost, sizes = best((1 << costs.people) - 1, allowed if listed is None else listed)
    return cost // (FIELD * FIELD), sizes


def best_round(costs: Costs, sizes: Sequence[int]) -> tuple[int, list[tuple[Seat, ...]]]:
    """The least number all tiers can make with exactly these sizes, and its groups. Raises `TooLarge`."""
    table = GroupTable(costs)
    memory: dict[tuple[int, tuple[int, ...]], tuple[int, int]] = {}
    counted = _Counted()

    def best(people: int, sizes: tuple[int, ...]) -> int:
        """The least cost; the group it takes first (0: the first person is left out) is remembered."""
        if not people:
            return 0
        key = (people, sizes)
        if key not in memory:
            first, rest = _first(people)
            found: tuple[int, int] | None = None
            if people.bit_count() > sum(sizes):
                found = (costs.unseated[first] + best(rest, sizes), 0)
            for size in sorted(set(sizes)):
                left = _less(sizes, size)
                for group in _groups(first, rest, size):
                    counted.one_more()
                    cost = table.cost(group) + best(people & ~group, left)
                    if found is None or cost < found[0]:
                        found = (cost, group)
            assert found is not None  # sizes never need more people than there are
            memory[key] = found
        return memory[key][0]

    everybody, rest = (1 << costs.people) - 1, tuple(sorted(sizes))
    cost = best(everybody, rest)
    groups = []
    while everybody:
        group = memory[everybody, rest][1]
        if group:
            groups.append(_members(group))
            rest = _less(rest, group.bit_count())
        everybody &= ~(group or everybody & -everybody)
    return cost, groups


@dataclass
class GroupTable:
    """Costs of groups, given as bit sets, worked out once each."""

    costs: Costs
    known: dict[int, int] = field(default_factory=dict)

    def cost(self, group: int) -> int:
        """All tiers of one group in one number."""
        cost = self.known.get(group)
        if cost is None:
            seats, costs = _members(group), self.costs
            cost = sum(special.cost(seats) << special.shift for special in costs.specials)
            for i, j in combinations(seats, 2):
                cost += costs.table[costs.kind[i]].get(costs.kind[j], 0) + costs.listed[i].get(j, 0)
            self.known[group] = cost
        return cost


def _first(people: int) -> tuple[Seat, int]:
    """The first person of a set, and the set without them."""
    lowest = people & -people
    return lowest.bit_length() - 1, people & ~lowest


def _groups(first: Seat, rest: int, size: int) -> Iterator[int]:
    """Every group of this size of a person and some of the rest."""
    for others in combinations([1 << seat for seat in _members(rest)], size - 1):
        yield (1 << first) | sum(others)


def _members(people: int) -> tuple[Seat, ...]:
    return tuple(seat for seat in range(people.bit_length()) if people >> seat & 1)


def _less(sizes: tuple[int, ...], size: int) -> tuple[int, ...]:
    """The sizes with one of this size used up."""
    left = Counter(sizes)
    left[size] -= 1
    return tuple(sorted(left.elements()))
