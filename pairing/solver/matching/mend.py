"""
From the fractional optimum on some pairs to the whole one: odd circles mended exactly.

Only pairs near to the prices can matter for that, so the search is given those first; whatever of
the rest its prices turn out to undercut is added, until nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pairing.solver.matching.assignment import Fractional, fractional
from pairing.solver.matching.blossom import Blossom, Matched
from pairing.solver.matching.candidates import nearest, rank
from pairing.solver.matching.field import Edges
from pairing.solver.matching.ladder import Flags, Ladder
from pairing.solver.matching.proof import Proof, undercutting
from pairing.solver.problem import Seat
from pairing.solver.terms import Ints

NEAR = 3  # pairs of everybody's that the search is given first
SMALL = 300  # pairs of which it is given all


@dataclass(frozen=True)
class Mended:
    """Whom everybody meets, and the proof over the pairs given."""

    partner: dict[Seat, Seat]
    proof: Proof


def mend(ladder: Ladder, seats: Ints, pool: Edges) -> Mended | None:
    """The cheapest perfect matching of the seats on the pairs of the pool; None when there is none."""
    number = np.zeros(2 * ladder.n, dtype=np.int64)
    number[seats] = np.arange(len(seats))
    pool = Edges(number[pool.i], number[pool.j], pool.words)
    start = fractional(ladder, len(seats), pool.i, pool.j, pool.words)
    if start is None:
        return None
    partner = _whole_pairs(start.partner)
    if -1 not in partner:
        return _by_seat(ladder, seats, Matched(partner, [-2 * price for price in start.prices], []))
    near = _near(ladder, pool, start)
    while True:
        solved = _search(ladder, len(seats), pool.where(near), start, partner)
        if solved is None:
            if near.all():
                return None
            near[:] = True
            continue
        rest = np.flatnonzero(~near)
        proof = Proof(solved.prices, solved.odd_sets)
        low, _ = undercutting(ladder, pool.where(rest), proof)
        if not len(low):
            return _by_seat(ladder, seats, solved)
        near[rest[low]] = True


def _near(ladder: Ladder, pool: Edges, start: Fractional) -> Flags:
    """The pairs of least slack of everybody, and those matched."""
    if len(pool) <= SMALL:
        return np.ones(len(pool), dtype=bool)
    prices = ladder.words(start.prices)
    slack = rank(ladder.carried(2 * pool.words - prices[:, pool.i] - prices[:, pool.j]))
    partner = np.array(start.partner)
    near: Flags = partner[pool.i] == pool.j
    near |= partner[pool.j] == pool.i
    near[nearest(pool, slack, NEAR)] = True
    return near


def _search(ladder: Ladder, n: int, pool: Edges, start: Fractional, partner: list[int]) -> Matched | None:
    """Edmonds' search on some of the pairs."""
    return Blossom(n, np.stack((pool.i, pool.j), axis=1), ladder.whole(pool.words), start.prices, partner).run()


def _by_seat(ladder: Ladder, seats: Ints, solved: Matched) -> Mended:
    """Places among the seats as seats again; those absent have no price."""
    names = seats.tolist()
    prices = [0] * (2 * ladder.n)
    for seat, price in zip(names, solved.prices, strict=True):
        prices[seat] = price
    odd_sets = [(frozenset(names[k] for k in members), price) for members, price in solved.odd_sets]
    partner = {seat: names[other] for seat, other in zip(names, solved.partner, strict=True)}
    return Mended(partner, Proof(prices, odd_sets))


def _whole_pairs(asked: list[int]) -> list[int]:
    """From whom everybody asks: pairs along even circles, all but one of odd circles; -1 = free."""
    partner = [-1] * len(asked)
    seen = [False] * len(asked)
    for start in range(len(asked)):
        circle = []
        seat = start
        while not seen[seat]:
            seen[seat] = True
            circle.append(seat)
            seat = asked[seat]
        for a, b in zip(circle[::2], circle[1::2], strict=False):
            partner[a], partner[b] = b, a
    return partner
