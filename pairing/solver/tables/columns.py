"""
Saturated rounds: the least one tier can cost, over all tables there could be.

A round is a choice of tables that seats everybody once (set partition). A linear programme over
tables proves a bound (`pricer`); no round up to a ceiling holds a table whose price lies further
above the cheapest one than the ceiling above the bound. Ceiling after ceiling, from the bound upwards,
all rounds of the tables left are gone through (`covers`), or CP-SAT is asked where people are too many
for that; tables by the ten thousand are left alone, for neither would come to an end.
Tables that a tier above rules out are ruled out here (`left`), and where few are left nothing else is
needed. Work is counted, so the same round comes out everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np

from pairing.solver.problem import Seat
from pairing.solver.tables.charges import Charge, Kind
from pairing.solver.tables.covers import MOST_PEOPLE, Covers
from pairing.solver.tables.effort import Means
from pairing.solver.tables.left import Left, Proved
from pairing.solver.tables.partition import Allowance, Partition, cheapest_partition
from pairing.solver.tables.pricer import Pricer
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.quest import Quest
from pairing.solver.tables.tally import Tables, Tally
from pairing.solver.terms.protocols import Ints

Groups = tuple[tuple[Seat, ...], ...]
FEW_COLUMNS = 150  # the first ceiling leaves at least so many
GROWTH = 1.4  # and every one after it so many times more
MOST_TRIED = 12_000  # more tables than these are not gone through: that would not end
MOST_ASKED = 4_000  # CP-SAT is not asked about more where people are few: it had no answer in time
MOST_AT_ALL = 20_000  # nor about more than these in any round


@dataclass(frozen=True)
class Settled:
    """No round of these sizes costs less than ``bound``; ``groups`` (the people left out last) only if better.

    ``proved``: what tiers below may build on, this one among them if its bound is what it costs.
    """

    bound: int
    proved: Proved | None = None
    groups: Groups | None = None


def settle(
    quest: Quest,
    known: Sequence[Sequence[Seat]],
    cost: int,
    *,
    means: Means,
    seconds: float,
    proved: Proved | None = None,
) -> Settled:
    """
    The least of a tier, given the tables of a round that costs ``cost``.

    ``means`` are used up; without any, only the linear bound is asked for. ``seconds`` only break it
    off. ``proved``: of the tiers above.
    """
    sizes = tuple(sorted(quest.sizes))
    if proved is None or proved.sizes != sizes:
        proved = Proved((), sizes, None)
    if means.some:
        proved = proved.looked_up().within(quest)
    return _Settling(quest, cost, proved, means, monotonic() + seconds).done(known)


@dataclass
class _Settling:
    """One tier being settled; ``cost``: of the best round known, ``groups`` those of one that was found."""

    quest: Quest
    cost: int
    proved: Proved
    means: Means
    deadline: float
    groups: Groups | None = None

    def done(self, known: Sequence[Sequence[Seat]]) -> Settled:
        """By the tables that the tiers above leave, else by a linear programme and those it leaves."""
        tables = self.proved.tables
        found = self._gone_through(tables, [], self.cost - 1) if self.means.some and tables is not None else None
        if found is not None:
            return Settled(min(found.bound, self.cost), self.proved, found.groups)
        pricer = Pricer(self.quest, known, self.cost, self.deadline)
        try:
            pricer.run()
            if pricer.scaled is None or not self.means.some:
                return Settled(min(pricer.bound, self.cost), self.proved)
            if pricer.bound >= self.cost:
                return Settled(self.cost, self.proved.and_also(pricer, self.cost, None))
            return self._climb(Left.of(pricer, self.cost, self.proved))
        except TooMuchWork:
            return Settled(min(pricer.bound, self.cost), self.proved)

    def _climb(self, left: Left) -> Settled:
        """Ceiling after ceiling until a round is found there, or none below the known one is left."""
        bound, enough = left.pricer.bound, FEW_COLUMNS
        while bound < self.cost and self.means.some:
            ceiling = left.next_ceiling(bound, enough, self.cost - 1)
            if ceiling > left.highest:
                break
            columns = left.up_to(ceiling)
            found = self._cheapest(left, columns, ceiling)
            bound = max(bound, left.rungs.up(min(found.bound, ceiling + 1)))
            if found.groups is not None:
                self.groups, self.cost = found.groups, found.cost
            elif bound <= ceiling:
                break  # CP-SAT gave up
            enough = max(enough, int(GROWTH * sum(map(len, columns))))
        bound = min(bound, self.cost)
        proved = self.proved.and_also(left.pricer, self.cost, left) if bound == self.cost else self.proved
        return Settled(bound, proved, self.groups)

    def _cheapest(self, left: Left, columns: Sequence[Tables], ceiling: int) -> Partition:
        """The cheapest round of these tables up to the ceiling; only the bound there is where they are too many."""
        found = self._gone_through(columns, [left.pricer.charge(self._kinds(columns), slope=1)], ceiling)
        if found is None:
            many = sum(map(len, columns))
            if many > (MOST_ASKED if self.quest.people <= MOST_PEOPLE else MOST_AT_ALL):
                return Partition(left.pricer.bound, 0.0)
            allowance = Allowance(self.means.effort, self.deadline - monotonic())
            found = cheapest_partition(self.quest, columns, ceiling, allowance)
            self.means.effort = max(0.0, self.means.effort - found.effort)
        return found

    def _gone_through(self, columns: Sequence[Tables], charges: Sequence[Charge], ceiling: int) -> Partition | None:
        """The cheapest round of these tables, all of them gone through; None where they are too many."""
        quest, kinds, means = self.quest, self._kinds(columns), self.means
        if quest.people > MOST_PEOPLE or not means.tries or sum(map(len, columns)) > MOST_TRIED:
            return None
        limits = [*charges, *self.proved.charges(kinds)]
        for tier, reached in zip(quest.above, quest.reached, strict=True):
            limits.append(Charge(_paid(tier, kinds, len(columns)), reached))
        costs = _paid(quest.tier, kinds, len(columns))
        covers = Covers(quest.people, kinds, costs, limits, work=means.tries, deadline=self.deadline)
        try:
            best = covers.cheapest(ceiling)
        except TooMuchWork:
            return None
        finally:
            means.tries = max(0, covers.work)
        if best is None:
            return Partition(ceiling + 1, 0.0)
        tables = [tuple(table) for kind in kinds for table in kind.tables.tolist()]
        seated = sum(len(each) for each in columns)
        groups = [tables[place] for place in best.chosen if place < seated]
        groups.append(tuple(sorted(seat for place in best.chosen if place >= seated for seat in tables[place])))
        return Partition(best.cost, 0.0, best.cost, tuple(groups))

    def _kinds(self, columns: Sequence[Tables]) -> list[Kind]:
        """Tables of each size, then those who may be left out."""
        many = Counter(self.quest.sizes)
        kinds = [Kind(tables, many[tables.shape[1]]) for tables in columns]
        if self.quest.absent:
            kinds.append(Kind(np.arange(self.quest.people)[:, None], self.quest.absent))
        return kinds


def _paid(tier: Tally, kinds: Sequence[Kind], sizes: int) -> tuple[Ints, ...]:
    """What tables, and after so many sizes people left out, cost in a tier."""
    tables = [tier.of_tables(kind.tables) for kind in kinds[:sizes]]
    return (*tables, *(tier.absent[kind.tables[:, 0]] for kind in kinds[sizes:]))
