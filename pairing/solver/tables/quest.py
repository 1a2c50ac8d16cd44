"""What the columns are asked: bring one tier down, none of those above it may rise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pairing.solver.compile import CompiledRule
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.tally import Tally


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
