"""
A group that somebody dropped out of, mended with the least disturbance.

    1  who is left is enough: the group lives on; a pair that was a trio hears of it, a table does not
    2  too late: the group ends with a kind note, and who was let down goes first next time
    3  a partner left alone joins another one, else somebody who was left out, else a pair as a trio
    4  a table that became too small takes in people left out, joins another one like it, or its
       people join at most two other tables; else three or more meet all the same
    5  nobody can be found: the group ends, and they go first next time

No must is broken; among ways that disturb equally few, the rules' costs decide. At most two other
groups are touched for each broken one, and none whose meeting is near.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pairing.config.formats import programme_sizes
from pairing.events import Fact, Kind
from pairing.life.answers import Answer
from pairing.life.due import is_over
from pairing.life.round_life import LiveGroup, RoundLife
from pairing.plans import group_record
from pairing.rounds import PlannedGroup
from pairing.stages.bench import Bench
from pairing.stages.book import Book
from pairing.stages.dropouts import Broken, by_choice, is_late
from pairing.stages.meeting import window_ends
from pairing.stages.regroup import Regroup

#: At most so many other groups are touched for one broken group.
MOST_TOUCHED = 2

#: So many people meet all the same when nobody can be found for them.
ENOUGH = 3

OUT = "Could not take part after all."
LET_DOWN = "The others could not come, and nobody else was free."
TOO_LATE = "The others could not come, and it was too late to find anybody else."
TOO_FEW = "too few were left"


def mend(book: Book, name: str, broken: Sequence[Broken]) -> None:
    """One fact says what became of all these groups."""
    repair = Repair.of(book, name)
    for each in broken:
        repair.leave(each)
    alone = [each for each in broken if not repair.settled(each)]
    repair.find_partners([each for each in alone if len(each.left) == 1])
    for each in alone:
        if not repair.settled(each):
            repair.find_places(each, alone)
    repair.keep()


def place_latecomer(book: Book, name: str, person: str) -> bool:
    """Somebody who comes late, placed the same way; False when there is no place for them."""
    if book.lives[name].cancelled:
        return False
    repair = Repair.of(book, name, latecomers=(person,))
    placed = repair.match_one(person) or repair.place_one(person, touched=set())
    if placed:
        repair.keep()
    return placed


@dataclass
class Repair:
    """What is decided about one round. ``groups`` are those made or changed so far, by number."""

    book: Book
    life: RoundLife
    bench: Bench
    regroup: Regroup
    spares: list[str]
    smallest: int
    largest: int
    ended: dict[int, dict[str, Any]] = field(default_factory=dict)
    groups: dict[int, PlannedGroup] = field(default_factory=dict)
    left_out: dict[str, dict[str, Any]] = field(default_factory=dict)
    _broken: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, book: Book, name: str, latecomers: Sequence[str] = ()) -> Repair:
        """Ready to mend this round."""
        life = book.lives[name]
        spares = [person for person in life.without_group if _is_free(book, life, person)]
        concerned = {member for live in life.live.values() for member in live.group.members}
        ids = sorted({*concerned, *spares, *latecomers} & book.people.keys())
        bench = Bench(book, life, [book.people[person] for person in ids])
        sizes = programme_sizes(book.programme(life))
        regroup = Regroup(book, life, bench)
        return cls(book, life, bench, regroup, spares, smallest=sizes.smallest, largest=sizes.largest)

    def leave(self, broken: Broken) -> None:
        """Those who dropped out have no group now; the others stay where they are, if they are enough."""
        self._broken.add(broken.live.group.number)
        for person in broken.out:
            self.left_out[person] = {"person": person, "why": OUT}
            if by_choice(self.book, self.life, person):
                self.left_out[person]["by_choice"] = True
        if not broken.left:
            self._end(broken, "everybody dropped out")
        elif len(broken.left) >= self.smallest or (broken.late and len(broken.left) >= ENOUGH):
            self._live_on(broken, broken.left)
        elif broken.late:
            self._end(broken, TOO_FEW, late=True)
            self._let_down(broken.left, TOO_LATE)

    def settled(self, broken: Broken) -> bool:
        """True once it is decided what becomes of this group."""
        number = broken.live.group.number
        return number in self.ended or number in self.groups

    def find_partners(self, alone: Sequence[Broken]) -> None:
        """New groups of those left alone and of those left out, as the solver makes them."""
        waiting = {each.left[0]: each for each in alone}
        if not waiting or self.smallest > 2 or not self.regroup.has_time_for_new():
            return
        for members in self.bench.match(waiting, self.spares):
            group = self.regroup.make(members)
            self.groups[group.number] = group
            for member in members:
                if member in waiting:
                    self._end(waiting[member], TOO_FEW)
                else:
                    self.spares.remove(member)

    def match_one(self, person: str) -> bool:
        """A new group of this person and people left out, where they are enough."""
        spares = [spare for spare in self.spares if spare != person]
        if self.smallest > 2 or not spares or not self.regroup.has_time_for_new():
            return False
        for members in self.bench.match([person], spares):
            group = self.regroup.make(members)
            self.groups[group.number] = group
        return bool(self.groups)

    def find_places(self, broken: Broken, alone: Sequence[Broken]) -> None:
        """For a group that is too small: more people, another like it, or other groups; else an end to it."""
        if len(broken.left) > 1 and (self._fill(broken) or self._join_another(broken, alone)):
            return
        if self._spread(broken):
            self._end(broken, TOO_FEW)
        elif len(broken.left) >= ENOUGH:
            self._live_on(broken, broken.left)
        else:
            self._end(broken, TOO_FEW)
            self._let_down(broken.left, LET_DOWN)

    def place_one(self, person: str, touched: set[int]) -> bool:
        """A place for one person in a group that has room, the one that suits best; marks it as touched."""
        ways = [way for way in self._ways(person, touched) if way is not None]
        if not ways:
            return False
        _, group = min(ways, key=lambda way: (way[0], way[1].number))
        if not self.bench.translation.occasions:
            group = self.regroup.at_a_time_for_all(group)
        self.groups[group.number] = group
        touched.add(group.number)
        return True

    def keep(self) -> None:
        """The fact. People who found a place are not left out."""
        placed = {member for group in self.groups.values() for member in group.members}
        body = {
            "ended": list(self.ended.values()),
            "groups": [group_record(group) for group in self.groups.values()],
            "left_out": [record for person, record in self.left_out.items() if person not in placed],
        }
        plan = self.life.plan
        fact = Fact(Kind.GROUPS_CHANGED, self.book.now, programme=plan.programme, round=plan.round, body=body)
        self.book.happened(fact)

    def _fill(self, broken: Broken) -> bool:
        """People who were left out take the empty places, as few of them as it needs."""
        group = self.regroup.with_members(broken.live.group, broken.left)
        taken: list[str] = []
        while len(group.members) < self.smallest:
            ways = [
                (costs, spare)
                for spare in self.spares
                if spare not in taken and (costs := self._cost_of_joining(spare, group)) is not None
            ]
            if not ways:
                return False
            taken.append(min(ways)[1])
            group = self.regroup.with_members(group, (*group.members, taken[-1]))
        self.groups[group.number] = group
        self.spares = [spare for spare in self.spares if spare not in taken]
        return True

    def _join_another(self, broken: Broken, alone: Sequence[Broken]) -> bool:
        """Two groups that are too small become one, if all of the one can come to the other."""
        for other in alone:
            size = len(broken.left) + len(other.left)
            if other is broken or self.settled(other) or not self.smallest <= size <= self.largest:
                continue
            group = self.regroup.with_members(other.live.group, other.left)
            for person in broken.left:
                if self._cost_of_joining(person, group) is None:
                    break
                group = self.regroup.with_members(group, (*group.members, person))
            else:
                self.groups[group.number] = group
                self._end(broken, TOO_FEW)
                return True
        return False

    def _spread(self, broken: Broken) -> bool:
        """Everybody left finds a place in at most two other groups, or nobody is moved."""
        before = dict(self.groups)
        touched: set[int] = set()
        if all(self.place_one(person, touched) for person in broken.left):
            return True
        self.groups = before
        return False

    def _ways(self, person: str, touched: set[int]) -> Iterator[tuple[tuple[object, ...], PlannedGroup] | None]:
        """Every group with room for this person, with what it costs; on a free day of theirs before any other."""
        for group in self._with_room():
            if len(touched) < MOST_TOUCHED or group.number in touched:
                costs = self._cost_of_joining(person, group, day_matters=False)
                if costs is not None:
                    joined = self.regroup.with_members(group, (*group.members, person))
                    yield (not self.regroup.is_free(person, group), *costs), joined

    def _with_room(self) -> Iterator[PlannedGroup]:
        """Groups that may take somebody in: not near, nobody about to leave."""
        for number, live in self.life.live.items():
            group = self.groups.get(number, live.group)
            room = number not in self._broken and len(group.members) < group.room(self.largest)
            if room and not self._is_near(live) and not any(_says_no(self.life, one) for one in group.members):
                yield group
        made = [group for number, group in self.groups.items() if number not in self.life.live]
        yield from (group for group in made if len(group.members) < self.largest)

    def _is_near(self, live: LiveGroup) -> bool:
        over = is_over(live, window_ends(self.book.desk, self.life), self.book.now)
        return over or is_late(self.book, self.life, live)

    def _cost_of_joining(self, person: str, group: PlannedGroup, *, day_matters: bool = True) -> tuple[int, ...] | None:
        """The rules' costs of one more; None when a must, the table, the day or an earlier farewell forbids it."""
        was_here = (person, group.number) in self._told
        if was_here or not self.bench.fits_table(person, group):
            return None
        if day_matters and not self.regroup.is_free(person, group):
            return None
        others = [live.group for number, live in self.life.live.items() if number != group.number]
        return self.bench.change([group], [replace(group, members=(*group.members, person))], others)

    @cached_property
    def _told(self) -> frozenset[tuple[str, int]]:
        """Who was ever in which group: an entry that was cancelled is not invited to again."""
        post = self.book.posts[self.life.plan.round]
        return frozenset((*post.standings, *post.planned.items()))

    def _live_on(self, broken: Broken, members: Sequence[str]) -> None:
        self.groups[broken.live.group.number] = self.regroup.with_members(broken.live.group, members)

    def _end(self, broken: Broken, why: str, *, late: bool = False) -> None:
        number = broken.live.group.number
        self.ended[number] = {"group": number, "why": why, "late": late}

    def _let_down(self, people: Sequence[str], why: str) -> None:
        self.left_out |= {person: {"person": person, "why": why} for person in people}


def _is_free(book: Book, life: RoundLife, person: str) -> bool:
    """True for somebody left out who could still join: here, and not by their own choice unless they said yes since."""
    said = life.answers.get(person)
    willing = person not in life.by_choice or (said is not None and said.answer is Answer.YES)
    here = book.takes_part(person) and book.is_in(person, life)
    return here and willing and not _says_no(life, person) and life.group_of(person) is None


def _says_no(life: RoundLife, person: str) -> bool:
    said = life.answers.get(person)
    return said is not None and said.answer is Answer.NO
