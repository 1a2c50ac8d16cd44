"""
Working days as people write them: ``Mon, Tue``, ``M T W``, ``Mon-Thu``, ``not Fri``, ``135``, ticks in seven columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pairing.people.cells import says_nothing, straight
from pairing.people.person import WEEKDAYS

_NAMES = {
    **{day.lower(): number for number, day in enumerate(WEEKDAYS)},
    "m": 0, "mo": 0, "monday": 0, "tu": 1, "tues": 1, "tuesday": 1, "w": 2, "we": 2, "weds": 2, "wednesday": 2,
    "wedn": 2, "th": 3, "thur": 3, "thurs": 3, "thursday": 3, "f": 4, "fr": 4, "friday": 4,
    "sa": 5, "saturday": 5, "su": 6, "sunday": 6,
}  # fmt: skip
_ALL = {"all", "all week", "every day", "everyday", "daily", "full time", "fulltime", "ft", "full", "weekdays",
        "all days", "5", "5 days", "five days", "any", "all weekdays", "whole week"}  # fmt: skip
_VARIES = re.compile(
    r"^(varies|variable|various|flexible|flexi|flex|rota|part[ -]?time|pt|ad[ -]?hoc|bank|as needed|sessional|locum|"
    r"changes|mixed|zero hours|[1-467](\.\d+)?( ?days?)?( a week| per week| pw)?|(\d+)(\.\d+)? sessions?)$"
)
_HOUR = r"\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?"
_TIMES = re.compile(
    rf"\b{_HOUR}\s*(?:-|to|till|until)\s*{_HOUR}\b|\b\d{{1,2}}(?:[:.]\d{{2}})?\s*(?:am|pm)\b|\b\d{{1,2}}[:.]\d{{2}}\b"
)
_WORDLESS = re.compile(
    r"\b(am|pm|mornings?|afternoons?|eves?|evenings?|only|inclusive|incl|every|each|and|half|days?|a m|p m|all|works?|"
    r"on|a|from|the)\b"
)
_EXCEPT = re.compile(
    r"^(?:all |every ?day |weekdays |mon(?:day)?\s*-\s*fri(?:day)? |any ?day )?"
    r"(?:but|not|except|exc|excluding|off)\b:?\s*(?:for )?(.+)$"
)
_WEEKDAYS_ONLY = range(5)


class UnknownDays(ValueError):
    """The cell may be about working days, but does not say which."""


def working_days_of(text: str) -> tuple[str, ...]:
    """The weekdays a cell names, Monday first; empty when it is empty or says they vary.

    Raises `UnknownDays` when it cannot be read. Every other week does not count as a working day.
    """
    plain = straight(text).casefold().replace("(", " ").replace(")", " ")
    plain = " ".join(plain.split()).strip(" .,;")
    if says_nothing(plain) or _VARIES.match(plain):
        return ()
    if plain in _ALL or plain.replace("-", " ") in _ALL:
        return WEEKDAYS[:5]
    if found := _EXCEPT.match(plain):
        away = _numbers(found[1])
        return _in_order(day for day in _WEEKDAYS_ONLY if day not in away)
    return _in_order(_numbers(plain))


def days_ticked(cells: dict[str, str]) -> tuple[str, ...]:
    """The weekdays whose own column holds anything but a no; keys are ``mon`` to ``sun``."""
    no = {
        "",
        "no",
        "n",
        "0",
        "false",
        "off",
        "x-day",
        "-",
        "nwd",
        "not working",
        "\u2717",
        "\u2718",
        "\u2610",
        "day off",
    }
    return tuple(
        day
        for day in WEEKDAYS
        if (said := straight(cells.get(day.lower(), "")).casefold().strip(" .")) not in no and not says_nothing(said)
    )


def _in_order(days: Iterable[int]) -> tuple[str, ...]:
    chosen = set(days)
    return tuple(day for number, day in enumerate(WEEKDAYS) if number in chosen)


def _numbers(text: str) -> set[int]:
    """Day numbers from 0 that a text names."""
    text = _TIMES.sub(" ", text)
    if re.fullmatch(r"[1-7]{2,7}", text.strip()):
        return {int(digit) - 1 for digit in text.strip()}
    if re.search(r"\b(alt|alternate|alternating|every (other|second|2)|fortnight|fortnightly)\b", text):
        raise UnknownDays("has a day that is not every week")
    text = re.sub(r"\s*(?:-|\bto\b|\bthrough\b|\btill\b|\buntil\b|>)+\s*", "-", text)
    text = _WORDLESS.sub(" ", text.replace("&", " ").replace("+", " "))
    parts = [part.strip("-. ") for part in re.split(r"[\s,;/|]+", text) if part.strip("-. ")]
    if not parts:
        raise UnknownDays("names no day pairs can read")
    spelled = _spelled(parts)
    if spelled is not None:
        return spelled
    days: set[int] = set()
    for part in parts:
        days |= _span_or_day(part)
    return days


def _span_or_day(part: str) -> set[int]:
    if "-" in part:
        ends = [_one(name) for name in part.split("-")]
        if len(ends) != 2:
            return set(ends)  # Mon-Wed-Fri: a list, not a span
        first, last = ends
        return set(range(first, last + 1)) if first <= last else {*range(first, 7), *range(last + 1)}
    if part.isdigit() and len(part) == 1 and "1" <= part <= "7":
        return {int(part) - 1}
    try:
        return {_one(part)}
    except UnknownDays:
        return _run_together(part)


def _one(name: str) -> int:
    name = name.strip(". ")
    if name in _NAMES:
        return _NAMES[name]
    singular = name.removesuffix("'s").removesuffix("s")
    if singular in _NAMES:
        return _NAMES[singular]
    raise UnknownDays("names no day pairs can read")


def _spelled(parts: list[str]) -> set[int] | None:
    """``M T W T F``: single letters, each later in the week than the one before; None when they are not that."""
    letters = "".join(parts)
    if not all(len(part) == 1 and part in "mtwfs" for part in parts):
        return None
    return _run_together(letters)


def _run_together(text: str) -> set[int]:
    """``MTWThF``, ``MonTueFri``: each name is the next possible day after the one before."""
    days: list[int] = []
    while text:
        for length in (9, 8, 7, 6, 5, 4, 3, 2, 1):
            name = text[:length]
            after = days[-1] if days else -1
            if len(name) == length and (number := _next(name, after)) is not None:
                days.append(number)
                text = text[length:]
                break
        else:
            raise UnknownDays("names no day pairs can read")
    return set(days)


def _next(name: str, after: int) -> int | None:
    if name == "t":
        return 1 if after < 1 else 3 if after < 3 else None
    if name == "s":
        return 5 if after < 5 else 6 if after < 6 else None
    number = _NAMES.get(name)
    return number if number is not None and number > after else None
