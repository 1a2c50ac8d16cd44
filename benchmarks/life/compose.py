"""
What composing one invitation costs: words, templates, styles, calendar entry, MIME. Beside it, the same calendar entry
built by icalendar alone, and the same page with its styles put in anew.

    python benchmarks/life/compose.py [LETTERS]

Prints milliseconds of processor time a letter, each letter to other people.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import css_inline
from icalendar import Calendar, Event, vCalAddress, vText

from pairing.notify.envelope import compose
from pairing.notify.itip import calendar
from pairing.notify.meeting_letters import Invitation
from pairing.notify.messages import Guest, Mailbox, MessageKind, Wording
from pairing.notify.render import render
from pairing.notify.vtimezone import vtimezone
from pairing.rounds import Format

SENT = datetime(2026, 12, 1, 9, tzinfo=UTC)


def main() -> None:
    letters = [letter(number) for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 500)]
    pages = [render(each) for each in letters]
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False)
    told = pages[0].description or ""
    timed("the whole mail", letters, lambda each: compose(each, b"s" * 32))
    timed("its words and pages", letters, worded)
    timed("its entry", letters, lambda each: calendar("REQUEST", each, summary="Coffee", description=told))
    timed("the entry by icalendar alone", letters, lambda each: by_icalendar(each, told))
    timed("styles put into a finished page", pages, lambda page: inliner.inline(page.html))


def letter(number: int) -> Invitation:
    return Invitation(
        kind=MessageKind.INVITATION,
        key=f"coffee-2026-12/p{number}/invitation/0",
        network="Riverside PCN",
        person=f"p{number}",
        to=Mailbox(f"Sam Person{number}", f"sam{number}@mill.example"),
        sender=Mailbox("Riverside coffee", "coffee@riverside.example"),
        reply_to=None,
        written_at=SENT,
        timezone="Europe/London",
        programme="coffee",
        format=Format.COFFEE,
        round="coffee-2026-12",
        period_name="December 2026",
        wording=Wording(title="Coffee together", purpose="Twenty minutes with somebody new.", ground_rules=(), note=""),
        guests=(Guest(f"Priya Guest{number}", "Nurse", "Mill Lane Surgery", f"priya{number}@lane.example"),),
        starts=SENT + timedelta(days=7),
        ends=SENT + timedelta(days=7, minutes=20),
        minutes=20,
        where="Mill Lane Surgery",
        by=date(2026, 12, 22),
        first_mover="you",
        uid=f"{number:032x}@riverside.example",
        prompts=("What is one thing your team does that you wish others knew?", "What brought you here?"),
        why=("You work at different practices.",),
    )


def worded(each: Invitation) -> tuple[object, ...]:
    words = render(each)
    return words.subject, words.summary, words.description, words.text_part, words.html_part


def by_icalendar(each: Invitation, description: str) -> bytes:
    assert each.starts is not None
    assert each.ends is not None
    whole, event = Calendar(), Event()
    for name, value in (("prodid", "-//pairs//pairs//EN"), ("version", "2.0"), ("method", "REQUEST")):
        whole.add(name, value)
    zone = vtimezone(each.timezone, each.starts.year)
    assert zone is not None
    whole.add_component(zone)
    attendee = vCalAddress(f"mailto:{each.to.address}")
    attendee.params["CN"] = vText(each.to.name)
    attendee.params["RSVP"] = vText("TRUE")
    for name, value in (
        *(("uid", each.uid), ("sequence", each.sequence), ("dtstamp", each.written_at)),
        *(("dtstart", each.starts.astimezone(ZoneInfo(each.timezone))), ("summary", "Coffee")),
        *(("dtend", each.ends.astimezone(ZoneInfo(each.timezone))), ("description", description)),
        *(("location", each.where), ("attendee", attendee), ("status", "CONFIRMED"), ("transp", "OPAQUE")),
    ):
        event.add(name, value)
    whole.add_component(event)
    content: bytes = whole.to_ical(sorted=False)
    return content


def timed(name: str, things: Sequence[object], act: Callable[..., object]) -> None:
    """The least of three runs over all of them."""
    costs = []
    for _ in range(3):
        began = process_time()
        for each in things:
            act(each)
        costs.append(process_time() - began)
    print(f"{name:32} {min(costs) / len(things) * 1000:6.3f} ms")


if __name__ == "__main__":
    main()
