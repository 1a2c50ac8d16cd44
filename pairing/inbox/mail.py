"""What one mail is found to be. Everything that cannot be known is None, never guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pairing.notify.links import Reply


class MailKind(StrEnum):
    """The kinds of mail a mailbox gets."""

    REPLY = "reply"  # a calendar answer (RFC 5546, 3.2.3)
    COUNTER = "counter"  # a calendar answer that proposes another time (RFC 5546, 3.2.7)
    BOUNCE = "bounce"  # a mail of ours could not be delivered, for good
    AUTO_REPLY = "auto_reply"  # written by a machine: out of office, read receipt, delay
    HUMAN_REPLY = "human_reply"  # written by a person, prepared or in their own words
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Said:
    """
    A prepared reply. ``months`` and ``until`` belong to a pause, ``slot`` (wall time) to an accepted time.

    A pause without either lasts until the person says otherwise. ``words`` are the person's own, may be
    empty. ``bare`` is true for a plain "yes" or "no", which means one thing after an invitation and
    another after "did you meet?". ``programme`` is the one to join, leave or stay in, in small letters,
    where it is named; ``number`` is the mobile number to share, as it was written.
    """

    reply: Reply
    months: int | None = None
    until: date | None = None
    slot: datetime | None = None
    words: str = ""
    bare: bool = False
    programme: str = ""
    number: str = ""


@dataclass(frozen=True)
class ReadMail:
    """
    One mail, read. The first six are what ``pairs collect --explain`` prints.

    ``attendee`` is the address of who answers, in small letters; for a bounce the address that failed.
    ``partstat`` is the calendar's word (RFC 5545, 3.2.12) in capitals. ``token`` is the reference in a
    prepared reply. ``answers`` are Message-IDs this mail answers, or returns to us.
    """

    kind: MailKind
    uid: str | None = None
    attendee: str | None = None
    partstat: str | None = None
    sequence: int | None = None
    token: str | None = None

    message_id: str | None = None
    sender: str | None = None  # the From address
    written_at: datetime | None = None  # the later of Date and the calendar's DTSTAMP
    dtstamp: str | None = None
    proposed: datetime | None = None  # aware; a COUNTER's start, where its time zone is known
    comment: str = ""
    said: Said | None = None
    answers: tuple[str, ...] = ()
    status: str | None = None  # a bounce's status code (RFC 3463): 5.1.1
    returned_to: str | None = None  # whom the returned mail was addressed to
    why: str = field(default="", compare=False)  # why it could not be read, or not wholly

    def explained(self) -> dict[str, str | int | None]:
        """The six keys other programs may rely on."""
        return {
            "kind": self.kind.value,
            "uid": self.uid,
            "attendee": self.attendee,
            "partstat": self.partstat,
            "sequence": self.sequence,
            "token": self.token,
        }
