"""The trees of one stage, grown from all free seats at once, and which event is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

from pairing.solver.matching.edmonds.graph import Graph
from pairing.solver.matching.edmonds.nest import Nest, way_to_base
from pairing.solver.matching.edmonds.prices import DOWN, STILL, UP, Prices


class Forest:
    """
    ``entry[node]``: the end, in the node above, of the edge by which a node got into its tree; -1 = a root.

    An event is an edge that becomes tight, or an odd blossom whose price comes to nothing; the heap holds when
    each is due. What has changed since leaves some there that are none any more.
    """

    def __init__(self, graph: Graph, cost: Sequence[int], nest: Nest, prices: Prices) -> None:
        self.graph = graph
        self.cost = cost
        self.nest = nest
        self.prices = prices
        self.entry: dict[int, int] = {}
        self._near: dict[int, tuple[int, int]] = {}  # the edge of least slack from an even seat to one that is not
        self._events: list[tuple[int, int]] = []  # an edge, or a blossom as the edges' number and its own

    # -- growing ---------------------------------------------------------------------------------

    def even(self, node: int, entry: int) -> None:
        """A node reached over a matched edge, or a root."""
        self.entry[node] = entry
        seats = self.nest.seats(node)
        self.prices.turn(seats, DOWN)
        if node >= self.nest.n:
            self.prices.turn((node,), UP)
        self._look_from(seats)

    def odd(self, node: int, entry: int) -> None:
        """A node reached over another edge."""
        self.entry[node] = entry
        self.prices.turn(self.nest.seats(node), UP)
        if node >= self.nest.n:
            self.prices.turn((node,), DOWN)
            heappush(self._events, (self.prices.noted[node], len(self.cost) + node))

    def reach(self, node: int, entry: int) -> None:
        """A still node becomes odd, and its partner even."""
        self.odd(node, entry)
        mate = self.nest.mate[self.nest.base[node]]
        self.even(self.nest.top(self.graph.at[mate]), mate ^ 1)

    def _look_from(self, seats: Iterable[int]) -> None:
        """Note when the edges of seats that are even from now on are due."""
        at, cost, near, up = self.graph.at, self.cost, self._near, self.nest.top
        noted, course = self.prices.noted, self.prices.course
        for seat in seats:
            node, own = up(seat), noted[seat]
            for end in self.graph.across(seat):
                k, far = end // 2, at[end]
                due = cost[k] + own
                if course[far] == DOWN:
                    if up(far) != node:
                        heappush(self._events, ((due + noted[far]) // 2, k))
                elif far not in near or due < near[far][0]:
                    near[far] = due, k
                    if course[far] == STILL:
                        heappush(self._events, (due + noted[far], k))

    # -- the next event --------------------------------------------------------------------------

    def next_tight(self) -> int | None:
        """Move the prices until an edge wins a pair, a circle or a node, and name it; None when none ever does."""
        at, noted, course = self.graph.at, self.prices.noted, self.prices.course
        while self._events:
            due, k = heappop(self._events)
            if k >= len(self.cost):
                node = k - len(self.cost)
                if course[node] == DOWN and noted[node] == due:
                    self.prices.moved = due
                    self._open(node)
                continue
            v, w = at[2 * k], at[2 * k + 1]
            pull = course[v] + course[w]
            if (
                pull < 0
                and self.cost[k] + noted[v] + noted[w] + pull * due == 0
                and self.nest.top(v) != self.nest.top(w)
            ):
                self.prices.moved = due
                return k
        return None

    # -- paths -----------------------------------------------------------------------------------

    def above(self, node: int) -> int:
        """The node above one that is no root."""
        return self.nest.top(self.graph.at[self.entry[node]])

    def meeting(self, v: int, w: int) -> int | None:
        """The lowest node above two even ones; None when they lie in two trees."""
        seen = set()
        here, other = v, w
        while here >= 0:
            if here in seen:
                return here
            seen.add(here)
            here = self.above(self.above(here)) if self.entry[here] >= 0 else -1
            if other >= 0:
                here, other = other, here
        return None

    # -- blossoms --------------------------------------------------------------------------------

    def shrink(self, root: int, k: int) -> None:
        """A new blossom from the circle that edge k closes below ``root``."""
        down, up = (self._way_up(seat, root) for seat in self.graph.at[2 * k : 2 * k + 2])
        circle = [root, *reversed(down), *up]
        links = [*(self.entry[node] for node in reversed(down)), 2 * k, *(self.entry[node] ^ 1 for node in up)]
        blossoms = [node for node in circle if node >= self.nest.n]
        fresh = [seat for node in (*down[1::2], *up[1::2]) for seat in self.nest.seats(node)]
        self.prices.turn(blossoms, STILL)
        self.prices.turn(fresh, DOWN)
        b = self.nest.close(circle, links)
        self.entry[b] = self.entry[root]
        self.prices.turn((b,), UP)
        self._look_from(fresh)

    def _way_up(self, seat: int, root: int) -> list[int]:
        """The nodes from that of an even seat up to below the root."""
        node, way = self.nest.top(seat), []
        while node != root:
            way.append(node)
            node = self.above(node)
        return way

    def _open(self, b: int) -> None:
        """Take an odd blossom without price apart: of its children the even way round to the base stays in the tree."""
        self.prices.turn((b,), STILL)
        entry = self.entry.pop(b)
        circle, links = self.nest.open(b)
        enters = self.nest.top(self.graph.at[entry ^ 1])
        at, step, flip = way_to_base(circle.index(enters), len(circle))
        way = []
        while at != 0:
            way.append((circle[at], entry))
            at += step
            entry = links[at - flip] ^ flip
            at += step
        base = circle[at]
        at += step
        while circle[at] != enters:
            self._leave(circle[at])
            at += step
        for node, end in way:
            self.reach(node, end)
        self.odd(base, entry)

    def _leave(self, node: int) -> None:
        """A node of an odd blossom that is in no tree any more."""
        seats = self.nest.seats(node)
        self.prices.turn(seats, STILL)
        for seat in seats:
            if seat in self._near:
                due, k = self._near[seat]
                heappush(self._events, (due + self.prices.noted[seat], k))
