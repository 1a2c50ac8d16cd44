"""
Of three people, at most one table holds two or all of them: what a choice of parts of tables may break.

The subset-row cuts of Jepsen, Petersen, Spoorendonk and Pisinger (2008), for sets of three. Every
round keeps to them. A linear programme over tables does not: it may take a half of each of three
tables that hold two of the three people each. Forbidden that, its bound rises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from pairing.solver.problem import Seat
from pairing.solver.tables.tally import Tables
from pairing.solver.terms.protocols import Ints

CLEARLY = 0.05  # broken by less is not worth a row
FRESH = 40  # found at once
OF_ONE = 4  # of those, with any one person

Trio = tuple[Seat, Seat, Seat]  # ascending
Share = tuple[tuple[Seat, ...], float]  # a table, and how much of it is taken


@dataclass(frozen=True)
class Charges:
    """What a table is charged that holds two or all of a trio; never negative."""

    trios: tuple[Trio, ...]
    charges: tuple[int, ...]
    people: int

    @property
    def total(self) -> int:
        """Every trio charged once: the most that any round pays."""
        return sum(self.charges)

    @cached_property
    def _marks(self) -> Ints:
        marks = np.zeros((self.people, len(self.trios)), dtype=np.int64)
        for place, trio in enumerate(self.trios):
            marks[list(trio), place] = 1
        return marks

    @cached_property
    def between(self) -> Ints:
        """A third of each charge for every two of its trio: never more than the table is charged in all."""
        thirds = np.zeros((self.people,) * 2, dtype=np.int64)
        for trio, charge in zip(self.trios, self.charges, strict=True):
            for i, j in combinations(trio, 2):
                thirds[i, j] += charge // 3
                thirds[j, i] += charge // 3
        return thirds

    def of_tables(self, tables: Tables) -> Ints:
        """What each table is charged."""
        held = self._marks[tables].sum(axis=1)
        charged: Ints = (held > 1) @ np.array(self.charges, dtype=np.int64)
        return charged

    def rest(self, tables: Tables) -> Ints:
        """What each table is charged beyond what lies `between` its people."""
        if not self.trios:
            return np.zeros(len(tables), dtype=np.int64)
        held = self._marks[tables].sum(axis=1)
        charges = np.array(self.charges, dtype=np.int64)
        rest: Ints = (held == 2) @ (charges - charges // 3) + (held == 3) @ (charges - charges // 3 * 3)
        return rest


def broken(shares: Sequence[Share], people: int) -> list[Trio]:
    """The trios that parts of tables break most, the worst first, none of them with too much of one person."""
    together = np.zeros((people,) * 2)
    all_three = np.zeros((people,) * 3)
    for seats, share in shares:
        for two in combinations(sorted(seats), 2):
            together[two] += share
        for three in combinations(sorted(seats), 3):
            all_three[three] += share
    held = together[:, :, None] + together[:, None, :] + together[None, :, :] - 2 * all_three
    found = np.argwhere(held > 1 + CLEARLY)
    found = found[(found[:, 0] < found[:, 1]) & (found[:, 1] < found[:, 2])]
    worst = np.argsort(-held[tuple(found.T)], kind="stable")
    chosen: list[Trio] = []
    seen = [0] * people
    for i, j, k in found[worst].tolist():
        if max(seen[i], seen[j], seen[k]) < OF_ONE and len(chosen) < FRESH:
            chosen.append((i, j, k))
            for seat in (i, j, k):
                seen[seat] += 1
    return chosen
