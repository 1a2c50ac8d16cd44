"""Days on which staff read their mail: Monday to Friday but for England's bank holidays; and nine in the morning."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

#: When mail that is due on a day, and not at an hour, goes out.
MORNING = time(9)


def is_working_day(day: date) -> bool:
    """True from Monday to Friday but for bank holidays."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """``day`` itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def last_working_day(day: date) -> date:
    """``day`` itself, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


@lru_cache
def working_days_before(day: date, count: int) -> date:
    """The working day so many working days before ``day``."""
    for _ in range(count):
        day = last_working_day(day - timedelta(days=1))
    return day


def morning(day: date, zone: ZoneInfo) -> datetime:
    """Nine o'clock of that day, where the network is."""
    return datetime.combine(day, MORNING, zone)


def in_working_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment itself on a working day, else the next working day's morning."""
    day = moment.astimezone(zone).date()
    return moment if is_working_day(day) else morning(next_working_day(day), zone)


@lru_cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's, of one year."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
