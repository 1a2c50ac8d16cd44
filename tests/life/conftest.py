"""Invented networks on a store in memory, with one round sent: for scripts of a round's life."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path

import pytest

from pairing.clock import FakeClock
from pairing.config.model import Config, Network, Programme
from pairing.demo.network import draw_network
from pairing.events import Fact, Kind
from pairing.life.round_life import RoundLife, fold_lives
from pairing.notify.outbox import State
from pairing.people.person import Person, Practice
from pairing.rounds import Format, PlannedRound
from pairing.stages.advance import advance, advance_now
from pairing.stages.approve import approve
from pairing.stages.desk import Desk
from pairing.stages.due import turns
from pairing.stages.plan import Wishes, plan_round
from pairing.storage.memory import MemoryStore

SENT = datetime(2026, 12, 1, 9, tzinfo=UTC)

SENT_BEFORE: dict[tuple[object, ...], tuple[PlannedRound, MemoryStore]] = {}


@dataclass
class Calendar:
    """A tiny iTIP client (RFC 5546): what one person's calendar shows after their mails, in whatever order."""

    entries: dict[str, tuple[tuple[int, datetime], str, datetime]] = field(default_factory=dict)

    def read(self, raw: bytes) -> None:
        from icalendar import Calendar as Parsed

        message = message_from_bytes(raw, policy=policy.default)
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                parsed = Parsed.from_ical(part.get_payload(decode=True))
                (event,) = parsed.walk("VEVENT")
                version = (int(event["SEQUENCE"]), event.decoded("DTSTAMP"))
                uid = str(event["UID"])
                if uid not in self.entries or version >= self.entries[uid][0]:
                    self.entries[uid] = (version, str(parsed["METHOD"]), event.decoded("DTSTART"))

    @property
    def shows(self) -> list[datetime]:
        """The starts of all entries that stand."""
        return sorted(start for _, method, start in self.entries.values() if method == "REQUEST")


@dataclass
class World:
    """One network, its store, and everybody's mail program. ``mails`` are (when, person, kind)."""

    path: Path
    config: Config
    store: MemoryStore = field(default_factory=MemoryStore)
    now: datetime = SENT
    mails: list[tuple[datetime, str, str]] = field(default_factory=list)
    calendars: dict[str, Calendar] = field(default_factory=dict)

    def desk(self) -> Desk:
        return Desk(self.path, self.config, self.store, FakeClock(self.now), b"s" * 32, self.now)

    def send(self, programme: str = "coffee", seed: int = 1) -> PlannedRound:
        desk = self.desk()
        turn = next(turn for turn in turns(desk, programme))
        plan = plan_round(desk, turn, Wishes(seed=seed))
        approve(desk, plan)
        return plan

    def send_as_before(self, programme: str, seed: int = 1) -> PlannedRound:
        """As `send`; the same network's same round is planned and written once a session."""
        key = (programme, seed, repr(self.config), tuple(self.store.kept.people))
        if key not in SENT_BEFORE:
            SENT_BEFORE[key] = (self.send(programme, seed), MemoryStore.copy_of(self.store))
        plan, store = SENT_BEFORE[key]
        self.store = MemoryStore.copy_of(store)
        return plan

    def tick(self, *, deliver: bool = True):
        """Advance twice (the second decides nothing), then the post."""
        desk = self.desk()
        advanced = advance_now(desk)
        assert not advance(desk, self.now), "a second advance at the same moment decides something"
        if deliver:
            self.deliver()
        return advanced

    def deliver(self, most: int | None = None) -> None:
        """The post, up to so many messages."""
        outbox = self.store.outbox
        for _ in itertools.count() if most is None else range(most):
            entry = outbox.claim(
                self.desk().mailbox, run="t", now=self.now, lease_ends=self.now + timedelta(minutes=15)
            )
            if entry is None:
                return
            self.arrive(entry)
            outbox.sent(entry.key, now=self.now, reply="250 ok")

    def arrive(self, entry) -> None:
        self.mails.append((self.now, entry.person, entry.kind))
        self.calendars.setdefault(entry.person, Calendar()).read(entry.raw)

    def die_sending(self) -> None:
        """kill -9 right after the server took a message and before that was noted."""
        outbox = self.store.outbox
        entry = outbox.claim(self.desk().mailbox, run="t", now=self.now, lease_ends=self.now + timedelta(minutes=15))
        if entry is not None:
            self.arrive(entry)

    def life(self, round: str) -> RoundLife:
        return fold_lives(self.store.events.facts(round=round))[round]

    @property
    def waiting(self) -> list:
        return list(self.store.outbox.entries(states=[State.QUEUED, State.SENDING, State.HELD]))


@cache
def drawn(size: str, seed: int) -> tuple[tuple[Person, ...], tuple[Practice, ...]]:
    import tempfile

    from pairing.demo.network_files import write_staff_file
    from pairing.people.roles import RoleTable
    from pairing.people.staff_file import read_staff

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "staff.csv"
        write_staff_file(draw_network(size, seed), path)
        staff = read_staff(path, today=date(2026, 12, 1), roles=RoleTable({}), practices=(), names={})
    from pairing.people.acts import changes_of

    store = MemoryStore()
    changes = changes_of(staff, store.roster, store.events, secret=b"s" * 32)
    return tuple(changes.joined), tuple(changes.practices)


@pytest.fixture
def world(tmp_path) -> Callable[..., World]:
    """``world("small")``: the network of that size; or so many people at four practices."""

    def make(size: str = "small", seed: int = 1, **programmes: Programme) -> World:
        people, practices = drawn(size, seed)
        programmes = programmes or {"coffee": Programme(format=Format.COFFEE)}
        made = World(tmp_path, Config(network=Network(name="Riverside"), programmes=programmes))
        made.store.roster.save(people)
        made.store.roster.save_practices(practices)
        made.store.events.append([Fact(Kind.PERSON_JOINED, SENT, person.id) for person in people])
        return made

    return make
