"""
All rounds of few tables gone through, within what the tiers above and the prices leave them.

Where that takes long, a round of the most promising tables alone may be looked for (a restricted
master heuristic): it is there more often than not, and with it the ceiling comes down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pairing.solver.tables.charges import Charge, Kind, paid
from pairing.solver.tables.covers import MOST_PEOPLE, Cover, Covers
from pairing.solver.tables.effort import Means
from pairing.solver.tables.left import Proved
from pairing.solver.tables.partition import Partition
from pairing.solver.tables.pricer import NOWHERE
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.quest import Quest
from pairing.solver.tables.tally import Tables

MOST_TRIED = 60_000  # more tables than these are not gone through: that would not end
SOON = 50_000_000  # tables tried before the most promising are looked at alone
PROMISING = (500, 1200)  # so many of them
OF_PROMISING = 150_000_000  # tables tried among them


@dataclass(frozen=True)
class Enumeration:
    """Rounds of one quest; what is tried is taken off ``means``. ``deadline`` (of `monotonic`) breaks it off."""

    quest: Quest
    proved: Proved
    means: Means
    deadline: float

    def cheapest(
        self, columns: Sequence[Tables], charges: Sequence[Charge], ceiling: int, *, most: int | None = None
    ) -> Partition | None:
        """The cheapest round of these tables, all of them gone through; None where that takes too many tries."""
        if not self._may_be(columns):
            return None
        quest, kinds = self.quest, kinds_of(self.quest, columns)
        above = [Charge(paid(tier, kinds), cost) for tier, cost in zip(quest.above, quest.reached, strict=True)]
        limits = [*charges, *self.proved.charges(kinds), *above]
        allowed = self.means.tries if most is None else min(most, self.means.tries)
        covers = Covers(quest.people, kinds, paid(quest.tier, kinds), limits, work=allowed, deadline=self.deadline)
        try:
            best = covers.cheapest(ceiling)
        except TooMuchWork:
            return None
        finally:
            self.means.tries -= allowed - max(0, covers.work)
        return Partition(ceiling + 1, 0.0) if best is None else _round(best, kinds)

    def _may_be(self, columns: Sequence[Tables]) -> bool:
        few = self.quest.people <= MOST_PEOPLE and sum(map(len, columns)) <= MOST_TRIED
        return few and bool(self.means.tries)

    def promising(self, columns: Sequence[Tables], charges: Sequence[Charge], ceiling: int) -> Partition | None:
        """A round of the tables that pay least by the first charge; None where none was found. It proves nothing."""
        by_price = charges[0].of_tables[: len(columns)]
        ranked = np.sort(np.concatenate(by_price))
        everybody = [slice(None)] * (len(charges[0].of_tables) - len(columns))
        for few in PROMISING if self._may_be(columns) else ():
            chosen = [each <= ranked[min(few, len(ranked)) - 1] for each in by_price]
            some = [tables[which] for tables, which in zip(columns, chosen, strict=True)]
            of_some = [charge.of_some([*chosen, *everybody]) for charge in charges]
            found = self.cheapest(some, of_some, ceiling, most=OF_PROMISING)
            if found is not None and found.groups is not None:
                return replace(found, bound=NOWHERE)
        return None


def kinds_of(quest: Quest, columns: Sequence[Tables]) -> list[Kind]:
    """Tables of each size, then those who may be left out."""
    many = Counter(quest.sizes)
    kinds = [Kind(tables, many[tables.shape[1]]) for tables in columns]
    if quest.absent:
        kinds.append(Kind(np.arange(quest.people)[:, None], quest.absent, left_out=True))
    return kinds


def _round(cover: Cover, kinds: Sequence[Kind]) -> Partition:
    """The tables chosen, and after them the people at none."""
    tables = [(tuple(table), kind.left_out) for kind in kinds for table in kind.tables.tolist()]
    chosen = [tables[place] for place in cover.chosen]
    groups = [table for table, left_out in chosen if not left_out]
    absent = sorted(seat for table, left_out in chosen if left_out for seat in table)
    return Partition(cover.cost, 0.0, cover.cost, (*groups, tuple(absent)))
