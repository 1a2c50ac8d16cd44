"""Whether everybody can be asked by somebody, and who is short of partners where not, by OR-Tools' maximum flow."""

from __future__ import annotations

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from pairing.solver.terms import Ints


def both_ways(i: Ints, j: Ints) -> tuple[Ints, Ints]:
    """Who asks and who is asked, each pair once from either side."""
    return np.concatenate((i, j)), np.concatenate((j, i))


def by_flow(n: int, tail: Ints, head: Ints) -> Ints | None:
    """Whom everybody may ask so that everybody is asked: at once, where the assignment would not end for long."""
    if not (np.bincount(tail, minlength=n).all() and np.bincount(head, minlength=n).all()):
        return None
    flow, arcs = _flow(n, tail, head)
    if flow.optimal_flow() < n:
        return None
    asked = np.flatnonzero(flow.flows(arcs))
    partner = np.empty(n, dtype=np.int64)
    partner[tail[asked]] = head[asked]
    return partner


def _flow(n: int, tail: Ints, head: Ints) -> tuple[SimpleMaxFlow, Ints]:
    """As many who ask, and are asked by one, as there can be; and the flow's arcs between them."""
    flow = SimpleMaxFlow()
    seats = np.arange(n)
    source, sink = np.full(n, 2 * n), np.full(n, 2 * n + 1)
    tails = np.concatenate((tail, source, seats + n)).astype(np.int32)
    heads = np.concatenate((head + n, seats, sink)).astype(np.int32)
    arcs = flow.add_arcs_with_capacity(tails, heads, np.ones(len(tails), dtype=np.int64))
    flow.solve(2 * n, 2 * n + 1)
    return flow, arcs[: len(tail)]


def short_of_partners(n: int, i: Ints, j: Ints) -> tuple[Ints, Ints] | None:
    """Seats that have fewer partners than they are, and those partners; None when everybody can be asked."""
    flow, _ = _flow(n, *both_ways(i, j))
    if flow.optimal_flow() == n:
        return None
    cut = np.array(flow.get_source_side_min_cut(), dtype=np.int64)
    return cut[cut < n], cut[(n <= cut) & (cut < 2 * n)] - n
