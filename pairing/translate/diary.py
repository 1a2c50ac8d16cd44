"""Who already meets somebody on which day, and how many of each post are away at which hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pairing.events import Fact, Kind
from pairing.people.person import Person
from pairing.translate.translation import Translation


@dataclass
class Diary:
    """What is taken: the days on which somebody already meets, and who is away at which hour.

    ``posts`` are the (practice, staff group) posts a person fills; ``caps`` how many of a post
    may be away at once (no entry = no limit).
    """

    posts: Mapping[str, frozenset[int]]
    caps: Mapping[int, int]
    busy: set[tuple[str, date]] = field(default_factory=set)
    away: Counter[tuple[int, datetime]] = field(default_factory=Counter)

    @classmethod
    def empty(cls, translation: Translation) -> Diary:
        """Nobody meets anybody yet; posts and caps are those of the problem."""
        problem = translation.problem
        posts = {person.id: problem.cover_keys[seat] for seat, person in enumerate(translation.people)}
        return cls(posts, problem.cover_caps)

    def allows(self, people: Sequence[Person], start: datetime, end: datetime) -> bool:
        """True when nobody is busy that day and every post stays covered at all hours the meeting lies in."""
        if any((person.id, start.date()) in self.busy for person in people):
            return False
        leaving = Counter(post for person in people for post in self.posts.get(person.id, ()))
        return all(
            self.away[post, hour] + count <= max(self.caps.get(post, count), count)
            for post, count in leaving.items()
            for hour in _hours(start, end)
        )

    def book(self, people: Sequence[Person], start: datetime, end: datetime) -> None:
        """Note a meeting down."""
        for person in people:
            self.busy.add((person.id, start.date()))
            for post in self.posts.get(person.id, ()):
                for hour in _hours(start, end):
                    self.away[post, hour] += 1


def diary_of(translation: Translation, facts: Sequence[Fact], *, since: date) -> Diary:
    """Who is already busy when: every meeting on a day ``since`` then in the rounds planned so far."""
    diary = Diary.empty(translation)
    by_id = {person.id: person for person in translation.people}
    for fact in facts:
        if fact.kind is Kind.ROUND_PLANNED:
            for group in fact.body["groups"]:
                starts = datetime.fromisoformat(group["starts"]) if group["starts"] else None
                if starts is not None and starts.date() >= since:
                    people = [by_id[member] for member in group["members"] if member in by_id]
                    diary.book(people, starts, datetime.fromisoformat(group["ends"]))
    return diary


def _hours(start: datetime, end: datetime) -> Iterator[datetime]:
    """The beginning of every hour of which some of the meeting is part."""
    hour = start.replace(minute=0, second=0, microsecond=0)
    while hour < end:
        yield hour
        hour += timedelta(hours=1)
