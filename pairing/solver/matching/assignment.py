"""
The fractional optimum on candidate pairs, by OR-Tools' linear sum assignment.

Everybody appears twice, as one who asks and one who is asked; the cheapest assignment of the one
to the other, halved, is the fractional perfect matching (pairs, and odd circles at half each).
OR-Tools gives the assignment; the prices follow from it by shortest paths. Tiers are taken one by
one, highest first, each on the arcs the ones before left tight: small costs are what it is quick at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment
from ortools.graph.python.max_flow import SimpleMaxFlow

from pairing.solver.matching.ladder import Flags, Ladder
from pairing.solver.terms import Ints


@dataclass(frozen=True)
class Fractional:
    """``partner`` is whom each asks; ``prices`` are twice the dual variables: price i + price j <= 2 cost."""

    partner: list[int]
    prices: list[int]


def fractional(ladder: Ladder, n: int, i: Ints, j: Ints, words: Ints) -> Fractional | None:
    """The cheapest assignment over the edges ``{i[k], j[k]}``, or None when there is none at all."""
    arcs = _Arcs(np.concatenate((i, j)), np.concatenate((j, i)), np.empty(0, dtype=np.int64))
    order = np.argsort(arcs.head * n + arcs.tail, kind="stable")
    digits = ladder.digits_of(ladder.carried(words))
    prices = [0] * n
    partner: Ints | None = None
    arcs, edge = arcs.where(order), np.tile(np.arange(len(i)), 2)[order]
    last = len(digits) - 1
    for rung, unit in enumerate(ladder.unit):
        cost = digits[rung, edge]
        if not cost.any() and (rung < last or partner is not None):
            continue
        arcs = _Arcs(arcs.tail, arcs.head, cost)
        free = cost == 0
        found = _assign(n, arcs.where(free)) if ladder.no_wishes and not free.all() else None
        if found is not None:  # nothing is cheaper, and prices of nothing prove it
            partner, tight = found[0], free
        else:
            found = _assign(n, arcs)
            if found is None:
                return None
            partner, paid = found
            asking, asked = _prices(arcs, partner, paid)
            prices = [p + step * unit for p, step in zip(prices, (asking + asked).tolist(), strict=True)]
            tight = cost == asking[arcs.tail] + asked[arcs.head]
        arcs, edge = arcs.where(tight), edge[tight]
    assert partner is not None, "the last tier is always looked at"
    return Fractional(partner.tolist(), prices)


@dataclass(frozen=True)
class _Arcs:
    """Who may ask whom, by whom is asked, and what it costs in one tier."""

    tail: Ints
    head: Ints
    cost: Ints

    def where(self, chosen: Flags | Ints) -> _Arcs:
        return _Arcs(self.tail[chosen], self.head[chosen], self.cost[chosen] if len(self.cost) else self.cost)


def _assign(n: int, arcs: _Arcs) -> tuple[Ints, Ints] | None:
    """Whom everybody asks, and at what cost; None when not everybody can be asked."""
    tail, head, cost = arcs.tail, arcs.head, arcs.cost
    if not _everybody_asked(n, tail, head):
        return None
    solver = SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(tail.astype(np.int32), head.astype(np.int32), cost - cost.min())
    status = solver.solve()
    assert status == solver.OPTIMAL, "a word's costs stay far below what overflows"
    partner = np.array([solver.right_mate(seat) for seat in range(n)], dtype=np.int64)
    arc = np.searchsorted(head * n + tail, partner * n + np.arange(n))  # arcs lie in this order
    return partner, cost[arc]


def _everybody_asked(n: int, tail: Ints, head: Ints) -> bool:
    """Whether everybody can be asked by somebody: found by a flow at once, where the assignment would take long."""
    if not (np.bincount(tail, minlength=n).all() and np.bincount(head, minlength=n).all()):
        return False
    flow = SimpleMaxFlow()
    seats = np.arange(n)
    source, sink = np.full(n, 2 * n), np.full(n, 2 * n + 1)
    tails = np.concatenate((tail, source, seats + n)).astype(np.int32)
    heads = np.concatenate((head + n, seats, sink)).astype(np.int32)
    flow.add_arcs_with_capacity(tails, heads, np.ones(len(tails), dtype=np.int64))
    flow.solve(2 * n, 2 * n + 1)
    return bool(flow.optimal_flow() == n)


def _prices(arcs: _Arcs, partner: Ints, paid: Ints) -> tuple[Ints, Ints]:
    """
    Prices of asking and of being asked that prove the assignment: their sum is at most an arc's
    cost, and equal on assigned arcs (Bellman and Ford, on all arcs at once).
    """
    tail, head, cost = arcs.tail, arcs.head, arcs.cost
    n = len(partner)
    starts = np.flatnonzero(np.r_[True, head[1:] != head[:-1]])
    asked = np.zeros(n, dtype=np.int64)
    for _ in range(n + 1):
        through = cost - paid[tail] + asked[partner[tail]]
        better = np.minimum(asked, np.minimum.reduceat(through, starts))
        if np.array_equal(better, asked):
            break
        asked = better
    return paid - asked[partner], asked
