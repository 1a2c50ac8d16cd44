"""
The door to the solver for a round under way: people and groups in, people and groups out.

The same translation and the same rules as for a whole round, with this round's own meetings left
out of the history; so a repair breaks no must and prefers what the solver would prefer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pairing.history import History
from pairing.life.round_life import RoundLife
from pairing.people.person import Person
from pairing.rounds import PlannedGroup
from pairing.solver.problem import Seat
from pairing.solver.repair import Changes, repair
from pairing.solver.solution import Group
from pairing.stages.book import Book
from pairing.stages.costing import Costing
from pairing.stages.meeting import window_ends
from pairing.stages.plan import read_scores
from pairing.translate.reasons import group_reasons
from pairing.translate.to_problem import Circumstances, to_problem
from pairing.translate.translation import Translation


@dataclass(frozen=True)
class Asked:
    """
    What is to be mended. ``groups`` are all that stand, by number, without those who have gone; the rest is
    as in `Changes`, with ids for seats and numbers for places.
    """

    groups: Mapping[int, PlannedGroup]
    broken: Collection[int] = ()
    waiting: Collection[str] = ()
    spares: Collection[str] = ()
    closed: Collection[int] = ()
    barred: Collection[tuple[str, int]] = ()
    unsuited: Collection[tuple[str, int]] = ()
    new_groups: bool = True
    moves: bool = True
    enough: int | None = None


@dataclass(frozen=True)
class Found:
    """Who is in each group that changes (nobody: it ends), who is in each new one, and who has no group."""

    groups: Mapping[int, tuple[str, ...]]
    new: tuple[tuple[str, ...], ...]
    left_out: tuple[str, ...]


@dataclass
class Bench:
    """Everybody a repair of this round may concern, as the rules see them."""

    book: Book
    life: RoundLife
    people: Sequence[Person]

    @cached_property
    def history(self) -> History:
        """The past without this round."""
        formats = {name: programme.format for name, programme in self.book.desk.config.programmes.items()}
        before = [fact for fact in self.book.all_rounds() if fact.round != self.life.plan.round]
        return History.fold(before, formats=formats)

    @cached_property
    def translation(self) -> Translation:
        """All of them, as one problem."""
        desk, plan = self.book.desk, self.life.plan
        programme = self.book.programme(self.life)
        planned = plan.planned_at.astimezone(desk.zone).date()
        last = max([window_ends(desk, self.life).date(), *(o.date for o in programme.occasions)])
        scores = read_scores(desk.path, programme)
        around = Circumstances(plan.programme, desk.today, (planned, last), self.history, scores, desk.practice_names())
        return to_problem(self.people, programme, desk.config, around, plan.seed)

    @cached_property
    def seat(self) -> Mapping[str, Seat]:
        """Each person's seat."""
        return {person.id: seat for seat, person in enumerate(self.translation.people)}

    def mend(self, asked: Asked, *, at_most: int) -> Found:
        """What the solver makes of it; at most so many other groups change for each that is mended."""
        numbers = list(asked.groups)
        place = {number: place for place, number in enumerate(numbers)}
        given = [self.seated(asked.groups[number]) for number in numbers]
        changes = Changes(
            broken=[place[number] for number in asked.broken],
            waiting=self._seats(asked.waiting),
            spares=self._seats(asked.spares),
            closed=[place[number] for number in asked.closed],
            rooms={at: self._room(asked.groups[number], given[at]) for number, at in place.items()},
            barred=[(self.seat[person], place[number]) for person, number in asked.barred],
            unsuited=[(self.seat[person], place[number]) for person, number in asked.unsuited],
            new_groups=asked.new_groups,
            moves=asked.moves,
            enough=asked.enough,
        )
        found = repair(self.translation.problem, given, changes, at_most=at_most)
        after = dict(zip(numbers, zip(given, found.groups, strict=True), strict=True))
        return Found(
            groups={number: self._ids(new.seats if new else ()) for number, (old, new) in after.items() if new != old},
            new=tuple(self._ids(group.seats) for group in found.new),
            left_out=self._ids(found.left_out),
        )

    def reasons(self, group: PlannedGroup) -> tuple[str, ...]:
        """Why these people, in sentences for the lead."""
        return tuple(group_reasons(self.seated(group), self.translation))

    def seated(self, group: PlannedGroup) -> Group:
        """The group as the solver knows it, without members who are not on the staff list any more."""
        known = tuple(member for member in group.members if member in self.seat)
        return Costing(self.translation, self.book.desk.zone).seated(replace(group, members=known))

    def _room(self, group: PlannedGroup, seated: Group) -> int:
        """How many it holds: at each of its tables the largest size, or as many as there are seats."""
        problem = self.translation.problem
        largest = problem.sizes.largest
        seats = largest if seated.occasion is None else problem.occasions[seated.occasion].seats
        return group.room(min(largest, seats))

    def _seats(self, people: Iterable[str]) -> list[Seat]:
        return [self.seat[person] for person in people]

    def _ids(self, seats: Iterable[Seat]) -> tuple[str, ...]:
        return tuple(self.translation.people[seat].id for seat in seats)
