"""The whole repair: a few people at a time, joining first, and only where that fails others are moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pairing.solver.problem import Problem, Seat
from pairing.solver.repair.changes import Changes, Repaired
from pairing.solver.repair.choice import Choice
from pairing.solver.repair.cover import Cover
from pairing.solver.repair.opened import opened_ways
from pairing.solver.repair.reckoning import Reckoning
from pairing.solver.repair.ways import Field, Way
from pairing.solver.solution import Group, Status

#: So many people are placed at once; more are placed a few at a time.
MOST_TOGETHER = 8


def repair(problem: Problem, given: Sequence[Group], changes: Changes, *, at_most: int) -> Repaired:
    """
    The round nearest to the given one, with a group for whoever lost theirs or is waiting for one.

    First as many as possible have a group; then as few people as possible are moved out of other groups,
    as few groups as possible go on below the smallest size, as few others as possible change, as few
    people as possible leave what is left of theirs; then the rules decide, in their order. For each
    broken group (and each who is waiting) at most ``at_most`` others change. No must is broken more
    than it was. A group that is large enough without those who left it stays as it is.
    """
    return _Mending(problem, given, changes).repaired(at_most)


@dataclass(frozen=True)
class _Lot:
    """Broken groups and people waiting who are placed together."""

    broken: tuple[int, ...]
    waiting: tuple[Seat, ...]
    people: tuple[Seat, ...]


class _Mending:
    """The round while it is mended; new groups come after the given ones."""

    def __init__(self, problem: Problem, given: Sequence[Group], changes: Changes) -> None:
        self.problem = problem
        self.given = given
        self.changes = changes
        self.reckoning = Reckoning(problem)
        self.groups: list[Group | None] = list(given)
        self.spares = set(changes.spares)
        self.proved = True
        too_small = (place for place in sorted(changes.broken) if len(given[place].seats) < problem.sizes.smallest)
        self.too_small = [place for place in too_small if place not in changes.closed]

    def repaired(self, at_most: int) -> Repaired:
        """The whole."""
        lots = list(self._lots())
        for lot in lots:
            self._mend(lot, at_most * (len(lot.broken) + len(lot.waiting)))
        own = {*self.too_small, *self.changes.broken}
        known = len(self.given)
        touched = (place for place in range(known) if place not in own and self.groups[place] != self.given[place])
        placed = {seat for group in self.groups if group is not None for seat in group.seats}
        seeking = [seat for lot in lots for seat in lot.people]
        return Repaired(
            groups=tuple(self.groups[:known]),
            new=tuple(group for group in self.groups[known:] if group is not None),
            left_out=tuple(sorted(seat for seat in seeking if seat not in placed)),
            spares=tuple(sorted(self.spares)),
            touched=tuple(touched),
            status=Status.OPTIMAL if self.proved and len(lots) < 2 else Status.FEASIBLE,
        )

    def _lots(self) -> Iterator[_Lot]:
        broken: list[int] = []
        people: list[Seat] = []
        for place in self.too_small:
            seats = self.given[place].seats
            if people and len(people) + len(seats) > MOST_TOGETHER:
                yield _Lot(tuple(broken), (), tuple(people))
                broken, people = [], []
            broken.append(place)
            people += seats
        waiting = sorted(self.changes.waiting)
        while len(people) + len(waiting) > MOST_TOGETHER and waiting:
            take = max(MOST_TOGETHER - len(people), 1)
            yield _Lot(tuple(broken), tuple(waiting[:take]), (*people, *waiting[:take]))
            broken, people, waiting = [], [], waiting[take:]
        if people or waiting or broken:
            yield _Lot(tuple(broken), tuple(waiting), (*people, *waiting))

    def _mend(self, lot: _Lot, at_most: int) -> None:
        standing = [group if group is not None else Group(()) for group in self.groups]
        changes = replace(self.changes, spares=tuple(sorted(self.spares)))
        field = Field(self.problem, standing, changes, self.reckoning, lot.people, lot.broken)
        chosen = self._nearest(field, at_most)
        for place in lot.broken:
            self.groups[place] = None
        for way in chosen:
            self._keep(way)
        self.proved = self.proved and not field.thinned

    def _nearest(self, field: Field, at_most: int) -> tuple[Way, ...]:
        """Others are thought of only where those concerned do not do well among themselves, moved only last."""
        ways = list(field.ways_among_themselves())
        chosen = self._chosen(ways, field, at_most)
        if any(way.too_small or not way.groups for way in chosen) and at_most:
            ways += field.ways_to_join()
            chosen = self._chosen(ways, field, at_most)
        if any(not way.groups for way in chosen) and self.changes.moves:
            chosen = self._chosen([*opened_ways(field, at_most), *ways], field, at_most)
        return chosen

    def _chosen(self, ways: Sequence[Way], field: Field, at_most: int) -> tuple[Way, ...]:
        own = set(field.broken)
        stays = [group for place, group in enumerate(field.given) if place not in own]
        cover = Cover(self.problem, self.reckoning, field.given, stays)
        choice = Choice(ways, len(field.seekers), cover, at_most=at_most)
        chosen = choice.best()
        self.proved = self.proved and not choice.exhausted
        return chosen

    def _keep(self, way: Way) -> None:
        for place, seats in way.groups:
            self.spares -= set(seats)
            if place is None:
                self.groups.append(Group(seats))
            else:
                self.groups[place] = Group(seats, self.given[place].occasion if place < len(self.given) else None)
