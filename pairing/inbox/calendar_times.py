"""Moments in calendars, whatever their programs call a time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from pairing.inbox.calendar_lines import Line


def moment(line: Line | None) -> datetime | None:
    """The moment a DTSTART or DTSTAMP names, aware; None for days, floating times and unknown zones."""
    if line is None:
        return None
    match = re.fullmatch(r"(\d{8}T\d{6})(Z?)", line.value.strip().upper())
    zone = UTC if match and match[2] else _zone(line.parameters.get("TZID", ""))
    if not match or zone is None:
        return None
    try:
        return datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> ZoneInfo | None:
    """The zone a TZID means: an IANA name, alone or at the end of a path, or a Windows name."""
    bare = name.strip().strip('"').strip("/")
    for candidate in (bare, "/".join(bare.split("/")[-2:]), WINDOWS_TO_OLSON.get(bare, "")):
        try:
            return ZoneInfo(candidate) if candidate else None
        except (ValueError, OSError, KeyError):  # no such zone is a KeyError, a folder's name an OSError
            continue
    return None
