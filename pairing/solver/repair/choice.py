"""
The ways that place everybody once and cost least in all, by branch and bound.

The bound is the cheapest way to part those who are still open, as if no two ways wanted the same
place, spare or hour: known for every set of people, so that the search goes almost straight to the
best and turns aside only where ways clash. Steps are counted, not timed.
"""

from __future__ import annotations

from collections.abc import Iterable

from pairing.solver.repair.cover import Cover
from pairing.solver.repair.ways import Way

MOST_STEPS = 50_000  # about half a second

Kind = tuple[int, int]  # whom a way places, and how many groups that nobody had left it changes


class Choice:
    """One search. ``at_most`` groups that nobody left change in all; ``exhausted``: it was given up early."""

    def __init__(self, ways: Iterable[Way], seekers: int, cover: Cover, *, at_most: int) -> None:
        self._everybody = (1 << seekers) - 1
        self._cover = cover
        self._at_most = at_most
        self._steps = 0
        self._least: int | None = None
        self._chosen: tuple[Way, ...] = ()
        self._bounds: dict[tuple[int, int], int] = {}
        self.exhausted = False
        self._ways: dict[Kind, list[Way]] = {}
        for way in ways:
            self._ways.setdefault((way.seekers, way.touched), []).append(way)
        self._kinds: dict[int, list[Kind]] = {1 << number: [] for number in range(seekers)}
        for kind, alike in self._ways.items():
            alike.sort(key=lambda way: way.cost)  # stable: the first found of those equally good
            self._kinds[kind[0] & -kind[0]].append(kind)

    def best(self) -> tuple[Way, ...]:
        """The ways chosen; somebody may always be let down, so there are some."""
        self._go(self._everybody, self._at_most, 0, (), taken=(0, 0))
        return self._chosen

    def _go(self, rest: int, touchable: int, cost: int, chosen: tuple[Way, ...], *, taken: tuple[int, int]) -> None:
        """``taken`` are the spares and the places of the ways chosen."""
        if not rest:
            self._least, self._chosen = cost, chosen  # `_is_worse` saw to it that this is better
            return
        spares, places = taken
        for _, ahead, kind in sorted(self._open(rest, touchable)):
            for way in self._ways[kind]:
                if self.exhausted or self._is_worse(cost + way.cost + ahead):
                    break
                if way.spares & spares or way.places & places:
                    continue
                self._count()
                added = self._cover.take(way.coming)
                if added is None:
                    continue
                after = cost + way.cost + added
                if not self._is_worse(after + ahead):
                    both = (spares | way.spares, places | way.places)
                    self._go(rest & ~way.seekers, touchable - way.touched, after, (*chosen, way), taken=both)
                self._cover.give_back(way.coming)

    def _open(self, rest: int, touchable: int) -> Iterable[tuple[int, int, Kind]]:
        """For each kind of way the first of the rest may have: the least in all, the least without it, the kind."""
        for kind in self._kinds[rest & -rest]:
            seekers, touched = kind
            if not seekers & ~rest and touched <= touchable:
                ahead = self._bound(rest & ~seekers, touchable - touched)
                yield self._ways[kind][0].cost + ahead, ahead, kind

    def _bound(self, rest: int, touchable: int) -> int:
        """These people cost no less."""
        if not rest:
            return 0
        if (rest, touchable) not in self._bounds:
            self._bounds[rest, touchable] = min(least for least, _, _ in self._open(rest, touchable))
        return self._bounds[rest, touchable]

    def _is_worse(self, cost: int) -> bool:
        return self._least is not None and cost >= self._least

    def _count(self) -> None:
        self._steps += 1
        self.exhausted = self._steps > MOST_STEPS and self._least is not None
