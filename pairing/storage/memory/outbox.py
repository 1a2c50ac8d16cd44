"""Messages owed, in a dictionary by key: claimed, sent, retried, held as `pairing.storage.moves` allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pairing.notify.outbox import DIED, Entry, State
from pairing.storage import moves
from pairing.storage.memory.kept import FINAL

if TYPE_CHECKING:  # the store makes its ports
    from pairing.storage.memory.store import MemoryStore

_LET_GO: dict[str, object] = {"claimed_by": None, "lease_ends": None}
_WIPED: dict[str, object] = {"raw": b"", "recipient": ""}


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
        if states and not FINAL & set(states):
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
