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
from pairing.storage.sql.engine import BUSY_SECONDS, IMMEDIATE
from pairing.storage.sql.events import SqlEvents
from pairing.storage.sql.faults import plain_words
from pairing.storage.sql.outbox import SqlOutbox
from pairing.storage.sql.roster import SqlRoster

#: What one transaction reads, it may rely on until its end: the next one of this network begins after it.
_TURN = text("SELECT set_config('lock_timeout', :patience, true), pg_advisory_xact_lock(:key)")


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
        """All or nothing; joins the one this thread has open. Those of one network take turns, on any machine."""
        joins = getattr(self._own, "connection", None) is not None
        with self.writing() as connection:
            if not joins and connection.dialect.name == "postgresql":  # SQLite lets one writer in at a time anyway
                connection.execute(_TURN, {"key": _lock_key(f"{self.network}/turn"), "patience": f"{BUSY_SECONDS}s"})
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


def _lock_key(name: str) -> int:
    """A number for PostgreSQL's advisory locks, the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"pairs/{name}".encode()).digest()[:8], "big", signed=True)
