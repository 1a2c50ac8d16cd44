"""The words of letters about one meeting: who, when, where, and what may be answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from pairing.notify import links
from pairing.notify.dates import day_name, local, short_day_name, time_name
from pairing.notify.meeting_letters import (
    Cancellation,
    DidYouMeet,
    Ending,
    Invitation,
    MeetingLetter,
    Reminder,
    Suggestion,
    Update,
)
from pairing.notify.messages import Guest, Seat
from pairing.notify.phrases import capital, given_name, length, listed, sentence
from pairing.notify.plain import one_line, paragraphs
from pairing.rounds import Format

#: What one meeting is called in a sentence.
NOUNS = {Format.COFFEE: "coffee", Format.LUNCH: "lunch", Format.HUDDLE: "huddle", Format.WORKSHOP: "workshop"}

USUAL_GROUND_RULES = (
    "What is said at the table stays at the table.",
    "No jargon: say it so that everybody can follow.",
    "No rank: every voice counts the same.",
)


def meeting_words(letter: MeetingLetter) -> dict[str, Any]:
    """The template's names for a letter about a meeting, whatever it says about it."""
    when = _when_and_where((letter.starts, letter.ends), letter.timezone, letter.minutes, letter.where, letter.by)
    occasion = f"{NOUNS[letter.format]}, {when['day']}" if letter.starts else NOUNS[letter.format]
    question = _question(letter, when, occasion)
    guests = [_guest(guest, question, occasion) for guest in letter.guests]
    given_names = listed([guest["given"] for guest in guests])
    words = {
        "guests": guests,
        "names": listed([guest["name"] for guest in guests]),
        "given_names": given_names,
        "company": _company(letter),
        "people": len(guests) + 1,
        "tables": [{"turn": turn, "sits": _sits(seat)} for turn, seat in enumerate(letter.tables, 1)],
        "you_write_first": letter.first_mover == "you",
        "first": next((guest for guest in guests if guest["name"] == one_line(letter.first_mover or "")), None),
        "you_host": letter.host == "you",
        "host": one_line(letter.host) if letter.host and letter.host != "you" else "",
        "answers": links.answers(letter, occasion),
        "answer_first": isinstance(letter, Reminder),  # it asks for an answer; writing to the others comes second
        "first_line": links.Link(
            f"Write to {given_names}",
            _first_line([guest["address"] for guest in guests], given_names, question, occasion),
        ),
    }
    return words | when | _own(letter, occasion)


@lru_cache(maxsize=1024)  # the same for a whole group, or a whole lunch
def _when_and_where(
    span: tuple[datetime | None, datetime | None], timezone: str, minutes: int, where: str, by: date | None
) -> dict[str, str]:
    starts, ends = (local(moment, timezone) if moment else None for moment in span)
    place = one_line(where)
    return {
        "day": day_name(starts) if starts else "",
        "short_day": short_day_name(starts) if starts else "",
        "starts": time_name(starts) if starts else "",
        "ends": time_name(ends) if ends else "",
        "length": length(minutes),
        "where": place,
        "where_short": place.partition(",")[0],
        "by": day_name(by) if by else "",
        "short_by": short_day_name(by) if by else "",
    }


def _sits(seat: Seat) -> str:
    """As in: Table 3, with Ann Lee and Ben Roy."""
    if not seat.table:
        return "Any table with a free place"
    names = listed([one_line(name) for name in seat.names])
    return f"Table {seat.table}, with {names}" if names else f"Table {seat.table}"


def _own(letter: MeetingLetter, occasion: str) -> dict[str, Any]:
    """What only letters of this class have."""
    found: dict[str, Any] = {}
    if isinstance(letter, Invitation):
        found |= {
            "prompts": [one_line(prompt, most=300) for prompt in letter.prompts],
            "ground_rules": _ground_rules(letter),
            "why": [sentence(line) for line in letter.why],
            "first_time_ever": letter.first,
            "often": one_line(letter.often),
        }
    if isinstance(letter, Update):
        found |= _change(letter)
    if isinstance(letter, Suggestion):
        found |= {
            "by_whom": one_line(letter.suggested_by),
            "said": paragraphs(letter.said, most=400),
            "slots": links.slots(letter, occasion),
        }
    if isinstance(letter, DidYouMeet):
        found |= {"met_url": letter.met_url, "met_page": _met_page(letter), "met": links.attendance(letter, occasion)}
    if isinstance(letter, Ending):
        found |= _ending(letter)
    return found


def _change(letter: Update) -> dict[str, Any]:
    """What an update changes: the time, its first time, the place, or words only."""
    before = local(letter.before, letter.timezone) if letter.before and letter.before != letter.starts else None
    place_before = one_line(letter.where_before)
    return {
        "news": sentence(letter.news),
        "first_time": letter.before is None and letter.starts is not None,
        "old_day": day_name(before) if before else "",
        "old_starts": time_name(before) if before else "",
        "old_where": place_before if place_before != one_line(letter.where) else "",
    }


def _ending(letter: Ending) -> dict[str, Any]:
    cancelled = letter if isinstance(letter, Cancellation) else None
    return {
        "away": listed([one_line(name) for name in letter.away]),
        "away_are": "are" if len(letter.away) > 1 else "is",
        "words": paragraphs(letter.words),
        "by_you": cancelled is not None and cancelled.by_you,
        "invitation_follows": cancelled is not None and cancelled.invitation_follows,
        "first_next_time": cancelled is None or cancelled.first_next_time,
    }


def _met_page(letter: DidYouMeet) -> links.Link | None:
    """The page with "we met" preselected, where there are pages."""
    label = "I was there" if letter.occasion_is_fixed else "We met"
    return links.Link(label, links.chosen(letter.met_url, links.Choice.MET)) if letter.met_url else None


def _company(letter: MeetingLetter) -> str:
    """Whom they meet, as in "Priya Shah" or, at a table, "5 colleagues"."""
    count = len(letter.guests)
    if letter.occasion_is_fixed and count > 1:
        return f"{count} colleagues"
    return listed([one_line(guest.name) for guest in letter.guests])


def _guest(guest: Guest, question: tuple[str, ...], occasion: str) -> dict[str, str]:
    card = _card(guest)
    return card | {"href": _first_line([card["address"]], card["given"], question, occasion)}


@lru_cache(maxsize=1024)  # the same in every mail to their groups
def _card(guest: Guest) -> dict[str, str]:
    """What is shown of them."""
    mobile = one_line(guest.mobile, most=30)
    return {
        "name": one_line(guest.name),
        "given": given_name(guest.name),
        "role": one_line(guest.role),
        "practice": one_line(guest.practice),
        "address": one_line(guest.address),
        "mobile": mobile,
        "dial": "".join(char for char in mobile if char in "+0123456789"),
    }


def _first_line(addresses: list[str], given_names: str, question: tuple[str, ...], occasion: str) -> str:
    """A first mail somebody can send as it stands."""
    return links.mailto(addresses, capital(occasion), f"Hello {given_names},\n\n", *question)


def _question(letter: MeetingLetter, when: Mapping[str, str], occasion: str) -> tuple[str, ...]:
    """What a first mail asks, and who asks; nothing where there is nothing to agree on."""
    if letter.occasion_is_fixed:
        return ()
    if letter.starts is None:
        ask = f"We have been put together for {NOUNS[letter.format]}. When and where would suit you?"
    else:
        place = f" ({when['where']})" if letter.where else ""
        ask = f"We have been put together for {occasion} at {when['starts']}{place}. Does that suit you?"
    return f"{ask}\n\n", given_name(letter.to.name)


def _ground_rules(letter: Invitation) -> tuple[str, ...]:
    given = tuple(one_line(rule, most=300) for rule in letter.wording.ground_rules)
    return given or (USUAL_GROUND_RULES if letter.format is Format.LUNCH else ())
