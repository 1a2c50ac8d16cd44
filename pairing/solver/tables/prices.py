"""
What a table costs at prices: its tier, and charges for those above, less what placing its people earns.

Whole numbers throughout, so that what is proved by them is true whatever the linear programme did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing.solver.tables.bargains import LARGEST, NEVER
from pairing.solver.tables.charges import Charge, Kind
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.quest import Quest
from pairing.solver.tables.tally import Tables
from pairing.solver.tables.trios import Charges
from pairing.solver.terms.protocols import Ints

UNIT = 1 << 20  # prices are whole numbers of this fraction of one unit of cost


@dataclass(frozen=True)
class Prices:
    """
    What placing each person earns, and what a unit of each tier above and trios are charged; in `UNIT` parts.

    ``of_pair``: what a pair that costs anything earns; ``pairs``: of how many that is said (see `Master.want`).
    """

    quest: Quest
    of_people: Ints
    of_above: tuple[int, ...]
    trios: Charges
    of_pair: int = 0
    pairs: int = 0

    @property
    def earned(self) -> int:
        """What placing everybody earns, less what the tiers above and the trios may be charged at most."""
        charged = sum(charge * paid for charge, paid in zip(self.of_above, self.quest.reached, strict=True))
        return int(self.of_people.sum()) + self.of_pair * self.pairs - charged - self.trios.total

    def of_tables(self, tables: Tables) -> Ints:
        """What each table costs less what placing its people earns."""
        quest = self.quest
        cost: Ints = quest.tier.of_tables(tables) * UNIT - self.of_people[tables].sum(axis=1)
        cost += self.trios.of_tables(tables)
        if self.of_pair:
            cost -= self.of_pair * quest.costing.of_tables(tables)
        for charge, tier in zip(self.of_above, quest.above, strict=True):
            cost += charge * tier.of_tables(tables)
        return cost

    def of_absent(self) -> Ints:
        """What leaving each person out costs."""
        cost = self.quest.tier.absent * UNIT - self.of_people
        for charge, tier in zip(self.of_above, self.quest.above, strict=True):
            cost = cost + charge * tier.absent
        return cost

    def charge(self, kinds: Sequence[Kind], *, ceiling: int = 0, slope: int = 0) -> Charge:
        """What each kind pays, and the most that all of a round up to the ceiling pay together."""
        absent = self.of_absent()
        paid = (absent[kind.tables[:, 0]] if kind.left_out else self.of_tables(kind.tables) for kind in kinds)
        return Charge(tuple(paid), ceiling * UNIT - self.earned, slope * UNIT)

    def between(self) -> Ints:
        """What two people cost one another at a table, `NEVER` where no table may hold both.

        Raises `TooMuchWork` where a number would be too large to reckon with.
        """
        quest = self.quest
        between = quest.tier.pairs * UNIT - self.of_pair * quest.costing.pairs
        for charge, tier in zip(self.of_above, quest.above, strict=True):
            between = between + charge * tier.pairs
        if max(np.abs(between).max(initial=0), np.abs(self.of_people).max(initial=0)) > LARGEST:
            raise TooMuchWork
        between = between + self.trios.between
        for tier in quest.strict:
            between[tier.pairs > 0] = NEVER
        return between

    def of_whole(self, tables: Tables) -> Ints:
        """What tables cost beyond their people, and what lies `between` these."""
        quest = self.quest
        total = quest.tier.of_whole(tables) * UNIT + self.trios.rest(tables)
        for charge, tier in zip(self.of_above, quest.above, strict=True):
            if charge and tier.whole:
                total += charge * tier.of_whole(tables)
        for tier in quest.strict:
            if tier.whole:
                total[tier.of_whole(tables) > 0] = NEVER
        return total
