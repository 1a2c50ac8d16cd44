"""
From the fractional optimum on some pairs to the whole one: odd circles mended exactly.

Only pairs near to the prices can matter for that, so the search is given those first; whatever of
the rest its prices turn out to undercut is added, until nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pairing.solver.matching.assignment import Fractional, fractional
from pairing.solver.matching.candidates import nearest, rank
from pairing.solver.matching.edges import Edges
from pairing.solver.matching.edmonds.search import Matched, Search
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.proof import Proof, undercutting
from pairing.solver.matching.scale import Flags
from pairing.solver.problem import Seat
from pairing.solver.terms import Ints

NEAR = 3  # pairs of everybody's that the search is given first
AROUND = 2000  # seats near to the free ones that it is given first
SMALL = 300  # pairs of which it is given all


@dataclass(frozen=True)
class Mended:
    """Whom everybody meets, and the proof over the pairs given."""

    partner: dict[Seat, Seat]
    proof: Proof


def mend(ladder: Ladder, seats: Ints, pool: Edges) -> Mended | None:
    """The cheapest perfect matching of the seats on the pairs of the pool; None when there is none."""
    if len(seats) != ladder.n or seats[-1] >= ladder.n:
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
    around = AROUND
    while True:
        here = _around([seat for seat, other in enumerate(partner) if other < 0], partner, pool.where(near), around)
        given = near & here[pool.i] & here[pool.j]
        solved = _search(ladder, here, pool.where(given), start, partner)
        if solved is None:
            if here.all() and near.all():
                return None
            near |= bool(here.all())
            around *= 8
            continue
        rest = np.flatnonzero(~given)
        low, _ = undercutting(ladder, pool.where(rest), Proof(solved.prices, solved.odd_sets))
        if not len(low):
            return _by_seat(ladder, seats, solved)
        near[rest[low]] = True
        around = max(around, 2 * int(np.count_nonzero(here)))


def _around(free: list[int], partner: list[int], near: Edges, many: int) -> Flags:
    """Those free and whoever is near to them over some steps, partners always together, ``many`` or more."""
    if many >= len(partner):
        return np.ones(len(partner), dtype=bool)
    here = np.zeros(len(partner), dtype=bool)
    here[free] = True
    count = 0
    while count < np.count_nonzero(here) < many:
        count = int(np.count_nonzero(here))
        reached = here[near.i] | here[near.j]
        here[near.i[reached]] = here[near.j[reached]] = True
        matched = np.array(partner)[here]
        here[matched[matched >= 0]] = True
    return here


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


def _search(ladder: Ladder, here: Flags, pool: Edges, start: Fractional, partner: list[int]) -> Matched | None:
    """Edmonds' search among some seats on some of their pairs; all others stay as they are."""
    names = np.flatnonzero(here).tolist()
    number = np.cumsum(here) - 1
    edges = np.stack((number[pool.i], number[pool.j]), axis=1)
    partners = [int(number[partner[seat]]) if partner[seat] >= 0 else -1 for seat in names]
    found = Search(len(names), edges, ladder.whole(pool.words), [start.prices[seat] for seat in names], partners).run()
    if found is None:
        return None
    prices, matched = [-2 * price for price in start.prices], list(partner)
    for seat, other, price in zip(names, found.partner, found.prices, strict=True):
        matched[seat], prices[seat] = names[other], price
    odd_sets = [(frozenset(names[k] for k in members), price) for members, price in found.odd_sets]
    return Matched(matched, prices, odd_sets)


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
    for start, other in enumerate(asked):
        if asked[other] == start:
            partner[start] = other
            continue
        circle = []
        seat = start
        while not seen[seat]:
            seen[seat] = True
            circle.append(seat)
            seat = asked[seat]
        for a, b in zip(circle[::2], circle[1::2], strict=False):
            partner[a], partner[b] = b, a
    return partner
