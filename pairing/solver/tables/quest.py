"""What the columns are asked: bring one tier down, none of those above it may rise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Seat
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.tally import Tally

Groups = tuple[tuple[Seat, ...], ...]  # the people left out last


@dataclass(frozen=True)
class Quest:
    """
    One tier to bring down, given the tiers above.

    ``above``: tiers whose cost may not rise over ``reached``. ``strict``: tiers in which no table
    may cost anything. ``sizes``: of the tables, which seat all but ``absent``.
    """

    tier: Tally
    above: tuple[Tally, ...]
    reached: tuple[int, ...]
    strict: tuple[Tally, ...]
    sizes: tuple[int, ...]
    absent: int

    @property
    def people(self) -> int:
        """How many there are, placed or not."""
        return len(self.tier.absent)

    @cached_property
    def costing(self) -> Tally:
        """The pairs that cost anything in the tier, counted."""
        return Tally((self.tier.pairs > 0).astype(np.int64), (), np.zeros_like(self.tier.absent))

    def cost_of(self, groups: Groups) -> int | None:
        """What a round costs in the tier; None where it is none that is asked for."""
        *tables, absent = groups
        seated = sorted(seat for group in groups for seat in group)
        kept = all(_total(tier, tables, absent) <= most for tier, most in zip(self.above, self.reached, strict=True))
        clean = not any(_total(tier, tables, ()) for tier in self.strict)
        fits = sorted(map(len, tables)) == sorted(self.sizes) and seated == list(range(self.people))
        return _total(self.tier, tables, absent) if kept and clean and fits else None


@dataclass(frozen=True)
class Questions:
    """The tiers of a round, tallied once."""

    rules: Sequence[CompiledRule]
    people: int

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """One for every rule."""
        return tuple(Tally.of(rule, self.people) for rule in self.rules)

    def about(self, floor: Floor, tier: int) -> Quest:
        """A tier on a floor, all tiers above it as they cost there."""
        absent = len(floor.groups[floor.pool])
        above, reached, strict = [], [], []
        for other, tally in enumerate(self.tallies[:tier]):
            paid = floor.costs.digit(floor.total, other)
            clean = tally.never_pays and paid == 0
            if clean and tally.says_of_tables:
                strict.append(tally)
            if (tally.says_of_tables and not clean) or (absent and tally.absent.any()):
                above.append(tally)
                reached.append(paid)
        return Quest(
            tier=self.tallies[tier],
            above=tuple(above),
            reached=tuple(reached),
            strict=tuple(strict),
            sizes=tuple(len(group) for group in floor.groups[: floor.pool]),
            absent=absent,
        )


def _total(tier: Tally, tables: Sequence[Sequence[Seat]], absent: Sequence[Seat]) -> int:
    """What tables and the people left out cost together."""
    seated = sum(int(tier.of_tables(np.array([sorted(table)], dtype=np.int64))[0]) for table in tables)
    return seated + sum(int(tier.absent[seat]) for seat in absent)
