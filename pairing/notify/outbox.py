"""
The outbox: messages owed. A to-do list, not a log.

    queued -> sending -> sent        the server (or the folder) took it
                      -> queued      a temporary failure; not before `not_before`
                      -> failed      a permanent one; the lead mends an address
    queued -> held -> queued         the lead's stop button
    queued -> withdrawn              no longer owed (pause, stop, cancel)

A claim (`sending`, with the run's name and a lease) is committed before the first byte leaves;
`sent` is committed right after the server's 250. In between lies the one message that a crash may
send twice, byte for byte the same (design decision 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pairing.once import Once

#: Marks a message a try of which ended nobody knows how: it may have arrived. The second such try is the last.
UNKNOWN = "unknown: "

#: How a run that died left what it was sending.
DIED = f"{UNKNOWN}the run died while sending it"

#: Kinds that are not sent again while the fate of a try is unknown: nobody misses one, and two are one too many.
AT_MOST_ONCE = frozenset({"reminder", "nudge", "did_you_meet", "staying"})


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Entry(Once):
    """One message owed. ``key`` is unique: ``round/person/kind/sequence``.

    ``raw`` are the frozen bytes, wiped (empty) once sent or withdrawn, as is ``recipient``.
    ``order`` is the order in which messages leave a mailbox.
    """

    key: str
    mailbox: str
    round: str
    programme: str
    person: str
    kind: str
    sequence: int
    recipient: str
    message_id: str
    raw: bytes
    state: State = State.QUEUED
    order: int = 0
    attempts: int = 0
    claimed_by: str | None = None
    lease_ends: datetime | None = None
    not_before: datetime | None = None
    expires: datetime | None = None
    error: str = ""
    sent_at: datetime | None = None


class Outbox(Protocol):
    """The messages of one network. Every call is one transaction, or joins the caller's open one."""

    def add(self, entries: Iterable[Entry]) -> int:
        """Keep those whose key is new; the others are left as they are. Returns how many were new."""

    def entries(self, *, states: Sequence[State] = (), round: str | None = None) -> Sequence[Entry]:
        """All entries in order, narrowed where asked."""

    def heads(self, *, states: Sequence[State] = (), round: str | None = None) -> Sequence[Entry]:
        """As `entries`, but ``raw`` is empty: what is owed need not be read to be listed."""

    def count(self, *, states: Sequence[State] = (), round: str | None = None) -> Mapping[State, int]:
        """How many entries stand where, narrowed where asked; a state none is in has no number."""

    def claim(self, mailbox: str, *, run: str, now: datetime, lease_ends: datetime) -> Entry | None:
        """Take the next queued entry that is due, or one whose lease has lapsed; None when none is.

        The latter's ``error`` is `DIED`: the run that held it has gone.

        The claim (state, run, lease, attempts + 1) is committed on return. PostgreSQL: FOR UPDATE
        SKIP LOCKED; SQLite: BEGIN IMMEDIATE.
        """

    def take_back(self, mailbox: str) -> int:
        """Return every claim to ``queued``, its ``error`` `DIED`; returns how many.

        Only for who holds the lock: other claimants are dead.
        """

    def sent(self, key: str, *, now: datetime, reply: str) -> None:
        """State ``sent``, bytes and recipient wiped, and the fact MESSAGE_SENT, in one commit."""

    def retry(self, key: str, *, not_before: datetime, error: str) -> None:
        """Back to ``queued`` after a temporary failure."""

    def failed(self, key: str, *, now: datetime, error: str, code: int | None) -> None:
        """State ``failed`` and the fact MESSAGE_FAILED, in one commit; the bytes stay owed."""

    def hold(self, *, round: str | None = None) -> int:
        """Queued entries become held; returns how many."""

    def resume(self, *, round: str | None = None) -> int:
        """Held (and failed) entries become queued; returns how many."""

    def unwrite(self, keys: Iterable[str]) -> int:
        """Queued or held entries that nobody has tried to send are gone, and may be written anew; returns how many."""

    def withdraw(self, keys: Iterable[str], *, now: datetime) -> int:
        """Queued, held or failed entries are owed no more and wiped; returns how many."""


class Buckets(Protocol):
    """Stored token buckets, one a mailbox, so that a restart does not burst."""

    def take(self, mailbox: str, *, per_minute: int, now: datetime) -> float:
        """Take one token; returns the seconds to wait before it may be used (0.0 = at once)."""
