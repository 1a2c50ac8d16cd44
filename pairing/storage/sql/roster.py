"""The people in SQL: the only table with names and addresses, but for mail still owed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select

from pairing.people.person import Person, Practice, RoleGroup, Standing
from pairing.storage.blank import blank
from pairing.storage.sql.tables import people as table
from pairing.storage.sql.tables import practices as practice_table

if TYPE_CHECKING:  # the store makes its ports
    from pairing.storage.sql.store import SqlStore


class SqlRoster:
    """The people and practices of one network."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def people(self, *, with_left: bool = False) -> Sequence[Person]:
        """Everybody, ordered by id."""
        wanted = _EVERYBODY if with_left else _THOSE_HERE
        with self._store.reading() as connection:
            found = connection.execute(wanted, {"mine": self._store.network})
            # Sorted here, since databases order letters by rules of their own.
            return sorted((_person(row) for row in found), key=lambda person: person.id)

    def person(self, person_id: str) -> Person | None:
        """The person, or None when unknown."""
        wanted = select(table).where(table.c.network == self._store.network, table.c.id == person_id)
        with self._store.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return _person(row) if row else None

    def save(self, people: Iterable[Person]) -> None:
        """Insert or replace by id; the last of two with one id stays."""
        rows = {person.id: self._row(person) for person in people}
        if not rows:
            return
        with self._store.writing() as connection:
            connection.execute(delete(table).where(table.c.network == self._store.network, table.c.id.in_(list(rows))))
            connection.execute(insert(table), list(rows.values()))

    def forget(self, person_id: str) -> None:
        """Only the bare id is left."""
        with self._store.writing():
            if self.person(person_id) is not None:
                self.save([blank(person_id)])

    def practices(self) -> Sequence[Practice]:
        """Every practice, ordered by key."""
        wanted = select(practice_table).where(practice_table.c.network == self._store.network)
        with self._store.reading() as connection:
            found = (Practice(row.key, row.name) for row in connection.execute(wanted))
            return sorted(found, key=lambda practice: practice.key)

    def save_practices(self, practices: Iterable[Practice]) -> None:
        """Insert or replace by key; the last of two with one key stays."""
        rows = {p.key: {"network": self._store.network, "key": p.key, "name": p.name} for p in practices}
        if not rows:
            return
        with self._store.writing() as connection:
            mine = practice_table.c.network == self._store.network
            connection.execute(delete(practice_table).where(mine, practice_table.c.key.in_(list(rows))))
            connection.execute(insert(practice_table), list(rows.values()))

    def _row(self, person: Person) -> dict[str, Any]:
        row = asdict(person) | {"network": self._store.network}
        row["role_group"], row["standing"] = str(person.role_group), str(person.standing)
        row["also_works_at"], row["working_days"] = list(person.also_works_at), list(person.working_days)
        row["host"], row["mobile"] = int(person.host), person.mobile or None
        return row


# Questions are put together once: that takes longer than to answer one.
_EVERYBODY = select(table).where(table.c.network == bindparam("mine"))
_THOSE_HERE = _EVERYBODY.where(table.c.standing != str(Standing.LEFT))


def _person(row: Any) -> Person:
    fields = dict(row._mapping)  # noqa: SLF001  the documented way to a row as a mapping
    del fields["network"]
    fields["role_group"], fields["standing"] = RoleGroup(row.role_group), Standing(row.standing)
    fields["also_works_at"], fields["working_days"] = tuple(row.also_works_at), tuple(row.working_days)
    fields["host"], fields["mobile"] = bool(row.host), row.mobile or ""
    return Person(**fields)
