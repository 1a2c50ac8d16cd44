"""
The linear programme over tables: which of the tables known so far, and in which shares, cost least.

Its prices only steer. They are rounded to whole numbers, every table there could be is priced at
them exactly, and the bound that follows (Lagrange) is true whatever the floating point did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from pairing.solver.problem import Seat
from pairing.solver.tables.prices import UNIT, Prices
from pairing.solver.tables.quest import Groups, Quest
from pairing.solver.tables.tally import Tables
from pairing.solver.tables.trios import Charges, Share, Trio

IN_USE = 1e-6  # of a table
FRESH = 150  # tables added in one pass

Row = Any  # OR-Tools gives its rows and columns no types


class Master:
    """The programme, grown by columns, and by rows for trios and pairs. By CLP: GLOP gives up on some of these."""

    def __init__(self, quest: Quest) -> None:
        from ortools.linear_solver import pywraplp

        self.quest = quest
        self.solver = pywraplp.Solver.CreateSolver("CLP")
        self.afresh = pywraplp.MPSolverParameters()
        self.afresh.SetIntegerParam(self.afresh.INCREMENTALITY, self.afresh.INCREMENTALITY_OFF)
        endless = self.solver.infinity()
        self.people = [self.solver.Constraint(1, 1) for _ in range(quest.people)]
        self.sizes = {size: self.solver.Constraint(many, many) for size, many in Counter(quest.sizes).items()}
        self.above = [self.solver.Constraint(-endless, reached) for reached in quest.reached]
        self.known: dict[int, set[tuple[Seat, ...]]] = {size: set() for size in self.sizes}
        self.trios: dict[Trio, Row] = {}
        self._pairs, self.wanted = self.solver.Constraint(0, endless), 0
        self._columns: list[tuple[Row, tuple[Seat, ...]]] = []
        if quest.absent:
            nobody = self.solver.Constraint(quest.absent, quest.absent)
            for seat in range(quest.people):
                self._column(quest.tier.absent[seat], [each.absent[seat] for each in quest.above], 0, (seat,), nobody)

    def _column(self, cost: float, above: Sequence[int], pairs: int, seats: tuple[Seat, ...], kind: Row) -> None:
        column = self.solver.NumVar(0, self.solver.infinity(), "")
        self.solver.Objective().SetCoefficient(column, float(cost))
        kind.SetCoefficient(column, 1)
        for row, paid in zip(self.above, above, strict=True):
            if paid:
                row.SetCoefficient(column, float(paid))
        if pairs:
            self._pairs.SetCoefficient(column, pairs)
        for seat in seats:
            self.people[seat].SetCoefficient(column, 1)
        for trio, limit in self.trios.items():
            if len(set(trio).intersection(seats)) > 1:
                limit.SetCoefficient(column, 1)
        self._columns.append((column, seats))

    def limit(self, trios: Sequence[Trio]) -> None:
        """From here on at most one table holds two or all of these three."""
        for trio in trios:
            self.trios[trio] = limit = self.solver.Constraint(-self.solver.infinity(), 1)
            for column, seats in self._columns:
                if len(set(trio).intersection(seats)) > 1:
                    limit.SetCoefficient(column, 1)

    def want(self, pairs: int) -> None:
        """From here on tables with at least so many pairs that cost anything: no round has fewer."""
        if pairs > self.wanted:
            self.wanted = pairs
            self._pairs.SetLb(pairs)

    def shares(self) -> list[Share]:
        """The tables in use, each with its part."""
        parts = [(seats, float(column.solution_value())) for column, seats in self._columns if len(seats) > 1]
        return [(seats, part) for seats, part in parts if part > IN_USE]

    def round(self) -> Groups | None:
        """The tables in use and, last, the people at none; None where a part of a table is in use."""
        shares = self.shares()
        if len(shares) != len(self.quest.sizes) or min((share for _, share in shares), default=1.0) < 1 - IN_USE:
            return None
        tables = [seats for seats, _ in shares]
        placed = {seat for seats in tables for seat in seats}
        return (*tables, tuple(seat for seat in range(self.quest.people) if seat not in placed))

    def add(self, tables: Tables) -> bool:
        """Columns for tables of one size that are not there yet; False when all were."""
        size = tables.shape[1]
        fresh = sorted({tuple(table) for table in tables.tolist()} - self.known[size])
        if not fresh:
            return False
        self.known[size].update(fresh)
        rows = np.array(fresh, dtype=np.int64)
        costs = self.quest.tier.of_tables(rows).tolist()
        above = np.array([each.of_tables(rows) for each in self.quest.above], dtype=np.int64).reshape(-1, len(rows))
        pairs = self.quest.costing.of_tables(rows).tolist()
        for place, table in enumerate(fresh):
            self._column(costs[place], above[:, place].tolist(), pairs[place], table, self.sizes[size])
        return True

    def solved(self) -> bool:
        """False when CLP gave up, from where it stood and afresh."""
        if self.solver.Solve() == self.solver.OPTIMAL:
            return True
        return bool(self.solver.Solve(self.afresh) == self.solver.OPTIMAL)

    def value(self) -> float:
        """What more tables can only lower."""
        return float(self.solver.Objective().Value())

    def prices(self) -> Prices:
        """The duals in whole numbers; any prove a bound, provided no charge is negative, nor what a pair earns."""
        charged = {trio: round(-row.dual_value() * UNIT) for trio, row in self.trios.items()}
        trios = [trio for trio, charge in charged.items() if charge > 0]
        return Prices(
            self.quest,
            np.array([round(row.dual_value() * UNIT) for row in self.people], dtype=np.int64),
            tuple(max(0, round(-row.dual_value() * UNIT)) for row in self.above),
            Charges(tuple(trios), tuple(charged[trio] for trio in trios), self.quest.people),
            max(0, round(self._pairs.dual_value() * UNIT)),
            self.wanted,
        )

    def tables(self, size: int) -> Tables:
        """The tables of one size known so far."""
        return np.array(sorted(self.known[size]), dtype=np.int64).reshape(-1, size)


def various(tables: Tables, people: int) -> Tables:
    """The first so many, but none whose people have all had their share before."""
    share = FRESH // 12
    seen = [0] * people
    chosen = []
    for table in tables.tolist():
        if min(seen[seat] for seat in table) < share:
            chosen.append(table)
            for seat in table:
                seen[seat] += 1
            if len(chosen) == FRESH:
                break
    return np.array(chosen, dtype=np.int64).reshape(-1, tables.shape[1])
