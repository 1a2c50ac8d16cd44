"""How long the search looks, in moves: a seed repeats on any machine, the clock only breaks off."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_EFFORT = 0.01  # with less, CP-SAT is not asked again


@dataclass(frozen=True)
class Effort:
    """Moves tried without success before a tier is given up, and moves spent annealing it.

    ``deadline`` (of `perf_counter`) breaks the search off.
    """

    patience: int
    annealing: int
    deadline: float

    @classmethod
    def for_people(cls, people: int, deadline: float) -> Effort:
        """Small rounds are searched far longer per person: that is where they are saturated.

        Annealing is for the strictest tier above its bound; each tier after it gets half as much.
        The very smallest are not: they are solved outright where the search does not suffice.
        """
        patience = max(min(8_000, 150 * people, 600_000 // max(people, 1)), 12 * people)
        annealing = min(120_000, 220_000_000 // people**2) if 12 < people <= 480 else 0
        return cls(patience, annealing, deadline)

    def divided(self, by: int) -> Effort:
        """A part of the moves, the same deadline."""
        return Effort(self.patience // by, self.annealing // by, self.deadline)


@dataclass
class Means:
    """
    What settling the tiers of one round over all tables may still take; used up on the way.

    ``tries``: tables tried while all rounds of few are gone through. ``effort``: CP-SAT's deterministic seconds.
    """

    tries: int
    effort: float

    @property
    def some(self) -> bool:
        """False where nothing is left that CP-SAT could do something with."""
        return self.effort > LEAST_EFFORT
