"""
Saturated rounds: the least one tier can cost, over all tables there could be.

A round is a choice of tables that seats everybody once (set partition). A linear programme over
tables proves a bound (`pricer`); no round up to a ceiling holds a table whose price lies further
above the cheapest one than the ceiling above the bound. CP-SAT settles ceiling after ceiling, from the bound
upwards: mostly few tables are left. Work is counted, so the same round comes out everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np

from pairing.solver.problem import Seat
from pairing.solver.tables.master import UNIT
from pairing.solver.tables.partition import Allowance, cheapest_partition
from pairing.solver.tables.pricer import Pricer
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.tables.quest import Quest
from pairing.solver.tables.rungs import Rungs
from pairing.solver.tables.tally import Tables
from pairing.solver.terms.protocols import Ints

Groups = tuple[tuple[Seat, ...], ...]
MOST_COLUMNS = 20_000  # CP-SAT is not asked about more
FEW_COLUMNS = 150  # the first ceiling leaves at least so many
GROWTH = 1.4  # and every one after it so many times more
FEW_MORE = 1.5  # times as many tables are looked at to have done with a rung
LEAST_EFFORT = 0.01  # with less, CP-SAT is not asked again


@dataclass(frozen=True)
class Settled:
    """No round of these sizes costs less than ``bound``; ``groups`` (the people left out last) only if better.

    ``effort``: the deterministic seconds CP-SAT took.
    """

    bound: int
    groups: Groups | None = None
    effort: float = 0.0


def settle(quest: Quest, known: Sequence[Sequence[Seat]], cost: int, *, effort: float, seconds: float) -> Settled:
    """
    The least of a tier, given the tables of a round that costs ``cost``.

    ``effort``: CP-SAT's deterministic seconds; 0 asks for the linear bound alone. ``seconds`` only
    break it off.
    """
    deadline = monotonic() + seconds
    pricer = Pricer(quest, known, cost, deadline)
    try:
        pricer.run()
        if pricer.scaled is None or pricer.bound >= cost or not effort:
            return Settled(min(pricer.bound, cost))
        return _climb(quest, _Left.of(pricer, cost), _Span(pricer.bound, cost), effort, deadline)
    except TooMuchWork:
        return Settled(min(pricer.bound, cost))


@dataclass(frozen=True)
class _Span:
    """The least lies between these."""

    bound: int
    cost: int


def _climb(quest: Quest, left: _Left, span: _Span, effort: float, deadline: float) -> Settled:
    """Ceiling after ceiling until a round is found there, or none below the known one is left."""
    groups: Groups | None = None
    bound, cost, spent, enough = span.bound, span.cost, 0.0, FEW_COLUMNS
    while bound < cost and spent < effort - LEAST_EFFORT:
        ceiling = left.next_ceiling(bound, enough, cost - 1)
        if ceiling > left.highest:
            break
        columns = left.up_to(ceiling)
        found = cheapest_partition(quest, columns, ceiling, Allowance(effort - spent, deadline - monotonic()))
        spent += found.effort
        bound = max(bound, left.rungs.up(min(found.bound, ceiling + 1)))
        if found.groups is not None:
            groups, cost = found.groups, found.cost
        elif bound <= ceiling:
            break  # CP-SAT gave up
        enough = max(enough, int(GROWTH * sum(map(len, columns))))
    return Settled(min(bound, cost), groups, spent)


@dataclass(frozen=True)
class _Left:
    """Tables size by size, with what each lies above the cheapest of its size; ``scaled`` is the bound in `UNIT` parts.

    Complete for every ceiling up to ``highest``.
    """

    tables: tuple[Tables, ...]
    excess: tuple[Ints, ...]
    scaled: int
    highest: int
    rungs: Rungs

    @classmethod
    def of(cls, pricer: Pricer, cost: int) -> _Left:
        """All that a round below ``cost`` can hold, or as many as may be asked about. May raise `TooMuchWork`."""
        assert pricer.scaled is not None
        highest = pricer.rungs.down(cost - 1)
        while True:
            try:
                found = pricer.within(highest * UNIT - pricer.scaled, MOST_COLUMNS)
            except TooMuchWork:
                if highest <= pricer.bound:
                    raise
                highest = pricer.rungs.down((highest + pricer.bound) // 2)
                continue
            tables, excess = zip(*found, strict=True)
            return cls(tables, excess, pricer.scaled, highest, pricer.rungs)

    def next_ceiling(self, bound: int, many: int, most: int) -> int:
        """The lowest that leaves so many tables, none below the bound; the top of its rung where few more are left."""
        ranked = np.sort(np.concatenate(self.excess))
        lowest = self.highest if many >= len(ranked) else -(-(int(ranked[many - 1]) + self.scaled) // UNIT)
        ceiling = self.rungs.down(min(most, max(bound, lowest)))
        top = min(self.rungs.top(ceiling), most, self.highest)
        left, at_top = np.searchsorted(ranked, [each * UNIT - self.scaled for each in (ceiling, top)], side="right")
        return top if ceiling <= top and at_top <= FEW_MORE * left else ceiling

    def up_to(self, ceiling: int) -> list[Tables]:
        """The tables a round up to the ceiling can hold."""
        gap = ceiling * UNIT - self.scaled
        return [tables[over <= gap] for tables, over in zip(self.tables, self.excess, strict=True)]
