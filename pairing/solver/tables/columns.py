"""
Saturated rounds: the least one tier can cost, over all tables there could be.

A round is a choice of tables that seats everybody once (set partition). A linear programme over
tables proves a bound (`pricer`); no round up to a ceiling holds a table whose price lies further
above the cheapest one than the ceiling above the bound. Ceiling after ceiling, from the bound upwards,
all rounds of the tables left are gone through (`enumeration`), or CP-SAT is asked where people are too many
for that; tables by the ten thousand are left alone, for neither would come to an end.
Tables that a tier above rules out are ruled out here (`left`), and where few are left nothing else is
needed. Work is counted, so the same round comes out everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from pairing.solver.problem import Seat
from pairing.solver.tables.covers import MOST_PEOPLE
from pairing.solver.tables.effort import Means
from pairing.solver.tables.enumeration import SOON, Enumeration, kinds_of
from pairing.solver.tables.left import Left, Proved
from pairing.solver.tables.partition import Allowance, Partition, cheapest_partition
from pairing.solver.tables.pricer import Pricer
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.quest import Groups, Quest
from pairing.solver.tables.tally import Tables

FEW_COLUMNS = 150  # the first ceiling leaves at least so many
GROWTH = 1.4  # and every one after it so many times more
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
    """
    One tier being settled; ``cost``: of the best round known, ``groups`` those of one that was found.

    ``tried``: for how many pairs, beside which cost, promising tables were looked at alone: once is enough.
    """

    quest: Quest
    cost: int
    proved: Proved
    means: Means
    deadline: float
    groups: Groups | None = None
    tried: set[tuple[int, int]] = field(default_factory=set)

    def done(self, known: Sequence[Sequence[Seat]]) -> Settled:
        """By the tables that the tiers above leave, else by a linear programme and those it leaves."""
        tables = self.proved.tables
        found = (
            self._enumeration.cheapest(tables, (), self.cost - 1) if self.means.some and tables is not None else None
        )
        if found is not None:
            return Settled(min(found.bound, self.cost), self.proved, found.groups)
        pricer = Pricer(self.quest, known, self.cost, self.deadline)
        try:
            pricer.run()
            self.cost, self.groups = pricer.cost, pricer.groups
            if pricer.scaled is not None and pricer.bound >= self.cost:
                return Settled(self.cost, self.proved.and_also(pricer, self.cost, None), self.groups)
            if pricer.scaled is not None and self.means.some:
                return self._climb(Left.of(pricer, self.cost, self.proved))
        except TooMuchWork:
            pass
        return Settled(min(pricer.bound, self.cost), self.proved, self.groups)

    @property
    def _enumeration(self) -> Enumeration:
        return Enumeration(self.quest, self.proved, self.means, self.deadline)

    def _climb(self, left: Left) -> Settled:
        """Ceiling after ceiling until a round is found there, or none below the known one is left."""
        bound, enough = left.pricer.bound, FEW_COLUMNS
        while bound < self.cost and self.means.some:
            ceiling = left.next_ceiling(bound, enough, self.cost - 1)
            if ceiling > left.highest:
                break
            columns = left.up_to(ceiling)
            found = self._cheapest(left, columns, bound, ceiling)
            bound = max(bound, left.rungs.up(min(found.bound, ceiling + 1)))
            if found.groups is not None:
                self.groups, self.cost = found.groups, found.cost
            elif bound <= ceiling:
                break  # CP-SAT gave up
            enough = max(enough, int(GROWTH * sum(map(len, columns))))
            nearer = self._nearer(left, bound) if bound < self.cost else None
            if nearer is not None:
                left, enough, bound = nearer, FEW_COLUMNS, max(bound, nearer.pricer.bound)
        bound = min(bound, self.cost)
        proved = self.proved.and_also(left.pricer, self.cost, left) if bound == self.cost else self.proved
        return Settled(bound, proved, self.groups)

    def _nearer(self, left: Left, bound: int) -> Left | None:
        """Which of these tables prices leave that know of the bound; None where they tell nothing new."""
        tables = left.up_to(self.cost) if left.highest >= self.cost else self.proved.tables
        pricer = left.pricer
        if not pricer.climbed(bound, self.cost):
            return None
        self.cost, self.groups = pricer.cost, pricer.groups or self.groups
        return Left.of(pricer, self.cost, replace(self.proved, tables=tables))

    def _cheapest(self, left: Left, columns: Sequence[Tables], bound: int, ceiling: int) -> Partition:
        """A round of these tables up to the ceiling, or that there is none; the bound as it is if they are too many."""
        enumeration, kinds = self._enumeration, kinds_of(self.quest, columns)
        charges = left.pricer.charges(kinds, slope=1) + left.rungs.charges(self.quest.tier, kinds, bound, slope=1)
        rung = (left.rungs.pairs(ceiling), self.cost)
        found = enumeration.cheapest(columns, charges, ceiling, most=None if rung in self.tried else SOON)
        if found is None and rung not in self.tried:
            self.tried.add(rung)
            found = enumeration.promising(columns, charges, ceiling)
            found = found or enumeration.cheapest(columns, charges, ceiling)
        if found is not None:
            return found
        many = sum(map(len, columns))
        if many > (MOST_ASKED if self.quest.people <= MOST_PEOPLE else MOST_AT_ALL):
            return Partition(bound, 0.0)
        allowance = Allowance(self.means.effort, self.deadline - monotonic())
        asked = cheapest_partition(self.quest, columns, ceiling, allowance)
        self.means.effort = max(0.0, self.means.effort - asked.effort)
        return asked
