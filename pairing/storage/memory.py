"""
A store in memory: what ``--dry-run`` works on, and what tests use where the keeping is not the point.

It keeps every promise of the SQL store but the one to outlive the process.
"""

from __future__ import annotations

import copy
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import TypeVar

from pairing.events import Fact, Kind
from pairing.notify.outbox import DIED, Entry, State
from pairing.people.names import is_named_in
from pairing.people.person import Person, Practice, Standing
from pairing.storage import moves, pace
from pairing.storage.blank import blank
from pairing.storage.store import Store

Value = TypeVar("Value")


@dataclass
class _Kept:
    """
    All that is kept, and how to undo what the open transaction has done to it.

    ``places`` says where in ``facts`` those of each round are, ``kinds`` where those of each kind; ``owed``
    are the entries that may still move, ``of_round`` all of a round; ``ranks`` the order of entries, among equals
    that in which they came.
    """

    facts: list[Fact] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)
    kinds: dict[Kind, list[int]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    practices: dict[str, Practice] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    owed: dict[str, Entry] = field(default_factory=dict)
    of_round: dict[str, dict[str, Entry]] = field(default_factory=dict)
    ranks: dict[str, tuple[int, int]] = field(default_factory=dict)
    buckets: dict[str, pace.Bucket] = field(default_factory=dict)
    undo: list[Callable[[], object]] = field(default_factory=list)

    def put(self, values: dict[str, Value], key: str, value: Value | None) -> None:
        """Let the key have this value; None takes away what is there."""
        before = values.get(key)
        self.undo.append(partial(_set, values, key, before))
        _set(values, key, value)

    def put_entry(self, entry: Entry) -> None:
        """The entry as it is now, in place of what it was."""
        order, came = self.ranks.get(entry.key, (None, len(self.ranks)))  # it may stay when the entry goes
        if order != entry.order:
            self.ranks[entry.key] = entry.order, came
        self.put(self.entries, entry.key, entry)
        self.put(self.of_round.setdefault(entry.round, {}), entry.key, entry)
        self.put(self.owed, entry.key, entry if entry.state not in _FINAL else None)

    def take_entry(self, entry: Entry) -> None:
        """As if it had never been."""
        for entries in (self.entries, self.of_round[entry.round], self.owed):
            self.put(entries, entry.key, None)

    def add_fact(self, fact: Fact) -> None:
        """One more, with the ``seq`` it has."""
        lists = [self.kinds.setdefault(fact.kind, [])]
        if fact.round is not None:
            lists.append(self.places.setdefault(fact.round, []))
        for places in lists:
            self.undo.append(places.pop)
            places.append(len(self.facts))
        self.undo.append(self.facts.pop)
        self.facts.append(fact)


def _set(values: dict[str, Value], key: str, value: Value | None) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value


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
        for fact in store.events.facts():
            twin.kept.add_fact(fact)
        twin.roster.save(store.roster.people(with_left=True))
        twin.roster.save_practices(store.roster.practices())
        for entry in store.outbox.entries():
            twin.kept.put_entry(entry)
        twin.kept.undo.clear()
        return twin

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; other threads wait until it is over."""
        with self._turn:
            self._depth += 1
            try:
                yield
            except BaseException:
                while self._depth == 1 and self.kept.undo:
                    self.kept.undo.pop()()
                raise
            finally:
                self._depth -= 1
                if not self._depth:
                    self.kept.undo.clear()

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
            for fact in facts:
                body = copy.deepcopy(fact.body)
                self._store.kept.add_fact(replace(fact, at=_utc(fact.at), body=body, seq=self.newest() + 1))

    def facts(self, *, kinds: Sequence[Kind] = (), round: str | None = None) -> Sequence[Fact]:
        """The facts in order, narrowed where asked."""
        kept, wanted = self._store.kept, frozenset(kinds)
        if round is not None:
            found = [kept.facts[place] for place in kept.places.get(round, [])]
            return [fact for fact in found if fact.kind in wanted] if wanted else found
        if wanted:
            return [kept.facts[place] for place in sorted(chain(*(kept.kinds.get(kind, ()) for kind in wanted)))]
        return list(kept.facts)

    def forget_words(self, person: str, *, name: str = "") -> None:
        """Their words, and the lead's where they are named, are empty from now on."""
        with self._store.transaction():
            facts = self._store.kept.facts
            for place, fact in enumerate(facts):
                words = fact.body.get("words", "")
                if words and (fact.person == person or (not fact.person and is_named_in(name, words))):
                    self._store.kept.undo.append(partial(facts.__setitem__, place, fact))
                    facts[place] = replace(fact, body=fact.body | {"words": ""})

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
                self._store.kept.put(self._store.kept.people, person.id, person)

    def forget(self, person_id: str) -> None:
        """Only the bare id is left."""
        with self._store.transaction():
            if person_id in self._store.kept.people:
                self._store.kept.put(self._store.kept.people, person_id, blank(person_id))

    def practices(self) -> Sequence[Practice]:
        """Every practice, ordered by key."""
        return [practice for _, practice in sorted(self._store.kept.practices.items())]

    def save_practices(self, practices: Iterable[Practice]) -> None:
        """Insert or replace by key."""
        with self._store.transaction():
            for practice in practices:
                self._store.kept.put(self._store.kept.practices, practice.key, practice)


class MemoryOutbox:
    """Messages owed, in a dictionary by key."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def _in_order(self, entries: dict[str, Entry]) -> list[Entry]:
        return [entries[key] for key in sorted(entries, key=self._store.kept.ranks.__getitem__)]

    def _keep(self, entry: Entry, **changed: object) -> None:
        self._store.kept.put_entry(replace(entry, **changed))  # type: ignore[arg-type]  # names of fields

    def add(self, entries: Iterable[Entry]) -> int:
        """Keep the new ones; returns how many they were."""
        with self._store.transaction():
            kept, new = self._store.kept, 0
            for entry in entries:
                if entry.key not in kept.entries:
                    kept.put_entry(entry)
                    new += 1
            return new

    def entries(self, *, states: Sequence[State] = (), round: str | None = None) -> Sequence[Entry]:
        """All entries in order, narrowed where asked."""
        kept = self._store.kept
        among = kept.entries if round is None else kept.of_round.get(round, {})
        if states and not _FINAL & set(states):
            among = {key: entry for key, entry in kept.owed.items() if key in among}
        return [entry for entry in self._in_order(among) if not states or entry.state in states]

    def heads(self, *, states: Sequence[State] = (), round: str | None = None) -> Sequence[Entry]:
        """The same without their bytes."""
        found = self.entries(states=states, round=round)
        return [replace(entry, raw=b"") if entry.raw else entry for entry in found]

    def count(self, *, states: Sequence[State] = (), round: str | None = None) -> Mapping[State, int]:
        """How many stand where."""
        return Counter(entry.state for entry in self.entries(states=states, round=round))

    def claim(self, mailbox: str, *, run: str, now: datetime, lease_ends: datetime) -> Entry | None:
        """The next entry that is due or whose lease has lapsed, now claimed."""
        with self._store.transaction():
            for entry in self._in_order(self._store.kept.owed):
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
                self._store.kept.take_entry(entry)
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
            wait, left = pace.take(bucket, per_minute=per_minute, now=now)
            self._store.kept.put(self._store.kept.buckets, mailbox, left)
            return wait


_FINAL = frozenset({State.SENT, State.WITHDRAWN})
_LET_GO: dict[str, object] = {"claimed_by": None, "lease_ends": None}
_WIPED: dict[str, object] = {"raw": b"", "recipient": ""}


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("facts need an aware time")
    return at.astimezone(UTC)
