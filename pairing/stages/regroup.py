"""Groups made or changed in the middle of a round: a time, a place, who writes first, what to talk about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from pairing.config.model import Programme
from pairing.history.prompts import prompts_shown
from pairing.life.round_life import RoundLife
from pairing.notify.prompts import choose, read_prompts, shipped_prompts
from pairing.people.person import Person
from pairing.rounds import Format, PlannedGroup
from pairing.stages.bench import Bench
from pairing.stages.book import Book
from pairing.stages.late_seats import with_seats
from pairing.stages.meeting import window_ends
from pairing.translate.diary import Diary
from pairing.translate.slots import suggest_times
from pairing.translate.to_problem import works_on
from pairing.translate.to_round import A_CALL
from pairing.translate.words import practice_name

#: People who hear of a new group today are given two days before they might meet.
NOTICE_DAYS = 2


@dataclass
class Regroup:
    """Makes groups for one round. ``numbers`` is the last group number used so far."""

    book: Book
    life: RoundLife
    bench: Bench
    numbers: int = field(init=False)

    def __post_init__(self) -> None:
        planned = (group.number for group in self.life.plan.groups)
        self.numbers = max([0, *planned, *self.life.live, *self.life.ended])

    def make(self, members: Sequence[str]) -> PlannedGroup:
        """A new group, with a number and so a calendar entry of its own."""
        self.numbers += 1
        people = [self.book.people[member] for member in members]
        starts = self._suggested(people, self.numbers)
        group = PlannedGroup(
            number=self.numbers,
            members=tuple(members),
            host=None,
            first_mover=self._least_often(members),
            starts=starts,
            ends=starts + timedelta(minutes=self.programme.minutes) if starts else None,
            where=self._where(people),
            prompts=self._prompts(members),
            why=(),
        )
        return replace(group, why=self.bench.reasons(group))

    def with_members(self, group: PlannedGroup, members: Sequence[str]) -> PlannedGroup:
        """The same meeting with other members; duties of those who left pass on."""
        host = group.host
        if host is not None and host not in members:
            willing = [member for member in members if self.book.people[member].host]
            host = self._least_often(willing, hosts=True) if willing else None
        mover = group.first_mover
        if mover is not None and mover not in members:
            mover = self._least_often(members)
        changed = with_seats(replace(group, members=tuple(members), host=host, first_mover=mover))
        if group.rotations:
            return changed
        return replace(changed, why=self.bench.reasons(changed))

    def at_a_time_for_all(self, group: PlannedGroup) -> PlannedGroup:
        """The group at another time, where it stands on a day somebody cannot and there is a day all can."""
        if group.starts is None or all(self.is_free(member, group) for member in group.members):
            return group
        starts = self._suggested([self.book.people[member] for member in group.members], group.number)
        if starts is None:
            return group
        return replace(group, starts=starts, ends=starts + timedelta(minutes=self.programme.minutes))

    def is_free(self, person: str, group: PlannedGroup) -> bool:
        """True when this person works on the group's day and meets nobody else then."""
        if group.starts is None:
            return True
        day = group.starts.astimezone(self.book.desk.zone).date()
        found = self.book.people[person]
        mine = person in group.members or (person, day) not in self.diary.busy
        return works_on(found, day) and found.takes_part_on(day) and mine

    def has_time_for_new(self) -> bool:
        """True while enough of the window is left for a group that does not know of itself yet."""
        left = window_ends(self.book.desk, self.life) - self.book.now
        return left >= timedelta(hours=self.programme.repair_until_hours)

    @property
    def programme(self) -> Programme:
        """The round's programme."""
        return self.book.programme(self.life)

    @cached_property
    def diary(self) -> Diary:
        """Who meets somebody on which day, in every round that is alive."""
        diary = Diary.empty(self.bench.translation)
        for life in self.book.lives.values():
            for live in life.live.values():
                starts, ends = live.group.starts, live.group.ends
                if starts is not None and ends is not None:
                    people = [self.book.people[member] for member in live.group.members if member in self.book.people]
                    zone = self.book.desk.zone
                    diary.book(people, starts.astimezone(zone), ends.astimezone(zone))
        return diary

    def _suggested(self, people: Sequence[Person], number: int) -> datetime | None:
        if self.life.plan.format in {Format.LUNCH, Format.WORKSHOP} and self.programme.occasions:
            return None
        zone = self.book.desk.zone
        window: tuple[date, date] = (
            self.book.desk.today + timedelta(days=NOTICE_DAYS),
            window_ends(self.book.desk, self.life).astimezone(zone).date(),
        )
        seed = self.life.plan.seed + number
        return suggest_times([people], self.programme, window=window, zone=zone, diary=self.diary, seed=seed)[0]

    def _where(self, people: Sequence[Person]) -> str:
        if self.programme.place:
            return self.programme.place
        sites = {person.site for person in people}
        if len(sites) == 1 and None not in sites:
            return str(sites.pop())
        shared = frozenset.intersection(*(person.practices for person in people))
        return practice_name(min(shared), self.bench.translation) if shared else A_CALL

    def _least_often(self, members: Sequence[str], *, hosts: bool = False) -> str:
        history = self.bench.history
        counts = history.host_counts() if hosts else history.first_mover_counts()
        return min(members, key=lambda member: (counts.get(member, 0), member))

    def _prompts(self, members: Sequence[str]) -> tuple[str, ...]:
        named = self.programme.prompts
        prompts = read_prompts(self.book.desk.path / named) if named else shipped_prompts(self.programme.format)
        return choose(prompts, prompts_shown(self.book.facts), members)
