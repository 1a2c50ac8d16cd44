"""The scripts' own quick reader of calendars reads what the standard library and icalendar read."""

from __future__ import annotations

from datetime import UTC
from email import message_from_bytes, policy

from icalendar import Calendar

from pairing.config.model import Programme
from pairing.rounds import Format


def test_a_round_of_invitations_is_read_as_libraries_read_it(world, read_calendar):
    net = world("small", coffee=Programme(format=Format.COFFEE, place="Café, table 2; ask \\ at the desk"))
    net.send()
    read = 0
    for entry in net.store.outbox.entries():
        parts = [
            part.get_payload(decode=True)
            for part in message_from_bytes(entry.raw, policy=policy.default).walk()
            if part.get_content_type() in {"text/calendar", "application/ics"}
        ]
        found = read_calendar(entry.raw)
        assert (found is None) == (parts == [])
        if found is None:
            continue
        first, second = parts
        assert first == second
        parsed = Calendar.from_ical(first)
        (event,) = parsed.walk("VEVENT")
        uid, method, version, shown = found
        assert (uid, method) == (str(event["UID"]), str(parsed["METHOD"]))
        assert version == (int(event["SEQUENCE"]), event.decoded("DTSTAMP"))
        assert (shown.start, shown.end) == tuple(event.decoded(at).astimezone(UTC) for at in ("DTSTART", "DTEND"))
        assert shown.title == str(event["SUMMARY"])
        assert shown.where == str(event["LOCATION"])
        read += 1
    assert read > 20
