"""
Which three: every trio whose price could make it part of a better round, by pricing.

For prices y over the seats (`proof.Proof`), a round with trio t costs, four times over, at least
``base + surplus(t)`` with ``surplus(t) = 4 cost(t) + y[a] + y[b] + y[c]``. Only the trios whose surplus
lies below a limit are listed, found among pairs cheap enough to be part of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from time import monotonic

import numpy as np

from pairing.solver.matching.candidates import lowest
from pairing.solver.matching.edges import Edges
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.trio_pairs import for_pairs, leave_room, lowest_share
from pairing.solver.problem import Seat
from pairing.solver.terms import Ints

MOST = 40_000_000  # pairs of pairs looked at before giving up the claim to have seen all
PAIRS = 4_000_000  # and pairs kept
CHUNK = 1 << 20  # pairs of pairs at a time

Trio = tuple[Seat, Seat, Seat]


@dataclass(frozen=True)
class Trios:
    """Trios and their surplus, the least first; ``all_seen`` unless there were too many to look at.

    No other trio below the limit has less than ``unseen``.
    """

    found: list[tuple[int, Trio]]
    all_seen: bool
    unseen: int = 0


def trios_among(ladder: Ladder, i: Ints, j: Ints, prices: Sequence[int], keep: int) -> Trios:
    """The ``keep`` most promising trios whose three pairs are all among these, allowed in pairs or not."""
    fine = ladder.allowed_within_trios(i, j)
    if not fine.all():
        i, j = i[fine], j[fine]
    return _least(ladder, Edges(i, j, ladder.shares.pairs(i, j)), prices, None, keep)


def trios_below(
    ladder: Ladder,
    field: Field,
    prices: Sequence[int],
    limit: int,
    keep: int,
    *,
    deadline: float = inf,
    undercut: bool = True,
) -> Trios:
    """The trios of a field's seats with a surplus below ``limit``, at most the ``keep`` least.

    ``undercut``: pairs of the field may undercut the prices (inside odd sets they do). The ``deadline`` (of
    `time.monotonic`) breaks off looking.
    """
    unseen = Trios([], all_seen=False, unseen=least_surplus(ladder, field, prices))
    shares, lowest = field, 0
    if undercut or ladder.shares is not ladder:
        shares = Field(ladder.shares, field.seats.tolist())
        given = ladder.words(prices)
        for block in shares.below(prices):
            if monotonic() > deadline:
                return unseen
            lowest = min(lowest, lowest_share(ladder, given, block))
    # What every trio costs by itself is taken off the limit, as shares do not hold it.
    room = limit - 4 * ladder.per_trio
    floor = unseen.unseen
    if ladder.no_wishes:  # half of ``lowest`` for each of the three pairs, see `for_pairs`
        floor = max(floor, 4 * ladder.per_trio + 3 * lowest // 2)
    chosen, many = [shares.none], 0
    above = ladder.words([price - room + lowest for price in prices])
    for block in shares.below(*for_pairs(ladder, field, prices, room, lowest)):
        chosen.append(block.where(leave_room(ladder, block, above)) if ladder.no_wishes else block)
        many += len(chosen[-1])
        if many > PAIRS or monotonic() > deadline:
            return Trios([], all_seen=False, unseen=floor)
    edges = chosen[0].joined(*chosen[1:])
    return _least(ladder, edges, prices, limit, keep, floor=floor, deadline=deadline)


def least_surplus(ladder: Ladder, field: Field, prices: Sequence[int]) -> int:
    """No trio has less, whichever it is."""
    rungs = zip(ladder.rungs, ladder.unit, strict=True)
    cheapest: int = sum((rung.per_trio + sum(term.reach[0] for term in rung.terms)) * unit for rung, unit in rungs)
    seats: list[int] = field.seats.tolist()
    return 4 * cheapest + sum(sorted(prices[seat] for seat in seats)[:3])


def _least(
    ladder: Ladder,
    edges: Edges,
    prices: Sequence[int],
    limit: int | None,
    keep: int,
    *,
    floor: int = 0,
    deadline: float = inf,
) -> Trios:
    """The trios of these pairs with the least surplus, below the limit if there is one."""
    edges = edges.where(np.argsort(edges.i * ladder.n + edges.j))
    given = ladder.words(prices)
    found: list[tuple[int, Trio]] = []
    looked, dropped, cut_off = 0, False, False
    itself = 4 * ladder.per_trio
    sums = ladder.shares is ladder  # then surplus is exact, and no three break a must of which no two do
    for ab, ac, bc in _triangles(ladder.n, edges.i, edges.j):
        looked += CHUNK
        a, b, c = edges.i[ab], edges.j[ab], edges.j[ac]
        surplus = (
            4 * (edges.words[:, ab] + edges.words[:, ac] + edges.words[:, bc]) + given[:, a] + given[:, b] + given[:, c]
        )
        if sums:
            low = _below(ladder, surplus, None if limit is None else limit - itself)
            dropped |= len(low) > keep
            low = low[lowest(ladder.carried(surplus[:, low]), keep)]
        elif limit is not None:
            low = _below(ladder, surplus, limit - itself)
        else:
            allowed = np.flatnonzero(ladder.allowed_trios(a, b, c))
            low = allowed[lowest(ladder.carried(surplus[:, allowed]), keep)]
            dropped |= len(low) < len(allowed)
        a, b, c = a[low], b[low], c[low]
        if sums:
            exact = (least + itself for least in ladder.whole(surplus[:, low]))
            found += sorted(zip(exact, zip(a.tolist(), b.tolist(), c.tolist(), strict=True), strict=True))
        else:
            few, more = _exact(ladder, (a, b, c), given, limit, keep)
            found += few
            dropped |= more
        if len(found) > 4 * keep:
            found, dropped = sorted(found)[:keep], True
        if looked > MOST or monotonic() > deadline:
            cut_off = True
            break
    found.sort()
    dropped = dropped or len(found) > keep
    found = found[:keep]
    return Trios(found, not (cut_off or dropped), floor if cut_off or not found else found[-1][0])


def _triangles(n: int, i: Ints, j: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
    """All triangles of ascending pairs, as places of their pairs ab, ac and bc, in chunks of `CHUNK` pairs of pairs."""
    keys = i * n + j
    after = np.searchsorted(i, i, side="right") - np.arange(len(i)) - 1  # pairs of the same lower seat still to come
    total = np.cumsum(after)
    low = 0
    while low < len(i):
        high = max(low + 1, int(np.searchsorted(total, (total[low - 1] if low else 0) + CHUNK, side="right")))
        counts = after[low:high]
        ab = np.repeat(np.arange(low, high), counts)
        ac = np.arange(len(ab)) - np.repeat(np.cumsum(counts) - counts, counts) + ab + 1
        wanted = j[ab] * n + j[ac]
        bc = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        there = keys[bc] == wanted
        yield ab[there], ac[there], bc[there]
        low = high


def _below(ladder: Ladder, surplus: Ints, limit: int | None) -> Ints:
    """Which lie below the limit; all where there is none."""
    if limit is None:
        return np.arange(surplus.shape[1])
    return np.flatnonzero(ladder.negative(surplus - ladder.words([limit])))


def _exact(
    ladder: Ladder, corners: tuple[Ints, Ints, Ints], given: Ints, limit: int | None, keep: int
) -> tuple[list[tuple[int, Trio]], bool]:
    """Allowed trios with their exact surplus below the limit, the ``keep`` least, and whether there are more."""
    fine = ladder.allowed_trios(*corners)
    a, b, c = (corner[fine] for corner in corners)
    surplus = 4 * ladder.trios(a, b, c) + given[:, a] + given[:, b] + given[:, c]
    low = _below(ladder, surplus, limit)
    more = len(low) > keep
    low = low[lowest(ladder.carried(surplus[:, low]), keep)]
    trios = zip(a[low].tolist(), b[low].tolist(), c[low].tolist(), strict=True)
    return sorted(zip(ladder.whole(surplus[:, low]), trios, strict=True)), more
