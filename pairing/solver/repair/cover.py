"""Who of which post is away at which hour: what one way takes, another cannot have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.repair.reckoning import Reckoning
from pairing.solver.rules import cover
from pairing.solver.solution import Group

Coming = tuple[Seat, int]  # somebody, and the occasion they come to


class Cover:
    """
    The hours taken so far. Where cover is a must, nobody comes to an hour at which their post is at
    its cap already, unless as many of it were away then in the given round.
    """

    def __init__(self, problem: Problem, reckoning: Reckoning, given: Sequence[Group], stays: Sequence[Group]) -> None:
        self._problem = problem
        tier = reckoning.tiers.get(cover.NAME)
        self._cost = 0 if tier is None else reckoning.of_tier(tier, 1)
        self._hard = cover.NAME in reckoning.hard
        self._given = Counter(self._hours(_coming(given)))
        self._away = Counter(self._hours(_coming(stays)))

    def take(self, coming: Iterable[Coming]) -> int | None:
        """They are away as well, and what that costs; None (and nobody is) where it breaks the must."""
        over = 0
        broken = False
        for post, hour in self._hours(coming):
            self._away[post, hour] += 1
            away, cap = self._away[post, hour], self._problem.cover_caps[post]
            over += away > cap
            broken = broken or away > max(cap, self._given[post, hour])
        if broken and self._hard:
            self.give_back(coming)
            return None
        return over * self._cost

    def give_back(self, coming: Iterable[Coming]) -> None:
        """They are not away after all."""
        self._away.subtract(self._hours(coming))

    def _hours(self, coming: Iterable[Coming]) -> Iterator[tuple[int, int]]:
        """The posts they fill that have a cap, and the hours they are away."""
        for seat, occasion in coming if self._cost else ():
            for post in self._problem.cover_keys[seat]:
                if post in self._problem.cover_caps:
                    for hour in self._problem.occasions[occasion].hours:
                        yield post, hour


def _coming(groups: Iterable[Group]) -> Iterator[Coming]:
    return ((seat, group.occasion) for group in groups if group.occasion is not None for seat in group.seats)
