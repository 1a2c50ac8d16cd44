"""Prices of seats and blossoms in one stage: those of the trees all move at once, by as much."""

from __future__ import annotations

from collections.abc import Iterable

DOWN, STILL, UP = -1, 0, 1


class Prices:
    """
    A node's price is ``noted[node] + course[node] * moved``, written anew only when its course changes.

    Even seats and odd blossoms go down, odd seats and even blossoms up; the rest stand still.
    """

    def __init__(self, noted: list[int]) -> None:
        """``noted``: what each node costs before anything moves."""
        self.noted = noted
        self.course = [STILL] * len(noted)
        self.moved = 0
        self._moving: list[int] = []

    def turn(self, nodes: Iterable[int], course: int) -> None:
        """From now on their prices take this course."""
        noted, old = self.noted, self.course
        for node in nodes:
            noted[node] += (old[node] - course) * self.moved
            old[node] = course
            self._moving.append(node)

    def settle(self) -> None:
        """All stand still."""
        self.turn(list(self._moving), STILL)
        self._moving = []
        self.moved = 0
