"""
Tables laid out by a design: nobody meets twice, and people of one practice stand in rows that never meet.

A design says which places meet when; who has which place is found here: people alike are laid
along its rows, then any two change places as long as no stricter rule gets worse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from time import perf_counter

from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.designs import Design, fitting
from pairing.solver.group_count import size_numbers
from pairing.solver.problem import Problem, Seat
from pairing.solver.rotations.series import Played
from pairing.solver.solution import Group
from pairing.solver.tables.costs import Costs, combine
from pairing.solver.tables.start import dealing_order

MOVES = 40  # changes of place tried for each person
MOST_GROUPS_READ = 400_000  # and no more than so many groups reckoned anew in all
MOST_PEOPLE = 600


def lay_out(problem: Problem, rounds: int, deadline: float) -> Iterator[list[Played]]:
    """The rounds of every design that fits these people and sizes, or as many as it has, until the deadline."""
    if problem.occasions or not 4 <= problem.n <= MOST_PEOPLE:
        return
    sizes, exact = problem.sizes, problem.exact_sizes
    low, high = (min(exact), max(exact)) if exact else (sizes.smallest, sizes.largest)
    preferred = -(-problem.n // len(exact)) if exact else sizes.preferred
    for design in fitting(problem.n, low, high, preferred, rounds, late=lambda: perf_counter() > deadline):
        if perf_counter() > deadline:
            return
        if exact and any(_sizes(round_) != sorted(exact) for round_ in design.rounds[:rounds]):
            continue
        random = Random(problem.seed)  # noqa: S311 - a draw of lots, not a secret
        chosen = list(design.rounds)
        random.shuffle(chosen)
        laying = Laying(chosen[:rounds], compile_rules(problem), problem, random)
        laying.start(design)
        laying.improve(deadline)
        yield laying.played()


def _sizes(round_: Sequence[Sequence[int]]) -> list[int]:
    return sorted(map(len, round_))


@dataclass(frozen=True)
class Seatings:
    """Where each place of a design sits: for every round the number of its group."""

    groups: list[tuple[int, ...]]
    of_place: list[list[int]]


class Laying:
    """Who has which place. ``at[place]`` is a seat of the problem."""

    def __init__(
        self,
        rounds: Sequence[Sequence[tuple[int, ...]]],
        rules: Sequence[CompiledRule],
        problem: Problem,
        random: Random,
    ) -> None:
        self.rounds = rounds
        self.problem = problem
        self.random = random
        self.rules = rules
        self.costs: Costs = combine(rules, problem.n, len(rounds) * max(map(len, rounds[0])))
        groups: list[tuple[int, ...]] = []
        of_place: list[list[int]] = [[] for _ in range(problem.n)]
        for round_ in rounds:
            for block in round_:
                for place in block:
                    of_place[place].append(len(groups))
                groups.append(block)
        self.seatings = Seatings(groups, of_place)
        self.at: list[Seat] = list(range(problem.n))

    def start(self, design: Design) -> None:
        """People alike in what the strictest rules spread fill the rows one after another."""
        order = dealing_order(self.rules, self.problem.n, self.random)
        people = sorted(range(self.problem.n), key=lambda seat: order[seat])
        alike: dict[int, list[Seat]] = {}
        for seat in people:
            alike.setdefault(self.costs.kind[seat], []).append(seat)
        rows = [list(row) for row in design.rows]
        in_rows = {place for row in rows for place in row}
        rows.append([place for place in range(self.problem.n) if place not in in_rows])
        for row in rows:
            self.random.shuffle(row)
        for kind in sorted(alike.values(), key=len, reverse=True):
            waiting = list(kind)
            while waiting:
                fits = [row for row in rows if len(row) >= len(waiting)]
                row = min(fits, key=len) if fits else max(rows, key=len)
                while waiting and row:
                    self.at[row.pop()] = waiting.pop()

    def improve(self, deadline: float) -> None:
        """Changes of places that make nothing stricter worse; equal ones are made as well."""
        people, random = self.problem.n, self.random
        tries = min(MOVES * people, MOST_GROUPS_READ // (4 * len(self.rounds)))
        known = [self._cost([self.at[place] for place in block]) for block in self.seatings.groups]
        for number in range(tries):
            if number % 100 == 0 and perf_counter() > deadline:
                return
            one, other = random.randrange(people), random.randrange(people)
            if one == other:
                continue
            places = self.seatings.of_place
            concerned = [group for group in places[one] if group not in places[other]]
            concerned += [group for group in places[other] if group not in places[one]]
            self.at[one], self.at[other] = self.at[other], self.at[one]
            fresh = [self._cost([self.at[place] for place in self.seatings.groups[group]]) for group in concerned]
            if sum(fresh) <= sum(known[group] for group in concerned):
                for group, cost in zip(concerned, fresh, strict=True):
                    known[group] = cost
            else:
                self.at[one], self.at[other] = self.at[other], self.at[one]

    def played(self) -> list[Played]:
        """The rounds with people in their places."""
        found = []
        for round_ in self.rounds:
            groups = sorted(tuple(sorted(self.at[place] for place in block)) for block in round_)
            notes = (("sizes", size_numbers(self.problem.n, [len(group) for group in groups])),)
            found.append(Played(tuple(map(Group, groups)), (), notes))
        return found

    def _cost(self, seats: Sequence[Seat]) -> int:
        """All tiers of one group in one number."""
        costs = self.costs
        total = 0
        for position, i in enumerate(seats):
            row, listed = costs.table[costs.kind[i]], costs.listed[i]
            for j in seats[position + 1 :]:
                total += row.get(costs.kind[j], 0) + listed.get(j, 0)
        return total + sum(special.cost(seats) << special.shift for special in costs.specials)
