"""
A perfect matching of least cost, and prices that prove it (Edmonds' blossom algorithm).

Primal and dual together, from a start that is already nearly done: prices that no edge
undercuts, and a matching on tight edges. Each stage grows trees from the seats still free and
ends with one more pair. After Galil, "Efficient algorithms for finding maximum matching in graphs"
(1986), with the bookkeeping of Joris van Rantwijk's public-domain implementation. Whole numbers of
any length, so strict tiers stay strict. A stage costs as much as the trees it grows: what it has not
touched is neither cleared nor looked at, so a few odd circles are mended cheaply among thousands.

Words: a *blossom* is an odd circle of seats or smaller blossoms seen as one node; its *base* is the
seat whose partner lies outside. A node is *even* (reached over a matched edge, or a root), *odd*
(reached over another edge), or without label. An *end* ``2k`` or ``2k + 1`` is edge k seen from
its first or its second seat; ``end ^ 1`` is its other side.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing.solver.terms import Ints

EVEN, ODD, NONE = 1, 2, 0
CRUMB = 4  # added to a label while a path is traced back


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


class Blossom:
    """The state of the search; nodes are seats ``0..n-1`` and blossoms ``n..2n-1``."""

    def __init__(
        self,
        n: int,
        edges: Sequence[tuple[int, int]] | Ints,
        costs: Sequence[int],
        prices: Sequence[int],
        partner: Sequence[int],
    ) -> None:
        """``prices`` are twice the dual variables (see `assignment`); ``partner`` is -1 for free seats."""
        self.n = n
        self.cost = [4 * cost for cost in costs]
        self.dual = [-2 * price for price in prices] + [0] * n
        self._lay_out(np.array(edges, dtype=np.int64).reshape(-1), np.array(partner, dtype=np.int64))
        self.free = [seat for seat in range(n) if self.mate[seat] < 0]
        self.top = list(range(n))  # the outermost blossom, or the seat itself
        self.parent = [-1] * (2 * n)
        self.children: list[list[int]] = [[] for _ in range(2 * n)]
        self.links: list[list[int]] = [[] for _ in range(2 * n)]  # ends that join a blossom's children
        self.leaves: list[list[int]] = [[seat] for seat in range(n)] + [[] for _ in range(n)]  # a node's seats
        self.base = [*range(n), *([-1] * n)]
        self.spare = list(range(2 * n - 1, n - 1, -1))
        self.blossoms: dict[int, None] = {}  # those there are, inner ones too
        self.label = [NONE] * (2 * n)
        self.entry = [-1] * (2 * n)  # the end by which a node got its label
        self.best = [-1] * (2 * n)  # the least slack edge to an even node
        self.bests: list[list[int] | None] = [None] * (2 * n)
        self.touched: dict[int, None] = {}  # nodes whose label or least slack edge this stage has set
        self._clear()
        # From prices that an edge undercuts the search would never end.
        ends = zip(self.cost, self.end[::2], self.end[1::2], strict=True)
        assert all(cost + self.dual[i] + self.dual[j] >= 0 for cost, i, j in ends)

    def _lay_out(self, end: Ints, partner: Ints) -> None:
        """The seat at every end, the ends at the far side of every seat's edges, and of its matched edge."""
        self.end: list[int] = end.tolist()
        order = np.argsort(end, kind="stable") ^ 1
        self.far: list[int] = order.tolist()
        self.far_from: list[int] = np.searchsorted(end[order ^ 1], np.arange(self.n + 1)).tolist()
        mate = np.full(self.n, -1, dtype=np.int64)
        ends = np.arange(len(end))
        matched = partner[end] == end[ends ^ 1]
        mate[end[matched]] = ends[matched] ^ 1
        self.mate: list[int] = mate.tolist()

    def _ends_at(self, seat: int) -> list[int]:
        return self.far[self.far_from[seat] : self.far_from[seat + 1]]

    def _clear(self) -> None:
        """Forget the trees."""
        for node in self.touched:
            self.label[node], self.entry[node], self.best[node], self.bests[node] = NONE, -1, -1, None
        self.touched.clear()
        self.tight: set[int] = set()
        self.queue: deque[int] = deque()

    def run(self) -> Matched | None:
        """The matching and its proof; None when these edges allow no perfect matching."""
        while self.free:
            if not self._stage():
                return None
            self.free = [seat for seat in self.free if self.mate[seat] < 0]
        partner = [self.end[end] for end in self.mate]
        odd_sets = [(frozenset(self.leaves[b]), self.dual[b]) for b in self.blossoms]
        return Matched(partner, self.dual[: self.n], [(seats, price) for seats, price in odd_sets if price])

    def _stage(self) -> bool:
        """One more pair, or False when there is none to be had."""
        self._clear()
        for seat in self.free:
            if self.label[self.top[seat]] == NONE:
                self._give_label(seat, EVEN, -1)
        while not self._grow():
            if not self._reprice():
                return False
        for b in list(self.blossoms):
            if self.parent[b] < 0 <= self.base[b] and self.label[b] == EVEN and not self.dual[b]:
                self._expand(b, ending=True)
        return True

    def _slack(self, k: int) -> int:
        return self.cost[k] + self.dual[self.end[2 * k]] + self.dual[self.end[2 * k + 1]]

    # -- growing trees ---------------------------------------------------------------------------

    def _grow(self) -> bool:
        """Follow tight edges from even seats until a pair is won (True) or none is left."""
        while self.queue:
            seat = self.queue.popleft()
            for end in self._ends_at(seat):
                if self.top[seat] != self.top[self.end[end]] and self._look(seat, end):
                    return True
        return False

    def _look(self, seat: int, end: int) -> bool:
        """Look along one edge from an even seat; True when that won a pair."""
        k, far = end // 2, self.end[end]
        node = self.top[far]
        slack = 0 if k in self.tight else self._slack(k)
        if slack > 0:
            if self.label[node] == EVEN:
                self._remember(self.top[seat], k, slack)
            elif self.label[far] == NONE:
                self._remember(far, k, slack)
            return False
        self.tight.add(k)
        if self.label[node] == NONE:
            self._give_label(far, ODD, end ^ 1)
        elif self.label[node] == EVEN:
            base = self._common_base(seat, far)
            if base < 0:
                self._augment(k)
                return True
            self._shrink(base, k)
        elif self.label[far] == NONE:  # inside an odd blossom, reached from outside for the first time
            self.label[far], self.entry[far] = ODD, end ^ 1
            self.touched[far] = None
        return False

    def _remember(self, node: int, k: int, slack: int) -> None:
        if self.best[node] < 0 or slack < self._slack(self.best[node]):
            self.best[node] = k
            self.touched[node] = None

    def _give_label(self, seat: int, label: int, end: int) -> None:
        """Label the node of a seat; an odd node makes its partner even."""
        node = self.top[seat]
        self.label[seat] = self.label[node] = label
        self.entry[seat] = self.entry[node] = end
        self.best[seat] = self.best[node] = -1
        self.touched[seat] = self.touched[node] = None
        if label == EVEN:
            self.queue.extend(self.leaves[node])
        else:
            mate = self.mate[self.base[node]]
            self._give_label(self.end[mate], EVEN, mate ^ 1)

    def _common_base(self, v: int, w: int) -> int:
        """The base of the circle closed by an edge between two even seats; -1 when they lie in two trees."""
        traced = []
        found = -1
        while v >= 0 or w >= 0:
            node = self.top[v]
            if self.label[node] & CRUMB:
                found = self.base[node]
                break
            traced.append(node)
            self.label[node] |= CRUMB
            if self.entry[node] < 0:
                v = -1
            else:
                node = self.top[self.end[self.entry[node]]]
                v = self.end[self.entry[node]]
            if w >= 0:
                v, w = w, v
        for node in traced:
            self.label[node] = EVEN
        return found

    # -- blossoms --------------------------------------------------------------------------------

    def _shrink(self, base: int, k: int) -> None:
        """A new blossom from the circle closed by edge k."""
        v, w = self.end[2 * k], self.end[2 * k + 1]
        b = self.spare.pop()
        root = self.top[base]
        circle, links = [], []
        node = self.top[v]
        while node != root:
            circle.append(node)
            links.append(self.entry[node])
            node = self.top[self.end[self.entry[node]]]
        circle.append(root)
        circle.reverse()
        links.reverse()
        links.append(2 * k)
        node = self.top[w]
        while node != root:
            circle.append(node)
            links.append(self.entry[node] ^ 1)
            node = self.top[self.end[self.entry[node]]]
        self.base[b], self.parent[b], self.dual[b] = base, -1, 0
        self.children[b], self.links[b] = circle, links
        self.leaves[b] = [seat for node in circle for seat in self.leaves[node]]
        for node in circle:
            self.parent[node] = b
        self.label[b], self.entry[b] = EVEN, self.entry[root]
        self.blossoms[b] = self.touched[b] = None
        for seat in self.leaves[b]:
            if self.label[self.top[seat]] == ODD:
                self.queue.append(seat)
            self.top[seat] = b
        self._gather_bests(b)

    def _gather_bests(self, b: int) -> None:
        """The least slack edges from a new blossom to every other even node."""
        to: dict[int, tuple[int, int]] = {}
        for node in self.children[b]:
            known = self.bests[node]
            if known is None:
                known = [end // 2 for seat in self.leaves[node] for end in self._ends_at(seat)]
            for k in known:
                i, j = self.end[2 * k], self.end[2 * k + 1]
                far = self.top[i] if self.top[j] == b else self.top[j]
                if far != b and self.label[far] == EVEN:
                    slack = self._slack(k)
                    if far not in to or slack < to[far][0]:
                        to[far] = (slack, k)
            self.bests[node], self.best[node] = None, -1
        self.bests[b] = [k for _, k in to.values()]
        self.best[b] = min(to.values())[1] if to else -1

    def _expand(self, b: int, *, ending: bool) -> None:
        """Take a blossom without price apart; amid a stage its children on the way stay in the tree."""
        for child in self.children[b]:
            self.parent[child] = -1
            if child < self.n:
                self.top[child] = child
            elif ending and not self.dual[child]:
                self._expand(child, ending=True)
            else:
                for seat in self.leaves[child]:
                    self.top[seat] = child
        if not ending and self.label[b] == ODD:
            self._relabel_children(b)
        self.label[b] = self.entry[b] = self.best[b] = self.base[b] = -1
        self.children[b], self.links[b], self.leaves[b], self.bests[b] = [], [], [], None
        del self.blossoms[b]
        self.spare.append(b)

    def _relabel_children(self, b: int) -> None:
        """Of an odd blossom taken apart: the even way round from its entry to its base joins the tree."""
        children, links = self.children[b], self.links[b]
        enters = self.top[self.end[self.entry[b] ^ 1]]
        at, step, flip = _way_to_base(children.index(enters), len(children))
        end = self.entry[b]
        while at != 0:
            self.label[self.end[end ^ 1]] = NONE
            self.label[self.end[links[at - flip] ^ flip ^ 1]] = NONE
            self._give_label(self.end[end ^ 1], ODD, end)
            self.tight.add(links[at - flip] // 2)
            at += step
            end = links[at - flip] ^ flip
            self.tight.add(end // 2)
            at += step
        node = children[at]
        self.label[self.end[end ^ 1]] = self.label[node] = ODD
        self.entry[self.end[end ^ 1]] = self.entry[node] = end
        self.best[node] = -1
        self.touched[self.end[end ^ 1]] = self.touched[node] = None
        at += step
        while children[at] != enters:
            self._relabel_reached(children[at])
            at += step

    def _relabel_reached(self, node: int) -> None:
        """A child off the way keeps a label only if it was reached from outside the blossom."""
        if self.label[node] == EVEN:
            return
        reached = next((seat for seat in self.leaves[node] if self.label[seat] != NONE), None)
        if reached is not None:
            self.label[reached] = NONE
            self.label[self.end[self.mate[self.base[node]]]] = NONE
            self._give_label(reached, ODD, self.entry[reached])

    # -- winning a pair --------------------------------------------------------------------------

    def _augment(self, k: int) -> None:
        """Swap matched and unmatched edges along the path through edge k, from root to root."""
        v, w = self.end[2 * k], self.end[2 * k + 1]
        for start, far_end in ((v, 2 * k + 1), (w, 2 * k)):
            seat, end = start, far_end
            while True:
                node = self.top[seat]
                if node >= self.n:
                    self._rebase(node, seat)
                self.mate[seat] = end
                if self.entry[node] < 0:
                    break
                odd = self.top[self.end[self.entry[node]]]
                seat, inner = self.end[self.entry[odd]], self.end[self.entry[odd] ^ 1]
                if odd >= self.n:
                    self._rebase(odd, inner)
                self.mate[inner] = self.entry[odd]
                end = self.entry[odd] ^ 1

    def _rebase(self, b: int, seat: int) -> None:
        """Match within a blossom so that ``seat`` becomes its base."""
        child = seat
        while self.parent[child] != b:
            child = self.parent[child]
        if child >= self.n:
            self._rebase(child, seat)
        children, links = self.children[b], self.links[b]
        first = children.index(child)
        at, step, flip = _way_to_base(first, len(children))
        while at != 0:
            at += step
            end = links[at - flip] ^ flip
            if children[at] >= self.n:
                self._rebase(children[at], self.end[end])
            at += step
            if children[at] >= self.n:
                self._rebase(children[at], self.end[end ^ 1])
            self.mate[self.end[end]] = end ^ 1
            self.mate[self.end[end ^ 1]] = end
        self.children[b] = children[first:] + children[:first]
        self.links[b] = links[first:] + links[:first]
        self.base[b] = self.base[self.children[b][0]]

    # -- prices ----------------------------------------------------------------------------------

    def _reprice(self) -> bool:
        """Move the prices until something becomes tight or a blossom loses its price; False if nothing can."""
        delta, kind, which = self._next_event()
        if kind == "nothing":
            return False
        for node in self._outermost():
            step = delta if self.label[node] == ODD else -delta if self.label[node] == EVEN else 0
            for seat in self.leaves[node] if step else ():
                self.dual[seat] += step
            if node >= self.n:
                self.dual[node] -= step
        if kind == "blossom":
            self._expand(which, ending=False)
        else:
            self.tight.add(which)
            i, j = self.end[2 * which], self.end[2 * which + 1]
            self.queue.append(i if self.label[self.top[i]] == EVEN else j)
        return True

    def _next_event(self) -> tuple[int, str, int]:
        """How far prices can move, and what happens then: an edge, or a blossom, and which."""
        delta, kind, which = 0, "nothing", -1
        for node in self.touched:
            k = self.best[node]
            if k >= 0 and node < self.n and self.label[self.top[node]] == NONE:
                slack = self._slack(k)
                if which < 0 or slack < delta:
                    delta, kind, which = slack, "edge", k
            elif k >= 0 and self.parent[node] < 0 and self.label[node] == EVEN:
                half = self._slack(k) // 2
                if which < 0 or half < delta:
                    delta, kind, which = half, "edge", k
        for b in self._outermost():
            if b >= self.n and self.label[b] == ODD and (which < 0 or self.dual[b] < delta):
                delta, kind, which = self.dual[b], "blossom", b
        return delta, kind, which

    def _outermost(self) -> list[int]:
        """The labelled nodes that lie in no blossom."""
        return [node for node in self.touched if self.label[node] != NONE and self.parent[node] < 0 <= self.base[node]]


def _way_to_base(position: int, length: int) -> tuple[int, int, int]:
    """From a child round to the base with an even number of steps: start, step, and which side of a link to take."""
    return (position - length, 1, 0) if position % 2 else (position, -1, 1)
