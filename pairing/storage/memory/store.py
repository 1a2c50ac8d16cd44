"""
A store in memory: it keeps every promise of the SQL store but the one to outlive the process.

Tests use it where the keeping is not the point.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext

from pairing.storage.memory.buckets import MemoryBuckets
from pairing.storage.memory.events import MemoryEvents
from pairing.storage.memory.kept import Kept
from pairing.storage.memory.outbox import MemoryOutbox
from pairing.storage.memory.roster import MemoryRoster
from pairing.storage.store import Store


class MemoryStore:
    """The four ports of one network, in this process only."""

    def __init__(self) -> None:
        self.kept = Kept()
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
