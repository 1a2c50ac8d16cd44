"""
The calendar part of a letter: REQUEST and CANCEL (RFC 5546) with exactly one VEVENT, or none.

The calendar has one attendee, the addressee: each invited person has a UID of their own, so the
UID alone says who answers, whatever their client leaves out of the reply. ORGANIZER is the visible
sender in lower case, since replies go there and Outlook shows no buttons where the two differ.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from icalendar import Calendar

from pairing.notify.calendar_lines import address_line, folded, moment_line, text_line
from pairing.notify.meeting_letters import MeetingLetter
from pairing.notify.messages import Letter, Mailbox, MessageKind
from pairing.notify.plain import one_line
from pairing.notify.vtimezone import vtimezone

Method = Literal["REQUEST", "CANCEL"]

PRODID = "-//pairs//pairs//EN"


#: What each kind of letter does to the calendar; the others leave it alone.
METHODS: dict[MessageKind, Method] = {
    MessageKind.INVITATION: "REQUEST",
    MessageKind.UPDATE: "REQUEST",
    MessageKind.CANCELLATION: "CANCEL",
    MessageKind.PARTNER_LEFT: "CANCEL",
}


def method_of(letter: Letter) -> Method | None:
    """What this letter does to the addressee's calendar; None where it has no time or leaves it alone."""
    timed = isinstance(letter, MeetingLetter) and letter.starts is not None
    return METHODS.get(letter.kind) if timed else None


def request(letter: MeetingLetter, *, summary: str, description: str) -> bytes:
    """An invitation or its update, ready to be a MIME part; ``starts`` and ``ends`` must be set."""
    return calendar("REQUEST", letter, summary=summary, description=description)


def cancel(letter: MeetingLetter, *, summary: str, description: str) -> bytes:
    """The cancellation; the caller has raised ``sequence`` by one and set a new ``written_at``."""
    return calendar("CANCEL", letter, summary=summary, description=description)


def calendar(method: Method, letter: MeetingLetter, *, summary: str, description: str) -> bytes:
    """One VCALENDAR with one VEVENT, which does ``method`` to the addressee's entry."""
    if letter.starts is None or letter.ends is None:
        raise ValueError("a calendar entry needs a start and an end")
    zone = letter.timezone if vtimezone(letter.timezone, letter.starts.year) else None
    lines = [
        "BEGIN:VEVENT",
        text_line("UID", letter.uid),
        f"SEQUENCE:{letter.sequence}",
        moment_line("DTSTAMP", letter.stamp or letter.written_at, None),
        moment_line("DTSTART", letter.starts, zone),
        moment_line("DTEND", letter.ends, zone),
        text_line("SUMMARY", one_line(summary)),
        text_line("DESCRIPTION", description),
        *([text_line("LOCATION", one_line(letter.where))] if letter.where else []),
        _organizer(letter.sender),
        _attendee(letter.to),
        f"STATUS:{'CONFIRMED' if method == 'REQUEST' else 'CANCELLED'}",
        f"TRANSP:{'OPAQUE' if method == 'REQUEST' else 'TRANSPARENT'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return _opening(method, letter.timezone, letter.starts.year) + folded(lines)


@lru_cache(maxsize=64)
def _opening(method: Method, timezone: str, year: int) -> bytes:
    """Everything above the entry: what all entries of one method, zone and year share."""
    whole = Calendar()
    whole.add("prodid", PRODID)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", method)
    zone = vtimezone(timezone, year)
    if zone is not None:
        whole.add_component(zone)
    content: bytes = whole.to_ical(sorted=False)
    return content.removesuffix(b"END:VCALENDAR\r\n")


@lru_cache(maxsize=1024)
def _organizer(mailbox: Mailbox) -> str:
    """The visible sender, in lower case."""
    return address_line("ORGANIZER", mailbox.address.lower(), CN=_name(mailbox))


@lru_cache(maxsize=1024)
def _attendee(mailbox: Mailbox) -> str:
    """The addressee, exactly as in To: some mailboxes compare letter by letter to find themselves."""
    return address_line(
        "ATTENDEE",
        mailbox.address,
        CN=_name(mailbox),
        CUTYPE="INDIVIDUAL",
        ROLE="REQ-PARTICIPANT",
        PARTSTAT="NEEDS-ACTION",
        RSVP="TRUE",
    )


def _name(mailbox: Mailbox) -> str:
    # RFC 5545 has no escape for a double quote in a parameter, and few clients read RFC 6868's
    return one_line(mailbox.name or mailbox.address).replace('"', "'")
