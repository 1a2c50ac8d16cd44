"""
Totals a tier can come to: between one repeat more and one less lies nothing.

Where every pair that costs anything costs about the same, a bound a little above so many of the
dearest is a bound of one more of the cheapest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pairing.solver.tables.charges import Charge, Kind, paid
from pairing.solver.tables.quest import Quest
from pairing.solver.tables.tally import Tally


@dataclass(frozen=True)
class Rungs:
    """So many pairs cost between so many times ``least`` and so many times ``most``; with ``least`` 0 anything goes."""

    least: int
    most: int

    @classmethod
    def of(cls, quest: Quest) -> Rungs:
        """The rungs of the tier to bring down."""
        tier = quest.tier
        paid = tier.pairs[tier.pairs != 0]
        if tier.whole or (quest.absent and tier.absent.any()) or not len(paid) or paid.min() < 0:
            return cls(0, 0)
        return cls(int(paid.min()), int(paid.max()))

    def pairs(self, bound: int) -> int:
        """How many pairs that cost anything make up the bound at least; 0 where anything goes."""
        return -(-bound // self.most) if self.least and bound > 0 else 0

    def up(self, bound: int) -> int:
        """No total lies below this that is not below the bound."""
        pairs = self.pairs(bound)
        return max(bound, pairs * self.least) if pairs else bound

    def down(self, ceiling: int) -> int:
        """No total lies above this that is not above the ceiling."""
        if not self.least or ceiling <= 0:
            return ceiling
        return min(ceiling, ceiling // self.least * self.most)

    def top(self, total: int) -> int:
        """The highest total of as many pairs as this one may be of."""
        return max(total, total // self.least * self.most) if self.least else total

    def charges(
        self, tier: Tally, kinds: Sequence[Kind], bound: int, *, ceiling: int = 0, slope: int = 0
    ) -> list[Charge]:
        """
        What tables pay beyond the least for each of their pairs, in the tier these rungs are of.

        A round that costs at least ``bound`` has so many pairs, whose least leaves little up to the
        ceiling for all beyond. Nothing is charged where anything goes.
        """
        if not self.least or bound <= 0:
            return []
        beyond = replace(tier, pairs=np.where(tier.pairs > 0, tier.pairs - self.least, 0))
        return [Charge(paid(beyond, kinds), ceiling - self.pairs(bound) * self.least, slope)]
