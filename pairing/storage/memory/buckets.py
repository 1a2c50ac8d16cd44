"""The pace of each mailbox, in a dictionary."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pairing.storage import pace

if TYPE_CHECKING:  # the store makes its ports
    from pairing.storage.memory.store import MemoryStore


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
