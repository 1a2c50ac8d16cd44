"""
Every way to place some of the people who seek a group: in a group that stands, in what is left of a
broken one, or in a new one. Whoever is left of a group that is too small seeks one as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from pairing.solver.problem import Problem, Seat
from pairing.solver.repair.changes import Changes
from pairing.solver.repair.cover import Coming
from pairing.solver.repair.reckoning import Disturbance, Reckoning, Seats
from pairing.solver.solution import Group

#: So many choices of spares are gone through; beyond, only of those who fit best. And so many new groups in all.
MOST_CHOICES = 2_000
MOST_GROUPS = 40_000


@dataclass(frozen=True)
class Way:
    """
    Some people placed together. ``seekers`` are bits by their number, ``spares`` by seat, ``places`` by place;
    ``groups`` are (place or None for a new one, who is in it), none where somebody is let down; ``coming`` is
    who comes to an occasion.
    """

    cost: int
    seekers: int
    groups: tuple[tuple[int | None, Seats], ...] = ()
    too_small: bool = False
    spares: int = 0
    places: int = 0
    touched: int = 0
    coming: tuple[Coming, ...] = ()


@dataclass
class Field:
    """One repair: the round, who seeks a group, and what groups cost. ``thinned``: not all spares were tried."""

    problem: Problem
    given: Sequence[Group]
    changes: Changes
    reckoning: Reckoning
    seekers: Sequence[Seat]
    broken: Sequence[int]
    thinned: bool = False

    def __post_init__(self) -> None:
        self.bit = {seat: 1 << number for number, seat in enumerate(self.seekers)}
        self.barred = frozenset(self.changes.barred)
        self.unsuited = frozenset(self.changes.unsuited)
        closed = {*self.changes.closed, *self.changes.broken}  # nobody joins what ends, or is mended at another turn
        self.open = [place for place in range(len(self.given)) if place not in closed]
        self.smallest, self.largest = self.problem.sizes.smallest, self.problem.sizes.largest

    def ways_among_themselves(self) -> Iterator[Way]:
        """Those that touch no group that nobody had left; the last for each person is to be let down."""
        if self.changes.new_groups and not self.problem.occasions:
            yield from self._in_new_groups()
        for place in self.broken:
            yield from self._in_what_is_left(place)
        for seat in self.seekers:
            let_down = self.reckoning.of(Disturbance.LET_DOWN) + self.reckoning.unseated[seat]
            yield Way(let_down, self.bit[seat])

    def ways_to_join(self) -> Iterator[Way]:
        """Those into groups that nobody had left."""
        for place in self.open:
            yield from self._in_a_group_that_stands(place)

    def room(self, place: int) -> int:
        """How many a place holds."""
        occasion = self.given[place].occasion
        seats = self.largest if occasion is None else min(self.largest, self.problem.occasions[occasion].seats)
        return self.changes.rooms.get(place, seats)

    def may_come(self, seat: Seat, place: int) -> bool:
        """True where neither the date nor anything else forbids it."""
        occasion, may = self.given[place].occasion, self.problem.may_attend
        here = occasion is None or not may or bool(may[seat] >> occasion & 1)
        return here and (seat, place) not in self.barred

    def scattered(self, seekers: Iterable[Seat]) -> int:
        """Those of a broken group who go elsewhere; somebody alone in theirs always does."""
        home = {seat for place in self.broken for seat in self.given[place].seats}
        return self.reckoning.of(Disturbance.SCATTERED, sum(seat in home for seat in seekers))

    def gain(self, spares: Iterable[Seat]) -> int:
        """What it is worth that these spares have a group."""
        return -sum(self.reckoning.unseated[seat] for seat in spares)

    def _in_new_groups(self) -> Iterator[Way]:
        for size in range(max(self.smallest, 2), self.largest + 1):
            for many in range(1, min(size, len(self.seekers)) + 1):
                for people in combinations(self.seekers, many):
                    if self.reckoning.groups > MOST_GROUPS:
                        self.thinned = True
                        return
                    for spares in self._some_spares(people, self.changes.spares, size - many):
                        cost = self.reckoning.change((), (*people, *spares))
                        if cost is not None:
                            larger = self.reckoning.of(Disturbance.LARGER, max(0, size - self.problem.sizes.preferred))
                            cost += larger + self.scattered(people) + self.gain(spares)
                            groups = ((None, tuple(sorted((*people, *spares)))),)
                            yield Way(cost, self._bits(people), groups, spares=bits(spares))

    def _in_what_is_left(self, place: int) -> Iterator[Way]:
        """A broken group goes on: with others who seek a group, and no more spares than it needs."""
        own = self.given[place].seats
        enough = self.changes.enough
        others = [seat for seat in self.seekers if seat not in own and self.may_come(seat, place)]
        fit = [seat for seat in self.changes.spares if self.may_come(seat, place)]
        for many in range(max(0, min(len(others), self.room(place) - len(own))) + 1 if len(own) > 1 else 0):
            missing = max(0, self.smallest - len(own) - many)
            for joining in combinations(others, many):
                people = (*own, *joining)
                if missing and enough is not None and len(people) >= enough:
                    yield from self._goes_on(place, people, (), too_small=True)
                if self.smallest <= self.room(place):
                    for spares in self._some_spares(people, fit, missing):
                        yield from self._goes_on(place, people, spares, too_small=False)

    def _goes_on(self, place: int, people: Sequence[Seat], spares: Seats, *, too_small: bool) -> Iterator[Way]:
        own, occasion = self.given[place].seats, self.given[place].occasion
        seats = tuple(sorted((*people, *spares)))
        change = self.reckoning.change(own, seats)
        if change is not None:
            cost = self.reckoning.cost(own) + change + self.gain(spares)
            cost += self.reckoning.of(Disturbance.TOO_SMALL, too_small)
            cost += self.scattered(seat for seat in people if seat not in own)
            coming = () if occasion is None else tuple((seat, occasion) for seat in seats)
            yield Way(cost, self._bits(people), ((place, seats),), too_small, bits(spares), 1 << place, 0, coming)

    def _in_a_group_that_stands(self, place: int) -> Iterator[Way]:
        before, occasion = self.given[place].seats, self.given[place].occasion
        others = [seat for seat in self.seekers if self.may_come(seat, place)]
        for many in range(1, min(len(others), self.room(place) - len(before)) + 1):
            for joining in combinations(others, many):
                cost = self.reckoning.change(before, (*before, *joining))
                if cost is not None:
                    unsuited = sum((seat, place) in self.unsuited for seat in joining)
                    cost += self.reckoning.of(Disturbance.TOUCHED) + self.scattered(joining)
                    cost += self.reckoning.of(Disturbance.UNSUITED, unsuited)
                    groups = ((place, tuple(sorted((*before, *joining)))),)
                    coming = () if occasion is None else tuple((seat, occasion) for seat in joining)
                    yield Way(cost, self._bits(joining), groups, places=1 << place, touched=1, coming=coming)

    def _some_spares(self, people: Seats, spares: Iterable[Seat], many: int) -> Iterator[Seats]:
        """So many of the spares beside these people, in every way that can be gone through."""
        chosen = sorted(spares)
        if comb(len(chosen), many) > MOST_CHOICES:
            self.thinned = True
            worth = {seat: self.reckoning.change(people, (*people, seat)) for seat in chosen}
            fit = [(cost + self.gain([seat]), seat) for seat, cost in worth.items() if cost is not None]
            chosen = [seat for _, seat in sorted(fit)]
            while comb(len(chosen), many) > MOST_CHOICES:
                chosen.pop()
        yield from combinations(chosen, many)

    def _bits(self, people: Iterable[Seat]) -> int:
        return sum(self.bit[seat] for seat in people)


def bits(seats: Iterable[Seat]) -> int:
    """A set of seats or places as one number."""
    return sum(1 << seat for seat in seats)
