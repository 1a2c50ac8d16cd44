"""
The four ports of one network over one engine, and the transaction that joins them.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from pairing.errors import AlreadyRunning
from pairing.storage.sql.buckets import SqlBuckets
from pairing.storage.sql.engine import IMMEDIATE
from pairing.storage.sql.events import SqlEvents
from pairing.storage.sql.faults import plain_words
from pairing.storage.sql.outbox import SqlOutbox
from pairing.storage.sql.roster import SqlRoster


class SqlStore:
    """One network's facts, people, messages and buckets in a database that may hold many networks."""

    def __init__(self, engine: Engine, *, network: str, where: str, warnings: Sequence[str] = ()) -> None:
        self.engine = engine
        self.network = network
        self.where = where
        self.warnings = warnings
        self._own = threading.local()  # the connection of this thread's open transaction
        self.events = SqlEvents(self)
        self.roster = SqlRoster(self)
        self.outbox = SqlOutbox(self)
        self.buckets = SqlBuckets(self)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; joins the one this thread has open."""
        with self.writing():
            yield

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection to write on: the open transaction's, or a new one committed at the end."""
        open_one: Connection | None = getattr(self._own, "connection", None)
        if open_one is not None:
            yield open_one
            return
        with plain_words(self.where), self.engine.connect() as connection:
            connection.execution_options(**IMMEDIATE)
            with connection.begin():
                self._own.connection = connection
                try:
                    yield connection
                finally:
                    self._own.connection = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read on: the open transaction's, so that one sees one's own writes, or a new one."""
        open_one: Connection | None = getattr(self._own, "connection", None)
        if open_one is not None:
            yield open_one
            return
        with plain_words(self.where), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold this network on a shared server; it ends with the connection, so also with the process."""
        if self.engine.dialect.name != "postgresql":
            yield
            return
        with plain_words(self.where), self.engine.connect() as session:
            key = {"key": _lock_key(self.network)}
            held = session.execute(text("SELECT pg_try_advisory_lock(:key)"), key).scalar_one()
            session.commit()  # the lock is the session's; a transaction left open would hold up the server's cleaning
            if not held:
                raise AlreadyRunning("another run, perhaps on another machine, works for this network; wait for it")
            try:
                yield
            finally:
                session.execute(text("SELECT pg_advisory_unlock(:key)"), key)
                session.commit()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _lock_key(network: str) -> int:
    """A number for PostgreSQL's advisory locks, the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"pairs/{network}".encode()).digest()[:8], "big", signed=True)
