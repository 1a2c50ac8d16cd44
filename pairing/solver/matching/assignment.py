"""
The fractional optimum on candidate pairs, by OR-Tools' linear sum assignment.

Everybody appears twice, as one who asks and one who is asked; the cheapest assignment of the one
to the other, halved, is the fractional perfect matching (pairs, and odd circles at half each).
OR-Tools gives the assignment; the prices follow from it by shortest paths. As many tiers are taken
at once as fit into a machine word, the highest first, the rest on the arcs that those left tight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

from pairing.solver.matching.flow import both_ways, by_flow
from pairing.solver.matching.ladder import Ladder
from pairing.solver.terms import Ints

PLENTY = 3  # times as many pairs as people that cost nothing: these alone are likely to do
DEAR = 4  # times as much as any pair costs it to ask oneself
_FIRST = np.zeros(1, dtype=np.int64)
WIDEST = 2**61  # the assignment's own numbers stay below this
BOARD = 150  # people of whom every two have a place in an array
BARRED = np.int64(2**61)  # what two cost who may not meet


@dataclass(frozen=True)
class Fractional:
    """``partner`` is whom each asks; ``prices`` are twice the dual variables: price i + price j <= 2 cost."""

    partner: list[int]
    prices: list[int]


def fractional(ladder: Ladder, n: int, i: Ints, j: Ints, words: Ints) -> Fractional | None:
    """The cheapest assignment over the edges ``{i[k], j[k]}``, or None when there is none at all."""
    if ladder.no_wishes and words.size - np.count_nonzero(words) >= PLENTY * n:
        free = ~words.any(axis=0)
        partner = by_flow(n, *both_ways(i[free], j[free])) if np.count_nonzero(free) >= PLENTY * n else None
        if partner is not None:  # nothing is cheaper, and prices of nothing prove it
            return Fractional(partner.tolist(), [0] * n)
    if len(ladder.rungs) == 1 and n > 1:
        found = _in_one_tier(n, i, j, words[0])
        if found is not None:
            return found
    tail, head = both_ways(i, j)
    order = np.argsort(head * n + tail, kind="stable")
    tail, head, edge = tail[order], head[order], order % max(1, len(i))
    everyone_meets = n > 1 and 2 * len(i) == n * (n - 1)
    if not everyone_meets and by_flow(n, tail, head) is None:
        return None
    digits = ladder.digits_of(ladder.carried(words))
    prices = [0] * n
    partner = None
    for some in _at_once(n, digits):
        arcs = _Arcs(tail, head, some.of(digits)[edge])
        partner, paid = _assign(n, arcs)
        asking, asked = _prices(arcs, partner, paid)
        for rung, steps in some.digits(asking + asked):
            unit = ladder.unit[rung]
            prices = [price + step * unit for price, step in zip(prices, steps.tolist(), strict=True)]
        tight = arcs.cost == asking[tail] + asked[head]
        tail, head, edge = tail[tight], head[tight], edge[tight]
    assert partner is not None, "there is a last tier"
    return Fractional(partner.tolist(), prices)


def _in_one_tier(n: int, i: Ints, j: Ints, cost: Ints) -> Fractional | None:
    """
    The cheapest assignment where everybody may ask themselves, if nobody does.

    That is dear, and there is always such an assignment: no flow has to tell first whether there is one.
    """
    everybody = np.arange(n)
    most = DEAR * max(1, int(cost.max(initial=0)), -int(cost.min(initial=0)))
    arcs = _with_oneself(n, i, j, cost, most)
    partner, paid = _assign(n, arcs)
    if (partner == everybody).any():
        return None
    asking, asked = _prices(arcs, partner, paid)
    return Fractional(partner.tolist(), (asking + asked).tolist())


def _with_oneself(n: int, i: Ints, j: Ints, cost: Ints, most: int) -> _Arcs:
    """Each pair from either side, and everybody with themselves at ``most``."""
    if n > BOARD:
        everybody = np.arange(n)
        tail, head = np.concatenate((i, j, everybody)), np.concatenate((j, i, everybody))
        order = np.argsort(head * n + tail)
        return _Arcs(tail[order], head[order], np.concatenate((cost, cost, np.full(n, most)))[order])
    board = np.full(n * n, BARRED)
    board[i * n + j] = board[j * n + i] = cost
    board[:: n + 1] = most
    there = np.flatnonzero(board < BARRED)
    head, tail = np.divmod(there, n)
    return _Arcs(tail, head, board[there])


@dataclass(frozen=True)
class _Tiers:
    """Tiers as digits of one machine word; ``units`` by tier, the highest first."""

    units: tuple[tuple[int, int], ...]

    def of(self, digits: Ints) -> Ints:
        """The word of each pair's cost."""
        words = np.zeros(digits.shape[1], dtype=np.int64)
        for rung, unit in self.units:
            words += digits[rung] * unit
        return words

    def digits(self, words: Ints) -> Iterator[tuple[int, Ints]]:
        """Each tier and its digits, none beyond half the unit above either way."""
        for rung, unit in self.units:
            digits = (words + unit // 2) // unit
            words = words - digits * unit
            yield rung, digits


def _at_once(n: int, digits: Ints) -> list[_Tiers]:
    """
    Tiers with costs, in as few runs as can be.

    A price is a difference along a path over everybody at most, so its digit stays within twice n + 1 times
    the largest of a tier. OR-Tools multiplies costs by n + 1, and adds up n of them.
    """
    most = np.abs(digits).max(axis=1, initial=0).tolist()
    room = WIDEST // (n + 1) ** 2
    runs: list[list[tuple[int, int]]] = [[]]
    unit, highest = 1, 0
    for rung in reversed([rung for rung, largest in enumerate(most) if largest]):
        if runs[-1] and highest + 2 * most[rung] * unit > room:
            runs.append([])
            unit, highest = 1, 0
        runs[-1].append((rung, unit))
        highest += 2 * most[rung] * unit
        unit *= 4 * (n + 1) * most[rung] + 1
    return [_Tiers(tuple(reversed(run))) for run in reversed(runs)]


@dataclass(frozen=True)
class _Arcs:
    """Who may ask whom, by whom is asked, and what it costs in some tiers."""

    tail: Ints
    head: Ints
    cost: Ints


def _assign(n: int, arcs: _Arcs) -> tuple[Ints, Ints]:
    """Whom everybody asks, and at what cost."""
    tail, head, cost = arcs.tail, arcs.head, arcs.cost
    partner = _partners(n, head, tail, cost)
    arc = np.searchsorted(head * n + tail, partner * n + np.arange(n))  # arcs lie in this order
    return partner, cost[arc]


def _partners(n: int, head: Ints, tail: Ints, cost: Ints) -> Ints:
    """Whom everybody asks; arcs come by the side that is asked."""
    solver = SimpleLinearSumAssignment()
    # The other way round, as it is faster where arcs come by the side that asks.
    solver.add_arcs_with_cost(head.astype(np.int32), tail.astype(np.int32), cost - cost.min())
    status = solver.solve()
    assert status == solver.OPTIMAL, "a word's costs stay far below what overflows"
    partner = np.empty(n, dtype=np.int64)
    partner[list(map(solver.right_mate, range(n)))] = np.arange(n)
    return partner


def _prices(arcs: _Arcs, partner: Ints, paid: Ints) -> tuple[Ints, Ints]:
    """
    Prices of asking and of being asked that prove the assignment: their sum is at most an arc's
    cost, and equal on assigned arcs (Bellman and Ford, on all arcs at once).
    """
    head = arcs.head
    starts = np.concatenate((_FIRST, np.flatnonzero(head[1:] != head[:-1]) + 1))
    instead = arcs.cost - paid[arcs.tail]
    leaving = partner[arcs.tail]
    asked = np.zeros(len(partner), dtype=np.int64)
    for _ in range(len(partner) + 1):
        better = np.minimum.reduceat(instead + asked[leaving], starts)  # or as it is: over the assigned arc
        if better.tobytes() == asked.tobytes():
            break
        asked = better
    return paid - asked[partner], asked
