"""
What people may answer, wherever they say it: page, calendar, mail, or the lead by hand.

An answer becomes one fact; the last one wins until the cut-off. Whether they met, and whether they
take part at all, are other facts (`ATTENDANCE_RECORDED`, `PERSON_PAUSED`, `PERSON_STOPPED`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from pairing.events import Fact, Kind


class Answer(StrEnum):
    """An answer to an invitation."""

    YES = "yes"
    ANOTHER_TIME = "another_time"
    NO = "no"  # not this month


class Source(StrEnum):
    """Where an answer came from."""

    PAGE = "page"
    CALENDAR = "calendar"
    MAIL = "mail"
    LEAD = "lead"


def answered(
    *,
    at: datetime,
    programme: str,
    round: str,
    group: int,
    person: str,
    answer: Answer,
    source: Source,
    held: bool = False,
) -> Fact:
    """Somebody answered their invitation. ``held``: kept and shown, but not acted on."""
    body = {"group": group, "answer": answer.value, "source": source.value, "held": held}
    return Fact(Kind.ANSWERED, at, person=person, programme=programme, round=round, body=body)


def time_suggested(
    *,
    at: datetime,
    programme: str,
    round: str,
    group: int,
    person: str,
    slots: Sequence[datetime],
    words: str,
    source: Source,
) -> Fact:
    """Somebody proposed other times. ``words`` are shown to the others in the group, and may be empty."""
    body = {
        "group": group,
        "slots": [slot.isoformat() for slot in slots],
        "words": words,
        "source": source.value,
    }
    return Fact(Kind.TIME_SUGGESTED, at, person=person, programme=programme, round=round, body=body)


def attendance(
    *, at: datetime, programme: str, round: str, group: int, person: str, met: bool | None, source: Source
) -> Fact:
    """Somebody said whether they met; None = they will meet later."""
    body = {"group": group, "met": met, "source": source.value}
    return Fact(Kind.ATTENDANCE_RECORDED, at, person=person, programme=programme, round=round, body=body)
