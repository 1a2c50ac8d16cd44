"""Stage after stage of Edmonds' search, each ending with one more pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairing.solver.matching.edmonds.forest import Forest
from pairing.solver.matching.edmonds.graph import Graph
from pairing.solver.matching.edmonds.nest import Nest
from pairing.solver.matching.edmonds.prices import UP, Prices
from pairing.solver.terms import Ints


@dataclass(frozen=True)
class Matched:
    """A perfect matching and its proof.

    For every edge: ``4 cost + prices[i] + prices[j] + 2 (sum of odd_sets holding both) >= 0``, with
    equality on the matching, and every odd set holds as many pairs as it can.
    """

    partner: list[int]
    prices: list[int]
    odd_sets: list[tuple[frozenset[int], int]]

    def bound(self) -> int:
        """Four times the cost that no perfect matching of these seats can undercut."""
        return -sum(self.prices) - sum(2 * price * (len(seats) // 2) for seats, price in self.odd_sets)


class Search:
    """A matching on its way to be perfect."""

    def __init__(
        self,
        n: int,
        edges: Sequence[tuple[int, int]] | Ints,
        costs: Sequence[int],
        prices: Sequence[int],
        partner: Sequence[int],
    ) -> None:
        """``prices`` are twice the dual variables (see `assignment`); ``partner`` is -1 for free seats."""
        self.graph = Graph(n, edges)
        self.cost = [4 * cost for cost in costs]
        self.nest = Nest(self.graph, partner)
        self.prices = Prices([-2 * price for price in prices] + [0] * (self.nest.most - n))
        # From prices that an edge undercuts the search would never end.
        noted, at = self.prices.noted, self.graph.at
        slack = [cost + noted[i] + noted[j] for cost, i, j in zip(self.cost, at[::2], at[1::2], strict=True)]
        assert min(slack, default=0) >= 0

    def run(self) -> Matched | None:
        """The matching and its proof; None when these edges allow no perfect matching."""
        nest, noted = self.nest, self.prices.noted
        free = [seat for seat, end in enumerate(nest.mate) if end < 0]
        while free:
            if not self._stage(free):
                return None
            free = [seat for seat in free if nest.mate[seat] < 0]
        odd_sets = [(frozenset(nest.seats(b)), noted[b]) for b in nest.circle if noted[b]]
        return Matched([self.graph.at[end] for end in nest.mate], noted[: nest.n], odd_sets)

    def _stage(self, free: Sequence[int]) -> bool:
        """One more pair, or False when there is none to be had."""
        forest = Forest(self.graph, self.cost, self.nest, self.prices)
        for seat in free:
            forest.even(self.nest.top(seat), -1)
        while (k := forest.next_tight()) is not None:
            v, w = (self.nest.top(seat) for seat in self.graph.at[2 * k : 2 * k + 2])
            if v not in forest.entry:
                forest.reach(v, 2 * k + 1)
            elif w not in forest.entry:
                forest.reach(w, 2 * k)
            elif (root := forest.meeting(v, w)) is not None:
                forest.shrink(root, k)
            else:
                self._augment(forest, k)
                self._close(forest)
                return True
        return False

    def _augment(self, forest: Forest, k: int) -> None:
        """Swap matched and unmatched edges along the path through edge k, from root to root."""
        nest, at = self.nest, self.graph.at
        for end in (2 * k, 2 * k + 1):
            seat, far = at[end], end ^ 1
            while True:
                node = nest.top(seat)
                nest.rebase(node, seat)
                nest.mate[seat] = far
                if forest.entry[node] < 0:
                    break
                odd = forest.above(node)
                into = forest.entry[odd]
                inner = at[into ^ 1]
                nest.rebase(odd, inner)
                nest.mate[inner] = into
                seat, far = at[into], into ^ 1

    def _close(self, forest: Forest) -> None:
        """The trees are gone, and with them the even blossoms without price."""
        even = [node for node in forest.entry if node >= self.nest.n and self.prices.course[node] == UP]
        self.prices.settle()
        for b in even:
            if not self.prices.noted[b]:
                self.nest.dissolve(b, self.prices.noted)
