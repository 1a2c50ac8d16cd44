"""
Content lines of a calendar (RFC 5545, 3.1): texts escaped and lines folded here, addresses written by icalendar.

icalendar builds a component for every entry and folds character by character, which was a third of
composing a mail; the tests hold that what stands here is byte for byte what it would write.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Parameters, vCalAddress

#: Octets of a line before its CRLF; one that goes on begins with a blank, which counts.
MOST = 74

#: Never left at the end of a line: some clients undo escapes before they undo folds.
_ESCAPES = b"\\^"


def text_line(name: str, value: str) -> str:
    """A property of the type TEXT."""
    escaped = value.replace(r"\N", "\n").replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,")
    on_one_line = escaped.replace("\r\n", r"\n").replace("\n", r"\n").replace("\r", r"\n")
    return f"{name}:{on_one_line}"


def moment_line(name: str, moment: datetime, timezone: str | None) -> str:
    """A DATE-TIME on the clocks of ``timezone``, or in UTC where there is none."""
    if timezone is None:
        return f"{name}:{_digits(moment.astimezone(UTC))}Z"
    return f"{name};TZID={timezone}:{_digits(moment.astimezone(ZoneInfo(timezone)))}"


def address_line(name: str, address: str, **parameters: str) -> str:
    """A CAL-ADDRESS with its parameters in the order given."""
    written = Parameters(parameters).to_ical(sorted=False).decode()
    return f"{name};{written}:{vCalAddress(f'mailto:{address}').to_ical().decode()}"


def _digits(moment: datetime) -> str:
    """As in 20261208T123000; strftime takes four times as long."""
    return moment.isoformat()[:19].replace("-", "").replace(":", "")


def folded(lines: Iterable[str]) -> bytes:
    """The lines as octets, each ended by CRLF, none longer than 75 octets and no character cut in two."""
    return b"".join(_folded(line.encode()) + b"\r\n" for line in lines)


def _folded(line: bytes) -> bytes:
    if len(line) <= MOST:
        return line
    pieces, start = [], 0
    while len(line) - start > MOST:
        end = start + MOST
        while line[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        if line[end - 1] in _ESCAPES:
            end -= 1
        pieces.append(line[start:end])
        start = end
    return b"\r\n ".join([*pieces, line[start:]])
