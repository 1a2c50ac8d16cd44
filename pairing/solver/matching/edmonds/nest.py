"""
Blossoms in blossoms, and who is matched with whom: within a blossom the matching turns with its base.

Which node a seat belongs to is a union-find that a blossom joins at once, and its seats are a linked list
that those of its children make up: taking in a large blossom costs no more than taking in a seat.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pairing.solver.matching.edmonds.graph import Graph


class Nest:
    """Nodes are the seats ``0..n-1`` and blossoms from n on; ``mate[seat]`` is the far end of its matched edge."""

    def __init__(self, graph: Graph, partner: Sequence[int]) -> None:
        self.n = n = graph.n
        self.at = graph.at
        self.mate = graph.ends_of(partner)
        self.most = n + n // 2  # a blossom has three children or more
        self.parent = [-1] * self.most
        self.base = list(range(self.most))
        self.circle: dict[int, list[int]] = {}  # each blossom's children, the one with the base first
        self.links: dict[int, list[int]] = {}  # the ends at which each child leads to the next
        self._spare = list(range(n, self.most))
        self._up = list(range(self.most))
        self._first = list(range(self.most))
        self._last = list(range(self.most))
        self._next = [-1] * n

    def top(self, node: int) -> int:
        """The outermost node that holds this one."""
        up = self._up
        while up[node] != node:
            up[node] = node = up[up[node]]
        return node

    def seats(self, node: int) -> list[int]:
        """All seats of a node."""
        seat, last = self._first[node], self._last[node]
        found = [seat]
        while seat != last:
            seat = self._next[seat]
            found.append(seat)
        return found

    def close(self, circle: list[int], links: list[int]) -> int:
        """A new blossom of outermost nodes, the first of which holds its base."""
        b = self._spare.pop()
        self.circle[b], self.links[b] = circle, links
        self.base[b] = self.base[circle[0]]
        self.parent[b], self._up[b] = -1, b
        for node in circle:
            self.parent[node] = self._up[node] = b
        for node, after in pairwise(circle):
            self._next[self._last[node]] = self._first[after]
        self._first[b], self._last[b] = self._first[circle[0]], self._last[circle[-1]]
        return b

    def open(self, b: int) -> tuple[list[int], list[int]]:
        """An outermost blossom taken apart: its children, now outermost, and their links."""
        links = self.links[b]
        circle = self._remove(b)
        for child in circle:
            self._surface(child)
        return circle, links

    def dissolve(self, b: int, price: Sequence[int]) -> None:
        """An outermost blossom taken apart, and those just within that have no price."""
        todo = [b]
        while todo:
            for child in self._remove(todo.pop()):
                if child >= self.n and not price[child]:
                    todo.append(child)
                else:
                    self._surface(child)

    def _remove(self, b: int) -> list[int]:
        """The children of a blossom that is none any more."""
        self._spare.append(b)
        del self.links[b]
        return self.circle.pop(b)

    def _surface(self, node: int) -> None:
        """From now on it is outermost."""
        self.parent[node] = -1
        self._up[node] = node
        for seat in self.seats(node):
            self._up[seat] = node

    def rebase(self, node: int, seat: int) -> None:
        """Match within a node so that ``seat`` becomes its base."""
        todo = [(node, seat)]
        while todo:
            whole, seat = todo.pop()
            child = seat
            while child != whole:
                around = self.parent[child]
                if self.base[around] != seat:
                    todo += self._turn(around, child)
                    self.base[around] = seat
                child = around

    def _turn(self, b: int, child: int) -> list[tuple[int, int]]:
        """Match along the circle so that ``child`` is first; the other children with the base that each needs."""
        circle, links = self.circle[b], self.links[b]
        first = circle.index(child)
        needed = []
        at, step, flip = way_to_base(first, len(circle))
        while at != 0:
            at += step
            end = links[at - flip] ^ flip
            here, there = self.at[end], self.at[end ^ 1]
            needed.append((circle[at], here))
            at += step
            needed.append((circle[at], there))
            self.mate[here], self.mate[there] = end ^ 1, end
        self.circle[b] = circle[first:] + circle[:first]
        self.links[b] = links[first:] + links[:first]
        return needed


def way_to_base(position: int, length: int) -> tuple[int, int, int]:
    """From a child round to the base with an even number of steps: start, step, and which side of a link to take."""
    return (position - length, 1, 0) if position % 2 else (position, -1, 1)
