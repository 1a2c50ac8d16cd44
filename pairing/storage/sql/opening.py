"""
Opening a store: find the database, bring its schema up to date, enter the network.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text

from pairing.errors import InputError
from pairing.storage.sql.engine import IMMEDIATE, Opened, open_engine
from pairing.storage.sql.faults import plain_words
from pairing.storage.sql.store import SqlStore
from pairing.storage.sql.tables import networks

#: Every revision of the schema this program knows, oldest first. A test compares it with `migrations`.
REVISIONS = ("0001", "0002", "0003")

#: Where the database notes its revision; not Alembic's usual name, since other programs may share the server.
VERSION_TABLE = "pairs_version"

#: Two first runs at once on one server take turns at making the tables.
_MIGRATION_LOCK = 0x7061697273  # "pairs"


def open_store(url: str, *, network: str, folder: Path) -> SqlStore:
    """The store of one network, its schema up to date.

    A relative SQLite file lies in ``folder``. A SQLite file holds one network: whichever it was
    first opened for, so that a network may change its name. On PostgreSQL ``network`` is the key.
    """
    opened = open_engine(url, folder=folder)
    try:
        with plain_words(opened.where):
            _upgrade(opened)
            key = _enter(opened, network)
    except BaseException:
        opened.engine.dispose()
        raise
    return SqlStore(opened.engine, network=key, where=opened.where, warnings=opened.warnings)


def _upgrade(opened: Opened) -> None:
    """Run the migrations that are missing, in one transaction; refuse a database from the future."""
    with opened.engine.connect() as connection:
        if _is_current(connection, opened.where):
            return
    with opened.engine.connect() as connection:
        connection.execution_options(**IMMEDIATE)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            if _is_current(connection, opened.where):  # another run was quicker
                return
            from pairing.storage.sql.migrations import upgrade

            upgrade(connection)


def _is_current(connection: Connection, where: str) -> bool:
    if not inspect(connection).has_table(VERSION_TABLE):
        return False
    revision = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608  a constant
    if revision is not None and revision not in REVISIONS:
        raise InputError.at(
            where,
            f"the database was written by a newer pairs (schema {revision}, this one knows {REVISIONS[-1]})",
            why="An older program might misread it.",
            mend="Update pairs on this machine: pip install --upgrade pairs.",
        )
    return bool(revision == REVISIONS[-1])


def _enter(opened: Opened, network: str) -> str:
    """The network's key in this database, entered if it is new."""
    with opened.engine.connect() as connection:
        known = set[str](connection.scalars(select(networks.c.network)))
    if connection.dialect.name == "sqlite" and known:
        return min(known)
    if network not in known:
        with opened.engine.connect() as connection:
            connection.execution_options(**IMMEDIATE)
            with connection.begin():
                if not connection.scalar(select(networks.c.network).where(networks.c.network == network)):
                    connection.execute(insert(networks).values(network=network))
    return network
