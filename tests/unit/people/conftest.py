"""A staff file from text, a roster in memory, and an import of one into the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from pairing.events import Fact
from pairing.people.acts import changes_of, import_staff
from pairing.people.diff import Changes
from pairing.people.person import Person
from pairing.people.roles import RoleTable
from pairing.people.staff_file import StaffList, read_staff
from pairing.storage.memory.store import MemoryStore

TODAY = dt.date(2026, 12, 1)
NOW = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)

Read = Callable[[str], StaffList]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def from_text(text: str) -> StaffList:
        path = tmp_path / "staff.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return read_staff(path, today=TODAY, roles=RoleTable())

    return from_text


class Office:
    """A network's people and facts, and the monthly import."""

    def __init__(self, read: Read) -> None:
        self.store = MemoryStore()
        self._read = read

    def looks_at(self, text: str) -> Changes:
        return changes_of(self._read(text), self.store.roster, self.store.events, secret=b"s")

    def imports(self, text: str) -> Changes:
        changes = self.looks_at(text)
        import_staff(changes, self.store.roster, self.store.events, now=NOW, file_date=TODAY)
        return changes

    def person(self, name: str) -> Person:
        return next(person for person in self.store.roster.people(with_left=True) if person.name == name)

    def facts(self) -> list[Fact]:
        return list(self.store.events.facts())


@pytest.fixture
def office(read: Read) -> Office:
    return Office(read)
