"""Invented networks on a store in memory, with one round sent: for scripts of a round's life."""

from __future__ import annotations

import asyncio
import base64
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pairing.clock import FakeClock
from pairing.config.model import Config, Network, Programme
from pairing.demo.network import draw_network
from pairing.events import Fact, Kind
from pairing.life.round_life import RoundLife, fold_lives
from pairing.notify.deliver import deliver
from pairing.notify.outbox import State
from pairing.notify.sender import GiveUp, TryLater, Unknown
from pairing.people.person import Person, Practice
from pairing.rounds import Format, PlannedRound
from pairing.stages.advance import advance, advance_now
from pairing.stages.approve import approve
from pairing.stages.desk import Desk
from pairing.stages.due import turns
from pairing.stages.plan import Wishes, plan_round
from pairing.storage.memory.store import MemoryStore

SENT = datetime(2026, 12, 1, 9, tzinfo=UTC)

SENT_BEFORE: dict[tuple[object, ...], tuple[PlannedRound, MemoryStore]] = {}

#: What may be written to somebody who does not take part: only what takes back an entry that stands.
ENDINGS = {"cancellation", "partner_left"}


#: The bodies of the calendar parts of a mail.
_CALENDARS = re.compile(
    rb"Content-Type: (?:text/calendar|application/ics);(?:[^\r]|\r\n(?!\r\n))*\r\n\r\n([A-Za-z0-9+/=\r\n]+)"
)


@dataclass(frozen=True)
class Shown:
    """One calendar entry as its reader sees it."""

    start: datetime
    end: datetime
    where: str
    title: str


@cache
def calendar_of(raw: bytes) -> tuple[str, str, tuple[int, datetime], Shown] | None:
    """
    (UID, method, version, entry) of a mail; None where it has no calendar. Both copies must be the same.

    Read by hand, since a thousand scripts read a hundred thousand mails; `test_calendar_reader` holds
    it against libraries.
    """
    copies = {base64.b64decode(part) for part in _CALENDARS.findall(raw)}
    if not copies:
        return None
    (content,) = copies
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    values = {line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in [*event, *lines[:6]]}
    assert f"method={values['METHOD']}".encode() in raw
    where, title = (re.sub(r"\\([\\,;])", r"\1", values.get(name, "")) for name in ("LOCATION", "SUMMARY"))
    shown = Shown(_moment(event, "DTSTART"), _moment(event, "DTEND"), where, title)
    return values["UID"], values["METHOD"], (int(values["SEQUENCE"]), _moment(event, "DTSTAMP")), shown


def _moment(event: list[str], name: str) -> datetime:
    """A date and time in UTC or in a zone named by TZID."""
    line = next(line for line in event if line.startswith(name))
    zone = ZoneInfo(line.partition("TZID=")[2].partition(":")[0]) if "TZID=" in line else UTC
    digits = line.rpartition(":")[2].rstrip("Z")
    return datetime.strptime(digits, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)


@dataclass
class Calendar:
    """A tiny iTIP client (RFC 5546): what one person's calendar shows after their mails, in whatever order."""

    entries: dict[str, tuple[tuple[int, datetime], str, Shown]] = field(default_factory=dict)

    def read(self, raw: bytes) -> None:
        if (found := calendar_of(raw)) is None:
            return
        uid, method, version, shown = found
        before = self.entries.get(uid)
        if before is None or version > before[0]:
            self.entries[uid] = (version, method, shown)
        else:
            assert version != before[0] or (method, shown) == before[1:], "two versions that have no order"

    @property
    def shows(self) -> list[Shown]:
        """All entries that stand."""
        standing = (shown for _, method, shown in self.entries.values() if method == "REQUEST")
        return sorted(standing, key=lambda shown: shown.start)


class Killed(BaseException):
    """kill -9."""


@dataclass
class World:
    """One network, its store, and everybody's mail program.

    ``mails`` are (when, person, kind, round) in the order they arrived. ``dead`` are people whose
    address is refused while it is being sent to. ``trouble`` is what comes of the next messages:
    "before" and "after" (kill -9 before and after the server took it), "later" (4xx), "silent" (no answer).
    """

    path: Path
    config: Config
    store: MemoryStore = field(default_factory=MemoryStore)
    now: datetime = SENT
    mails: list[tuple[datetime, str, str, str]] = field(default_factory=list)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    trouble: list[str] = field(default_factory=list)
    copies: dict[str, bytes] = field(default_factory=dict)

    def desk(self) -> Desk:
        return Desk(self.path, self.config, self.store, FakeClock(self.now), b"s" * 32, self.now)

    def send(self, programme: str = "coffee", seed: int = 1) -> PlannedRound:
        """A round is planned and approved; one of the same network, facts, moment and seed only once a session."""
        kept = (self.config, self.store.roster.people(with_left=True), self.store.events.facts())
        key = (programme, seed, self.now, *map(repr, (*kept, self.store.outbox.heads())))
        if key not in SENT_BEFORE:
            desk = self.desk()
            turn = next(turn for turn in turns(desk, programme))
            plan = plan_round(desk, turn, Wishes(seed=seed))
            approve(desk, plan)
            SENT_BEFORE[key] = (plan, MemoryStore.copy_of(self.store))
        plan, store = SENT_BEFORE[key]
        self.store = MemoryStore.copy_of(store)
        return plan

    def tick(self, *, deliver: bool = True):
        """Advance twice (the second decides nothing), then the post."""
        desk = self.desk()
        advanced = advance_now(desk)
        again = advance(desk, self.now)
        more = (again.facts, [entry.key for entry in again.entries], again.withdrawn)
        assert not again, f"a second advance at the same moment decides something: {more}"
        if deliver:
            self.deliver()
        return advanced

    def deliver(self) -> None:
        """The post, until it is done or the run is killed."""
        desk = self.desk()
        with suppress(Killed):
            asyncio.run(
                deliver(
                    self.store.outbox,
                    PostOffice(self),
                    self.store.buckets,
                    mailbox=desk.mailbox,
                    per_minute=None,
                    run="t",
                    clock=desk.clock,
                )
            )
        self.now = desk.clock.now()

    def arrive(self, entry, raw: bytes) -> None:
        """A message is in its addressee's mailbox; nobody who is away gets any but to take back what stands."""
        assert self.copies.setdefault(entry.message_id, raw) == raw, "a second copy differs"
        calendar = calendar_of(raw)
        person = self.store.roster.person(entry.person)
        if person is not None and not person.takes_part_on(self.desk().today):
            assert entry.kind in ENDINGS, f"{entry.person} got a {entry.kind} though they are away"
            assert calendar, f"{entry.person} is away and was told of an end with nothing to end"
        self.mails.append((self.now, entry.person, entry.kind, entry.round))
        self.calendars.setdefault(entry.person, Calendar()).read(raw)

    def life(self, round: str) -> RoundLife:
        return fold_lives(self.store.events.facts(round=round))[round]

    @property
    def waiting(self) -> list:
        return list(self.store.outbox.entries(states=[State.QUEUED, State.SENDING, State.HELD]))

    def counted(self) -> Counter[tuple[str, str]]:
        """By person and round, the mails of which there are four at most: one invitation and the counted kinds."""
        kinds = {"reminder", "nudge", "did_you_meet", "staying"}
        invited = {(person, round) for _, person, kind, round in self.mails if kind == "invitation"}
        later = Counter((person, round) for _, person, kind, round in self.mails if kind in kinds)
        return later + Counter(invited)


@dataclass
class PostOffice:
    """The sender's port: every mail reaches its addressee's mail program, but for the world's trouble."""

    world: World
    twice_is_once = False

    async def send(self, *, recipient: str, raw: bytes, name: str) -> str:
        (entry,) = self.world.store.outbox.entries(states=[State.SENDING])
        assert entry.recipient == recipient
        trouble = self.world.trouble.pop(0) if self.world.trouble else ""
        if trouble == "before":
            raise Killed
        if trouble == "later":
            raise TryLater("451 4.3.0 try later", code=451)
        if entry.person in self.world.dead:
            raise GiveUp("550 5.1.1 no such user", code=550)
        self.world.arrive(entry, raw)
        if trouble == "after":
            raise Killed
        if trouble == "silent":
            raise Unknown("no answer")
        return "250 ok"

    async def close(self) -> None:
        pass


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
    """``world("small")``: the network of that size, with a monthly coffee or the programmes given."""

    def make(size: str = "small", seed: int = 1, **programmes: Programme) -> World:
        people, practices = drawn(size, seed)
        programmes = programmes or {"coffee": Programme(format=Format.COFFEE)}
        made = World(tmp_path, Config(network=Network(name="Riverside"), programmes=programmes))
        made.store.roster.save(people)
        made.store.roster.save_practices(practices)
        made.store.events.append([Fact(Kind.PERSON_JOINED, SENT, person.id) for person in people])
        return made

    return make


@pytest.fixture
def read_calendar():
    """The reader of `Calendar`."""
    return calendar_of
