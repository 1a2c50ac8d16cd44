"""icalendar is the oracle: our lines are byte for byte those it writes."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Event, vCalAddress, vText

from pairing.notify.calendar_lines import address_line, folded, moment_line, text_line

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
names = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"'), max_size=120)
zones = st.sampled_from(["Europe/London", "America/New_York", "Australia/Sydney"])


@given(text=texts)
@example(text="a" * 61 + "\\" * 40)
@example(text="a" * 61 + "^^^," * 30)
@example(text="é" * 200)
@example(text="a\r\nb\nc\rd \\N e")
def test_text(text: str) -> None:
    event = Event()
    event.add("description", text)
    assert folded(["BEGIN:VEVENT", text_line("DESCRIPTION", text), "END:VEVENT"]) == event.to_ical()


@given(name=names, zone=zones, moment=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001  # made aware below
def test_addresses_and_moments(name: str, zone: str, moment: datetime) -> None:
    at = moment.replace(microsecond=0, tzinfo=UTC)
    attendee = vCalAddress("mailto:sam@mill-lane.example")
    attendee.params["CN"] = vText(name)
    attendee.params["RSVP"] = vText("TRUE")
    event = Event()
    event.add("dtstamp", at)
    event.add("dtstart", at.astimezone(ZoneInfo(zone)))
    event.add("attendee", attendee)
    lines = [
        "BEGIN:VEVENT",
        moment_line("DTSTAMP", at, None),
        moment_line("DTSTART", at, zone),
        address_line("ATTENDEE", "sam@mill-lane.example", CN=name, RSVP="TRUE"),
        "END:VEVENT",
    ]
    assert folded(lines) == event.to_ical(sorted=False)
