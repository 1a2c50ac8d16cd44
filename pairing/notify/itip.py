"""
The calendar part of a letter: REQUEST and CANCEL (RFC 5546) with exactly one VEVENT, or none.

The calendar has one attendee, the addressee: each invited person has a UID of their own, so the
UID alone says who answers, whatever their client leaves out of the reply. ORGANIZER is the visible
sender in lower case, since replies go there and Outlook shows no buttons where the two differ.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from pairing.notify.dates import local
from pairing.notify.messages import Letter, Mailbox, MeetingLetter, MessageKind
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
    zone = vtimezone(letter.timezone, letter.starts.year)
    whole = Calendar()
    whole.add("prodid", PRODID)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", method)
    if zone is not None:
        whole.add_component(zone)
    whole.add_component(_event(method, letter, zone, summary=summary, description=description))
    content: bytes = whole.to_ical(sorted=False)
    return content


def _event(method: Method, letter: MeetingLetter, zone: Timezone | None, *, summary: str, description: str) -> Event:
    event = Event()
    event.add("uid", letter.uid)
    event.add("sequence", letter.sequence)
    event.add("dtstamp", letter.written_at.astimezone(UTC))
    event.add("dtstart", _moment(letter.starts, letter, zone))
    event.add("dtend", _moment(letter.ends, letter, zone))
    event.add("summary", one_line(summary))
    event.add("description", description)
    if letter.where:
        event.add("location", one_line(letter.where))
    event.add("organizer", _address(letter.sender))
    event.add("attendee", _attendee(letter.to))
    event.add("status", "CONFIRMED" if method == "REQUEST" else "CANCELLED")
    event.add("transp", "OPAQUE" if method == "REQUEST" else "TRANSPARENT")
    return event


def _moment(moment: datetime | None, letter: MeetingLetter, zone: Timezone | None) -> datetime:
    assert moment is not None, "checked by the caller"
    return moment.astimezone(UTC) if zone is None else local(moment, letter.timezone)


def _address(mailbox: Mailbox, *, lower: bool = True) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox.address.lower() if lower else mailbox.address}")
    # RFC 5545 has no escape for a double quote in a parameter, and few clients read RFC 6868's
    address.params["CN"] = vText(one_line(mailbox.name or mailbox.address).replace('"', "'"))
    return address


def _attendee(mailbox: Mailbox) -> vCalAddress:
    """The addressee, exactly as in To: some mailboxes compare letter by letter to find themselves."""
    attendee = _address(mailbox, lower=False)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("TRUE")
    return attendee
