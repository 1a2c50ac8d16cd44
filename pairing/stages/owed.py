"""Letters as messages owed: written out, bytes and all, and dated for when they make no sense any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from pairing.notify.envelope import compose
from pairing.notify.meeting_letters import Invitation, MeetingLetter
from pairing.notify.messages import Letter
from pairing.notify.outbox import Entry
from pairing.rounds import PlannedRound
from pairing.stages.desk import Desk
from pairing.stages.letters import letters_of


def entries_of(desk: Desk, plan: PlannedRound) -> list[Entry]:
    """The plan's messages as rows owed, bytes and all; the same under the same secret, seed and clock."""
    return [
        entry_of(desk, letter, order=order, expires=_pointless_from(letter, plan, desk))
        for order, letter in enumerate(letters_of(desk, plan))
    ]


def entry_of(desk: Desk, letter: Letter, *, order: int, expires: datetime | None) -> Entry:
    """One letter as a row owed; sending it makes no sense any more once it ``expires``."""
    composed = compose(letter, desk.secret)
    return Entry(
        key=letter.key,
        mailbox=desk.mailbox,
        round=letter.round,
        programme=letter.programme,
        person=letter.person,
        kind=letter.kind.value,
        sequence=letter.sequence if isinstance(letter, MeetingLetter) else 0,
        recipient=composed.recipient,
        message_id=composed.message_id,
        raw=composed.raw,
        order=order,
        expires=expires,
    )


def _pointless_from(letter: Letter, plan: PlannedRound, desk: Desk) -> datetime:
    """When sending this message would make no sense any more: once the meeting, or the whole window, is past."""
    if isinstance(letter, Invitation) and letter.ends is not None:
        return letter.ends
    days = desk.config.programmes[plan.programme].meet_within_days
    return plan.planned_at + timedelta(days=days + 1)
