"""
Totals a tier can come to: between one repeat more and one less lies nothing.

Where every pair that costs anything costs about the same, a bound a little above so many of the
dearest is a bound of one more of the cheapest.
"""

from __future__ import annotations

from dataclasses import dataclass

from pairing.solver.tables.quest import Quest


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

    def up(self, bound: int) -> int:
        """No total lies below this that is not below the bound."""
        if not self.least or bound <= 0:
            return bound
        return max(bound, -(-bound // self.most) * self.least)

    def down(self, ceiling: int) -> int:
        """No total lies above this that is not above the ceiling."""
        if not self.least or ceiling <= 0:
            return ceiling
        return min(ceiling, ceiling // self.least * self.most)

    def top(self, total: int) -> int:
        """The highest total of as many pairs as this one may be of."""
        return max(total, total // self.least * self.most) if self.least else total
