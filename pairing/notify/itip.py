"""
The calendar part of an invitation: REQUEST and CANCEL (RFC 5546) with exactly one VEVENT.

The calendar has one attendee, the addressee: each invited person has a UID of their own, so the
UID alone says who answers, whatever their client leaves out of the reply. ORGANIZER is the visible
sender in lower case, since replies go there and Outlook shows no buttons where the two differ.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from pairing.notify.dates import local
from pairing.notify.messages import Invitation, Mailbox
from pairing.notify.plain import one_line
from pairing.notify.vtimezone import vtimezone

Method = Literal["REQUEST", "CANCEL"]

PRODID = "-//pairs//pairs//EN"


def request(invitation: Invitation, *, summary: str, description: str) -> bytes:
    """An invitation or its update, ready to be a MIME part; ``starts`` and ``ends`` must be set."""
    return _calendar("REQUEST", invitation, summary=summary, description=description)


def cancel(invitation: Invitation, *, summary: str, description: str) -> bytes:
    """The cancellation; the caller has raised ``sequence`` by one and set a new ``written_at``."""
    return _calendar("CANCEL", invitation, summary=summary, description=description)


def _calendar(method: Method, invitation: Invitation, *, summary: str, description: str) -> bytes:
    if invitation.starts is None or invitation.ends is None:
        raise ValueError("a calendar entry needs a start and an end")
    zone = vtimezone(invitation.timezone, invitation.starts.year)
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if zone is not None:
        calendar.add_component(zone)
    calendar.add_component(_event(method, invitation, zone, summary=summary, description=description))
    content: bytes = calendar.to_ical(sorted=False)
    return content


def _event(method: Method, invitation: Invitation, zone: Timezone | None, *, summary: str, description: str) -> Event:
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.written_at.astimezone(UTC))
    event.add("dtstart", _moment(invitation.starts, invitation, zone))
    event.add("dtend", _moment(invitation.ends, invitation, zone))
    event.add("summary", one_line(summary))
    event.add("description", description)
    if invitation.where:
        event.add("location", one_line(invitation.where))
    event.add("organizer", _address(invitation.sender))
    event.add("attendee", _attendee(invitation.to))
    event.add("status", "CONFIRMED" if method == "REQUEST" else "CANCELLED")
    event.add("transp", "OPAQUE" if method == "REQUEST" else "TRANSPARENT")
    return event


def _moment(moment: datetime | None, invitation: Invitation, zone: Timezone | None) -> datetime:
    assert moment is not None, "checked by the caller"
    return moment.astimezone(UTC) if zone is None else local(moment, invitation.timezone)


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
