"""
One tier's pair costs as arrays laid out by tables, so that thousands of swaps are priced at once.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pairing.solver.tables.costs import Costs

Numbers = npt.NDArray[np.float64]  # whole numbers, exact below 2^53
Places = npt.NDArray[np.intp]


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


class Layer:
    """One tier's pair costs, laid out by tables: changed as people change places.

    ``between[a, b, x, y]``: seat x of table a with seat y of table b; ``joining[a, b, y]``: seat y of
    table b with all of table a. An empty seat costs nothing.
    """

    def __init__(self, costs: Numbers, grid: Places) -> None:
        padded = np.zeros((len(costs) + 1,) * 2)
        padded[:-1, :-1] = costs
        self.between: Numbers = padded[grid[:, None, :, None], grid[None, :, None, :]]
        self.joining: Numbers = self.between.sum(axis=2)

    @property
    def cost(self) -> float:
        """What the tier costs now."""
        tables = np.arange(len(self.joining))
        return float(self.joining[tables, tables].sum()) / 2

    def changes(self, a: Places, b: Places) -> Numbers:
        """What each swap of a seat of table ``a`` with one of ``b`` changes, for each pair of tables."""
        from_a = self.joining[b, a] - self.joining[a, a]
        from_b = self.joining[a, b] - self.joining[b, b]
        change: Numbers = self.between[a, b]
        change *= -2
        change += from_a[:, :, None]
        change += from_b[:, None, :]
        return change

    def swap(self, a: Places, x: Places, b: Places, y: Places) -> None:
        """Seat x of each table ``a`` and seat y of ``b`` change places; no table is named twice."""
        row_a, row_b = self.between[a, :, x], self.between[b, :, y]
        self.joining[a] += row_b - row_a
        self.joining[b] -= row_b - row_a
        self.joining[:, a, x], self.joining[:, b, y] = self.joining[:, b, y], self.joining[:, a, x]
        self.between[a, :, x], self.between[b, :, y] = row_b, row_a
        self.between[:, a, :, x], self.between[:, b, :, y] = self.between[:, b, :, y], self.between[:, a, :, x]
