"""
The few lines of a calendar that matter, from calendars of any quality (RFC 5545).

Read line by line, so that a line no parser accepts (X-LIC-ERROR, a gateway's remark) costs that line
and not the answer. An event that is not closed was cut off on its way and is not read at all: what
is missing may be the very word that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from icalendar.parser import Contentline

_ADDRESS_LINE = re.compile(r"^(ATTENDEE|ORGANIZER)(;.*?)?:\s*(mailto:[^:;]*)$", re.IGNORECASE)
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)=("[^"]*"|[^";]*)')
_COMPONENTS = frozenset({"VEVENT", "VTODO"})

#: Longer lines are descriptions; nothing that counts is that long.
_MOST = 10_000


@dataclass(frozen=True)
class Line:
    """One property: its name and parameter names in capitals."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True)
class Attendee:
    """One ATTENDEE: the address in small letters, PARTSTAT in capitals where it is one RFC 5545 knows."""

    address: str
    partstat: str | None
    is_delegate: bool


@dataclass
class _Calendar:
    """What holds the events; METHOD may stand after them."""

    method: str | None = None


@dataclass
class Event:
    """One VEVENT (or VTODO) of a calendar."""

    calendar: _Calendar
    lines: list[Line] = field(default_factory=list)

    @property
    def method(self) -> str | None:
        """The calendar's own METHOD in capitals; None where it has none."""
        return self.calendar.method

    def first(self, name: str) -> Line | None:
        """The first line of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def value(self, name: str) -> str | None:
        """The first value of that name, stripped; None where it is missing or empty."""
        line = self.first(name)
        return (line.value.strip() or None) if line else None

    @property
    def sequence(self) -> int | None:
        """SEQUENCE where it is a number of a sensible length."""
        text = self.value("SEQUENCE") or ""
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None

    @property
    def organizer(self) -> str | None:
        """The organiser's address in small letters."""
        line = self.first("ORGANIZER")
        return _address(line) if line else None

    @property
    def attendees(self) -> list[Attendee]:
        """Everybody named, in order, each address once; who says two things has said nothing."""
        found: dict[str, Attendee] = {}
        for line in self.lines:
            address = _address(line) if line.name == "ATTENDEE" else None
            if address:
                partstat = line.parameters.get("PARTSTAT", "").strip().upper()
                known = partstat if partstat in PARTSTATS else None
                new = Attendee(address, known, bool(line.parameters.get("DELEGATED-FROM")))
                same = found.get(address, new).partstat == known
                found[address] = found.get(address, new) if same else replace(new, partstat=None)
        return list(found.values())

    @property
    def uids(self) -> set[str | None]:
        """Its UID; several where a gateway or a joker has written more than one."""
        return {line.value.strip() for line in self.lines if line.name == "UID"} or {None}


#: RFC 5545, 3.2.12; the last two for to-dos only.
PARTSTATS = frozenset({"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED", "COMPLETED", "IN-PROCESS"})


def events_of(text: str) -> list[Event]:
    """Every whole event of every calendar in the text."""
    calendar, event = _Calendar(), None
    found: list[Event] = []
    stack: list[str] = []
    for line in _lines(text):
        word = line.value.strip().upper()
        if line.name == "BEGIN":
            if word == "VCALENDAR":
                calendar, event, stack = _Calendar(), None, []
            stack.append(word)
            if word in _COMPONENTS and stack == ["VCALENDAR", word]:
                event = Event(calendar)
        elif line.name == "END":
            if word in stack:
                del stack[len(stack) - 1 - stack[::-1].index(word) :]
            if word in _COMPONENTS and event is not None:
                found.append(event)
                event = None
        elif event is not None and stack[-1:] and stack[-1] in _COMPONENTS:
            event.lines.append(line)
        elif line.name == "METHOD" and stack == ["VCALENDAR"]:
            calendar.method = calendar.method or word or None
    return found


def plain_text(value: str | None) -> str:
    """A TEXT value without its escapes (RFC 5545, 3.3.11)."""
    return re.sub(r"\\([nN\\;,])", lambda match: "\n" if match[1] in "nN" else match[1], value or "").strip()


def _lines(text: str) -> Iterator[Line]:
    """The content lines, unfolded (RFC 5545, 3.1); what is no line at all is passed over."""
    for ending in ("\r\r\n", "\r\n", "\r"):
        text = text.replace(ending, "\n")
    for line in re.sub(r"\n[ \t]", "", text).split("\n"):
        bare = line.strip("\ufeff \t") if len(line) <= _MOST else ""
        read = _line(bare) if ":" in bare else None
        if read:
            yield read


def _line(text: str) -> Line | None:
    address = _ADDRESS_LINE.match(text)
    if address:  # many a client leaves a colon in CN without quotes
        found: dict[str, str] = {}
        for name, value in _PARAMETER.findall(address[2] or ""):
            bare, key = value.strip('"'), name.upper()
            found[key] = bare if found.get(key, bare) == bare else ""  # one that is there twice says nothing
        return Line(address[1].upper(), found, address[3])
    try:
        name, parameters, value = Contentline(text).parts()  # type: ignore[no-untyped-call]  # the library's own gap
    except (ValueError, IndexError, KeyError):
        return None
    flat = {str(key).upper(): _joined(one) for key, one in parameters.items()}
    return Line(str(name).upper(), flat, str(value))


def _joined(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _address(line: Line) -> str | None:
    """The address a line names, or the one in its EMAIL parameter (RFC 7986, 6.2)."""
    scheme, _, rest = line.value.strip().rpartition(":")
    candidates = [rest] if scheme.strip().lower() in {"", "mailto"} else []
    for candidate in (*candidates, line.parameters.get("EMAIL", "")):
        address = candidate.strip().strip("<>").removeprefix("mailto:").lower()
        if re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", address):
            return address
    return None
