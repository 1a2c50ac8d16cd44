"""
A group that somebody dropped out of, mended with the least disturbance.

    1  who is left is enough: the group lives on; a pair that was a trio hears of it, a table does not
    2  too late: the group ends with a kind note, and who was let down goes first next time
    3  else the solver finds the nearest round (`pairing.solver.repair`): a partner left alone joins another
       one or somebody who was left out, else a pair as a trio; a table that became too small takes in people
       left out, joins another one like it, or its people join at most two others; else three or more meet
       all the same; and only for somebody who had no group otherwise is anybody else moved
    4  nobody can be found: the group ends, and they go first next time

No must is broken. At most two other groups are touched for each broken one, and none whose meeting is near.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pairing.config.formats import programme_sizes
from pairing.events import Fact, Kind
from pairing.life.round_life import RoundLife
from pairing.plans import group_record
from pairing.rounds import PlannedGroup
from pairing.stages.bench import Asked, Bench, Found
from pairing.stages.book import Book
from pairing.stages.dropouts import Broken, by_choice
from pairing.stages.joinable import Joinable, spares
from pairing.stages.regroup import Regroup

#: At most so many other groups are touched for one broken group.
MOST_TOUCHED = 2

#: So many people meet all the same when nobody can be found for them.
ENOUGH = 3

#: New groups are made in the middle of a round where two are enough for one.
A_PAIR = 2

OUT = "Could not take part after all."
LET_DOWN = "The others could not come, and nobody else was free."
TOO_LATE = "The others could not come, and it was too late to find anybody else."
TOO_FEW = "too few were left"


def mend(book: Book, name: str, broken: Sequence[Broken]) -> None:
    """One fact says what became of all these groups."""
    repair = Repair.of(book, name)
    for each in broken:
        repair.leave(each)
    repair.find_places()
    repair.keep()


def place_latecomer(book: Book, name: str, person: str) -> bool:
    """Somebody who comes late, placed the same way, nobody being moved for it; False when there is no place."""
    if book.lives[name].cancelled:
        return False
    repair = Repair.of(book, name, latecomers=(person,))
    placed = repair.find_places(person)
    if placed:
        repair.keep()
    return placed


@dataclass
class Repair:
    """
    What is decided about one round. ``groups`` are those made or changed so far, by
    number; ``_left`` who is left of each that somebody dropped out of.
    """

    book: Book
    life: RoundLife
    bench: Bench
    regroup: Regroup
    joinable: Joinable
    smallest: int
    ended: dict[int, dict[str, Any]] = field(default_factory=dict)
    groups: dict[int, PlannedGroup] = field(default_factory=dict)
    left_out: dict[str, dict[str, Any]] = field(default_factory=dict)
    _left: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, name: str, latecomers: Sequence[str] = ()) -> Repair:
        """Ready to mend this round."""
        life = book.lives[name]
        concerned = {member for live in life.live.values() for member in live.group.members}
        ids = sorted({*concerned, *spares(book, life), *latecomers} & book.people.keys())
        bench = Bench(book, life, [book.people[person] for person in ids])
        regroup = Regroup(book, life, bench)
        smallest = programme_sizes(book.programme(life)).smallest
        return cls(book, life, bench, regroup, Joinable(book, life, regroup), smallest)

    def leave(self, broken: Broken) -> None:
        """Those who dropped out have no group now; the others stay where they are, if they are enough."""
        number = broken.live.group.number
        self._left[number] = broken.left
        for person in broken.out:
            self.left_out[person] = {"person": person, "why": OUT}
            if by_choice(self.book, self.life, person):
                self.left_out[person]["by_choice"] = True
        if not broken.left:
            self._end(number, "everybody dropped out")
        elif len(broken.left) >= self.smallest or (broken.late and len(broken.left) >= ENOUGH):
            self.groups[number] = self.regroup.with_members(broken.live.group, broken.left)
        elif broken.late:
            self._end(number, TOO_FEW, late=True)
            self._let_down(broken.left, TOO_LATE)

    def find_places(self, *latecomers: str) -> bool:
        """For whoever is left of a group that is too small, and for latecomers; True when all have one."""
        to_mend = [number for number in self._left if number not in self.groups and number not in self.ended]
        if not to_mend and not latecomers:
            return True
        found = self.bench.mend(self._asked(to_mend, latecomers), at_most=MOST_TOUCHED)
        self._keep_found(found, to_mend)
        self._let_down([person for person in found.left_out if person not in latecomers], LET_DOWN)
        return not found.left_out

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

    def _asked(self, to_mend: Collection[int], latecomers: Sequence[str]) -> Asked:
        groups = {number: live.group for number, live in self.life.live.items() if number not in self.ended}
        groups |= {number: replace(groups[number], members=self._left[number]) for number in (*self.groups, *to_mend)}
        closed = [n for n in groups if n not in to_mend and (n in self._left or not self.joinable.is_open(n))]
        around = [person for person in spares(self.book, self.life) if person not in latecomers]
        seeking = [*latecomers, *(member for number in to_mend for member in self._left[number])]
        small = [groups[number] for number in to_mend]
        others = [group for number, group in groups.items() if number not in to_mend and number not in closed]
        told = self.joinable.told_before({*seeking, *around}, [*small, *others])
        return Asked(
            groups=groups,
            broken=to_mend,
            waiting=latecomers,
            spares=around,
            closed=closed,
            barred=[*told, *self.joinable.not_free([*seeking, *around], small)],
            unsuited=list(self.joinable.not_free(seeking, others)),
            new_groups=self.smallest <= A_PAIR and self.regroup.has_time_for_new(),
            moves=not latecomers,
            enough=ENOUGH,
        )

    def _keep_found(self, found: Found, to_mend: Collection[int]) -> None:
        for number, members in found.groups.items():
            if not members:
                self._end(number, TOO_FEW)
                continue
            group = self.life.live[number].group
            stay = tuple(member for member in group.members if member in members)
            come = tuple(member for member in members if member not in stay)
            group = self.regroup.with_members(group, (*stay, *come))
            if number not in to_mend and not self.bench.translation.occasions:
                group = self.regroup.at_a_time_for_all(group)
            self.groups[number] = group
        for number in to_mend:
            if number not in found.groups:  # nobody joined them, and they meet all the same
                self.groups[number] = self.regroup.with_members(self.life.live[number].group, self._left[number])
        for members in found.new:
            group = self.regroup.make(members)
            self.groups[group.number] = group

    def _end(self, number: int, why: str, *, late: bool = False) -> None:
        self.ended[number] = {"group": number, "why": why, "late": late}

    def _let_down(self, people: Sequence[str], why: str) -> None:
        self.left_out |= {person: {"person": person, "why": why} for person in people}
