"""
A compact VTIMEZONE (RFC 5545, 3.6.5): one STANDARD and one DAYLIGHT with one RRULE each, or one
STANDARD where the clocks never change.

Outlook reads only TZID, DTSTART, RRULE and the two offsets of a zone ([MS-STANOICAL] 2.2.47), so
the lists of dates that libraries generate are ignored there. Zones that no such pair of rules
describes get none: the invitation then uses UTC.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

#: A rule must hold from a year before the meeting to this many years after it.
YEARS_AHEAD = 4

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Change(NamedTuple):
    """One change of the clocks: wall time before it, offsets and the new name."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str


class _Rule(NamedTuple):
    """The same change every year: the ``nth`` weekday of a month (-1 = the last) at a wall time."""

    month: int
    nth: int
    weekday: int
    hour: int
    minute: int
    before: timedelta
    after: timedelta
    name: str


@lru_cache(maxsize=64)
def vtimezone(name: str, year: int) -> Timezone | None:
    """The zone's rules around ``year``; None when two yearly rules do not describe it, or it is UTC."""
    zone = ZoneInfo(name)
    if datetime(year, 1, 1, tzinfo=zone).tzname() == "UTC":
        return None
    years = range(year - 1, year + YEARS_AHEAD + 1)
    changes = [list(_changes(zone, one)) for one in years]
    if not any(changes):
        moment = datetime(year, 1, 1, tzinfo=zone)
        offset = moment.utcoffset() or timedelta()
        return _timezone(name, [(TimezoneStandard, _Rule(1, 1, 3, 0, 0, offset, offset, moment.tzname() or name))])
    if any(len(of_year) != 2 for of_year in changes):
        return None
    rules = [_common_rule([of_year[n] for of_year in changes]) for n in (0, 1)]
    if rules[0] is None or rules[1] is None:
        return None
    summer_first = sorted((rules[0], rules[1]), key=lambda rule: rule.after, reverse=True)
    return _timezone(name, [(TimezoneDaylight, summer_first[0]), (TimezoneStandard, summer_first[1])])


def _changes(zone: ZoneInfo, year: int) -> Iterator[_Change]:
    """Every change of the zone's offset in a year, found to the minute."""
    step = timedelta(days=1)
    day, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    while day < end:
        if _offset(zone, day) != _offset(zone, day + step):
            low, high = day, day + step
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) // timedelta(minutes=2) * timedelta(minutes=1)
                low, high = (middle, high) if _offset(zone, middle) == _offset(zone, low) else (low, middle)
            before = _offset(zone, low)
            yield _Change(
                wall=high.replace(tzinfo=None) + before,
                before=before,
                after=_offset(zone, high),
                name=high.astimezone(zone).tzname() or "",
            )
        day += step


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _common_rule(changes: list[_Change]) -> _Rule | None:
    """The one rule that gives all of these, last weekday of the month preferred; None when none does."""
    for counted in (_from_the_end, _from_the_start):
        rules = {counted(change) for change in changes}
        if len(rules) == 1:
            return rules.pop()
    return None


def _from_the_end(change: _Change) -> _Rule:
    days = calendar.monthrange(change.wall.year, change.wall.month)[1]
    return _rule(change, -((days - change.wall.day) // 7 + 1))


def _from_the_start(change: _Change) -> _Rule:
    return _rule(change, (change.wall.day - 1) // 7 + 1)


def _rule(change: _Change, nth: int) -> _Rule:
    wall = change.wall
    return _Rule(wall.month, nth, wall.weekday(), wall.hour, wall.minute, change.before, change.after, change.name)


def _timezone(name: str, parts: list[tuple[type[TimezoneStandard] | type[TimezoneDaylight], _Rule]]) -> Timezone:
    zone = Timezone()
    zone.add("tzid", name)
    for kind, rule in parts:
        part = kind()
        part.add("tzoffsetfrom", rule.before)
        part.add("tzoffsetto", rule.after)
        part.add("tzname", rule.name)
        part.add("dtstart", _first_in_1970(rule))
        if rule.before != rule.after:
            part.add("rrule", {"freq": "yearly", "bymonth": rule.month, "byday": f"{rule.nth}{_DAYS[rule.weekday]}"})
        zone.add_component(part)
    return zone


def _first_in_1970(rule: _Rule) -> datetime:
    """The rule's first onset, in the year from which every client counts."""
    days = [
        day
        for day in calendar.Calendar().itermonthdates(1970, rule.month)
        if day.month == rule.month and day.weekday() == rule.weekday
    ]
    day = days[rule.nth if rule.nth < 0 else rule.nth - 1]
    return datetime(day.year, day.month, day.day, rule.hour, rule.minute)  # noqa: DTZ001  # wall time by definition
