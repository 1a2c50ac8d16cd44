"""The pace of each mailbox in SQL, so that a restart does not burst."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from pairing.storage import pace
from pairing.storage.sql.tables import buckets as table

if TYPE_CHECKING:  # the store makes its ports
    from pairing.storage.sql.store import SqlStore


class SqlBuckets:
    """A row a mailbox."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def take(self, mailbox: str, *, per_minute: int, now: datetime) -> float:
        """Seconds to wait for the token taken."""
        which = (table.c.network == self._store.network) & (table.c.mailbox == mailbox)
        with self._store.writing() as connection:
            row = connection.execute(select(table).where(which).with_for_update()).one_or_none()
            bucket = pace.Bucket(ready=row.ready, asked=row.asked) if row else None
            wait, after = pace.take(bucket, per_minute=per_minute, now=now)
            values = {"network": self._store.network, "mailbox": mailbox, "ready": after.ready, "asked": after.asked}
            connection.execute(delete(table).where(which))
            connection.execute(insert(table).values(values))
        return wait
