"""
A given round after some people have gone: the best round at most so many groups away from it.

Groups that somebody left are open, and people without a group are free; of the other groups at
most so many are opened as well. All ways to open them are gone through, and for each all ways to
group the people who are free then; where those are too many, opened groups stay together and only
take people in. No must is broken: who cannot be placed so is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from pairing.errors import NoRoundExists
from pairing.solver.among import among
from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.problem import Problem, Seat
from pairing.solver.rules import chance, group_sizes
from pairing.solver.solution import Group, Status
from pairing.solver.tables.costs import Costs, combine
from pairing.tiers import Tier

MOST_STEPS = 2_000_000  # groups reckoned in all; about 20 s
MOST_APART = 12  # people regrouped one by one; beyond, opened groups stay together

Seats = tuple[Seat, ...]


@dataclass(frozen=True)
class Repaired:
    """
    The round as it is mended. ``touched`` are places in the given round of groups that nobody had left
    and that changed; ``tiers`` count those present, each `proved` within so many groups.
    """

    groups: tuple[Group, ...]
    left_out: tuple[Seat, ...]
    touched: tuple[int, ...]
    tiers: tuple[Tier, ...]
    status: Status


def repair(problem: Problem, given: Sequence[Group], gone: Collection[Seat], *, at_most: int) -> Repaired:
    """
    The best round without those gone that leaves all but ``at_most`` of the groups nobody left as they are.

    Among rounds equally good the one that touches fewest. ``problem`` is about everybody, those gone
    as well, and has no occasions; who is in no given group is free; groups that stand are taken to
    meet the musts. Raises `NoRoundExists` when every way breaks a must.
    """
    present = [seat for seat in range(problem.n) if seat not in gone]
    mending = _Mending(among(problem, present), [_inside(group, present) for group in given], _left(given, gone))
    return mending.best(at_most, present)


def _inside(group: Group, present: Sequence[Seat]) -> Seats:
    number = {seat: place for place, seat in enumerate(present)}
    return tuple(number[seat] for seat in group.seats if seat in number)


def _left(given: Sequence[Group], gone: Collection[Seat]) -> set[int]:
    """Places of the groups somebody left."""
    return {place for place, group in enumerate(given) if set(group.seats) & set(gone)}


@dataclass(frozen=True)
class _Way:
    """Some groups opened, and how the free people are grouped then."""

    change: int
    opened: tuple[int, ...]
    groups: tuple[Seats, ...]


class _Mending:
    """People numbered among those present."""

    def __init__(self, problem: Problem, given: Sequence[Seats], broken: set[int]) -> None:
        self.problem = problem
        self.given = given
        self.broken = broken
        self.rules = tuple(rule for rule in compile_rules(problem) if rule.name != chance.NAME)
        self.musts = sum(rule.hard for rule in self.rules)
        sizes = problem.exact_sizes or range(problem.sizes.smallest, problem.sizes.largest + 1)
        self.sizes = sorted(set(sizes))
        largest = max([*self.sizes, *map(len, given)], default=1)
        self.costs: Costs = combine(self.rules, problem.n, largest)
        self.known: dict[Seats, int | None] = {}
        self.steps = 0
        self.exhausted = False

    def best(self, at_most: int, present: Sequence[Seat]) -> Repaired:
        """The whole."""
        way = self._search(at_most)
        stay = [seats for place, seats in enumerate(self.given) if place not in self.broken and place not in way.opened]
        groups = [*stay, *way.groups]
        placed = {seat for seats in groups for seat in seats}
        left_out = tuple(seat for seat in range(self.problem.n) if seat not in placed)
        made = {tuple(sorted(seats)) for seats in way.groups}
        touched = tuple(place for place in way.opened if tuple(sorted(self.given[place])) not in made)
        tiers = tuple(self._tiers([Group(tuple(sorted(seats))) for seats in groups], left_out))
        return Repaired(
            groups=tuple(sorted((Group(tuple(sorted(present[s] for s in g))) for g in groups), key=lambda g: g.seats)),
            left_out=tuple(present[seat] for seat in left_out),
            touched=touched,
            tiers=tiers,
            status=Status.OPTIMAL if all(tier.proved for tier in tiers) else Status.FEASIBLE,
        )

    def _search(self, at_most: int) -> _Way:
        """The cheapest way; the first found of those equally cheap, which opens fewest."""
        others = [place for place in range(len(self.given)) if place not in self.broken]
        placed = {seat for seats in self.given for seat in seats}
        free = [seat for seat in range(self.problem.n) if seat not in placed]
        free += [seat for place in sorted(self.broken) for seat in self.given[place]]
        best: _Way | None = None
        for many in range(min(at_most, len(others)) + 1):
            for opened in combinations(others, many):
                way = self._regrouped(sorted(free), opened)
                if way is not None and (best is None or way.change < best.change):
                    best = way
                if self.steps > MOST_STEPS:
                    self.exhausted = True
                    break
        if best is None:
            raise NoRoundExists(rules=[rule.name for rule in self.rules if rule.hard])
        return best

    def _regrouped(self, free: Sequence[Seat], opened: Sequence[int]) -> _Way | None:
        """The best groups of the free and of those opened; None where every way breaks a must."""
        before = [self._cost(self.given[place]) for place in opened]
        people = [*free, *(seat for place in opened for seat in self.given[place])]
        if len(people) <= MOST_APART or not opened:
            units: list[Seats] = [(seat,) for seat in people]
        else:
            self.exhausted = True
            units = [(seat,) for seat in free] + [self.given[place] for place in opened]
        found = _Partition(self, units).best()
        if found is None:
            return None
        cost, groups = found
        return _Way(cost - sum(each or 0 for each in before), tuple(opened), groups)

    def _cost(self, seats: Seats) -> int | None:
        """All tiers of one group in one number; None where it breaks a must."""
        key = tuple(sorted(seats))
        if key not in self.known:
            self.steps += 1
            costs, total = self.costs, 0
            for i, j in combinations(key, 2):
                total += costs.table[costs.kind[i]][costs.kind[j]] + costs.listed[i].get(j, 0)
            total += sum(special.cost(key) << special.shift for special in costs.specials)
            broken = any(costs.digit(total, tier) > 0 for tier in range(self.musts))
            self.known[key] = None if broken else total
        return self.known[key]

    def _tiers(self, groups: Sequence[Group], left_out: Seats) -> Iterator[Tier]:
        proved = not self.exhausted
        for rule in self.rules:
            cost = rule.cost(groups, left_out) if rule.name != group_sizes.NAME else 0
            bound = cost if proved else min(cost, _wishes(rule, self.problem.n))
            proved = proved and cost == bound
            yield Tier(rule.name, rule.importance, cost, bound, proved)


def _wishes(rule: CompiledRule, people: int) -> int:
    """What no round at all goes below."""
    return min(0, sum(term.reach[0] for term in rule.group_terms) * people)


class _Partition:
    """All ways to group some units, the cheapest by dynamic programming over sets of them."""

    def __init__(self, mending: _Mending, units: Sequence[Seats]) -> None:
        self.mending = mending
        self.units = units
        self.most = max(mending.sizes, default=0)
        self.memory: dict[int, tuple[int, tuple[Seats, ...]] | None] = {0: (0, ())}

    def best(self) -> tuple[int, tuple[Seats, ...]] | None:
        """What all of them cost, and the groups; None where every way breaks a must."""
        return self._of((1 << len(self.units)) - 1)

    def _of(self, rest: int) -> tuple[int, tuple[Seats, ...]] | None:
        if rest in self.memory:
            return self.memory[rest]
        first = (rest & -rest).bit_length() - 1
        found: tuple[int, tuple[Seats, ...]] | None = None
        unseated = self.mending.costs.unseated
        if len(self.units[first]) == 1 and not self._must_be_placed(first):
            others = self._of(rest & ~(1 << first))
            if others is not None:
                found = (others[0] + unseated[self.units[first][0]], others[1])
        for members in self._with(first, rest & ~(1 << first)):
            seats = tuple(sorted(seat for unit in _bits(members) for seat in self.units[unit]))
            cost = self.mending._cost(seats)  # noqa: SLF001 - the two are one search
            others = self._of(rest & ~members) if cost is not None else None
            if others is not None and cost is not None and (found is None or cost + others[0] < found[0]):
                found = (cost + others[0], (*others[1], seats))
        self.memory[rest] = found
        return found

    def _must_be_placed(self, unit: int) -> bool:
        costs, mending = self.mending.costs, self.mending
        left = costs.unseated[self.units[unit][0]]
        return any(costs.digit(left, tier) > 0 for tier in range(mending.musts))

    def _with(self, first: int, rest: int) -> Iterator[int]:
        """Sets of units with this one whose people are as many as a group may have."""
        others = _bits(rest)
        weight = len(self.units[first])
        for many in range(min(len(others), self.most - 1) + 1):
            self.mending.steps += comb(len(others), many) // 50
            for chosen in combinations(others, many):
                if weight + sum(len(self.units[unit]) for unit in chosen) in self.mending.sizes:
                    yield (1 << first) | sum(1 << unit for unit in chosen)


def _bits(number: int) -> list[int]:
    return [place for place in range(number.bit_length()) if number >> place & 1]
