from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical  # an independent reader of time zones, brought by icalendar
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from sparing import slow_but, some_of

from pairing.notify import itip
from pairing.notify.meeting_letters import Invitation
from pairing.notify.messages import Guest, Mailbox
from pairing.notify.vtimezone import vtimezone

LONDON = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
"""


def made(invitation: Invitation, method: str = "request") -> bytes:
    return bytes(getattr(itip, method)(invitation, summary="Coffee with Priya Shah", description="Who:\nPriya; \\ , é"))


def test_request(invitation: Invitation) -> None:
    raw = made(invitation)
    calendar = Calendar.from_ical(raw)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    [event] = calendar.walk("VEVENT")
    assert event["UID"] == invitation.uid
    assert event["SEQUENCE"] == 0
    assert event["DTSTAMP"].dt == invitation.written_at.replace(microsecond=0)
    assert event["DTSTART"].dt == invitation.starts
    assert event["DTEND"].dt == invitation.ends
    assert b"\r\nDTSTART;TZID=Europe/London:20260708T123000\r\n" in raw
    assert b"\r\nDTSTAMP:20260701T080000Z\r\n" in raw
    assert event["ORGANIZER"] == "mailto:coffee@riverside.example"
    assert event["ORGANIZER"].params["CN"] == "Riverside coffee"
    assert event["ATTENDEE"] == "mailto:Sam.OBrien@mill-lane.example", "exactly as in To"
    assert {name: event["ATTENDEE"].params[name] for name in ("ROLE", "PARTSTAT", "RSVP", "CUTYPE")} == {
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
        "CUTYPE": "INDIVIDUAL",
    }
    assert (event["STATUS"], event["TRANSP"], event["LOCATION"]) == ("CONFIRMED", "OPAQUE", "Mill Lane Surgery")
    assert event["DESCRIPTION"] == "Who:\nPriya; \\ , é"
    assert not calendar.walk("VALARM")


def test_cancel_keeps_the_entry_and_says_so(invitation: Invitation) -> None:
    calendar = Calendar.from_ical(made(replace(invitation, sequence=1), "cancel"))
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert (event["UID"], event["ATTENDEE"]) == (invitation.uid, "mailto:Sam.OBrien@mill-lane.example")


def test_lines_end_in_crlf_and_are_folded_at_75_octets(invitation: Invitation) -> None:
    long = replace(invitation, where="Łódź " * 60, to=Mailbox("Ω" * 80, "sam@mill-lane.example"))
    raw = made(long)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert Calendar.from_ical(raw).walk("VEVENT")[0]["ATTENDEE"].params["CN"] == "Ω" * 80


@given(name=st.text(max_size=60), where=st.text(max_size=60), role=st.text(max_size=60))
def test_no_text_breaks_out_of_its_property(name: str, where: str, role: str) -> None:
    letter = Invitation.__new__(Invitation)
    values = {
        "uid": "u@riverside.example",
        "sequence": 0,
        "written_at": datetime(2026, 7, 1, tzinfo=UTC),
        "starts": datetime(2026, 7, 8, 12, tzinfo=UTC),
        "ends": datetime(2026, 7, 8, 13, tzinfo=UTC),
        "timezone": "Europe/London",
        "where": where,
        "sender": Mailbox(name, "coffee@riverside.example"),
        "to": Mailbox(name, "sam@mill-lane.example"),
        "guests": (Guest(name, role, where, "a@b.example"),),
    }
    for field, value in values.items():
        object.__setattr__(letter, field, value)
    raw = itip.request(letter, summary=role, description=role.replace("\r", ""))
    calendar = Calendar.from_ical(raw)
    assert [component.name for component in calendar.walk()] == [
        "VCALENDAR",
        "VTIMEZONE",
        "DAYLIGHT",
        "STANDARD",
        "VEVENT",
    ]
    [event] = calendar.walk("VEVENT")
    assert not event.errors
    assert event["ATTENDEE"] == "mailto:sam@mill-lane.example"
    assert (event["UID"], calendar["METHOD"]) == ("u@riverside.example", "REQUEST")


def test_london_is_two_rules() -> None:
    zone = vtimezone("Europe/London", 2026)
    assert zone is not None
    assert zone.to_ical(sorted=False).decode().replace("\r\n", "\n") == LONDON


ZONES = ("Europe/London", "Europe/Dublin", "America/New_York", "Australia/Sydney", "Asia/Kolkata")


@pytest.mark.parametrize("name", slow_but(ZONES, "Europe/London", "Asia/Kolkata"))
def test_rules_agree_with_the_zone_at_every_hour_but_those_around_a_change(name: str) -> None:
    zone = vtimezone(name, 2026)
    assert zone is not None
    text = "BEGIN:VCALENDAR\r\n" + zone.to_ical(sorted=False).decode() + "END:VCALENDAR\r\n"
    ruled, real = tzical(io.StringIO(text)).get(), ZoneInfo(name)
    moment, differing = datetime(2026, 1, 1), 0  # noqa: DTZ001  # wall time on purpose
    while moment.year < 2026 + some_of(4):
        differing += moment.replace(tzinfo=ruled).utcoffset() != moment.replace(tzinfo=real).utcoffset()
        moment += timedelta(hours=1)
    assert differing <= 2 * 4, "at most the missing and the doubled hour of each year"


@pytest.mark.parametrize("name", ["Africa/Casablanca", "Asia/Jerusalem"])
def test_a_zone_without_two_rules_is_written_in_utc(name: str, invitation: Invitation) -> None:
    assert vtimezone(name, 2026) is None
    raw = made(replace(invitation, timezone=name))
    assert b"VTIMEZONE" not in raw
    assert b"DTSTART:20260708T113000Z" in raw


@pytest.mark.parametrize("name", ["UTC", "Etc/UTC"])
def test_utc_needs_no_zone(name: str, invitation: Invitation) -> None:
    raw = made(replace(invitation, timezone=name))
    assert b"VTIMEZONE" not in raw
    assert b"DTSTART:20260708T113000Z" in raw


def test_without_a_time_there_is_no_calendar(invitation: Invitation) -> None:
    with pytest.raises(ValueError, match="start"):
        made(replace(invitation, starts=None))
