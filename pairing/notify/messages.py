"""
What is said to whom. Frozen values with everything a template needs, and nothing that looks it up.

Names and addresses appear here because this is the mail itself; nothing here is logged or kept
but the rendered bytes, and those only while the message is owed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pairing.rounds import Format


class MessageKind(StrEnum):
    """The kinds of message. The value is part of the outbox key and of template file names."""

    INVITATION = "invitation"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Mailbox:
    """A display name and an address."""

    name: str
    address: str


@dataclass(frozen=True)
class Guest:
    """One other member of the group, as the invitation shows them."""

    name: str
    role: str
    practice: str
    address: str


@dataclass(frozen=True)
class Wording:
    """What the programme calls itself and says about itself."""

    title: str  # "Coffee pairs", "Melting Pot lunch": the display name
    purpose: str  # one line
    ground_rules: tuple[str, ...] = ()
    note: str = ""  # the lead's own words for this round, may be empty


@dataclass(frozen=True)
class Letter:
    """What every message has. ``key`` is the outbox's dedupe key; ``written_at`` is Date and DTSTAMP.

    ``answer_url`` and ``pause_url`` are None where the network has no public pages: then every answer
    is a prepared reply by mail, to ``reply_to`` if there is one, else to ``sender``. A POST to
    ``pause_url`` pauses (RFC 8058). ``lead`` is the name at the foot, may be empty.
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


@dataclass(frozen=True)
class Invitation(Letter):
    """An invitation to meet the ``guests``. ``starts`` is aware, or None when they choose a time.

    ``uid`` and ``sequence`` are the calendar entry's identity (RFC 5545, 3.8.4.7 and 3.8.7.4).
    ``first_mover`` is None, "you", or a guest's name; ``host`` likewise. ``together`` is true when
    they share a site (else a call is offered). ``by`` is the last day of the window to meet in.
    """

    guests: tuple[Guest, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None
    minutes: int = 30
    where: str = ""
    by: date | None = None
    first_mover: str | None = None
    host: str | None = None
    prompts: tuple[str, ...] = ()
    uid: str = ""
    sequence: int = 0
    why: tuple[str, ...] = field(default=())

    @property
    def occasion_is_fixed(self) -> bool:
        """True when the time is everybody's (a lunch, a workshop) and cannot be moved for one."""
        return self.format in {Format.LUNCH, Format.WORKSHOP}


@dataclass(frozen=True)
class LeftOutNotice(Letter):
    """Told kindly that there is no group this time, why, and that they go first next time."""

    why: str = ""
