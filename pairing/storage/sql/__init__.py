"""The store in SQL: one schema for SQLite and PostgreSQL."""

from pairing.storage.sql.opening import open_store

__all__ = ["open_store"]
