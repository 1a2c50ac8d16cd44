"""One plain invitation to change in tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from pairing.notify.meeting_letters import (
    Cancellation,
    DidYouMeet,
    Invitation,
    Nudge,
    PartnerLeft,
    Reminder,
    Suggestion,
    Update,
)
from pairing.notify.messages import (
    Announcement,
    Digest,
    Guest,
    LeftOutNotice,
    Letter,
    Mailbox,
    MessageKind,
    Staying,
    Wording,
)
from pairing.rounds import Format

LONDON = ZoneInfo("Europe/London")

CLASSES: dict[MessageKind, type[Letter]] = {
    MessageKind.INVITATION: Invitation,
    MessageKind.LEFT_OUT: LeftOutNotice,
    MessageKind.REMINDER: Reminder,
    MessageKind.NUDGE: Nudge,
    MessageKind.DID_YOU_MEET: DidYouMeet,
    MessageKind.CANCELLATION: Cancellation,
    MessageKind.UPDATE: Update,
    MessageKind.STAYING: Staying,
    MessageKind.PARTNER_LEFT: PartnerLeft,
    MessageKind.SUGGESTION: Suggestion,
    MessageKind.ANNOUNCEMENT: Announcement,
    MessageKind.DIGEST: Digest,
}


@pytest.fixture(scope="session")
def invitation() -> Invitation:
    return Invitation(
        kind=MessageKind.INVITATION,
        key="coffee-2026-07/p1/invitation/0",
        network="Riverside PCN",
        person="p1",
        to=Mailbox("Sam O'Brien", "Sam.OBrien@mill-lane.example"),
        sender=Mailbox("Riverside coffee", "Coffee@Riverside.example"),
        reply_to=Mailbox("Ruth Adeyemi", "ruth@riverside.example"),
        written_at=datetime(2026, 7, 1, 8, 0, 0, 123, tzinfo=UTC),
        timezone="Europe/London",
        programme="coffee",
        format=Format.COFFEE,
        round="coffee-2026-07",
        period_name="July 2026",
        wording=Wording("Coffee pairs", "Twenty minutes with somebody new"),
        guests=(Guest("Priya Shah", "Practice nurse", "High Street Surgery", "priya@high-street.example"),),
        starts=datetime(2026, 7, 8, 12, 30, tzinfo=LONDON),
        ends=datetime(2026, 7, 8, 12, 50, tzinfo=LONDON),
        minutes=20,
        where="Mill Lane Surgery",
        by=date(2026, 7, 21),
        first_mover="you",
        prompts=("What does a good day look like?",),
        uid="0123456789abcdef0123456789abcdef@riverside.example",
    )


@pytest.fixture(scope="session")
def letter_of(invitation: Invitation) -> Callable[..., Letter]:
    """A letter of any kind about the invitation's meeting; ``key`` and the rest may be changed."""

    def make(kind: MessageKind, **changed: object) -> Letter:
        fitting = CLASSES[kind]
        shared = {
            field.name: getattr(invitation, field.name) for field in fields(fitting) if hasattr(invitation, field.name)
        }
        own = {"kind": kind, "key": f"{invitation.round}/{invitation.person}/{kind}/0"}
        if fitting is LeftOutNotice:
            own["why"] = "all seats were taken"
        return fitting(**(shared | own | changed))

    return make
