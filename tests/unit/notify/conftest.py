"""One plain invitation to change in tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from pairing.notify.messages import Guest, Invitation, Mailbox, MessageKind, Wording
from pairing.rounds import Format

LONDON = ZoneInfo("Europe/London")


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
