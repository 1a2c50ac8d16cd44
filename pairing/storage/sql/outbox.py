"""
The outbox in SQL. Every move is one statement or one transaction, committed on return.

Two claimants never get the same message: PostgreSQL skips rows another is taking (FOR UPDATE SKIP
LOCKED), SQLite lets one writer in at a time (BEGIN IMMEDIATE).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, func, insert, literal, or_, select, update

from pairing.notify.outbox import DIED, Entry, State
from pairing.storage import moves
from pairing.storage.sql.tables import outbox as table

if TYPE_CHECKING:  # the store makes its ports
    from pairing.storage.sql.store import SqlStore

_ORDER = (table.c.order, table.c.added)
_FIELDS = tuple(field.name for field in fields(Entry))
_WHOLE = tuple(table.c[name] for name in _FIELDS)
_HEAD = tuple(literal(b"").label(name) if name == "raw" else table.c[name] for name in _FIELDS)
_STATES = {str(state): state for state in State}
_AT_ONCE = 500  # keys in one question; databases have limits
_LET_GO: dict[str, Any] = {"claimed_by": None, "lease_ends": None}
_WIPED: dict[str, Any] = {"raw": b"", "recipient": ""}


class SqlOutbox:
    """The messages of one network."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def add(self, entries: Iterable[Entry]) -> int:
        """Keep the new ones; returns how many they were."""
        with self._store.writing() as connection:
            offered = list(entries)
            known = self._known([entry.key for entry in offered])
            added = connection.scalar(select(func.coalesce(func.max(table.c.added), 0)).where(self._mine())) or 0
            rows: list[dict[str, Any]] = []
            for entry in offered:
                if entry.key not in known:
                    known.add(entry.key)
                    rows.append(self._row(entry, added + len(rows) + 1))
            if rows:
                connection.execute(insert(table), rows)
            return len(rows)

    def entries(self, *, states: Sequence[State] = (), round: str | None = None) -> Sequence[Entry]:
        """All entries in order, narrowed where asked."""
        return self._read(select(*_WHOLE), states, round)

    def heads(self, *, states: Sequence[State] = (), round: str | None = None) -> Sequence[Entry]:
        """The same without their bytes, which are most of what is kept."""
        return self._read(select(*_HEAD), states, round)

    def count(self, *, states: Sequence[State] = (), round: str | None = None) -> Mapping[State, int]:
        """How many stand where."""
        counted = select(table.c.state, func.count()).group_by(table.c.state)
        with self._store.reading() as connection:
            return {State(state): count for state, count in connection.execute(self._narrowed(counted, states, round))}

    def claim(self, mailbox: str, *, run: str, now: datetime, lease_ends: datetime) -> Entry | None:
        """The next entry that is due or whose lease has lapsed, now claimed."""
        with self._store.writing() as connection:
            asked = {"mine": self._store.network, "wanted": mailbox, "now": now}
            found = connection.execute(_NEXT, asked).one_or_none()
            if found is None:
                return None
            died = {"error": DIED} if found.state == str(State.SENDING) else {}
            attempts = found.attempts + 1
            self._move(found.key, State.SENDING, claimed_by=run, lease_ends=lease_ends, attempts=attempts, **died)
            return self._find(found.key)

    def take_back(self, mailbox: str) -> int:
        """Every claim of the mailbox is queued again."""
        claimed = and_(table.c.mailbox == mailbox, table.c.state == str(State.SENDING))
        return self._move_all(claimed, State.QUEUED, error=DIED, **_LET_GO)

    def sent(self, key: str, *, now: datetime, reply: str) -> None:
        """Sent, wiped, and a fact."""
        with self._store.writing():
            entry = self._find(key)
            if moves.changes(key, entry, State.SENT) and entry:
                self._store.events.append([moves.sent_fact(entry, now=now, reply=reply)])
                self._move(key, State.SENT, sent_at=now, error="", **_LET_GO, **_WIPED)

    def retry(self, key: str, *, not_before: datetime, error: str) -> None:
        """Queued again, not before the given time."""
        with self._store.writing():
            if moves.changes(key, self._find(key), State.QUEUED):
                self._move(key, State.QUEUED, not_before=not_before, error=error, **_LET_GO)

    def failed(self, key: str, *, now: datetime, error: str, code: int | None) -> None:
        """Failed, and a fact; the bytes stay."""
        with self._store.writing():
            entry = self._find(key)
            if moves.changes(key, entry, State.FAILED) and entry:
                self._store.events.append([moves.failed_fact(entry, now=now, code=code)])
                self._move(key, State.FAILED, error=error, **_LET_GO)

    def hold(self, *, round: str | None = None) -> int:
        """Queued becomes held."""
        return self._move_all(_standing([State.QUEUED], round), State.HELD)

    def resume(self, *, round: str | None = None) -> int:
        """Held and failed become queued, due at once."""
        return self._move_all(_standing(moves.RESUMABLE, round), State.QUEUED, not_before=None)

    def unwrite(self, keys: Iterable[str]) -> int:
        """Removed whole."""
        untried = and_(_standing(moves.UNWRITABLE, None), table.c.attempts == 0, table.c.key.in_(list(keys)))
        with self._store.writing() as connection:
            return connection.execute(delete(table).where(self._mine(), untried)).rowcount

    def withdraw(self, keys: Iterable[str], *, now: datetime) -> int:  # noqa: ARG002  the port names it; no fact yet
        """Owed no more, and wiped."""
        owed = and_(_standing(moves.WITHDRAWABLE, None), table.c.key.in_(list(keys)))
        return self._move_all(owed, State.WITHDRAWN, **_WIPED)

    def _known(self, keys: Sequence[str]) -> set[str]:
        """Those that are in the outbox already."""
        found: set[str] = set()
        with self._store.reading() as connection:
            for some in (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE)):
                found |= set(connection.scalars(select(table.c.key).where(self._mine(), table.c.key.in_(some))))
        return found

    def _mine(self) -> ColumnElement[bool]:
        return table.c.network == self._store.network

    def _read(self, wanted: Select[Any], states: Sequence[State], round: str | None) -> list[Entry]:
        with self._store.reading() as connection:
            found = connection.execute(self._narrowed(wanted, states, round).order_by(*_ORDER))
            return [_entry(row) for row in found]

    def _narrowed(self, wanted: Select[Any], states: Sequence[State], round: str | None) -> Select[Any]:
        wanted = wanted.where(self._mine())
        if states:
            wanted = wanted.where(table.c.state.in_([str(state) for state in states]))
        return wanted if round is None else wanted.where(table.c.round == round)

    def _find(self, key: str) -> Entry | None:
        with self._store.writing() as connection:
            row = connection.execute(_ONE, {"mine": self._store.network, "wanted": key}).one_or_none()
        return _entry(row) if row else None

    def _move(self, key: str, state: State, **values: Any) -> None:
        with self._store.writing() as connection:
            connection.execute(_CHANGE, {"mine": self._store.network, "wanted": key, "state": str(state), **values})

    def _move_all(self, which: ColumnElement[bool], state: State, **values: Any) -> int:
        with self._store.writing() as connection:
            moved = connection.execute(update(table).where(self._mine(), which).values(state=str(state), **values))
            return moved.rowcount

    def _row(self, entry: Entry, added: int) -> dict[str, Any]:
        return asdict(entry) | {"network": self._store.network, "state": str(entry.state), "added": added}


def _next() -> Select[tuple[str, str, int]]:
    """Asks for what comes next in the mailbox ``wanted``. Only the key is sorted by: rows carry whole messages."""
    now = bindparam("now", type_=table.c.not_before.type)
    due = and_(table.c.state == str(State.QUEUED), or_(table.c.not_before.is_(None), table.c.not_before <= now))
    lapsed = and_(table.c.state == str(State.SENDING), table.c.lease_ends <= now)
    return (
        select(table.c.key, table.c.state, table.c.attempts)
        .where(_MINE, table.c.mailbox == bindparam("wanted"), or_(due, lapsed))
        .order_by(*_ORDER)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


# What is asked for every message is put together once: that takes longer than to answer it.
_MINE = table.c.network == bindparam("mine")
_ITSELF = table.c.key == bindparam("wanted")
_NEXT = _next()
_ONE = select(*_WHOLE).where(_MINE, _ITSELF).with_for_update()
_CHANGE = update(table).where(_MINE, _ITSELF)


def _standing(states: Sequence[State], round: str | None) -> ColumnElement[bool]:
    """Entries in these states, of this round where one is given."""
    standing = table.c.state.in_([str(state) for state in states])
    return standing if round is None else and_(standing, table.c.round == round)


def _entry(row: Sequence[Any]) -> Entry:
    """The entry in a row of `_WHOLE` or `_HEAD`."""
    values = dict(zip(_FIELDS, row, strict=True))
    return Entry(**values | {"state": _STATES[values["state"]], "raw": bytes(values["raw"])})
