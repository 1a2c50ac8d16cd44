"""
Facts in the past tense, and the port of the log that keeps them.

The log is append-only and holds ids only: names and addresses live in the roster, and what people
write in their own words (``words`` in a body) lies beside the log; so erasing a person leaves every
fact valid. Mistakes are answered by new facts, never by edits. Everything else (who has met whom,
who is paused, what is due) is a fold over this log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from pairing.once import Once


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
    ANSWERED = (
        "answered"  # round, person; body: group, answer (pairing.life.answers), source, held (true = not acted on)
    )
    TIME_SUGGESTED = "time_suggested"  # round, person; body: group, slots (ISO starts), words
    GROUP_MOVED = "group_moved"  # round; body: group, starts, ends, where (the agreed new time and place)
    GROUPS_CHANGED = (
        # round; body: ended [{group, why}], groups [as in the plan], left_out [{person, why}], words (the lead's)
        "groups_changed"
    )
    ROUND_CANCELLED = "round_cancelled"  # round; body: words (the lead's)
    ADDRESS_BOUNCED = "address_bounced"  # person, round; body: status (5.1.1 ...), key
    MAIL_READ = "mail_read"  # round, person where known; body: mail (hash), kind, what came of it
    MAIL_QUARANTINED = "mail_quarantined"  # body: mail (hash), file, why; early (true = it is read again)
    STAYING_ASKED = "staying_asked"  # person; after three silent rounds in a row
    STAYING_SAID = "staying_said"  # person, programme; body: source; they want to stay
    PROGRAMME_ANNOUNCED = "programme_announced"  # person, programme; body: opt_in, first_on (ISO date)
    PROGRAMME_JOINED = "programme_joined"  # person, programme; body: source
    PROGRAMME_LEFT = "programme_left"  # person, programme; body: source; the others go on
    MOBILE_SHARED = "mobile_shared"  # person; body: source; the number itself is in the roster alone
    MOBILE_WITHDRAWN = "mobile_withdrawn"  # person; body: source
    STAFF_IMPORTED = "staff_imported"  # body: people (count), joined, left, moved, file_date


@dataclass(frozen=True)
class Fact(Once):
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

    def forget_words(self, person: str, *, name: str = "") -> None:
        """
        What this person wrote (``words`` in a body) is erased and read as empty from now on; their facts stay.

        With their ``name`` also what the lead wrote (in facts of nobody's) where any part of it stands there.
        """

    def newest(self) -> int:
        """The ``seq`` of the newest fact, 0 before the first: while it stays the same, nothing has happened."""
