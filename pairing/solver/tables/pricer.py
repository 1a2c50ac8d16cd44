"""
Prices for people, at which no table is worth more than it costs: a bound for a tier, and what proves it.

Column generation (Dantzig and Wolfe 1960): the linear programme over the tables known so far sets
prices; a quick search adds tables that save at them, and where it finds none every table there
could be is priced exactly. Where parts of tables then break what no round breaks (`trios`), that is
forbidden them, and it goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import inf
from time import monotonic

import numpy as np

from pairing.solver.problem import Seat
from pairing.solver.tables.bargains import LARGEST, NEVER, Bargains
from pairing.solver.tables.charges import Charge, Kind
from pairing.solver.tables.master import UNIT, Master, Prices, various
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.quest import Quest
from pairing.solver.tables.rungs import Rungs
from pairing.solver.tables.tally import Tables
from pairing.solver.tables.trios import broken
from pairing.solver.terms.protocols import Ints

PASSES = 200
NEAR = UNIT >> 8  # a table that saves less than this is not worth adding
WIDTH = 600  # sets kept in each layer of the quick search for tables
WORK = 1_500_000  # sets grown in all exact searches: a few seconds
NOWHERE = -(1 << 60)  # the bound before there is one


class Pricer:
    """Passes of the linear programme over one quest; the best bound, and the prices that prove it.

    ``scaled``: that bound in `UNIT` parts, None before there is one. ``deadline`` (of `monotonic`)
    breaks them off.
    """

    def __init__(self, quest: Quest, known: Sequence[Sequence[Seat]], cost: int, deadline: float = inf) -> None:
        self.quest, self.cost, self.deadline = quest, cost, deadline
        self.rungs = Rungs.of(quest)
        self.master = Master(quest)
        self.many = dict(sorted(Counter(quest.sizes).items()))
        for size in self.many:
            self.master.add(np.array([sorted(table) for table in known if len(table) == size], dtype=np.int64))
        self.apart = np.zeros((quest.people, quest.people), dtype=bool)
        for tier in quest.strict:
            self.apart |= tier.pairs > 0
        self.work = WORK
        self.scaled: int | None = None
        self.best: tuple[Prices, dict[int, int]] | None = None

    @property
    def bound(self) -> int:
        """The best bound so far, in whole units."""
        return self.rungs.up(-(-self.scaled // UNIT)) if self.scaled is not None else NOWHERE

    def run(self) -> None:
        """Tables added until none saves anything, or the known cost is proved.

        Raises `TooMuchWork`.
        """
        for _ in range(PASSES):
            if monotonic() > self.deadline:
                raise TooMuchWork
            if not self.master.solved():
                return
            prices = self.master.prices()
            if self._add_quickly(prices):
                continue
            added = self._add_exactly(prices)
            if self.bound >= self.cost or not (added or self._add_trios()):
                return

    def excess(self, size: int, tables: Tables) -> Ints:
        """How far these tables lie above the cheapest of their size at the best prices."""
        assert self.best is not None
        prices, least = self.best
        over: Ints = self._priced(tables, prices) - least[size]
        return over

    def charge(self, kinds: Sequence[Kind], *, ceiling: int = 0, slope: int = 0) -> Charge:
        """What tables pay at the best prices, and the most that all of a round up to the ceiling pay together.

        After all sizes come the people who may be left out, if any.
        """
        assert self.best is not None
        prices, _ = self.best
        paid = [self._priced(kind.tables, prices) for kind in kinds[: len(self.many)]]
        paid += [self._absent(prices)[kind.tables[:, 0]] for kind in kinds[len(self.many) :]]
        return Charge(tuple(paid), ceiling * UNIT - self._earned(prices), slope * UNIT)

    def _earned(self, prices: Prices) -> int:
        """What placing everybody earns, less what the tiers above and the trios may be charged at most."""
        charged = sum(charge * paid for charge, paid in zip(prices.of_above, self.quest.reached, strict=True))
        return int(prices.of_people.sum()) - charged - prices.trios.total

    def within(self, gap: int, most: int) -> list[tuple[Tables, Ints]]:
        """Size by size every table at most so far above the cheapest at the best prices, and how far.

        Raises `TooMuchWork`, also when there are more than ``most``.
        """
        assert self.best is not None
        prices, least = self.best
        bargains, found = self._bargains(prices), []
        for size in self.many:
            tables, costs = bargains.within(size, least[size] + gap, most)
            most -= len(tables)
            found.append((tables, costs - least[size]))
        return found

    def _bargains(self, prices: Prices) -> Bargains:
        """Tables at what they cost less what placing their people earns."""
        quest = self.quest
        between = quest.tier.pairs * UNIT
        for charge, tier in zip(prices.of_above, quest.above, strict=True):
            between = between + charge * tier.pairs
        if max(np.abs(between).max(initial=0), np.abs(prices.of_people).max(initial=0)) > LARGEST:
            raise TooMuchWork
        between = between + prices.trios.between
        between[self.apart] = NEVER
        return Bargains(
            -prices.of_people, between, lambda tables: self._whole(tables, prices), self.work, deadline=self.deadline
        )

    def _whole(self, tables: Tables, prices: Prices) -> Ints:
        quest = self.quest
        total = quest.tier.of_whole(tables) * UNIT + prices.trios.rest(tables)
        for charge, tier in zip(prices.of_above, quest.above, strict=True):
            if charge and tier.whole:
                total += charge * tier.of_whole(tables)
        for tier in quest.strict:
            if tier.whole:
                total[tier.of_whole(tables) > 0] = NEVER
        return total

    def _priced(self, tables: Tables, prices: Prices) -> Ints:
        """What each table costs less what placing its people earns."""
        quest = self.quest
        cost: Ints = quest.tier.of_tables(tables) * UNIT - prices.of_people[tables].sum(axis=1)
        cost += prices.trios.of_tables(tables)
        for charge, tier in zip(prices.of_above, quest.above, strict=True):
            cost += charge * tier.of_tables(tables)
        return cost

    def _held(self, prices: Prices, size: int) -> int:
        """The least among the tables of one size known so far."""
        return int(self._priced(self.master.tables(size), prices).min())

    def _add_quickly(self, prices: Prices) -> bool:
        bargains, added = self._bargains(prices), False
        for size in self.many:
            tables, costs = bargains.some(size, WIDTH)
            cheap = costs < self._held(prices, size) - NEAR
            added |= self.master.add(various(tables[cheap], self.quest.people))
        return added

    def _add_exactly(self, prices: Prices) -> bool:
        """Every table priced: a bound, and what saves most; False when nothing does."""
        bargains, added, least = self._bargains(prices), False, {}
        for size in self.many:
            held = self._held(prices, size)
            least[size], tables = bargains.cheapest(size, held)
            if least[size] < held - NEAR:
                added |= self.master.add(various(tables, self.quest.people))
        self.work = bargains.work
        total = self._earned(prices) + sum(many * least[size] for size, many in self.many.items())
        total += int(np.sort(self._absent(prices))[: self.quest.absent].sum())
        if self.scaled is None or total > self.scaled:
            self.scaled, self.best = total, (prices, least)
        return added

    def _add_trios(self) -> bool:
        """What the parts of tables break is forbidden them; False when they break nothing."""
        trios = broken(self.master.shares(), self.quest.people)
        self.master.limit(trios)
        return bool(trios)

    def _absent(self, prices: Prices) -> Ints:
        """What leaving each person out costs."""
        cost = self.quest.tier.absent * UNIT - prices.of_people
        for charge, tier in zip(prices.of_above, self.quest.above, strict=True):
            cost = cost + charge * tier.absent
        return cost
