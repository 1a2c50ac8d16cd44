"""People and practices in dictionaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pairing.people.person import Person, Practice, Standing
from pairing.storage.blank import blank

if TYPE_CHECKING:  # the store makes its ports
    from pairing.storage.memory.store import MemoryStore


class MemoryRoster:
    """The people, in a dictionary."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def people(self, *, with_left: bool = False) -> Sequence[Person]:
        """Everybody, ordered by id."""
        everybody = (person for _, person in sorted(self._store.kept.people.items()))
        return [person for person in everybody if with_left or person.standing is not Standing.LEFT]

    def person(self, person_id: str) -> Person | None:
        """The person, or None when unknown."""
        return self._store.kept.people.get(person_id)

    def save(self, people: Iterable[Person]) -> None:
        """Insert or replace by id."""
        with self._store.transaction():
            for person in people:
                self._store.kept.put(self._store.kept.people, person.id, person)

    def forget(self, person_id: str) -> None:
        """Only the bare id is left."""
        with self._store.transaction():
            if person_id in self._store.kept.people:
                self._store.kept.put(self._store.kept.people, person_id, blank(person_id))

    def practices(self) -> Sequence[Practice]:
        """Every practice, ordered by key."""
        return [practice for _, practice in sorted(self._store.kept.practices.items())]

    def save_practices(self, practices: Iterable[Practice]) -> None:
        """Insert or replace by key."""
        with self._store.transaction():
            for practice in practices:
                self._store.kept.put(self._store.kept.practices, practice.key, practice)
