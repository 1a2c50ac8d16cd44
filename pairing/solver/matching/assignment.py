"""
The fractional optimum on candidate pairs, by OR-Tools' linear sum assignment.

Everybody appears twice, as one who asks and one who is asked; the cheapest assignment of the one
to the other, halved, is the fractional perfect matching (pairs, and odd circles at half each).
OR-Tools gives the assignment; the prices follow from it by shortest paths. Costs longer than a
machine word are taken word by word, highest first, each on the arcs the ones before left tight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

from pairing.solver.matching.ladder import Ladder
from pairing.solver.terms import Ints


@dataclass(frozen=True)
class Fractional:
    """``partner`` is whom each asks; ``prices`` are twice the dual variables: price i + price j <= 2 cost."""

    partner: list[int]
    prices: list[int]


def fractional(ladder: Ladder, n: int, i: Ints, j: Ints, words: Ints) -> Fractional | None:
    """The cheapest assignment over the edges ``{i[k], j[k]}``, or None when there is none at all."""
    tail = np.concatenate((i, j))
    head = np.concatenate((j, i))
    both = np.concatenate((words, words), axis=1)
    order = np.argsort(head * n + tail, kind="stable")
    tail, head, both = tail[order], head[order], both[:, order]
    prices = [0] * n
    partner = np.empty(0, dtype=np.int64)
    asked_for = [word for word in range(len(words) - 1, -1, -1) if words[word].any()] or [0]
    for word in asked_for:
        free = both[word] == 0
        found = _assign(n, tail[free], head[free], both[word, free]) if ladder.no_wishes and not free.all() else None
        if found is not None:  # nothing is cheaper, and prices of nothing prove it
            partner = found[0]
            tail, head, both = tail[free], head[free], both[:, free]
            continue
        found = _assign(n, tail, head, both[word])
        if found is None:
            return None
        partner, paid = found
        asking, asked = _prices((tail, head, both[word]), partner, paid)
        prices = [p + (step << ladder.shift[word]) for p, step in zip(prices, (asking + asked).tolist(), strict=True)]
        tight = both[word] == asking[tail] + asked[head]
        tail, head, both = tail[tight], head[tight], both[:, tight]
    return Fractional(partner.tolist(), prices)


def _assign(n: int, tail: Ints, head: Ints, cost: Ints) -> tuple[Ints, Ints] | None:
    """Whom everybody asks, and at what cost; None when not everybody can be asked."""
    if len(np.unique(tail)) < n or len(np.unique(head)) < n:
        return None
    solver = SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(tail.astype(np.int32), head.astype(np.int32), cost - cost.min())
    status = solver.solve()
    if status == solver.INFEASIBLE:
        return None
    assert status == solver.OPTIMAL, "a word's costs stay far below what overflows"
    partner = np.array([solver.right_mate(seat) for seat in range(n)], dtype=np.int64)
    arc = np.searchsorted(head * n + tail, partner * n + np.arange(n))  # arcs lie in this order
    return partner, cost[arc]


def _prices(arcs: tuple[Ints, Ints, Ints], partner: Ints, paid: Ints) -> tuple[Ints, Ints]:
    """
    Prices of asking and of being asked that prove the assignment: their sum is at most an arc's
    cost, and equal on assigned arcs (Bellman and Ford, on all arcs at once).
    """
    tail, head, cost = arcs
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
