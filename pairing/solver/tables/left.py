"""
The tables left: those that a round up to a ceiling can hold, given what a linear programme proved.

What is proved of a tier stays true below it: whatever the next tier asks for, no round may cost more
in this one, so the tables left here are all there are there (`Proved`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pairing.solver.tables.charges import Charge, Kind
from pairing.solver.tables.pricer import Pricer
from pairing.solver.tables.prices import UNIT
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.quest import Quest
from pairing.solver.tables.rungs import Rungs
from pairing.solver.tables.tally import Tables
from pairing.solver.terms.protocols import Ints

MOST_COLUMNS = 100_000  # more are not kept
FEW_MORE = 1.5  # times as many tables are looked at to have done with a rung


@dataclass(frozen=True)
class Proved:
    """
    Tiers proved so far: the prices that did, and what each tier costs.

    ``tables``: size by size all that a round which costs no more can hold; None where they are too many.
    """

    tiers: tuple[tuple[Pricer, int], ...]
    sizes: tuple[int, ...]
    tables: tuple[Tables, ...] | None

    def and_also(self, pricer: Pricer, cost: int, left: Left | None) -> Proved:
        """One tier more, of whose tables these are left."""
        known = left is not None and left.highest >= cost
        return Proved((*self.tiers, (pricer, cost)), self.sizes, left.up_to(cost) if left and known else self.tables)

    def looked_up(self) -> Proved:
        """The same, with the tables if they are not too many."""
        if self.tables is not None or not self.tiers:
            return self
        pricer, cost = self.tiers[-1]
        try:
            left = Left.of(pricer, cost, self)
        except TooMuchWork:
            return self
        return replace(self, tables=left.up_to(cost)) if left.highest >= cost else self

    def within(self, quest: Quest) -> Proved:
        """The same, less the tables that break what no table may."""
        if self.tables is None:
            return self
        kept = self.tables
        for tier in quest.strict:
            kept = tuple(tables[tier.of_tables(tables) <= 0] for tables in kept)
        return replace(self, tables=kept)

    def charges(self, kinds: Sequence[Kind]) -> list[Charge]:
        """What no round may pay more of."""
        charges: list[Charge] = []
        for pricer, cost in self.tiers:
            charges += pricer.charges(kinds, ceiling=cost)
            charges += pricer.rungs.charges(pricer.quest.tier, kinds, cost, ceiling=cost)
        return charges

    def allowed(self, size: int, tables: Tables) -> Ints:
        """The places of those that a round which costs no more can hold."""
        able = np.ones(len(tables), dtype=bool)
        for pricer, cost in self.tiers:
            assert pricer.scaled is not None
            able &= pricer.excess(size, tables) <= cost * UNIT - pricer.scaled
        return np.flatnonzero(able)


@dataclass(frozen=True)
class Left:
    """
    Tables size by size, with what each lies above the cheapest of its size at the prices of ``pricer``.

    Complete for every ceiling up to ``highest``.
    """

    pricer: Pricer
    tables: tuple[Tables, ...]
    excess: tuple[Ints, ...]
    highest: int

    @classmethod
    def of(cls, pricer: Pricer, cost: int, proved: Proved) -> Left:
        """All that a round up to the cost can hold, or as many as may be asked about. May raise `TooMuchWork`."""
        assert pricer.scaled is not None
        highest = pricer.rungs.down(cost)
        if proved.tables is not None:
            excess = tuple(map(pricer.excess, pricer.many, proved.tables))
            return cls(pricer, proved.tables, excess, highest)
        while True:
            try:
                found = pricer.within(highest * UNIT - pricer.scaled, MOST_COLUMNS)
            except TooMuchWork:
                if highest <= pricer.bound:
                    raise
                highest = pricer.rungs.down((highest + pricer.bound) // 2)
                continue
            able = [proved.allowed(size, tables) for size, (tables, _) in zip(pricer.many, found, strict=True)]
            tables = tuple(each[which] for (each, _), which in zip(found, able, strict=True))
            return cls(
                pricer, tables, tuple(over[which] for (_, over), which in zip(found, able, strict=True)), highest
            )

    @property
    def rungs(self) -> Rungs:
        """What the tier can come to."""
        return self.pricer.rungs

    @property
    def _scaled(self) -> int:
        assert self.pricer.scaled is not None
        return self.pricer.scaled

    def next_ceiling(self, bound: int, many: int, most: int) -> int:
        """The lowest that leaves so many tables, none below the bound; the top of its rung where few more are left."""
        ranked = np.sort(np.concatenate(self.excess))
        lowest = self.highest if many >= len(ranked) else -(-(int(ranked[many - 1]) + self._scaled) // UNIT)
        ceiling = self.rungs.down(min(most, max(bound, lowest)))
        top = min(self.rungs.top(ceiling), most, self.highest)
        left, at_top = np.searchsorted(ranked, [each * UNIT - self._scaled for each in (ceiling, top)], side="right")
        return top if ceiling <= top and at_top <= FEW_MORE * left else ceiling

    def up_to(self, ceiling: int) -> tuple[Tables, ...]:
        """The tables a round up to the ceiling can hold."""
        gap = ceiling * UNIT - self._scaled
        return tuple(tables[over <= gap] for tables, over in zip(self.tables, self.excess, strict=True))
