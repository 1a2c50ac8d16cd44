"""
A suggested time for every coffee: a working day all of them share, not a bank holiday, not a day
on which one of them already meets somebody, and never more of one post away at an hour than the
cover rule allows. Spread over the window by the round's seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from operator import itemgetter
from zoneinfo import ZoneInfo

import holidays

from pairing.config.model import Programme
from pairing.people.person import Person
from pairing.translate.diary import Diary
from pairing.translate.to_problem import works_on

#: People need a few days to see the invitation before the first suggested time, where that can be.
NOTICE_DAYS = 3


def suggest_times(
    groups: Iterable[Sequence[Person]],
    programme: Programme,
    *,
    window: tuple[date, date],
    zone: ZoneInfo,
    diary: Diary,
    seed: int,
) -> list[datetime | None]:
    """
    The start of each group's meeting, aware in ``zone``, in the groups' order.

    None where the members share no working day in the window, or every one they share is taken.
    """
    draw = random.Random(f"slots {seed}")  # noqa: S311  # chance among equal days, recorded by its seed
    found: list[datetime | None] = []
    starts_of = _starts_of_days(programme, window, zone)
    length = timedelta(minutes=programme.minutes)
    for people in groups:
        possible = [start for day, starts in starts_of.items() if _all_there(people, day) for start in starts]
        draw.shuffle(possible)
        possible.sort(key=itemgetter(0))  # the first days only where there is no other
        start = next((slot for _, slot in possible if diary.allows(people, slot, slot + length)), None)
        if start is not None:
            diary.book(people, start, start + length)
        found.append(start)
    return found


def is_working_day(day: date) -> bool:
    """True on Monday to Saturday but for England's bank holidays; Sundays never."""
    return day.weekday() < 6 and day not in _bank_holidays(day.year)


@lru_cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def _starts_of_days(
    programme: Programme, window: tuple[date, date], zone: ZoneInfo
) -> Mapping[date, Sequence[tuple[bool, datetime]]]:
    """Every start on every working day of the window, and whether it comes too soon to be liked."""
    first, last = window
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    half_hours = list(_half_hours(programme))
    return {
        day: [(day < first + timedelta(days=NOTICE_DAYS - 1), datetime.combine(day, at, zone)) for at in half_hours]
        for day in days
        if is_working_day(day)
    }


def _all_there(people: Sequence[Person], day: date) -> bool:
    return all(works_on(person, day) and person.takes_part_on(day) for person in people)


def _half_hours(programme: Programme) -> Iterator[time]:
    opens, closes = programme.between
    minute = opens.hour * 60 + opens.minute
    while minute + programme.minutes <= closes.hour * 60 + closes.minute:
        yield time(minute // 60, minute % 60)
        minute += 30
