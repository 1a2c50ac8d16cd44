"""
An engine for the url in the config: SQLite made safe, or PostgreSQL by psycopg.

SQLite: WAL and ``synchronous = FULL`` (what was committed outlives a power cut), foreign keys, a
busy time-out, and ``BEGIN IMMEDIATE`` for whatever writes, so that two writers queue and never
deadlock.
"""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

from pairing.errors import InputError
from pairing.storage.sql.faults import is_busy, plain_words
from pairing.storage.sql.place import why_unsafe

#: Execution option of a SQLite connection: the statement its transactions begin with.
BEGIN = "pairs_begin"
IMMEDIATE = {BEGIN: "BEGIN IMMEDIATE"}

#: How long one waits for another's write, in seconds. Writes here take milliseconds.
BUSY_SECONDS = 10

#: How long a journal mode is asked for while others open the same file, and between two tries, in seconds. SQLite
#: itself does not wait for them, so we wait as long as for any write: on a busy machine one may be held up half way.
PATIENCE, BETWEEN_TRIES = BUSY_SECONDS, 0.02

#: How long to wait for a server's first answer, in seconds.
CONNECT_SECONDS = 10


@dataclass(frozen=True)
class Opened:
    """An engine, where it leads (for messages: no password), and what the lead should know."""

    engine: Engine
    where: str
    warnings: tuple[str, ...] = ()


def open_engine(url: str, *, folder: Path) -> Opened:
    """The engine for ``url``; a relative SQLite file lies in ``folder``. `InputError` where it cannot be."""
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed, folder)
    where = f"[store] url {parsed.render_as_string(hide_password=True)}"
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "pairs"},
        json_serializer=_compact,
    )
    return Opened(engine, where)


def _parse(url: str) -> URL:
    """The url in parts, of a database we know."""
    mend = "Write sqlite:///pairs.db, or postgresql://user@host/database; a password only in PAIRS__STORE__URL."
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
        known = parsed.get_backend_name() in {"sqlite", "postgresql"}
    except (exc.ArgumentError, ValueError):
        raise InputError.at("[store] url", "this is not the address of a database", mend=mend) from None
    if not known:
        raise InputError.at("[store] url", f"pairs cannot keep its facts in {parsed.drivername}", mend=mend)
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise InputError.at("[store] url", "the address names no file, so nothing would be remembered", mend=mend)
    return parsed


def _open_sqlite(url: URL, folder: Path) -> Opened:
    assert url.database is not None
    path = folder / url.database
    where = str(path)
    warnings = [*_make_private(path)]
    unsafe = why_unsafe(path.parent)
    engine = create_engine(
        url.set(drivername="sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS},
        json_serializer=_compact,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with plain_words(where):
            taken = _journal(engine, "DELETE" if unsafe else "WAL")
            if not unsafe and taken != "wal":
                unsafe = "its file system does not share memory between programs"
                _journal(engine, "DELETE")
    except BaseException:
        engine.dispose()
        raise
    if unsafe:
        warnings.append(
            f"{path} is not in a good place: {unsafe}. pairs uses SQLite's older journal there, which is slower "
            "and may still lose work if two machines use it at once. Keep the workspace on this machine's own disk, "
            "and copy it for backups."
        )
    return Opened(engine, where, tuple(warnings))


def _make_private(path: Path) -> list[str]:
    """See to it that the file exists and is its owner's only; a warning where others can read an old one."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            return [f"other users of this machine can read {path}, which holds names and addresses: chmod 600 it."]
    except OSError as error:
        raise InputError.at(
            str(path),
            f"the database cannot be made here ({error.strerror})",
            mend="See that the folder exists and that you may write to it, or set [store] url.",
        ) from error
    return []


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    """Settings of every new SQLite connection. Transactions are begun by `_begin`, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA secure_delete = ON")  # what is wiped or forgotten leaves no trace in the file
    cursor.close()


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get(BEGIN, "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)


def _journal(engine: Engine, mode: str) -> str:
    """
    Ask for a journal mode, outside any transaction; returns the one in force.

    To change it SQLite needs the file for itself, and does not wait for who opens it at the same moment.
    """
    until = monotonic() + PATIENCE
    while True:
        try:
            with engine.connect().execution_options(**{BEGIN: None}) as connection:
                return str(connection.exec_driver_sql(f"PRAGMA journal_mode = {mode}").scalar_one())
        except exc.OperationalError as error:
            if monotonic() > until or not is_busy(error):  # who reads nothing at all has waited `BUSY_SECONDS`
                raise
            sleep(BETWEEN_TRIES)


_compact: Any = partial(json.dumps, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
