"""A design: rounds of groups of points in which every two points meet at most once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

Block = tuple[int, ...]


@dataclass(frozen=True)
class Design:
    """Points ``0..points-1``; every round holds each of them once.

    ``rows`` are sets of points no two of which ever meet, the largest first: the places for people
    who should not.
    """

    points: int
    rounds: tuple[tuple[Block, ...], ...]
    rows: tuple[Block, ...] = ()

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every meeting of two points, round by round."""
        for round_ in self.rounds:
            for block in round_:
                yield from combinations(block, 2)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Sizes of groups that occur, ascending."""
        return tuple(sorted({len(block) for round_ in self.rounds for block in round_}))

    def without(self, points: int) -> Design:
        """The same for fewer people: the last points stay empty."""
        rounds = tuple(tuple(kept for block in round_ if (kept := _below(block, points))) for round_ in self.rounds)
        rows = (_below(row, points) for row in self.rows)
        return Design(points, rounds, tuple(sorted((row for row in rows if row), key=len, reverse=True)))


def _below(block: Sequence[int], points: int) -> Block:
    return tuple(point for point in block if point < points)
