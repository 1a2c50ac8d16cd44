"""
A calendar answer out of a mail's calendars: who says what to which invitation.

Only PARTSTAT of the one who answers counts: never the subject, the text, STATUS or SUMMARY, which
clients translate, shorten and get wrong. Times of a REPLY are not read at all; Windows zone names in
it do no harm. Copies of one answer are one answer; copies that contradict each other are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pairing.inbox.calendar_lines import Attendee, Event, events_of, plain_text
from pairing.inbox.calendar_times import moment

#: The methods of answers (RFC 5546, 3.2.3 and 3.2.7).
ANSWERS = frozenset({"REPLY", "COUNTER"})


@dataclass(frozen=True)
class CalendarAnswer:
    """One answer. ``attendee`` and ``partstat`` are None where it is not plain who answers what; ``why`` says so."""

    counter: bool
    uid: str | None
    attendee: str | None
    partstat: str | None
    sequence: int | None
    dtstamp: str | None
    stamped: datetime | None
    proposed: datetime | None
    comment: str
    why: str = ""


class Ambiguous(ValueError):
    """The calendars of one mail answer more than one invitation."""


def all_events(calendars: list[tuple[str, str | None]]) -> list[tuple[str | None, Event]]:
    """Every event with its METHOD: the calendar's own, else the one declared beside it."""
    return [(event.method or declared, event) for text, declared in calendars for event in events_of(text)]


def answer_in(events: list[tuple[str | None, Event]], senders: list[str]) -> CalendarAnswer | None:
    """
    The answer in these events; None when there is none, `Ambiguous` when there are several.

    ``senders`` are the addresses of From and the like: they tell who answers where a client names
    everybody.
    """
    answering = [(method, event) for method, event in events if method in ANSWERS]
    if not answering:
        return None
    if len(set().union(*(event.uids for _, event in answering))) > 1:
        raise Ambiguous("it answers several invitations at once")
    counters = [event for method, event in answering if method == "COUNTER"]
    # a series may be answered with its exceptions beside it; the series itself is the invitation
    masters = [event for _, event in answering if event.value("RECURRENCE-ID") is None]
    copies = (
        [event for event in counters if event in masters] or counters or masters or [event for _, event in answering]
    )
    voices = [_voice(event, senders) for event in copies]
    last = max(copies, key=lambda event: (event.sequence or 0, event.value("DTSTAMP") or ""))
    words = {(voice.address, voice.partstat) if voice else None for voice in voices}
    voice = voices[0] if len(words) == 1 else None
    why = "" if voice and voice.partstat else _why_not(words, copies)
    return CalendarAnswer(
        counter=bool(counters),
        uid=last.value("UID"),
        attendee=voice.address if voice else None,
        partstat=voice.partstat if voice else None,
        sequence=min((event.sequence for event in copies if event.sequence is not None), default=None),
        dtstamp=last.value("DTSTAMP"),
        stamped=moment(last.first("DTSTAMP")),
        proposed=moment(last.first("DTSTART")) if counters else None,
        comment=next(filter(None, (plain_text(event.value("COMMENT")) for event in copies)), ""),
        why=why,
    )


def _voice(event: Event, senders: list[str]) -> Attendee | None:
    """Who answers: neither the organiser nor a delegate; of several the one who wrote, or who alone said something."""
    candidates = [one for one in event.attendees if one.address != event.organizer and not one.is_delegate]
    if len(candidates) > 1:
        wrote = [one for one in candidates if one.address in senders]
        spoke = [one for one in candidates if one.partstat not in {None, "NEEDS-ACTION"}]
        candidates = wrote if len(wrote) == 1 else spoke
    return candidates[0] if len(candidates) == 1 else None


def _why_not(words: set[tuple[str, str | None] | None], copies: list[Event]) -> str:
    if len(words) > 1:
        return "its copies of the calendar contradict each other"
    if not any(event.attendees for event in copies):
        return "its calendar names nobody who answers"
    return "its calendar does not say who answers what"
