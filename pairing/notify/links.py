"""
Links that start a mail (RFC 6068): prepared replies for people, and a first line to a colleague.

Where a network has no public pages these are the whole of answering, so the subjects are fixed
words that a person and a program can both read: "Yes", "Another time", "Not this month",
"Pause <programme> <n> months", "Pause <programme>" (until they say otherwise), "Stop".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pairing.notify.messages import Invitation, Letter

#: Offered pauses, in months.
PAUSES = (1, 3, 6)


@dataclass(frozen=True)
class Link:
    """What a link is called and where it leads."""

    label: str
    href: str


def mailto(addresses: Sequence[str], subject: str, body: str = "") -> str:
    """A mailto link with everything but the addresses' at signs escaped."""
    fields = [("subject", subject), ("body", body.replace("\n", "\r\n"))]
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields if value)
    return f"mailto:{','.join(quote(address, safe='@') for address in addresses)}?{query}"


def answers(invitation: Invitation, occasion: str) -> tuple[Link, ...]:
    """Yes, another time, not this month, as prepared replies about the ``occasion``."""
    wanted = ("Yes",) if invitation.starts is not None else ()
    moveable = ("Another time",) if not invitation.occasion_is_fixed else ()
    not_now = "Not this week" if invitation.is_weekly else "Not this month"
    return tuple(Link(word, _reply(invitation, f"{word}: {occasion}")) for word in (*wanted, *moveable, not_now))


def pauses(letter: Letter) -> tuple[Link, ...]:
    """One prepared reply for each offered pause."""
    return tuple(
        Link(_months(months), _reply(letter, f"Pause {letter.programme} {_months(months)}")) for months in PAUSES
    )


def pause_until_told(letter: Letter) -> str:
    """A prepared reply that pauses without an end: what a mail program's own "Unsubscribe" button sends."""
    return mailto([letter.answer_address], f"Pause {letter.programme}")


def stop(letter: Letter) -> Link:
    """A prepared reply that ends all invitations."""
    return Link("Stop", _reply(letter, "Stop"))


def _months(count: int) -> str:
    return f"{count} month" if count == 1 else f"{count} months"


def _reply(letter: Letter, subject: str) -> str:
    """A reply that says whose it is even when it comes from another address."""
    code = letter.uid.partition("@")[0] if isinstance(letter, Invitation) else ""
    return mailto([letter.answer_address], subject, f"\n\nReference: {code}" if code else "")
