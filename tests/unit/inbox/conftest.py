"""Every prepared reply our letters offer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from pairing.notify import links
from pairing.notify.meeting_letters import DidYouMeet, Suggestion
from pairing.notify.messages import Guest, Mailbox, MessageKind, Wording
from pairing.rounds import Format

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def letters() -> list[str]:
    common = {
        "key": "coffee-2026-07/p1/did_you_meet/0",
        "network": "Riverside PCN",
        "person": "p1",
        "to": Mailbox("Sam", "sam@mill-lane.example"),
        "sender": Mailbox("Riverside coffee", "coffee@riverside.example"),
        "reply_to": None,
        "written_at": datetime(2026, 7, 1, 8, tzinfo=UTC),
        "timezone": "Europe/London",
        "programme": "coffee",
        "format": Format.COFFEE,
        "round": "coffee-2026-07",
        "period_name": "July 2026",
        "wording": Wording("Coffee pairs", "Twenty minutes with somebody new"),
        "guests": (Guest("Priya Shah", "Nurse", "High Street", "priya@high-street.example"),),
        "starts": datetime(2026, 7, 8, 12, 30, tzinfo=LONDON),
        "ends": datetime(2026, 7, 8, 12, 50, tzinfo=LONDON),
        "by": date(2026, 7, 21),
        "uid": "0123456789abcdef0123456789abcdef@riverside.example",
    }
    asked = DidYouMeet(kind=MessageKind.DID_YOU_MEET, **common)
    offered = Suggestion(
        kind=MessageKind.SUGGESTION, **common, suggested_by="Priya", slots=(datetime(2026, 7, 9, 12, tzinfo=UTC),)
    )
    found = [
        *links.answers(asked, "coffee, Wednesday 8 July"),
        *links.attendance(asked, "coffee, Wednesday 8 July"),
        *links.slots(offered, "coffee, Wednesday 8 July"),
        *links.pauses(asked),
        links.stop(asked),
        links.join(asked, None),
    ]
    return [link.href for link in found] + [links.pause_until_told(asked)]
