"""Several at once on one store: answer pages, a second answer page elsewhere, and whatever is due."""

from __future__ import annotations

import asyncio
import itertools
import os
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from held_elsewhere import held_elsewhere
from starlette.applications import Starlette

from pairing.cli.people_import import bring_in, read_file
from pairing.clock import FakeClock
from pairing.config.load import load_config
from pairing.events import Fact, Kind
from pairing.life.answers import Answer, Source
from pairing.life.round_life import RoundLife, fold_lives
from pairing.links import Purpose
from pairing.people.person import Standing
from pairing.stages import answering
from pairing.stages.advance import advance, advance_now
from pairing.stages.answering import Meeting, Voice
from pairing.stages.desk import Desk
from pairing.stages.linking import PATHS, Links
from pairing.storage.open import open_store
from pairing.storage.store import Store
from pairing.web.app import create_app

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unhurried")]

SECRET = "5e" * 32
ROUND = "coffee-2026-12"
SENT = datetime(2026, 12, 1, 9, tzinfo=UTC)
FORM = [(b"host", b"pairs.example"), (b"content-type", b"application/x-www-form-urlencoded")]
CONFIG = """
[network]
name = "Riverside"
code = "{code}"

[web]
url = "{url}"

[store]
url = "{store}"

[programmes.coffee]
format = "coffee"
"""
STAFF = "id,name,email,practice,role\n" + "".join(
    f"p{n},Ann {'ABCDEFGH'[n]}lder,p{n}@riverside.example,Practice {n % 3},GP\n" for n in range(8)
)
CODES = itertools.count(31_000)


@dataclass
class Net:
    """A workspace with a sent round of four coffees, and as many openings of its store as a test wants."""

    folder: Path
    run: Callable[..., Any]
    clock: FakeClock
    opened: list[Store] = field(default_factory=list)

    def open(self) -> Store:
        config = load_config(self.folder, os.environ)
        store = open_store(config.store.url, network=config.network.code, folder=self.folder)
        self.opened.append(store)
        return store

    def desk(self, store: Store) -> Desk:
        now = self.clock.now()
        config = load_config(self.folder, os.environ)
        return Desk(self.folder, config, store, self.clock, bytes.fromhex(SECRET), now.replace(microsecond=0))

    def server(self) -> Server:
        """The pages as one more process would serve them, with a connection of their own."""
        store = self.open()

        @contextmanager
        def open_desk() -> Iterator[Desk]:
            yield self.desk(store)

        return Server(create_app(open_desk, self.clock))

    def life(self, store: Store) -> RoundLife:
        return fold_lives(store.events.facts(round=ROUND))[ROUND]

    def path(self, store: Store, person: str, purpose: Purpose = Purpose.ANSWER) -> str:
        group = self.life(store).group_of(person)
        assert group is not None
        return f"/{PATHS[purpose]}/{Links(self.desk(store)).token(purpose, person, ROUND, group.group.number)}"


@dataclass(frozen=True)
class Server:
    app: Starlette

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, str]:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "https",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": FORM,
            "client": ("192.0.2.1", 50000),
            "server": ("pairs.example", 443),
        }
        told: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": urlencode(fields).encode(), "more_body": False}

        async def send(message: Any) -> None:
            told.append(message)

        asyncio.run(self.app(scope, receive, send))
        return told[0]["status"], b"".join(part.get("body", b"") for part in told[1:]).decode()

    def nonce(self, path: str) -> str:
        _, page = self.ask("GET", path)
        return re.findall(r'name="nonce" value="([^"]+)"', page)[0]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def net(request, pairs, tmp_path, monkeypatch) -> Iterator[Net]:
    monkeypatch.setenv("PAIRS__SECRET", SECRET)
    store = request.getfixturevalue("postgres_url") if request.param == "postgres" else "sqlite:///pairs.db"
    config = CONFIG.format(code=f"U{next(CODES)}", store=store, url="https://pairs.example")
    (tmp_path / "pairs.toml").write_text(config, encoding="utf-8")
    (tmp_path / "staff.csv").write_text(STAFF, encoding="utf-8")

    def run(*args: object, on: str = "2026-12-01") -> Any:
        return pairs(*args, "--as-of", on)

    assert run("people", "import", "staff.csv", "--yes").code == 0
    ran = run("run", "--yes", "--accept-warnings", "--seed", 1)
    assert ran.code == 0, ran.err
    net = Net(tmp_path, run, FakeClock(SENT + timedelta(days=1)))
    yield net
    for store in net.opened:
        store.close()


# --- a repair is solved while answers come in


@dataclass
class Overheard:
    """The facts of a store, calling back at one of the times they are read.

    Reading which links were revoked is passed over: a visitor of the pages reads it too, and the two take turns.
    """

    events: Any
    then: Callable[[], None]
    at: int
    read: int = 0

    def facts(self, **narrowed: Any) -> Any:
        found = self.events.facts(**narrowed)
        counts = narrowed.get("kinds") != [Kind.PERSON_FORGOTTEN]
        self.read += counts
        if counts and self.read == self.at:
            self.then()
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.events, name)


def joined_by(facts: Sequence[Fact], person: str) -> list[str]:
    """Who is in the group that somebody was put into."""
    changed = next(fact for fact in facts if fact.kind is Kind.GROUPS_CHANGED)
    return next(each["members"] for each in changed.body["groups"] if person in each["members"])


@pytest.mark.parametrize("moment", ["first", "last"])
def test_a_button_is_answered_while_a_repair_is_being_solved(net: Net, moment: str):
    ours, elsewhere, server = net.open(), net.open(), net.server()
    gone = net.life(ours).plan.people[0]
    group = net.life(ours).group_of(gone)
    assert group is not None
    left = next(member for member in group.group.members if member != gone)
    voice = Voice(Source.LEAD, net.clock.now())
    answering.answer(net.desk(elsewhere), Meeting(gone, ROUND, group.group.number), Answer.NO, voice)
    net.clock.advance(minutes=12)
    desk = net.desk(ours)
    overheard = Overheard(ours.events, lambda: None, 0)
    ours.events = overheard  # type: ignore[misc,assignment]  # the same port, overheard
    asked = next(person for person in joined_by(advance(desk, desk.opened_at).facts, left) if person != left)
    path = net.path(elsewhere, asked)
    nonce = server.nonce(path)
    net.clock.advance(minutes=1)
    told: list[int] = []

    def press() -> None:
        told.append(server.ask("POST", path, nonce=nonce, answer="no")[0])

    overheard.then, overheard.at = press, 1 if moment == "first" else overheard.read
    overheard.read = 0

    advanced = advance_now(desk)

    assert told == [303], "the button waited for nothing"
    life = net.life(elsewhere)
    assert life.answers[asked].answer is Answer.NO
    assert life.group_of(gone) is None
    assert life.group_of(left) is not None
    assert [fact.kind for fact in advanced.facts].count(Kind.GROUPS_CHANGED) == 1
    changes = elsewhere.events.facts(kinds=[Kind.GROUPS_CHANGED], round=ROUND)
    assert len(changes) == 1, "decided twice, kept once"
    assert asked not in joined_by(changes, left), "nobody is sent to who has just said no"
    assert not advance(desk, desk.opened_at)


def test_somebody_always_pressing_buttons_does_not_put_off_what_is_due(net: Net):
    ours, elsewhere = net.open(), net.open()
    gone = net.life(ours).plan.people[0]
    group = net.life(ours).group_of(gone)
    assert group is not None
    voice = Voice(Source.LEAD, net.clock.now())
    answering.answer(net.desk(elsewhere), Meeting(gone, ROUND, group.group.number), Answer.NO, voice)
    net.clock.advance(minutes=11)
    desk = net.desk(ours)
    overheard = Overheard(ours.events, lambda: None, 1)

    def again() -> None:
        if len(elsewhere.events.facts(kinds=[Kind.MAIL_READ])) < 3:  # then a transaction of ours is open
            elsewhere.events.append([Fact(Kind.MAIL_READ, net.clock.now(), body={"mail": str(overheard.read)})])
            overheard.at = overheard.read + each

    overheard.then = again
    ours.events = overheard  # type: ignore[misc,assignment]  # the same port, overheard
    counting = Overheard(overheard.events, lambda: None, 0)
    advance(replace(desk, store=_With(ours, counting)), desk.opened_at)
    each = counting.read

    advance_now(desk)

    assert len(elsewhere.events.facts(kinds=[Kind.MAIL_READ])) == 3
    assert len(elsewhere.events.facts(kinds=[Kind.GROUPS_CHANGED])) == 1


@dataclass(frozen=True)
class _With:
    """A store with other events."""

    store: Any
    events: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


def test_what_somebody_says_while_the_lead_looks_at_an_import_stays_said(net: Net):
    ours, elsewhere = net.open(), net.open()
    (net.folder / "staff.csv").write_text(STAFF.replace("GP", "Practice nurse"), encoding="utf-8")
    desk = net.desk(ours)
    reading = read_file(desk, net.folder / "staff.csv", [])
    answering.pause(net.desk(elsewhere), "p0", None, Voice(Source.PAGE, net.clock.now()))
    answering.stop(net.desk(elsewhere), "p1", Voice(Source.PAGE, net.clock.now()))

    assert bring_in(desk, net.folder / "staff.csv", reading, yes=True, accept_warnings=True)

    people = {person.id: person for person in elsewhere.roster.people()}
    assert {person.role for person in people.values()} == {"Practice nurse"}
    assert (people["p0"].standing, people["p1"].standing) == (Standing.PAUSED, Standing.STOPPED)


# --- two servers


def test_what_contradicts_is_held_whichever_server_was_told(net: Net):
    one, other, store = net.server(), net.server(), net.open()
    path = net.path(store, "p0")
    nonce = one.nonce(path)
    net.clock.advance(minutes=1)
    assert one.ask("POST", path, nonce=nonce, answer="yes")[0] == 303
    net.clock.advance(seconds=2)

    assert other.ask("POST", path, nonce=nonce, answer="no")[0] == 303, "a form shown by one may be sent to another"

    life = net.life(store)
    assert "p0" not in life.answers, "neither counts"
    assert [(person, answer) for person, answer, _ in life.held][-1] == ("p0", Answer.NO)
    assert "press" in other.ask("GET", path)[1].lower()


def test_what_is_pressed_too_fast_is_held_whichever_server_showed_it(net: Net):
    net.clock = FakeClock(SENT + timedelta(minutes=3))
    one, other, store = net.server(), net.server(), net.open()
    path = net.path(store, "p1")
    nonce = one.nonce(path)
    net.clock.advance(seconds=1)

    assert other.ask("POST", path, nonce=nonce, answer="no")[0] == 303

    assert net.life(store).answers == {}
    assert [(person, answer) for person, answer, _ in net.life(store).held] == [("p1", Answer.NO)]


def test_two_servers_told_two_things_at_once_see_each_other(net: Net):
    servers, store = [net.server(), net.server()], net.open()
    people = net.life(store).plan.people
    paths = {person: net.path(store, person) for person in people}
    nonces = {person: servers[0].nonce(path) for person, path in paths.items()}
    net.clock.advance(minutes=1)
    together = threading.Barrier(2)

    def press(server: Server, answer: str) -> None:
        for person in people:
            together.wait()
            assert server.ask("POST", paths[person], nonce=nonces[person], answer=answer)[0] == 303

    threads = [threading.Thread(target=press, args=pair) for pair in zip(servers, ("yes", "no"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    life = net.life(store)
    assert life.answers == {}
    assert Counter(person for person, _, _ in life.held) == dict.fromkeys(people, 1)


# --- as they are typed


def command(*args: str) -> list[str]:
    return [sys.executable, "-m", "pairing", *args]


DESK = """
from pairing.cli import Place
from pairing.bootstrap import open_workspace
with open_workspace(Place(Path("."), "2026-12-02"), write=True):
"""


@pytest.mark.parametrize("what", [("tick",), ("collect", "a.eml"), ("run", "--yes")])
def test_while_another_run_works_the_exit_code_is_7(net: Net, what: tuple[str, ...]):
    (net.folder / "a.eml").write_bytes(b"Subject: x\n\n")
    with held_elsewhere(DESK, folder=net.folder):
        ran = subprocess.run(
            command(*what, "--as-of", "2026-12-02"), cwd=net.folder, capture_output=True, text=True, check=False
        )
        looked = subprocess.run(
            command("status", "--as-of", "2026-12-02"), cwd=net.folder, capture_output=True, check=False
        )
    assert (ran.returncode, looked.returncode) == (7, 0)
    assert "wait for it" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_serve_collect_and_tick_work_side_by_side(net: Net):
    """Pages told one answer, a mail another; a tick mends what both leave, and every program ends well."""
    store = net.open()
    groups = [live.group.members for live in net.life(store).live.values()]
    by_page, by_mail = groups[0][0], groups[1][0]
    serve = command("serve", "--pages-only", "--port", "0", "--as-of", "2026-12-02T09:00")
    server = subprocess.Popen(serve, cwd=net.folder, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        address = re.search(r"http://[\w.:]+", server.stderr.readline())
        assert address is not None
        path = net.path(store, by_page)
        with urlopen(address[0] + path, timeout=120) as page:
            nonce = re.findall(r'name="nonce" value="([^"]+)"', page.read().decode())[0]
        body = urlencode({"nonce": nonce, "answer": "no"}).encode()
        with urlopen(address[0] + path, data=body, timeout=120) as page:
            assert urlsplit(page.url).path.endswith("/thanks/kept")
        (net.folder / "no.eml").write_bytes(
            f"From: {by_mail}@riverside.example\nMessage-ID: <n@x>\nSubject: Not this month: coffee\n\n".encode()
        )
        collected = net.run("collect", "no.eml", "--json", on="2026-12-02T09:05")
        assert collected.code == 0, collected.err
        assert collected.json()["counts"] == {"no": 1}
        ticked = net.run("tick", "--json", on="2026-12-02T09:30")
        assert ticked.code == 0, ticked.err
        with urlopen(address[0] + path, timeout=120) as page:
            assert page.status == 200
    finally:
        server.send_signal(signal.SIGINT)
        rest = server.communicate(timeout=120)[1]
    assert "Traceback" not in rest
    life = net.life(store)
    assert life.group_of(by_page) is life.group_of(by_mail) is None
    assert {member for live in life.live.values() for member in live.group.members} == {
        person for person in life.plan.people if person not in {by_page, by_mail}
    }


def every_link(folder: Path) -> set[str]:
    """The path of every link in every mail, of its words as of its headers."""
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("outbox/*.eml")]
    words = [f"{mail['List-Unsubscribe']} {mail.get_body(('plain',)).get_content()}" for mail in mails]  # type: ignore[union-attr]  # every mail of ours has one
    return {path for text in words for path in re.findall(r"https://pairs\.example(/[a-z]/[\w.-]+)", text)}


def test_fifty_clients_opening_every_link_write_nothing(net: Net):
    store, links = net.open(), sorted(every_link(net.folder))
    before = (store.events.newest(), store.roster.people(), store.outbox.entries())
    serve = command("serve", "--pages-only", "--port", "0", "--as-of", "2026-12-01T09:01")
    server = subprocess.Popen(serve, cwd=net.folder, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        address = re.search(r"http://([\w.:]+)", server.stderr.readline())
        assert address is not None

        def fetch_all(client: int) -> set[int]:
            found, own = set(), HTTPConnection(address[1], timeout=120)
            for link in links[client % len(links) :] + links[: client % len(links)]:
                own.request("HEAD" if client % 2 else "GET", link)
                with own.getresponse() as answer:
                    answer.read()
                    found.add(answer.status)
            own.close()
            return found

        with ThreadPoolExecutor(50) as clients:
            seen = list(clients.map(fetch_all, range(50)))
    finally:
        server.send_signal(signal.SIGINT)
        said = server.communicate(timeout=120)[1]
    assert len(links) == 16, "to answer and to pause, for each of eight"
    assert seen == [{200}] * 50
    assert before == (store.events.newest(), store.roster.people(), store.outbox.entries())
    assert not [link for link in links if link.rpartition("/")[2] in said]
