"""Prices that prove a matching, and the pairs that undercut them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
        for layer, twice in _layers(ladder, proof):
            both = np.flatnonzero((layer[i] == layer[j]) & (layer[i] >= 0))
            slack[:, both] += twice[:, layer[i[both]]]
        under = ladder.negative(slack)
        low, slack = low[under], slack[:, under]
    return low, ladder.carried(slack)


def unpriced(ladder: Ladder, seats: Ints) -> Proof:
    """Prices that no pair of the seats can undercut, whatever pairs there are. To stay out is never wished for."""
    prices = [0] * (2 * ladder.n)
    for seat in seats[seats < ladder.n].tolist():
        prices[seat] = -2 * min(0, ladder.cheapest)
    return Proof(prices, [])


def _layers(ladder: Ladder, proof: Proof) -> Iterator[tuple[Ints, Ints]]:
    """
    The odd sets in layers, in each of which nobody lies in two: every seat's set or -1, and twice what sets cost.

    Sets lie within sets, so hundreds of them make few layers, and each layer is looked at once for all pairs.
    """
    depth = np.zeros(len(proof.prices), dtype=np.int64)
    layers: list[list[tuple[list[Seat], int]]] = []
    for seats, price in sorted(proof.odd_sets, key=lambda each: -len(each[0])):
        members = list(seats)
        at = int(depth[members].max())
        depth[members] = at + 1
        if at == len(layers):
            layers.append([])
        layers[at].append((members, 2 * price))
    for layer in layers:
        of = np.full(len(proof.prices), -1, dtype=np.int64)
        for number, (members, _) in enumerate(layer):
            of[members] = number
        yield of, ladder.words([twice for _, twice in layer])
