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
    why: str = "",
    undoes: bool = False,
) -> Fact:
    """
    Somebody answered their invitation.

    ``held``: kept and shown, but not acted on; ``why``: "late", "fast" or "contradicts". ``undoes``:
    the answer before, which this one contradicts within seconds, does not count either.
    """
    body: dict[str, object] = {"group": group, "answer": answer.value, "source": source.value, "held": held}
    body |= {"why": why, "undoes": undoes} if held else {}
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
    *,
    at: datetime,
    programme: str,
    round: str,
    group: int,
    person: str,
    met: bool | None,
    source: Source,
    words: str = "",
    held: bool = False,
) -> Fact:
    """
    Somebody said whether they met; None = they will meet later.

    ``words``: their line for the lead, may be empty. ``held``: a machine may have said it, so ``met`` is None.
    """
    body: dict[str, object] = {"group": group, "met": met, "source": source.value}
    body |= {"words": words} if words else {}
    body |= {"held": True} if held else {}
    return Fact(Kind.ATTENDANCE_RECORDED, at, person=person, programme=programme, round=round, body=body)
