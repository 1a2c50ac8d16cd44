"""
The schema. Every table carries the network's key, so that many networks share one server.

Facts are never changed or removed: triggers refuse it (see `migrations`). Times are aware and in
UTC. A change here needs a migration; a test holds the two together.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB


class Instant(TypeDecorator[datetime]):
    """An aware moment, in UTC. SQLite keeps it without the zone, PostgreSQL with it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC; a naive time is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("only aware times are kept")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware and in UTC again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


#: Counts up for ever on both databases; SQLite gives only its plain INTEGER a counter.
Counter = BigInteger().with_variant(Integer(), "sqlite")

#: Compared and searched as values, not as text, where the database can.
Json = JSON().with_variant(JSONB(), "postgresql")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def _network(**kwargs: Any) -> Column[str]:
    return Column("network", String, ForeignKey("networks.network"), nullable=False, **kwargs)


networks = Table("networks", metadata, Column("network", String, primary_key=True))

facts = Table(
    "facts",
    metadata,
    Column("seq", Counter, primary_key=True, autoincrement=True),
    _network(),
    Column("kind", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("person", String),
    Column("programme", String),
    Column("round", String),
    Column("body", Json, nullable=False),
    Index(None, "network", "seq"),
    Index(None, "network", "round"),
    Index(None, "network", "kind"),
    sqlite_autoincrement=True,
)

words = Table(
    "words",
    metadata,
    _network(primary_key=True),
    Column("id", String, primary_key=True),  # drawn by chance, and named by the fact
    Column("person", String, nullable=False),
    Column("words", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    _network(primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("practice", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("role_group", String, nullable=False),
    Column("also_works_at", Json, nullable=False),
    Column("working_days", Json, nullable=False),
    Column("site", Text),
    Column("starts", Date),
    Column("ends", Date),
    Column("paused_until", Date),
    Column("line_manager", String),
    Column("host", Integer, nullable=False),  # 0 or 1: SQLite has no booleans, and both databases agree on these
    Column("standing", String, nullable=False),
    Column("mobile", Text),  # only where they agreed that their groups see it
)

practices = Table(
    "practices",
    metadata,
    _network(primary_key=True),
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    _network(primary_key=True),
    Column("key", String, primary_key=True),
    Column("mailbox", String, nullable=False),
    Column("round", String, nullable=False),
    Column("programme", String, nullable=False),
    Column("person", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("state", String, nullable=False),
    Column("order", Integer, nullable=False),
    Column("added", Integer, nullable=False),  # among those of one order, first added goes first
    Column("attempts", Integer, nullable=False),
    Column("claimed_by", String),
    Column("lease_ends", Instant),
    Column("not_before", Instant),
    Column("expires", Instant),
    Column("error", Text, nullable=False),
    Column("sent_at", Instant),
    Index(None, "network", "mailbox", "state"),
)

buckets = Table(
    "buckets",
    metadata,
    _network(primary_key=True),
    Column("mailbox", String, primary_key=True),
    Column("ready", Instant, nullable=False),
    Column("asked", Instant, nullable=False),
)
