"""Prices that prove a matching, and the pairs that undercut them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.solver.matching.edges import Edges
from pairing.solver.matching.ladder import Ladder
from pairing.solver.problem import Seat
from pairing.solver.terms import Ints


@dataclass(frozen=True)
class Proof:
    """
    Prices over seats and, never below 0, over odd sets of seats.

    Where for all pairs ``4 cost + prices[i] + prices[j] + 2 (sum of odd_sets holding both) >= 0``, no
    perfect matching costs less than `bound`, as an odd set holds at most half its seats' number of pairs.
    """

    prices: list[int]
    odd_sets: list[tuple[frozenset[Seat], int]]

    @cached_property
    def _bound(self) -> int:
        return -sum(self.prices) - sum(2 * price * (len(seats) // 2) for seats, price in self.odd_sets)

    def bound(self, without: Collection[Seat] = ()) -> int:
        """Four times the cost that no perfect matching of the priced seats, or of those but a few, can undercut."""
        bound = self._bound + sum(self.prices[seat] for seat in without)
        for seats, price in self.odd_sets if without else ():
            absent = sum(seat in seats for seat in without)
            bound += 2 * price * (len(seats) // 2 - (len(seats) - absent) // 2)
        return bound


def slack_of(ladder: Ladder, edges: Edges, proof: Proof) -> Ints:
    """How far pairs are from undercutting the prices of their seats, odd sets aside (in words)."""
    given = ladder.words(proof.prices)
    return ladder.carried(4 * edges.words + given[:, edges.i] + given[:, edges.j])


def undercutting(ladder: Ladder, edges: Edges, proof: Proof) -> tuple[Ints, Ints]:
    """Which pairs undercut the prices, and by how much (in words, below 0)."""
    digits = ladder.words(proof.prices)
    slack = 4 * edges.words + digits[:, edges.i] + digits[:, edges.j]
    low = np.flatnonzero(ladder.negative(slack))
    slack = slack[:, low]
    if len(low) and proof.odd_sets:
        i, j = edges.i[low], edges.j[low]
        inside = np.zeros(digits.shape[1], dtype=bool)
        for seats, price in proof.odd_sets:
            members = list(seats)
            inside[members] = True
            both = inside[i] & inside[j]
            slack[:, both] += ladder.words([2 * price])
            inside[members] = False
        under = ladder.negative(slack)
        low, slack = low[under], slack[:, under]
    return low, ladder.carried(slack)
