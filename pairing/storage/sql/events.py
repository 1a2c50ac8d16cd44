"""The facts in SQL."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select

from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.people.names import is_named_in
from pairing.storage.sql.tables import facts as table
from pairing.storage.sql.tables import words as words_table

if TYPE_CHECKING:  # the store makes its ports
    from pairing.storage.sql.store import SqlStore


#: In a body as it is kept: where the words are that somebody wrote.
BESIDE = "words_beside"

#: Whose the words are in a fact of nobody's: the lead's.
NOBODY = ""


class SqlEvents:
    """Append-only: the database itself refuses to change or remove a fact."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def append(self, facts: Iterable[Fact]) -> None:
        """Keep the facts in order."""
        kept = [self._row(fact) for fact in facts]
        if kept:
            with self._store.writing() as connection:
                # run row after row, so ``seq`` follows their order
                connection.execute(insert(table), [row for row, _ in kept])
                beside = [words for _, words in kept if words]
                if beside:
                    connection.execute(insert(words_table), beside)

    def facts(self, *, kinds: Sequence[Kind] = (), round: str | None = None) -> Sequence[Fact]:
        """The facts in order, narrowed where asked."""
        asked: dict[str, Any] = {"mine": self._store.network}
        if round is not None:
            asked["one_round"] = round
        with self._store.reading() as connection:
            if kinds:
                # and those nobody here knows, so that none is passed over
                asked["some_kinds"] = [*map(str, kinds), *(self._kinds(connection) - _KINDS.keys())]
            found = connection.execute(_narrowed(bool(kinds), round is not None), asked).all()
            rows = sorted(found, key=itemgetter(0))  # asked to sort, SQLite reads them all
            words = self._words(connection) if any(BESIDE in row[-1] for row in rows) else {}
        return [_fact(row, words) for row in rows]

    def forget_words(self, person: str, *, name: str = "") -> None:
        """Deleted beside the log; their facts point to nothing."""
        mine = words_table.c.network == self._store.network
        with self._store.writing() as connection:
            connection.execute(delete(words_table).where(mine, words_table.c.person == person))
            leads = connection.execute(select(words_table).where(mine, words_table.c.person == NOBODY)).all()
            named = [row.id for row in leads if is_named_in(name, row.words)]
            connection.execute(delete(words_table).where(mine, words_table.c.id.in_(named)))

    def newest(self) -> int:
        """The highest ``seq`` of this network."""
        wanted = select(func.max(table.c.seq)).where(table.c.network == self._store.network)
        with self._store.reading() as connection:
            return connection.execute(wanted).scalar_one() or 0

    def _kinds(self, connection: Connection) -> set[str]:
        """Every kind there is."""
        mine = {"mine": self._store.network}
        return {kind for kind in connection.scalars(_EVERY_KIND, mine) if kind is not None}

    def _words(self, connection: Connection) -> dict[str, str]:
        """Everything anybody wrote, by what facts call it."""
        wanted = select(words_table.c.id, words_table.c.words).where(words_table.c.network == self._store.network)
        return {row.id: row.words for row in connection.execute(wanted)}

    def _row(self, fact: Fact) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """The fact's row, and what somebody wrote in it as a row of its own."""
        row = {
            "network": self._store.network,
            "kind": str(fact.kind),
            "at": fact.at,
            "person": fact.person,
            "programme": fact.programme,
            "round": fact.round,
            "body": fact.body,
        }
        if not fact.body.get("words"):
            return row, None
        name = secrets.token_hex(16)
        rest = {key: value for key, value in fact.body.items() if key != "words"}
        whose = fact.person or NOBODY
        beside = {"network": self._store.network, "id": name, "person": whose, "words": fact.body["words"]}
        return row | {"body": rest | {BESIDE: name}}, beside


def _every_kind() -> Select[Any]:
    """Asks for the kinds of the network ``mine``, each found in the index by one step from the one before."""
    first = select(func.min(table.c.kind).label("kind")).where(_MINE).cte("kinds", recursive=True)
    after = select(func.min(table.c.kind)).where(_MINE, table.c.kind > first.c.kind).scalar_subquery()
    every = first.union_all(select(after).where(first.c.kind.is_not(None)))
    return select(every.c.kind)


@cache
def _narrowed(by_kind: bool, by_round: bool) -> Select[Any]:
    """Asks for the facts of the network ``mine``: ``some_kinds`` or all of them, ``one_round`` or all."""
    wanted = select(*_COLUMNS).where(_MINE)
    if by_kind:
        wanted = wanted.where(table.c.kind.in_(bindparam("some_kinds", expanding=True)))
    return wanted.where(table.c.round == bindparam("one_round")) if by_round else wanted


# Questions are put together once: that takes longer than to answer one.
_MINE = table.c.network == bindparam("mine")
_EVERY_KIND = _every_kind()
_KINDS = {str(kind): kind for kind in Kind}
_COLUMNS = (*(table.c[name] for name in ("seq", "kind", "at", "person", "programme", "round", "body")),)


def _fact(row: Sequence[Any], words: Mapping[str, str]) -> Fact:
    """The fact in a row of `_COLUMNS`; the body is this row's own, nobody else holds it."""
    seq, kind, at, person, programme, round, body = row
    known = _KINDS.get(kind)
    if known is None:
        raise InputError.at(
            f"fact {seq}",
            f"this pairs does not know facts of the kind {kind}",
            why="A newer one has written to this database; to pass over its facts could undo a pause or a stop.",
            mend="Update pairs on this machine: pip install --upgrade pairs.",
        )
    if BESIDE in body:
        body["words"] = words.get(body.pop(BESIDE), "")
    return Fact(known, at, person, programme, round, body, seq)
