"""Pairs below given prices, looked for tier by tier: what a tier costs all pairs is worked out where it can matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.lots import low_pairs
from pairing.solver.matching.scale import Flags
from pairing.solver.terms import Ints

TILE = 1 << 15  # pairs worked out at once: they stay in the processor's cache
BATCH = 1 << 18  # pairs handed on at once, about
PULSE = 64  # tiles after which nothing is handed on, if there is no batch: whoever asks may look at the clock


def perhaps_below(ladder: Ladder, seats: Ints, given: Ints, room: Ints) -> Iterator[tuple[Ints, Ints]]:
    """
    All pairs below the limit but those a list rewards, and some more, each once.

    A pair lies below it only if it does so in some tier; it is looked for in the first of these.
    """
    digits = ladder.digits_of(given)
    most = ladder.digits_of(room)[:, 0].tolist()
    lots = ladder.lots
    for rung in range(len(most) - (lots is not None)):
        for i, j in _below_in(ladder, seats, rung, digits[rung], most[rung]):
            first = _not_before(ladder, i, j, digits, most[:rung])
            yield i[first], j[first]
    if lots is not None:
        for i, j in low_pairs(lots, seats, digits[-1, seats] / -4, most[-1] / 4):
            first = _not_before(ladder, i, j, digits, most[:-1])
            yield i[first], j[first]


def _below_in(ladder: Ladder, everybody: Ints, rung: int, digits: Ints, most: int) -> Iterator[tuple[Ints, Ints]]:
    """Every pair with ``4 cost + prices < most`` in this tier, once. In batches."""
    order = np.argsort(digits[everybody], kind="stable")
    seats = everybody[order]
    price = digits[seats]
    cheapest = most - 4 * ladder.rewards[rung]
    found: list[tuple[Ints, Ints]] = []
    top, many, tiles = 0, 0, 0
    while top < len(seats):
        end = int(np.searchsorted(price, cheapest - price[top]))  # with anybody after that, all are too dear
        if end <= top:
            break
        bottom = min(end, top + max(1, TILE // (end - top)))
        rows, columns = seats[top:bottom, None], seats[None, top + 1 : end]
        cost = price[top:bottom, None] + price[None, top + 1 : end] + 4 * ladder.in_tier(rung, rows, columns)
        p, q = np.nonzero(cost < most)
        p, q = p[p <= q], q[p <= q]
        a, b = rows[p, 0], columns[0, q]
        found.append((np.minimum(a, b), np.maximum(a, b)))
        top, many, tiles = bottom, many + len(p), tiles + 1
        if many > BATCH:
            yield _joined(found)
            found, many = [], 0
        elif tiles % PULSE == 0:
            yield seats[:0], seats[:0]
    if found:
        yield _joined(found)


def _not_before(ladder: Ladder, i: Ints, j: Ints, digits: Ints, most: Sequence[int]) -> Flags:
    """Which of these pairs lie below the limit in none of these tiers, the first there are."""
    fine = np.ones(len(i), dtype=bool)
    for above in range(len(most)):
        prices = digits[above, i] + digits[above, j]
        if (prices + 4 * ladder.rewards[above] < most[above]).any():
            fine &= prices + 4 * ladder.in_tier(above, i, j) >= most[above]
    return fine


def _joined(found: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    i, j = (np.concatenate(side) for side in zip(*found, strict=True))
    return i, j
