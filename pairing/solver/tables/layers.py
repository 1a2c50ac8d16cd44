"""
One tier's pair costs as arrays laid out by tables, so that thousands of swaps are priced at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from pairing.solver.tables.costs import Costs

Numbers = npt.NDArray[np.floating[Any]]  # whole numbers, exact below 2^24 or 2^53
Places = npt.NDArray[np.intp]
EXACT = 1 << 24  # whole numbers below this are exact in single precision


def pair_costs(costs: Costs, tier: int) -> Numbers:
    """What any two people cost in one tier, by their kinds and as listed."""
    digit = costs.digit
    known = {number: digit(number, tier) for row in costs.table for number in row}
    table = np.array([[known[number] for number in row] for row in costs.table], dtype=np.float64)
    matrix: Numbers = table[np.ix_(costs.kind, costs.kind)]
    for seat, listed in enumerate(costs.listed):
        if listed:
            matrix[seat, list(listed)] += [digit(number, tier) for number in listed.values()]
    np.fill_diagonal(matrix, 0)
    return matrix


def centred(costs: Numbers) -> Numbers:
    """The same costs less one number for every pair: as many pairs meet however people are seated.

    Small numbers stay exact in single precision, which takes half the time.
    """
    apart = ~np.eye(len(costs), dtype=bool)
    middle = np.round((costs.max(where=apart, initial=-np.inf) + costs.min(where=apart, initial=np.inf)) / 2)
    return np.where(apart, costs - middle, 0)


class Layer:
    """One tier's pair costs, laid out by tables: changed as people change places.

    ``joining[a, i]``: person i with all of table a. The person after the last is an empty seat, who
    costs nothing. A change is what remains of sums over two tables, in single precision where exact.
    """

    def __init__(self, costs: Numbers, grid: Places) -> None:
        most = float(np.abs(costs).max(initial=0)) * (4 * grid.shape[1] + 2)
        self.costs: Numbers = np.zeros((len(costs) + 1,) * 2, np.float32 if most < EXACT else np.float64)
        self.costs[:-1, :-1] = costs
        self.between: Numbers = -2 * self.costs
        self.seated: Numbers = self.between.copy()
        self.seated[-1, :] = self.seated[:, -1] = np.inf
        self.joining: Numbers = np.ascontiguousarray(self.costs[grid].sum(axis=1))

    def by_table(self, grid: Places) -> Numbers:
        """What each table costs now."""
        costs: Numbers = np.take_along_axis(self.joining, grid, axis=1).sum(axis=1, dtype=np.float64) / 2
        return costs

    def changes(self, seats: Places, lines: Places, *, moves: bool) -> Numbers:
        """What each swap of a seat of one table with one of the other changes, for each pair of tables.

        ``seats``: who sits at the first tables of all pairs, then at the second. ``lines``: where in
        ``joining`` the table each of them would come to begins, and the one where each sits. Swaps
        with an empty seat cost without end unless ``moves``.
        """
        half = len(seats) // 2
        there, here = self.joining.take(lines + seats)
        there -= here
        rows = (seats[:half] * len(self.costs))[:, :, None] + seats[half:, None, :]
        change: Numbers = (self.between if moves else self.seated).take(rows)
        change += there[:half, :, None]
        change += there[half:, None, :]
        return change

    def swap(self, a: Places, i: Places, b: Places, j: Places) -> None:
        """Person i of each table ``a`` and person j of ``b`` change places; no table is named twice."""
        more = self.costs.take(j, axis=0)
        more -= self.costs.take(i, axis=0)
        self.joining[a] += more
        self.joining[b] -= more

    def copy(self, source: Places, to: Places) -> None:
        """People sit at tables ``to`` as at ``source``."""
        self.joining[to] = self.joining[source]
