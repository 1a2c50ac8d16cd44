"""A desk on a store in memory, with a few people at two practices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from answered_by_mail import Post

from pairing.clock import FakeClock
from pairing.config.model import Config, Network, Programme
from pairing.events import Fact, Kind
from pairing.people.person import Person, RoleGroup
from pairing.rounds import Format
from pairing.stages.desk import Desk
from pairing.storage.memory.store import MemoryStore

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@dataclass
class Office:
    """Makes desks at any moment on one and the same store."""

    path: Path
    config: Config
    store: MemoryStore = field(default_factory=MemoryStore)

    def at(self, moment: datetime = NOW) -> Desk:
        return Desk(
            path=self.path,
            config=self.config,
            store=self.store,
            clock=FakeClock(moment),
            secret=b"s" * 32,
            opened_at=moment,
        )


@pytest.fixture
def office(tmp_path) -> Office:
    config = Config(
        network=Network(name="Riverside"),
        programmes={
            "coffee": Programme(format=Format.COFFEE),
            "huddle": Programme(format=Format.HUDDLE, every="week", send_on="Monday"),
        },
    )
    office = Office(tmp_path, config)
    people = [
        Person(f"p{number}", f"Ann {number}", f"p{number}@a.example", "AB"[number % 2], "GP", RoleGroup.GP)
        for number in range(8)
    ]
    office.store.roster.save(people)
    office.store.events.append([Fact(Kind.PERSON_JOINED, NOW, person.id) for person in people])
    return office


@pytest.fixture
def post(tmp_path) -> Post:
    """A workspace with one round sent, and mails for it."""
    return Post(tmp_path)
