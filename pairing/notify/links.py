"""
Links that start a mail (RFC 6068): prepared replies for people, and a first line to a colleague.

Where a network has no public pages these are the whole of answering, so the subjects are fixed
words that a person and a program can both read (`Reply`), followed by what they are about:

    Yes: coffee, Tuesday 8 December             Pause coffee 3 months
    Accept 2026-12-09 12:30: coffee, ...        Pause coffee            (until they say otherwise)
    We did not meet: coffee, ...                Stay coffee, Join coffee, Leave coffee, Stop
    Share mobile 07700 900123                   Remove mobile

Where the letter is about a meeting, the body ends in "Reference: " and the 32 digits of its UID.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from pairing.notify.dates import day_name, local, time_name
from pairing.notify.meeting_letters import DidYouMeet, MeetingLetter, Suggestion
from pairing.notify.messages import Letter, Staying
from pairing.plural import number_of

#: Offered pauses, in months.
PAUSES = (1, 3, 6)

REFERENCE = "Reference: "


class Reply(StrEnum):
    """How the subject of a prepared reply begins."""

    YES = "Yes"
    ANOTHER_TIME = "Another time"
    NOT_THIS_MONTH = "Not this month"
    NOT_THIS_WEEK = "Not this week"
    ACCEPT = "Accept"  # then the wall time in the network's zone, as in "2026-12-09 12:30"
    MET = "We met"
    NOT_MET = "We did not meet"
    LATER = "We will meet later"
    THERE = "I was there"  # at a table; as good as the two above
    NOT_THERE = "I was not there"
    PAUSE = "Pause"  # then the programme and, if it ends, the months
    STOP = "Stop"
    STAY = "Stay"  # then the programme
    JOIN = "Join"  # then the programme
    SHARE_MOBILE = "Share mobile"  # then the number, for who is in a group with them
    REMOVE_MOBILE = "Remove mobile"
    LEAVE = "Leave"  # then the programme: no more of this one, the others go on


class Choice(StrEnum):
    """What a page shows as chosen, by ``?choice=``, until somebody presses its button; never more than that."""

    MET = "met"
    STAY = "stay"


class Link(NamedTuple):
    """What a link is called and where it leads."""

    label: str
    href: str


def mailto(addresses: Sequence[str], subject: str, *body: str) -> str:
    """A mailto link with everything but the addresses' at signs escaped; of the ``body`` each piece by itself."""
    fields = [f"subject={_escaped(subject)}"] if subject else []
    if any(body):
        fields.append("body=" + "".join([_escaped(piece.replace("\n", "\r\n")) for piece in body]))
    return f"mailto:{','.join([_escaped(address, '@') for address in addresses])}?{'&'.join(fields)}"


@lru_cache(maxsize=4096)  # names, addresses and what is said about a round come again and again
def _escaped(text: str, safe: str = "") -> str:
    return quote(text, safe=safe)


def chosen(page: str, choice: Choice) -> str:
    """The page's address with a choice preselected."""
    return f"{page}{'&' if '?' in page else '?'}choice={choice}"


def answers(letter: MeetingLetter, occasion: str) -> tuple[Link, ...]:
    """Yes, another time (where there is one to move), not this month, as prepared replies about the ``occasion``."""
    moveable = letter.starts is not None and not letter.occasion_is_fixed
    another = (Reply.ANOTHER_TIME,) if moveable else ()
    not_now = Reply.NOT_THIS_WEEK if letter.is_weekly else Reply.NOT_THIS_MONTH
    return _replies(letter, [(word, f"{word}: {occasion}") for word in (Reply.YES, *another, not_now)])


def attendance(letter: DidYouMeet, occasion: str) -> tuple[Link, ...]:
    """Met, did not meet, will meet later (never for a date that was everybody's), as prepared replies."""
    at_a_table = (Reply.THERE, Reply.NOT_THERE)
    words = at_a_table if letter.occasion_is_fixed else (Reply.MET, Reply.NOT_MET, Reply.LATER)
    return _replies(letter, [(word, f"{word}: {occasion}") for word in words])


def slots(letter: Suggestion, occasion: str) -> tuple[Link, ...]:
    """One prepared reply for each suggested time; the label is the time itself."""
    moments = [local(slot, letter.timezone) for slot in letter.slots]
    offers = [
        (f"{day_name(moment)}, {time_name(moment)}", f"{Reply.ACCEPT} {moment:%Y-%m-%d %H:%M}: {occasion}")
        for moment in moments
    ]
    return _replies(letter, offers)


def pauses(letter: Letter) -> tuple[Link, ...]:
    """One prepared reply for each offered pause."""
    return _replies(letter, _pauses_of(letter.programme))


@lru_cache(maxsize=64)
def _pauses_of(programme: str) -> list[tuple[str, str]]:
    names = [number_of(months, "month") for months in PAUSES]
    return [(name, f"{Reply.PAUSE} {programme} {name}") for name in names]


def pause_until_told(letter: Letter) -> str:
    """A prepared reply that pauses without an end: what a mail program's own "Unsubscribe" button sends."""
    opening, _ = _around_subject(letter.answer_address, "")  # it is about no meeting
    return f"{opening}{_escaped(f'{Reply.PAUSE} {letter.programme}')}"


def stop(letter: Letter) -> Link:
    """A prepared reply that ends all invitations."""
    return Link(Reply.STOP, _reply(letter, Reply.STOP))


def stay(letter: Staying) -> Link:
    """Somebody silent wants to go on: the page with that choice, or a prepared reply."""
    by_mail = _reply(letter, f"{Reply.STAY} {letter.programme}")
    return Link("Yes, I will stay", chosen(letter.answer_url, Choice.STAY) if letter.answer_url else by_mail)


def join(letter: Letter, page: str | None) -> Link:
    """Somebody wants to take part: the page, or a prepared reply."""
    return Link("Yes, I will join", page or _reply(letter, f"{Reply.JOIN} {letter.programme}"))


def _reply(letter: Letter, subject: str) -> str:
    """A reply that says whose it is even when it comes from another address."""
    return _replies(letter, [("", subject)])[0].href


def _replies(letter: Letter, replies: Sequence[tuple[str, str]]) -> tuple[Link, ...]:
    """Such replies, each by its label and its subject."""
    opening, ending = _around_subject(letter.answer_address, letter.uid if isinstance(letter, MeetingLetter) else "")
    return tuple([Link(label, f"{opening}{_escaped(subject)}{ending}") for label, subject in replies])


@lru_cache(maxsize=64)  # all prepared replies of one letter share it
def _around_subject(address: str, uid: str) -> tuple[str, str]:
    code = uid.partition("@")[0]
    reference = f"\r\n\r\n{REFERENCE}"
    ending = f"&body={_escaped(reference)}{quote(code, safe='')}" if code else ""
    return f"mailto:{_escaped(address, '@')}?subject=", ending
