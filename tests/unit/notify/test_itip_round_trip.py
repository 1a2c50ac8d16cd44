"""REQUEST, update and CANCEL as a calendar program takes them, in the order sent and in every other one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from itertools import permutations

import pytest
from icalendar import Calendar, Event

from pairing.notify.envelope import compose
from pairing.notify.meeting_letters import Invitation, MeetingLetter
from pairing.notify.messages import Guest, Letter, MessageKind
from pairing.rounds import Format

SECRET = b"secret"
Maker = Callable[..., Letter]


@dataclass
class CalendarProgram:
    """One person's calendar by RFC 5546, 2.1.5: the newer version by SEQUENCE, then DTSTAMP, is what stands."""

    me: str
    versions: dict[str, Event] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """One mail's event, as it arrives."""
        assert str(event["ATTENDEE"]).removeprefix("mailto:").lower() == self.me.lower(), "no buttons for others"
        standing = self.versions.get(str(event["UID"]))
        if standing is not None:
            assert standing["ORGANIZER"] == event["ORGANIZER"], "only the organiser may change an entry"
        if standing is None or _age(event) > _age(standing):
            self.versions[str(event["UID"])] = event

    def entries(self) -> dict[str, tuple[datetime, str]]:
        """What the person sees: start and place of every entry that is not cancelled."""
        return {
            uid: (event["DTSTART"].dt, str(event.get("LOCATION", "")))
            for uid, event in self.versions.items()
            if event["STATUS"] != "CANCELLED"
        }


def event_in(letter: Letter) -> Event:
    """What the letter's mail says to a calendar program."""
    message = message_from_bytes(compose(letter, SECRET).raw, policy=policy.default)
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert calendar["METHOD"] == part.get_param("method"), "Outlook takes no other"
    assert calendar["METHOD"] in {"REQUEST", "CANCEL"}
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"] == "CANCEL") == (event["STATUS"] == "CANCELLED")
    assert isinstance(event, Event)
    return event


def _age(event: Event) -> tuple[int, datetime]:
    return int(event["SEQUENCE"]), event["DTSTAMP"].dt


def calendar_after(events: Iterable[Event], me: str) -> dict[str, tuple[datetime, str]]:
    program = CalendarProgram(me)
    for event in events:
        program.take(event)
    return program.entries()


@pytest.fixture
def life(invitation: Invitation, letter_of: Maker) -> list[MeetingLetter]:
    """Invited; moved; a word changed; called off; invited to another group."""
    day, sent, made = timedelta(days=1), invitation.written_at, letter_of
    assert invitation.starts is not None
    assert invitation.ends is not None
    moved = {"starts": invitation.starts + day, "ends": invitation.ends + day, "where": "High Street Surgery"}
    letters = [
        made(MessageKind.INVITATION),
        made(
            MessageKind.UPDATE,
            **moved,
            sequence=1,
            before=invitation.starts,
            where_before=invitation.where,
            written_at=sent + day,
        ),
        made(MessageKind.UPDATE, **moved, sequence=1, before=moved["starts"], written_at=sent + 2 * day, key="k/2"),
        made(MessageKind.CANCELLATION, **moved, sequence=2, written_at=sent + 3 * day),
        made(MessageKind.INVITATION, uid="f" * 32 + "@riverside.example", written_at=sent + 3 * day, key="k/3"),
    ]
    found = [letter for letter in letters if isinstance(letter, MeetingLetter)]
    assert len(found) == len(letters)
    return found


def test_the_calendar_follows_the_round(life: list[MeetingLetter], invitation: Invitation) -> None:
    mails = [event_in(letter) for letter in life]
    first, moved, new = life[0], life[1], life[4]
    expected = [
        {first.uid: (first.starts, "Mill Lane Surgery")},
        {first.uid: (moved.starts, "High Street Surgery")},
        {first.uid: (moved.starts, "High Street Surgery")},
        {},
        {new.uid: (new.starts, "Mill Lane Surgery")},
    ]
    for count, entries in enumerate(expected, 1):
        assert calendar_after(mails[:count], invitation.to.address) == entries


def test_any_order_and_any_repeat_ends_the_same(life: list[MeetingLetter], invitation: Invitation) -> None:
    mails = [event_in(letter) for letter in life]
    ends = [calendar_after((*order, order[0]), invitation.to.address) for order in permutations(mails)]
    assert all(end == ends[0] for end in ends)
    assert list(ends[0]) == [life[4].uid]
    kept = [mails[0], mails[1], mails[2]]
    assert all(
        calendar_after(order, invitation.to.address)[life[0].uid][0] == life[1].starts for order in permutations(kept)
    ), "without the cancellation the new time stands"


def test_new_words_keep_the_time_and_the_sequence(life: list[MeetingLetter]) -> None:
    _, moved, worded, *_ = (event_in(letter) for letter in life)
    assert moved["SEQUENCE"] == worded["SEQUENCE"], "nobody has to answer again for a word"
    assert moved["DTSTAMP"].dt < worded["DTSTAMP"].dt, "and yet the words are the newer ones"
    assert moved["DTSTART"].dt == worded["DTSTART"].dt


@pytest.mark.parametrize("kind", [MessageKind.CANCELLATION, MessageKind.PARTNER_LEFT])
def test_an_ending_takes_the_entry_out(kind: MessageKind, invitation: Invitation, letter_of: Maker) -> None:
    ending = letter_of(kind, sequence=1, away=("Priya Shah",))
    raw = compose(ending, SECRET).raw
    assert b"\r\nContent-Type: text/calendar; charset=UTF-8; method=CANCEL\r\n" in raw
    assert b'filename="cancel.ics"' in raw
    asked, off = event_in(letter_of(MessageKind.INVITATION)), event_in(ending)
    for name in ("UID", "ORGANIZER", "ATTENDEE", "DTSTART", "DTEND", "SUMMARY", "LOCATION"):
        assert asked[name] == off[name], name
    assert (off["STATUS"], off["TRANSP"], off["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", 1)
    assert calendar_after([asked, off], invitation.to.address) == {}


METHODS = {
    MessageKind.INVITATION: "REQUEST",
    MessageKind.UPDATE: "REQUEST",
    MessageKind.CANCELLATION: "CANCEL",
    MessageKind.PARTNER_LEFT: "CANCEL",
}


@pytest.mark.parametrize("kind", MessageKind)
def test_only_what_concerns_the_calendar_has_a_calendar_part(kind: MessageKind, letter_of: Maker) -> None:
    message = message_from_bytes(compose(letter_of(kind), SECRET).raw, policy=policy.default)
    methods = [part.get_param("method") for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert methods == ([METHODS[kind]] if kind in METHODS else [])


@pytest.mark.parametrize("kind", METHODS)
def test_without_a_time_no_letter_touches_the_calendar(kind: MessageKind, letter_of: Maker) -> None:
    raw = compose(letter_of(kind, starts=None, ends=None, where=""), SECRET).raw
    assert b"text/calendar" not in raw
    assert b"application/ics" not in raw


@pytest.mark.parametrize("kind", METHODS)
def test_a_calendar_holds_no_telephone_number_and_no_page(kind: MessageKind, letter_of: Maker) -> None:
    """Calendars are read by more people than mail: assistants, shared rooms, whole teams."""
    priya = Guest("Priya Shah", "Practice nurse", "High Street Surgery", "priya@high-street.example", "07700 900123")
    page = "https://pairs.riverside.example/a/token"
    letter = letter_of(kind, guests=(priya,), answer_url=page, pause_url=page, format=Format.COFFEE)
    text = event_in(letter).to_ical()
    assert b"900123" not in text
    assert b"riverside.example/a" not in text
