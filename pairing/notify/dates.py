"""Dates and times as the NHS service manual writes them: "Tuesday 1 December", "12:30pm", "midday"."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_name(day: date) -> str:
    """As in "Tuesday 1 December", whatever the machine's language."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def short_day_name(day: date) -> str:
    """As in "Tue 1 Dec", for a subject that would be too long."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def time_name(moment: datetime) -> str:
    """As in "12:30pm", "9am", "midday", "midnight", in the moment's own zone."""
    if (moment.hour, moment.minute) in {(0, 0), (12, 0)}:
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'pm' if moment.hour >= 12 else 'am'}"


def local(moment: datetime, timezone: str) -> datetime:
    """The same moment on the clocks of ``timezone``."""
    return moment.astimezone(ZoneInfo(timezone))
