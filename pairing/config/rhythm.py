"""
How often a programme meets and when its invitations go out, as days of the calendar.

A *period* is one month ("2026-12") or one ISO week ("2026-W49", Monday to Sunday): the name a
round carries. A rhythm of "2 months" has a period every month and is due in every second one.
Days are dates of the network's own time zone (`stages.desk.Desk.today`), so summer time moves nothing here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Literal

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = ("first", "second", "third", "fourth", "last")
_SHORT = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}
_EVERY = re.compile(r"(?:every )?(?:(?P<count>\d+|two|three|four|six) )?(?P<unit>week|month)s?")
_NUMBERS = {"two": 2, "three": 3, "four": 4, "six": 6}
_MOST = {"week": 26, "month": 24}


@dataclass(frozen=True)
class Every:
    """A rhythm: once in ``count`` weeks or months."""

    count: int
    unit: Literal["week", "month"]


@dataclass(frozen=True)
class SendOn:
    """A weekday, and which one of the month: 1 to 4, -1 the last; None where only the weekday is said."""

    weekday: int  # Monday is 0
    which: int | None


def parse_every(text: str) -> Every:
    """The rhythm in "week", "2 weeks", "month" or "2 months"; ValueError in plain words for anything else."""
    match = _EVERY.fullmatch(" ".join(text.lower().split()))
    if match is None:
        raise ValueError(f'"{text}" is no rhythm pairs knows')
    unit: Literal["week", "month"] = "week" if match["unit"] == "week" else "month"
    word = match["count"] or "1"
    count = _NUMBERS.get(word) or int(word)
    if not 1 <= count <= _MOST[unit]:
        raise ValueError(f'"{text}" is out of range: 1 to {_MOST[unit]} {unit}s')
    return Every(count=count, unit=unit)


def how_often(every: str) -> str:
    """The rhythm as people say it: "once a week", "every 2 months"."""
    rhythm = parse_every(every)
    return f"once a {rhythm.unit}" if rhythm.count == 1 else f"every {rhythm.count} {rhythm.unit}s"


def parse_send_on(text: str) -> SendOn:
    """The day in "first Tuesday", "last Friday" or "Monday"; ValueError in plain words for anything else."""
    words = text.split()
    named = words[-1].capitalize() if words else ""
    day = next((number for number, name in enumerate(WEEKDAYS) if named in (name, name[:3])), None)
    if day is None or len(words) > 2:
        raise ValueError(f'"{text}" is no day pairs knows')
    if len(words) == 1:
        return SendOn(weekday=day, which=None)
    ordinal = _SHORT.get(words[0].lower(), words[0].lower())
    if ordinal not in ORDINALS:
        raise ValueError(f'"{text}" is no day pairs knows')
    return SendOn(weekday=day, which=-1 if ordinal == "last" else ORDINALS.index(ordinal) + 1)


def period_of(day: dt.date, every: str) -> str:
    """The period ``day`` lies in: its month, or its ISO week for rhythms of weeks."""
    if parse_every(every).unit == "month":
        return f"{day:%Y-%m}"
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def days_of(period: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a period."""
    try:
        if "W" in period:
            year, _, week = period.partition("-W")
            monday = dt.date.fromisocalendar(int(year), int(week), 1)
            return monday, monday + dt.timedelta(days=6)
        first = dt.date.fromisoformat(f"{period}-01")
    except ValueError:
        raise ValueError(f'"{period}" is no period: write a month as 2026-12, a week as 2026-W49') from None
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def period_name(period: str) -> str:
    """The period as people say it: "December 2026", "the week of 30 November"."""
    first, _ = days_of(period)
    if "W" in period:
        return f"the week of {first.day} {calendar.month_name[first.month]}"
    return f"{calendar.month_name[first.month]} {first.year}"


def next_period(period: str, every: str) -> str:
    """The period one rhythm after this one."""
    rhythm = parse_every(every)
    first, _ = days_of(period)
    if rhythm.unit == "week":
        return period_of(first + dt.timedelta(weeks=rhythm.count), every)
    month = first.year * 12 + first.month - 1 + rhythm.count
    return f"{month // 12:04}-{month % 12 + 1:02}"


def is_due(period: str, planned: Iterable[str], every: str) -> bool:
    """True when no round was planned in this period nor in the ``N - 1`` before it, N being the rhythm's count.

    Periods of the other unit (the rhythm was changed from weeks to months) count where they begin.
    """
    rhythm = parse_every(every)
    here = _position(period, rhythm.unit)
    return not any(here - rhythm.count < _position(each, rhythm.unit) <= here for each in planned)


def _position(period: str, unit: Literal["week", "month"]) -> int:
    """A number that rises by one from each period to the next."""
    first, _ = days_of(period)
    if unit == "week":
        return (first.toordinal() - 1) // 7  # day 1 of the calendar was a Monday
    if "W" in period:
        first += dt.timedelta(days=3)  # an ISO week belongs to the month of its Thursday
    return first.year * 12 + first.month


def send_day(period: str, send_on: str, holidays: Container[dt.date] = ()) -> dt.date:
    """The day invitations of this period go out: never in ``holidays``, and then on the next
    working day, or the one before where the period would end first.

    "Tuesday" in a month is its first one; "first Tuesday" in a week is that week's Tuesday.
    """
    first, last = days_of(period)
    day = _named_day(first, last, parse_send_on(send_on))
    moved = _working(day, holidays, step=1)
    return moved if moved <= last else _working(day, holidays, step=-1)


def _named_day(first: dt.date, last: dt.date, on: SendOn) -> dt.date:
    if on.which == -1:
        return last - dt.timedelta(days=(last.weekday() - on.weekday) % 7)
    week = (on.which or 1) - 1 if (last - first).days > 6 else 0
    return first + dt.timedelta(days=(on.weekday - first.weekday()) % 7 + 7 * week)


def _working(day: dt.date, holidays: Container[dt.date], *, step: int) -> dt.date:
    """``day`` itself unless it is a holiday; else the nearest day that is neither holiday nor weekend."""
    if day not in holidays:
        return day
    while day in holidays or day.weekday() > 4:
        day += dt.timedelta(days=step)
    return day
