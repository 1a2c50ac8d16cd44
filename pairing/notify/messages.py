"""
What is said to whom. Frozen values with everything a template needs, and nothing that looks it up.
Those about one meeting are in `meeting_letters`.

Names and addresses appear here because this is the mail itself; nothing here is logged or kept
but the rendered bytes, and those only while the message is owed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pairing.rounds import Format


class MessageKind(StrEnum):
    """The kinds of message. The value is part of the outbox key and of template file names."""

    INVITATION = "invitation"
    LEFT_OUT = "left_out"
    REMINDER = "reminder"
    NUDGE = "nudge"
    DID_YOU_MEET = "did_you_meet"
    CANCELLATION = "cancellation"
    UPDATE = "update"
    STAYING = "staying"
    PARTNER_LEFT = "partner_left"
    SUGGESTION = "suggestion"
    ANNOUNCEMENT = "announcement"
    DIGEST = "digest"


@dataclass(frozen=True)
class Mailbox:
    """A display name and an address."""

    name: str
    address: str


@dataclass(frozen=True)
class Guest:
    """One other member of the group, as the invitation shows them.

    ``mobile`` is shown where it is not empty: give it only where they have agreed to that.
    """

    name: str
    role: str
    practice: str
    address: str
    mobile: str = ""


@dataclass(frozen=True)
class Seat:
    """One rotation of a workshop for its reader: the table's number from 1 on, and the names of who else sits there.

    ``table`` is 0 where they have none yet.
    """

    table: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """What the programme calls itself and says about itself."""

    title: str  # "Coffee pairs", "Melting Pot lunch": the display name
    purpose: str  # one line
    ground_rules: tuple[str, ...] = ()
    note: str = ""  # the lead's own words for this round, may be empty


def is_fixed(format: Format) -> bool:
    """True for meetings whose time is everybody's (a lunch, a workshop) and cannot be moved for one."""
    return format in (Format.LUNCH, Format.WORKSHOP)


@dataclass(frozen=True)
class Letter:
    """What every message has. ``key`` is the outbox's dedupe key; ``written_at`` is Date and DTSTAMP.

    The Message-ID follows from ``key``, so two different letters never share one: where somebody gets a
    second letter of one kind in a round (two groups ended), its number must differ.

    The addresses are None where the network has no public pages: then every answer is a prepared reply
    by mail, to ``reply_to`` if there is one, else to ``sender``. ``answer_url`` is the page where this
    letter's own question is answered; ``pause_url`` the page to pause or stop, and a POST to it pauses
    (RFC 8058). ``lead`` is the name at the foot, may be empty.
    """

    kind: MessageKind
    key: str
    network: str  # display name
    person: str  # id
    to: Mailbox
    sender: Mailbox
    reply_to: Mailbox | None
    written_at: datetime
    timezone: str
    programme: str
    format: Format
    round: str
    period_name: str  # "December 2026", "the week of 30 November"
    wording: Wording
    answer_url: str | None = None
    pause_url: str | None = None
    lead: str = ""

    @property
    def answer_address(self) -> str:
        """Where prepared replies go."""
        return (self.reply_to or self.sender).address

    @property
    def is_weekly(self) -> bool:
        """True when the round's period is a week (its name ends in "W" and the ISO week)."""
        return self.round.rpartition("-")[2].startswith("W")

    @property
    def occasion_is_fixed(self) -> bool:
        """True when the time is everybody's."""
        return is_fixed(self.format)


@dataclass(frozen=True)
class LeftOutNotice(Letter):
    """Told kindly that there is no group this time, why, and that they go first next time."""

    why: str = ""


@dataclass(frozen=True)
class Staying(Letter):
    """After ``rounds`` silent rounds in a row: do you want to stay? Nobody is dropped for not answering."""

    rounds: int = 3


@dataclass(frozen=True)
class Announcement(Letter):
    """The first word of a programme: what for, how long it takes, how to stop, or how to join.

    ``often`` reads as in "once a month"; ``first_on`` is when the first invitations go out, ``join_by``
    the last day to say yes for those. ``opt_in``: only who joins takes part, at ``join_url`` if there
    are pages, else by a prepared reply.
    """

    minutes: int = 30
    often: str = ""
    first_on: date | None = None
    join_by: date | None = None
    opt_in: bool = False
    join_url: str | None = None
    weekly: bool = False

    @property
    def is_weekly(self) -> bool:
        """As the programme's rhythm says: there is no round yet."""
        return self.weekly or super().is_weekly


@dataclass(frozen=True)
class Digest(Letter):
    """The lead's own mail: one ``headline``, ``attention`` (what somebody must do, may be empty), then
    ``lines`` (how it stands). Names and ids are allowed. It is nobody's invitation, so there is no
    pause, no stop and no calendar.
    """

    headline: str = ""
    attention: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
