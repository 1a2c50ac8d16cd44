"""The facts in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.storage.sql.tables import facts as table

if TYPE_CHECKING:  # the store makes its ports
    from pairing.storage.sql.store import SqlStore


class SqlEvents:
    """Append-only: the database itself refuses to change or remove a fact."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def append(self, facts: Iterable[Fact]) -> None:
        """Keep the facts in order."""
        rows = [self._row(fact) for fact in facts]
        if rows:
            with self._store.writing() as connection:
                connection.execute(insert(table), rows)  # run row after row, so ``seq`` follows their order

    def facts(self, *, kinds: Sequence[Kind] = (), round: str | None = None) -> Sequence[Fact]:
        """The facts in order, narrowed where asked."""
        wanted = select(table).where(table.c.network == self._store.network).order_by(table.c.seq)
        if kinds:
            wanted = wanted.where(table.c.kind.in_([str(kind) for kind in kinds]))
        if round is not None:
            wanted = wanted.where(table.c.round == round)
        with self._store.reading() as connection:
            return [_fact(row) for row in connection.execute(wanted)]

    def newest(self) -> int:
        """The highest ``seq`` of this network."""
        wanted = select(func.max(table.c.seq)).where(table.c.network == self._store.network)
        with self._store.reading() as connection:
            return connection.execute(wanted).scalar_one() or 0

    def _row(self, fact: Fact) -> dict[str, Any]:
        return {
            "network": self._store.network,
            "kind": str(fact.kind),
            "at": fact.at,
            "person": fact.person,
            "programme": fact.programme,
            "round": fact.round,
            "body": fact.body,
        }


def _fact(row: Any) -> Fact:
    try:
        kind = Kind(row.kind)
    except ValueError as error:
        raise InputError.at(
            f"fact {row.seq}",
            f"this pairs does not know facts of the kind {row.kind}",
            why="A newer one has written to this database; to pass over its facts could undo a pause or a stop.",
            mend="Update pairs on this machine: pip install --upgrade pairs.",
        ) from error
    return Fact(kind, row.at, row.person, row.programme, row.round, row.body, row.seq)
