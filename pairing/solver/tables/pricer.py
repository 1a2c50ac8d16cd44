"""
Prices for people, at which no table is worth more than it costs: a bound for a tier, and what proves it.

Column generation (Dantzig and Wolfe 1960): the linear programme over the tables known so far sets
prices; tables like those known that save at them are added (`exchanges`), and where there are none
every table there could be is priced exactly. Where parts of tables then break what no round breaks
(`trios`), that is forbidden them, and it goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import inf
from time import monotonic

import numpy as np

from pairing.solver.problem import Seat
from pairing.solver.tables.bargains import Bargains
from pairing.solver.tables.charges import Charge, Kind
from pairing.solver.tables.exchanges import exchanged
from pairing.solver.tables.master import Master, various
from pairing.solver.tables.prices import UNIT, Prices
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.quest import Groups, Quest
from pairing.solver.tables.rungs import Rungs
from pairing.solver.tables.tally import Tables
from pairing.solver.tables.trios import broken
from pairing.solver.terms.protocols import Ints

PASSES = 200
NEAR = UNIT >> 8  # a table that saves less than this is not worth adding
NEAREST = 400  # tables in which one person is exchanged: those that cost least
WORK = 2_000_000  # sets grown in all exact searches: about three seconds
LOOKING_UP = 500_000  # and in looking up the tables that are left
NOWHERE = -(1 << 60)  # the bound before there is one


class Pricer:
    """Passes of the linear programme over one quest; the best bound, and the prices that prove it.

    ``scaled``: that bound in `UNIT` parts, None before there is one. ``cost``: of the best round known,
    ``groups`` those of one that the programme came upon. ``deadline`` (of `monotonic`) breaks it off.
    ``least``: no round costs less, as was proved otherwise; ``before``: the prices before that was known.
    """

    def __init__(self, quest: Quest, known: Sequence[Sequence[Seat]], cost: int, deadline: float = inf) -> None:
        self.quest, self.cost, self.deadline = quest, cost, deadline
        self.rungs = Rungs.of(quest)
        self.master = Master(quest)
        self.many = dict(sorted(Counter(quest.sizes).items()))
        for size in self.many:
            self.master.add(np.array([sorted(table) for table in known if len(table) == size], dtype=np.int64))
        self.work = WORK
        self.least = NOWHERE
        self.groups: Groups | None = None
        self.scaled: int | None = None
        self.best: tuple[Prices, dict[int, int]] | None = None
        self.before: list[Prices] = []

    @property
    def bound(self) -> int:
        """The best bound so far, in whole units."""
        return max(self.least, self.rungs.up(-(-self.scaled // UNIT))) if self.scaled is not None else NOWHERE

    def run(self) -> None:
        """Tables added until none saves anything, the known cost is proved, or the work is done; then look up the rest.

        Raises `TooMuchWork` where not even a bound was reached.
        """
        try:
            self._add_tables()
        except TooMuchWork:
            if self.scaled is None:
                raise
        self.work = LOOKING_UP

    def climbed(self, bound: int, cost: int) -> bool:
        """True when prices that know of this bound, and of a round that costs so much, prove more than those so far."""
        self.least, self.cost, self.groups = bound, cost, None
        if self.best is None or self._pairs_wanted <= self.master.wanted:
            return False
        proved, prices = self.scaled, self.best[0]
        self.master.want(self._pairs_wanted)
        self.work = WORK
        self.run()
        if self.scaled != proved:
            self.before.append(prices)
        return self.scaled != proved or self.groups is not None

    def _add_tables(self) -> None:
        for _ in range(PASSES):
            if monotonic() > self.deadline:
                raise TooMuchWork
            if not self.master.solved():
                return
            prices = self.master.prices()
            self._note_round()
            if self._add_quickly(prices):
                continue
            added = self._add_exactly(prices)
            if self.bound >= self.cost or not (added or self._wants_more(prices) or self._add_trios()):
                return

    def _note_round(self) -> None:
        """The tables in use are a round themselves where no part of a table is: late in a year they often are."""
        groups = self.master.round()
        cost = self.quest.cost_of(groups) if groups is not None else None
        if cost is not None and cost < self.cost:
            self.cost, self.groups = cost, groups

    def excess(self, size: int, tables: Tables) -> Ints:
        """How far these tables lie above the cheapest of their size at the best prices."""
        assert self.best is not None
        prices, least = self.best
        over: Ints = prices.of_tables(tables) - least[size]
        return over

    def charges(self, kinds: Sequence[Kind], *, ceiling: int = 0, slope: int = 0) -> list[Charge]:
        """What no round up to the ceiling pays more of: by the best prices, then by those before the bound climbed."""
        assert self.best is not None
        every = (self.best[0], *self.before)
        return [prices.charge(kinds, ceiling=ceiling, slope=slope) for prices in every]

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
        return Bargains(-prices.of_people, prices.between(), prices.of_whole, self.work, deadline=self.deadline)

    def _held(self, prices: Prices, size: int) -> int:
        """The least among the tables of one size known so far."""
        return int(prices.of_tables(self.master.tables(size)).min())

    def _add_quickly(self, prices: Prices) -> bool:
        added = False
        for size in self.many:
            tables = self.master.tables(size)
            costs = prices.of_tables(tables)
            nearest = tables[np.argsort(costs, kind="stable")[:NEAREST]]
            found = exchanged(prices, nearest, int(costs.min()) - NEAR)
            added |= self.master.add(various(found, self.quest.people))
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
        total = prices.earned + sum(many * least[size] for size, many in self.many.items())
        total += int(np.sort(prices.of_absent())[: self.quest.absent].sum())
        if self.scaled is None or total > self.scaled:
            self.scaled, self.best = total, (prices, least)
            self.master.want(self._pairs_wanted)
        return added

    def _wants_more(self, prices: Prices) -> bool:
        """True where the bound has shown since that more pairs cost something than these prices knew of."""
        return self._pairs_wanted > prices.pairs

    @property
    def _pairs_wanted(self) -> int:
        """As many as the bound proves, once the best round has no more: then only which ones is open.

        Before, tables with such pairs would cost next to nothing at the prices, and far more of them be left.
        """
        pairs = self.rungs.pairs(self.bound)
        return pairs if pairs and self.cost // self.rungs.least <= pairs else 0

    def _add_trios(self) -> bool:
        """What the parts of tables break is forbidden them; False when they break nothing."""
        trios = broken(self.master.shares(), self.quest.people)
        self.master.limit(trios)
        return bool(trios)
