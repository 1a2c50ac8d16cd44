"""
Facts in the past tense, and the port of the log that keeps them.

The log is append-only and holds ids only: names and addresses live in the roster, so erasing a
person leaves every fact valid. Mistakes are answered by new facts, never by edits. Everything
else (who has met whom, who is paused, what is due) is a fold over this log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Kind(StrEnum):
    """Every kind of fact. The value is what the database keeps; ``body`` keys are named here.

    ``person`` and ``round`` are columns of their own and are not repeated in the body.
    """

    PERSON_JOINED = "person_joined"  # person
    PERSON_LEFT = "person_left"  # person
    PERSON_MOVED = "person_moved"  # person; body: practice before/after as keys
    PERSON_PAUSED = "person_paused"  # person; body: until (ISO date or null)
    PERSON_RESUMED = "person_resumed"  # person
    PERSON_STOPPED = "person_stopped"  # person
    PERSON_FORGOTTEN = "person_forgotten"  # person
    ROUND_PLANNED = "round_planned"  # round; body: the whole plan as JSON (pairing.plans)
    MESSAGE_SENT = "message_sent"  # round, person; body: key, message (kind), sequence, reply
    MESSAGE_FAILED = "message_failed"  # round, person; body: key, message (kind), code, permanent
    ATTENDANCE_RECORDED = "attendance_recorded"  # round, person; body: group, met (true/false/null)
    MEETING_IMPORTED = "meeting_imported"  # round; body: programme, date, group, members, met{id: bool|null}
    STAFF_IMPORTED = "staff_imported"  # body: people (count), joined, left, moved, file_date


@dataclass(frozen=True)
class Fact:
    """One thing that happened. ``at`` is aware (UTC in storage); ``seq`` is 0 until it is kept."""

    kind: Kind
    at: datetime
    person: str | None = None
    programme: str | None = None
    round: str | None = None
    body: dict[str, Any] = field(default_factory=dict)
    seq: int = 0


class EventLog(Protocol):
    """Append-only facts of one network, in the order they were kept."""

    def append(self, facts: Iterable[Fact]) -> None:
        """Keep the facts, in order, within the caller's transaction; ``seq`` rises by at least one each."""

    def facts(self, *, kinds: Sequence[Kind] = (), round: str | None = None) -> Sequence[Fact]:
        """All facts in order of ``seq``; narrowed to the kinds and the round where given."""
