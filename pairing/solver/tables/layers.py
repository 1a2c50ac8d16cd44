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
    table = np.array(costs.of_kinds(tier), dtype=np.float64)
    numbers = set().union(*(each.values() for each in costs.listed))
    known = {number: costs.digit(number, tier) for number in numbers}
    matrix: Numbers = table[np.ix_(costs.kind, costs.kind)]
    for seat, listed in enumerate(costs.listed):
        if listed:
            matrix[seat, list(listed)] += [known[number] for number in listed.values()]
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

    ``joining[a, i]``: person i with all of table a. ``between[a, i, x]``: what a swap of person i with whoever
    sits at place x of table a saves, as the two still do not meet. The person after the last is an empty
    seat, who costs nothing; where people are to stay at tables of their size, a swap with it costs without
    end. A change is what remains of sums over two tables, in single precision where exact. Without being
    ``lined`` it holds nothing ``between``, and tells changes ``among`` chosen people alone.
    """

    def __init__(self, costs: Numbers, grid: Places, *, stay: bool = False, lined: bool = True) -> None:
        most = float(np.abs(costs).max(initial=0)) * (4 * grid.shape[1] + 2)
        self.costs: Numbers = np.zeros((len(costs) + 1,) * 2, np.float32 if most < EXACT else np.float64)
        self.costs[:-1, :-1] = costs
        self.apart: Numbers = -2 * self.costs
        self.empty = len(costs)
        self.stay = stay
        if stay:
            self.apart[-1, :] = self.apart[:, -1] = np.inf
        self.lined = lined
        laid = self.apart[:, grid if lined else grid[:0]]
        self.between: Numbers = np.ascontiguousarray(laid.swapaxes(0, 1))
        self.joining: Numbers = np.ascontiguousarray(self.costs[grid].sum(axis=1))

    def by_table(self, grid: Places) -> Numbers:
        """What each table costs now."""
        costs: Numbers = np.take_along_axis(self.joining, grid, axis=1).sum(axis=1, dtype=np.float64) / 2
        return costs

    def changes(self, seats: Places, lines: Places, *, moves: bool = False) -> Numbers:
        """What each swap of a seat of one table with one of the other changes, for each pair of tables.

        ``seats``: who sits at the first tables of all pairs, then at the second. ``lines``: where in
        ``joining`` the table each of them would come to begins, and the one where each sits. For once nobody
        has to stay where ``moves`` are looked at.
        """
        half = len(seats) // 2
        lost = self.losses(seats, lines)
        rows = lines[0, :half] + seats[:half]
        change: Numbers = self.between.reshape(-1, seats.shape[1]).take(rows, axis=0)
        if moves and self.stay:
            change[np.isinf(change)] = 0
        change += lost[:half, :, None]
        change += lost[half:, None, :]
        return change

    def losses(self, seats: Places, lines: Places) -> Numbers:
        """What each of these people costs more at the table they would come to than where they sit."""
        there, here = self.joining.take(lines + seats)
        there -= here
        lost: Numbers = there
        return lost

    def among(self, people: Places, lost: Numbers) -> Numbers:
        """What swaps of these people change, for each pair of tables, given what each of them loses.

        One column of ``people`` for each table: arrays are added far faster along many pairs than few people.
        """
        half = people.shape[1] // 2
        swaps = (people[:, :half] * len(self.costs))[:, None] + people[:, half:]
        change: Numbers = self.apart.take(swaps)
        change += lost[:, None, :half]
        change += lost[:, half:]
        return np.ascontiguousarray(change.transpose(2, 0, 1))

    def swap(self, tables: Places, places: Places, leaving: Places, coming: Places) -> None:
        """At each of the tables one person leaves a place and another comes there; no table is named twice."""
        after = self.joining.take(tables, axis=0)
        after += self.costs.take(coming, axis=0)
        after -= self.costs.take(leaving, axis=0)
        self.joining[tables] = after
        if self.lined:
            self.between[tables, :, places] = self.apart.take(coming, axis=0)

    def copy(self, source: Places, to: Places) -> None:
        """People sit at tables ``to`` as at ``source``."""
        self.joining[to] = self.joining[source]
        if self.lined:
            self.between[to] = self.between[source]
