"""
What a store in memory keeps, and how to undo what the open transaction has done to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from pairing.events import Fact, Kind
from pairing.notify.outbox import Entry, State
from pairing.people.person import Person, Practice
from pairing.storage.pace import Bucket

Value = TypeVar("Value")

#: States an entry never leaves.
FINAL = frozenset({State.SENT, State.WITHDRAWN})


@dataclass
class Kept:
    """
    Everything one network keeps, and ``undo``: how to take back what the open transaction did, last first.

    ``places`` says where in ``facts`` those of each round are, ``kinds`` where those of each kind; ``owed``
    are the entries that may still move, ``of_round`` all of a round; ``ranks`` the order of entries, among equals
    that in which they came.
    """

    facts: list[Fact] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)
    kinds: dict[Kind, list[int]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    practices: dict[str, Practice] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    owed: dict[str, Entry] = field(default_factory=dict)
    of_round: dict[str, dict[str, Entry]] = field(default_factory=dict)
    ranks: dict[str, tuple[int, int]] = field(default_factory=dict)
    buckets: dict[str, Bucket] = field(default_factory=dict)
    undo: list[Callable[[], object]] = field(default_factory=list)

    def put(self, values: dict[str, Value], key: str, value: Value | None) -> None:
        """Let the key have this value; None takes away what is there."""
        before = values.get(key)
        self.undo.append(partial(_set, values, key, before))
        _set(values, key, value)

    def put_entry(self, entry: Entry) -> None:
        """The entry as it is now, in place of what it was."""
        order, came = self.ranks.get(entry.key, (None, len(self.ranks)))  # it may stay when the entry goes
        if order != entry.order:
            self.ranks[entry.key] = entry.order, came
        self.put(self.entries, entry.key, entry)
        self.put(self.of_round.setdefault(entry.round, {}), entry.key, entry)
        self.put(self.owed, entry.key, entry if entry.state not in FINAL else None)

    def take_entry(self, entry: Entry) -> None:
        """As if it had never been."""
        for entries in (self.entries, self.of_round[entry.round], self.owed):
            self.put(entries, entry.key, None)

    def add_fact(self, fact: Fact) -> None:
        """One more, with the ``seq`` it has."""
        lists = [self.kinds.setdefault(fact.kind, [])]
        if fact.round is not None:
            lists.append(self.places.setdefault(fact.round, []))
        for places in lists:
            self.undo.append(places.pop)
            places.append(len(self.facts))
        self.undo.append(self.facts.pop)
        self.facts.append(fact)


def _set(values: dict[str, Value], key: str, value: Value | None) -> None:
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value
