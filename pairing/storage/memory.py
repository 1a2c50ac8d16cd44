"""
A store in memory: what ``--dry-run`` works on, and what tests use where the keeping is not the point.

It keeps every promise of the SQL store but the one to outlive the process.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pairing.events import Fact, Kind
from pairing.notify.outbox import DIED, Entry, State
from pairing.people.person import Person, Practice, Standing
from pairing.storage import moves, pace
from pairing.storage.blank import blank
from pairing.storage.store import Store


@dataclass
class _Kept:
    """All that is kept. Values are never changed in place, so a shallow copy is a whole one."""

    facts: list[Fact] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    practices: dict[str, Practice] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    buckets: dict[str, pace.Bucket] = field(default_factory=dict)

    def copy(self) -> _Kept:
        return _Kept(list(self.facts), dict(self.people), dict(self.practices), dict(self.entries), dict(self.buckets))


class MemoryStore:
    """The four ports of one network, in this process only."""

    def __init__(self) -> None:
        self.kept = _Kept()
        self._turn = threading.RLock()
        self._depth = 0
        self.events = MemoryEvents(self)
        self.roster = MemoryRoster(self)
        self.outbox = MemoryOutbox(self)
        self.buckets = MemoryBuckets(self)
        self.warnings: Sequence[str] = ()

    @classmethod
    def copy_of(cls, store: Store) -> MemoryStore:
        """A store with the same facts, people and messages, on which anything can be tried out.

        Buckets start full: a rehearsal has no pace to keep.
        """
        twin = cls()
        twin.kept.facts = list(store.events.facts())
        twin.roster.save(store.roster.people(with_left=True))
        twin.roster.save_practices(store.roster.practices())
        twin.kept.entries = {entry.key: entry for entry in store.outbox.entries()}
        return twin

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; other threads wait until it is over."""
        with self._turn:
            before = None if self._depth else self.kept.copy()
            self._depth += 1
            try:
                yield
            except BaseException:
                if before is not None:
                    self.kept = before
                raise
            finally:
                self._depth -= 1

    def lock(self) -> AbstractContextManager[None]:
        """Always free: nobody else can reach this memory."""
        return nullcontext()

    def close(self) -> None:
        """Nothing to let go of."""


class MemoryEvents:
    """The facts, in a list."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def append(self, facts: Iterable[Fact]) -> None:
        """Keep the facts in order, each with the next ``seq``."""
        with self._store.transaction():
            kept = self._store.kept.facts
            for fact in facts:
                seq = kept[-1].seq + 1 if kept else 1
                kept.append(replace(fact, at=_utc(fact.at), body=copy.deepcopy(fact.body), seq=seq))

    def facts(self, *, kinds: Sequence[Kind] = (), round: str | None = None) -> Sequence[Fact]:
        """The facts in order, narrowed where asked."""
        return [
            fact
            for fact in list(self._store.kept.facts)
            if (not kinds or fact.kind in kinds) and (round is None or fact.round == round)
        ]

    def forget_words(self, person: str) -> None:
        """Their words are empty from now on."""
        with self._store.transaction():
            for place, fact in enumerate(self._store.kept.facts):
                if fact.person == person and fact.body.get("words"):
                    self._store.kept.facts[place] = replace(fact, body=fact.body | {"words": ""})

    def newest(self) -> int:
        """The last one's ``seq``."""
        kept = self._store.kept.facts
        return kept[-1].seq if kept else 0


class MemoryRoster:
    """The people, in a dictionary."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def people(self, *, with_left: bool = False) -> Sequence[Person]:
        """Everybody, ordered by id."""
        everybody = (person for _, person in sorted(self._store.kept.people.items()))
        return [person for person in everybody if with_left or person.standing is not Standing.LEFT]

    def person(self, person_id: str) -> Person | None:
        """The person, or None when unknown."""
        return self._store.kept.people.get(person_id)

    def save(self, people: Iterable[Person]) -> None:
        """Insert or replace by id."""
        with self._store.transaction():
            for person in people:
                self._store.kept.people[person.id] = person

    def forget(self, person_id: str) -> None:
        """Only the bare id is left."""
        with self._store.transaction():
            if person_id in self._store.kept.people:
                self._store.kept.people[person_id] = blank(person_id)

    def practices(self) -> Sequence[Practice]:
        """Every practice, ordered by key."""
        return [practice for _, practice in sorted(self._store.kept.practices.items())]

    def save_practices(self, practices: Iterable[Practice]) -> None:
        """Insert or replace by key."""
        with self._store.transaction():
            for practice in practices:
                self._store.kept.practices[practice.key] = practice


class MemoryOutbox:
    """Messages owed, in a dictionary by key."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def _in_order(self) -> list[Entry]:
        return sorted(self._store.kept.entries.values(), key=lambda entry: entry.order)

    def _keep(self, entry: Entry, **changed: object) -> None:
        self._store.kept.entries[entry.key] = replace(entry, **changed)  # type: ignore[arg-type]  # names of fields

    def add(self, entries: Iterable[Entry]) -> int:
        """Keep the new ones; returns how many they were."""
        with self._store.transaction():
            kept, new = self._store.kept.entries, 0
            for entry in entries:
                if entry.key not in kept:
                    kept[entry.key] = entry
                    new += 1
            return new

    def entries(self, *, states: Sequence[State] = (), round: str | None = None) -> Sequence[Entry]:
        """All entries in order, narrowed where asked."""
        return [
            entry
            for entry in self._in_order()
            if (not states or entry.state in states) and (round is None or entry.round == round)
        ]

    def claim(self, mailbox: str, *, run: str, now: datetime, lease_ends: datetime) -> Entry | None:
        """The next entry that is due or whose lease has lapsed, now claimed."""
        with self._store.transaction():
            for entry in self._in_order():
                due = entry.state is State.QUEUED and (entry.not_before is None or entry.not_before <= now)
                lapsed = entry.state is State.SENDING and entry.lease_ends is not None and entry.lease_ends <= now
                if entry.mailbox == mailbox and (due or lapsed):
                    attempts, error = entry.attempts + 1, DIED if lapsed else entry.error
                    claimed = {"claimed_by": run, "lease_ends": lease_ends, "attempts": attempts, "error": error}
                    self._keep(entry, state=State.SENDING, **claimed)
                    return self._store.kept.entries[entry.key]
            return None

    def take_back(self, mailbox: str) -> int:
        """Every claim of the mailbox is queued again."""
        with self._store.transaction():
            claimed = [e for e in self.entries(states=[State.SENDING]) if e.mailbox == mailbox]
            for entry in claimed:
                self._keep(entry, state=State.QUEUED, error=DIED, **_LET_GO)
            return len(claimed)

    def sent(self, key: str, *, now: datetime, reply: str) -> None:
        """Sent, wiped, and a fact."""
        with self._store.transaction():
            entry = self._store.kept.entries.get(key)
            if moves.changes(key, entry, State.SENT) and entry:
                self._store.events.append([moves.sent_fact(entry, now=now, reply=reply)])
                self._keep(entry, state=State.SENT, sent_at=now, error="", **_LET_GO, **_WIPED)

    def retry(self, key: str, *, not_before: datetime, error: str) -> None:
        """Queued again, not before the given time."""
        with self._store.transaction():
            entry = self._store.kept.entries.get(key)
            if moves.changes(key, entry, State.QUEUED) and entry:
                self._keep(entry, state=State.QUEUED, not_before=not_before, error=error, **_LET_GO)

    def failed(self, key: str, *, now: datetime, error: str, code: int | None) -> None:
        """Failed, and a fact; the bytes stay."""
        with self._store.transaction():
            entry = self._store.kept.entries.get(key)
            if moves.changes(key, entry, State.FAILED) and entry:
                self._store.events.append([moves.failed_fact(entry, now=now, code=code)])
                self._keep(entry, state=State.FAILED, error=error, **_LET_GO)

    def hold(self, *, round: str | None = None) -> int:
        """Queued becomes held."""
        with self._store.transaction():
            queued = self.entries(states=[State.QUEUED], round=round)
            for entry in queued:
                self._keep(entry, state=State.HELD)
            return len(queued)

    def resume(self, *, round: str | None = None) -> int:
        """Held and failed become queued, due at once."""
        with self._store.transaction():
            stopped = self.entries(states=moves.RESUMABLE, round=round)
            for entry in stopped:
                self._keep(entry, state=State.QUEUED, not_before=None)
            return len(stopped)

    def unwrite(self, keys: Iterable[str]) -> int:
        """Removed whole."""
        with self._store.transaction():
            wanted = set(keys)
            untried = [entry for entry in self.entries(states=moves.UNWRITABLE) if entry.key in wanted]
            untried = [entry for entry in untried if not entry.attempts]
            for entry in untried:
                del self._store.kept.entries[entry.key]
            return len(untried)

    def withdraw(self, keys: Iterable[str], *, now: datetime) -> int:  # noqa: ARG002  the port names it; no fact yet
        """Owed no more, and wiped."""
        with self._store.transaction():
            wanted = set(keys)
            owed = [entry for entry in self.entries(states=moves.WITHDRAWABLE) if entry.key in wanted]
            for entry in owed:
                self._keep(entry, state=State.WITHDRAWN, **_WIPED)
            return len(owed)


class MemoryBuckets:
    """A bucket a mailbox."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def take(self, mailbox: str, *, per_minute: int, now: datetime) -> float:
        """Seconds to wait for the token taken."""
        with self._store.transaction():
            bucket = self._store.kept.buckets.get(mailbox)
            wait, self._store.kept.buckets[mailbox] = pace.take(bucket, per_minute=per_minute, now=now)
            return wait


_LET_GO: dict[str, object] = {"claimed_by": None, "lease_ends": None}
_WIPED: dict[str, object] = {"raw": b"", "recipient": ""}


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("facts need an aware time")
    return at.astimezone(UTC)
