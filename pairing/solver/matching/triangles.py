"""
Which three: every trio whose price could make it part of a better round, by pricing.

For prices y over the seats (`blossom.Matched`), a round with trio t costs, four times over, at
least ``base + surplus(t)`` with ``surplus(t) = 4 cost(t) + y[a] + y[b] + y[c]``. Only the trios whose
surplus lies below a limit are listed, found among pairs cheap enough to be part of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pairing.solver.matching.ladder import Flags, Ladder
from pairing.solver.problem import Seat
from pairing.solver.terms import Ints

MOST = 40_000_000  # triangles looked at before giving up the claim to have seen all


@dataclass(frozen=True)
class Trios:
    """Trios and their surplus, the least first; ``all_seen`` unless there were too many to look at."""

    found: list[tuple[int, tuple[Seat, Seat, Seat]]]
    all_seen: bool


def trios_among(ladder: Ladder, i: Ints, j: Ints, prices: Sequence[int], keep: int) -> Trios:
    """The ``keep`` trios of least surplus whose three pairs are all among these."""
    fine = ladder.allowed_within_trios(i, j)
    i, j = i[fine], j[fine]
    triangles = list(_triangles(ladder.n, i, j, ladder.share_of_pairs(i, j)))
    if not triangles:
        return Trios([], all_seen=True)
    a, b, c = (np.concatenate([each[corner] for each in triangles]) for corner in range(3))
    fine = ladder.allowed_trios(a, b, c)
    a, b, c = a[fine], b[fine], c[fine]
    digits = ladder.words(prices)
    surplus = 4 * ladder.trios(a, b, c) + digits[:, a] + digits[:, b] + digits[:, c]
    best = np.lexsort(ladder.carried(surplus))[:keep]
    return Trios(_exact(ladder, (a[best], b[best], c[best]), prices, None), all_seen=len(a) <= keep)


def all_pairs(seats: Ints) -> tuple[Ints, Ints]:
    """Every two of these seats, the lower first."""
    i, j = np.triu_indices(len(seats), 1)
    return seats[i], seats[j]


def trios_below(ladder: Ladder, seats: Ints, prices: Sequence[int], limit: int, keep: int) -> Trios:
    """The trios of these seats with a surplus below ``limit``, at most the ``keep`` least."""
    i, j = all_pairs(seats)
    fine = ladder.allowed_within_trios(i, j)
    i, j = i[fine], j[fine]
    share = ladder.share_of_pairs(i, j)
    digits = ladder.words(prices)
    # What every trio costs by itself is taken off the limit, as shares do not hold it.
    room = limit - 4 * ladder.per_trio
    highest = max(prices[seat] for seat in seats.tolist())
    near = _cheap_enough(ladder, share, digits[:, i] + digits[:, j], room + highest)
    i, j, share = i[near], j[near], share[:, near]
    found: list[tuple[int, tuple[Seat, Seat, Seat]]] = []
    looked, dropped = 0, False
    for a, b, c, lower in _triangles(ladder.n, i, j, share):
        looked += len(a)
        surplus = 4 * lower + digits[:, a] + digits[:, b] + digits[:, c]
        below = ladder.negative(surplus - ladder.words([room]))
        found += _exact(ladder, (a[below], b[below], c[below]), prices, limit)
        if len(found) > 4 * keep:
            found, dropped = sorted(found)[:keep], True
        if looked > MOST:
            dropped = True
            break
    found.sort()
    return Trios(found[:keep], all_seen=not dropped and len(found) <= keep)


def _cheap_enough(ladder: Ladder, share: Ints, prices: Ints, room: int) -> Flags:
    """
    Pairs that can be part of a trio; ``room`` is the limit and the greatest price together.

    With slack s = 4 share + y + y of each pair, ``surplus >= s_ab + s_ac + s_bc - (y_a + y_b + y_c)``, so
    ``4 share_ab < limit + (greatest y) - 2 (least s, at most 0)``.
    """
    slack = 4 * share + prices
    below = ladder.negative(slack)
    lowest = min(ladder.whole(slack[:, below]), default=0)
    return ladder.negative(4 * share - ladder.words([room - 2 * lowest]))


def _triangles(n: int, i: Ints, j: Ints, share: Ints) -> Iterator[tuple[Ints, Ints, Ints, Ints]]:
    """All triangles of these pairs, seat by seat of their lowest corner, with the sum of their shares."""
    edge = np.full((n, n), -1, dtype=np.int32)
    edge[i, j] = np.arange(len(i))
    for a in np.unique(i).tolist():
        others = np.flatnonzero(edge[a] >= 0)
        square = edge[np.ix_(others, others)]
        p, q = np.nonzero(square >= 0)
        if not len(p):
            continue
        b, c = others[p], others[q]
        lower = share[:, edge[a, b]] + share[:, edge[a, c]] + share[:, square[p, q]]
        yield np.full(len(b), a, dtype=np.int64), b, c, lower


def _exact(
    ladder: Ladder, corners: tuple[Ints, Ints, Ints], prices: Sequence[int], limit: int | None
) -> list[tuple[int, tuple[Seat, Seat, Seat]]]:
    """The exact surplus of allowed trios, where it is below the limit."""
    fine = ladder.allowed_trios(*corners)
    a, b, c = (corner[fine] for corner in corners)
    if not len(a):
        return []
    costs = ladder.whole(ladder.trios(a, b, c))
    trios = zip(costs, a.tolist(), b.tolist(), c.tolist(), strict=True)
    priced = ((4 * cost + prices[x] + prices[y] + prices[z], (x, y, z)) for cost, x, y, z in trios)
    return sorted(item for item in priced if limit is None or item[0] < limit)
