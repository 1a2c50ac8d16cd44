"""The edges of a graph, seen from both of their ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pairing.solver.terms import Ints


class Graph:
    """Seats ``0..n-1`` and edges; ``at[end]`` is the seat at an end."""

    def __init__(self, n: int, edges: Sequence[tuple[int, int]] | Ints) -> None:
        ends = np.array(edges, dtype=np.int64).reshape(-1)
        order = np.argsort(ends, kind="stable")
        self.n = n
        self.at: list[int] = ends.tolist()
        self._across: list[int] = (order ^ 1).tolist()
        self._from: list[int] = np.searchsorted(ends[order], np.arange(n + 1)).tolist()

    def across(self, seat: int) -> list[int]:
        """The ends at the far side of a seat's edges."""
        return self._across[self._from[seat] : self._from[seat + 1]]

    def ends_of(self, partner: Sequence[int]) -> list[int]:
        """For each seat the end at the far side of the edge to its partner; -1 where that is -1."""
        given, at = np.array(partner, dtype=np.int64), np.array(self.at, dtype=np.int64)
        far = np.arange(len(at)) ^ 1
        ends = np.full(self.n, -1, dtype=np.int64)
        matched = np.flatnonzero(given[at] == at[far])
        ends[at[matched]] = far[matched]
        found: list[int] = ends.tolist()
        return found
