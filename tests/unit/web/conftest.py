"""A round that was sent, with a two, a table and somebody left out; its pages, and a clock that moves when told."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

import pytest
from starlette.applications import Starlette

from pairing.clock import FakeClock
from pairing.config.model import Config, Lead, Network, Programme, Web
from pairing.events import Fact, Kind
from pairing.life.round_life import RoundLife
from pairing.links import Purpose
from pairing.people.person import Person, RoleGroup
from pairing.plans import to_record
from pairing.rounds import Format, PlannedGroup, PlannedRound
from pairing.stages.desk import Desk
from pairing.stages.linking import PATHS, Links
from pairing.stages.meeting import life_of
from pairing.storage.memory.store import MemoryStore
from pairing.web.app import create_app
from pairing.web.pace import Limits

SENT = datetime(2026, 12, 1, 9, tzinfo=UTC)
STARTS = datetime(2026, 12, 10, 12, 30, tzinfo=UTC)
ROUND = "coffee-2026-12"
LUNCH = "lunch-2026-12"

PEOPLE = [
    ("ann", "Dr Ann Archer", "GP partner"),
    ("ben", "Ben Baker", "Practice nurse"),
    ("cat", "Cat Cooper", "Receptionist"),
    ("dev", "Dev Dhillon", "Pharmacist"),
    ("eve", "Eve <b>Ellis</b>", "Care coordinator"),
]


@dataclass(frozen=True)
class Answer:
    """What the application answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Visitor:
    """Asks the application itself, without a network; follows no redirect."""

    app: Starlette
    house: House
    address: str = "192.0.2.1"
    scheme: str = "https"

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        return asyncio.run(self.asked(method, path, body, headers))

    async def asked(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        given = {"host": "pairs.example", **(headers or {})}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": self.scheme,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
            "client": (self.address, 50000),
            "server": ("pairs.example", 443),
        }
        chunks = [body[at : at + 4096] for at in range(0, len(body), 4096)] or [b""]
        messages = [{"type": "http.request", "body": chunk, "more_body": chunk is not chunks[-1]} for chunk in chunks]
        told: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return messages.pop(0) if messages else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            told.append(message)

        await self.app(scope, receive, send)
        found = {name.decode().lower(): value.decode() for name, value in told[0]["headers"]}
        return Answer(told[0]["status"], found, b"".join(part.get("body", b"") for part in told[1:]))

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        return self.ask("POST", path, urlencode(fields).encode(), {"content-type": FORM})

    def press(self, path: str, to: str = "", *, after: float = 30, **fields: str) -> Answer:
        """Open the page, wait, press a button: as a person does."""
        shown = self.get(path)
        assert shown.status == 200, shown.text
        nonce = nonce_of(shown)
        self.house.clock.advance(seconds=after)
        return self.post(path + to, nonce=nonce, **fields)

    def follow(self, answer: Answer) -> Answer:
        assert answer.status == 303, answer.text
        return self.get(urlsplit(answer.headers["location"]).path)


FORM = "application/x-www-form-urlencoded"


def nonce_of(shown: Answer) -> str:
    return re.findall(r'name="nonce" value="([^"]+)"', shown.text)[0]


@dataclass
class House:
    """The pages of one small network, and what is kept behind them."""

    store: MemoryStore
    config: Config
    clock: FakeClock
    path: Path

    SENT: ClassVar[datetime] = SENT
    STARTS: ClassVar[datetime] = STARTS
    ROUND: ClassVar[str] = ROUND
    LUNCH: ClassVar[str] = LUNCH

    @property
    def desk(self) -> Desk:
        now = self.clock.now()
        return Desk(self.path, self.config, self.store, self.clock, b"s" * 32, now.replace(microsecond=0))

    @contextmanager
    def open_desk(self) -> Iterator[Desk]:
        yield self.desk

    def visitor(self, limits: Limits | None = None, **options: Any) -> Visitor:
        return Visitor(create_app(self.open_desk, self.clock, limits=limits), self, **options)

    def path_of(self, purpose: Purpose, person: str, group: int = 1, round: str = ROUND) -> str:
        return f"/{PATHS[purpose]}/{Links(self.desk).token(purpose, person, round, group)}"

    def life(self, round: str = ROUND) -> RoundLife:
        life = life_of(self.desk, round)
        assert life is not None
        return life

    def facts(self, *kinds: Kind) -> list[Fact]:
        return list(self.store.events.facts(kinds=kinds))

    @property
    def count(self) -> int:
        return len(self.store.events.facts())


@pytest.fixture
def house(tmp_path: Path) -> House:
    config = Config(
        network=Network(name="Riverside"),
        lead=Lead(name="Lee Lead", email="lee@riverside.example"),
        web=Web(url="https://pairs.example"),
        programmes={
            "coffee": Programme(format=Format.COFFEE),
            "lunch": Programme(format=Format.LUNCH, minutes=90, sizes=(2, 6)),
        },
    )
    house = House(MemoryStore(), config, FakeClock(SENT + timedelta(days=1)), tmp_path)
    people = [
        Person(id, name, f"{id}@a.example", "AB"[at % 2], role, RoleGroup.OTHER)
        for at, (id, name, role) in enumerate(PEOPLE)
    ]
    house.store.roster.save(people)
    coffee = _plan("coffee", Format.COFFEE, [("ann", "ben"), ("cat", "dev", "eve")])
    lunch = _plan("lunch", Format.LUNCH, [("ann", "cat", "dev")])
    facts = [
        Fact(Kind.ROUND_PLANNED, SENT, programme=p.programme, round=p.round, body=to_record(p)) for p in (coffee, lunch)
    ]
    sent = [
        Fact(
            Kind.MESSAGE_SENT, SENT, person=member, programme=p.programme, round=p.round, body={"message": "invitation"}
        )
        for p in (coffee, lunch)
        for member in p.people
    ]
    house.store.events.append([*facts, *sent])
    return house


def _plan(programme: str, format: Format, groups: list[tuple[str, ...]]) -> PlannedRound:
    first = PlannedGroup(1, groups[0], None, None, STARTS, STARTS + timedelta(minutes=20), "The library café", (), ())
    timeless = replace(first, number=2, starts=None, ends=None, where="")
    return PlannedRound(
        round=f"{programme}-2026-12",
        programme=programme,
        format=format,
        period="2026-12",
        seed=1,
        status="optimal",
        planned_at=SENT,
        digest="",
        groups=(first, *(replace(timeless, members=members) for members in groups[1:])),
        left_out=(),
        tiers=(),
    )


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()
