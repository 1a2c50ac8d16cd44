"""A sent round answered as people do: `pairs serve`, Chromium, telephone and desk, with and without scripts."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from email import message_from_bytes, policy
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from chromium import BUSY, MARKS, chromium
from playwright.sync_api import Browser, BrowserContext, Page, expect
from ports import free_port

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.clock import FakeClock
from pairing.demo.network import draw_network
from pairing.demo.network_files import write_config, write_staff_file
from pairing.links import Link, Purpose, read, sign
from pairing.stages.desk import Desk
from pairing.stages.linking import PATHS
from pairing.web.app import create_app
from pairing.workspace import Workspace

#: Where to keep pictures of every page, to be looked at; kept nowhere unless set.
PICTURES = os.environ.get("PAIRS_TEST_PICTURES")

pytestmark = [*MARKS, pytest.mark.xdist_group("pages")]  # the journeys share one served round, in order

expect.set_options(timeout=BUSY * 1000)  # a page that a button leads to may take its time

SECRET = "5e" * 32
SENT_ON, ANSWERED_ON = "2026-12-01", "2026-12-02"
PHONE, DESK, ZOOMED = {"width": 390, "height": 844}, {"width": 1100, "height": 800}, {"width": 320, "height": 256}


@dataclass(frozen=True)
class Served:
    """A workspace with a sent round, and its pages."""

    folder: Path
    address: str

    def pairs(self, *args: str, on: str = ANSWERED_ON) -> str:
        command = [sys.executable, "-m", "pairing", *args, "--as-of", on]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def facts(self, kind: str) -> list[tuple[str, dict[str, object]]]:
        import sqlite3

        with sqlite3.connect(self.folder / "pairs.db") as connection:
            rows = connection.execute("SELECT person, body FROM facts WHERE kind = ? ORDER BY seq", (kind,)).fetchall()
            words = dict(connection.execute("SELECT id, words FROM words"))
        bodies = [(person, json.loads(body)) for person, body in rows]
        return [(person, body | {"words": words.get(body.get("words_beside"), "")}) for person, body in bodies]

    def links(self, letter: str) -> list[str]:
        """The link of every invitation, read from the mails themselves."""
        found = []
        for path in sorted((self.folder / "outbox").glob("*.eml")):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # every mail of ours has one
            found += re.findall(rf"{re.escape(self.address)}/{letter}/\S+", text)
        return found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with free_port() as port:
        yield from _served(tmp_path_factory.mktemp("pages"), port)


def _served(folder: Path, port: int) -> Iterator[Served]:
    here = Served(folder, f"http://127.0.0.1:{port}")
    drawn = draw_network("small", 1)
    write_staff_file(drawn, folder / "staff.csv")
    write_config(drawn, folder / "pairs.toml", first_month=date(2026, 12, 1), months=2)
    with (folder / "pairs.toml").open("a", encoding="utf-8") as config:
        config.write(f'\n[web]\nurl = "{here.address}"\n')
    (folder / ".pairs").mkdir(mode=0o700)
    (folder / ".pairs" / "secret").write_text(SECRET, encoding="ascii")  # people's ids and who meets whom follow from
    here.pairs("people", "import", "staff.csv", "--yes", on=SENT_ON)
    here.pairs("run", "--yes", "--programme", "coffee", "--seed", "5", on=SENT_ON)  # these two, and not from chance
    command = [sys.executable, "-m", "pairing", "serve", "--port", str(port), "--as-of", ANSWERED_ON, "--pages-only"]
    with (folder / "talk.txt").open("w") as talk:
        server = subprocess.Popen(command, cwd=folder, stderr=talk, stdout=talk)
        try:
            _wait_for(here.address, server)
            yield here
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=BUSY)
    said = (folder / "talk.txt").read_text()
    tokens = [link.rpartition("/")[2] for link in here.links("a")]
    assert not [token for token in tokens if token in said], "a link is as good as a password"


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Until the pages answer; the listening socket queues us, so one try is enough once it is there."""
    ends = time.monotonic() + BUSY
    while True:
        assert server.poll() is None, "the server ended at once"
        try:
            with urlopen(f"{address}/", timeout=BUSY) as answer:
                assert answer.status == 200
            return
        except OSError:
            assert time.monotonic() < ends, "the pages do not answer"
            time.sleep(0.05)  # another program: there is nothing to wait on but its port


@dataclass(frozen=True)
class Timeless:
    """The same pages once more, where no time goes by unless a test says so."""

    address: str
    clock: FakeClock


@pytest.fixture(scope="module")
def timeless(served: Served) -> Iterator[Timeless]:
    clock = FakeClock(datetime.fromisoformat(f"{ANSWERED_ON}T12:00+00:00"))

    @contextmanager
    def open_desk() -> Iterator[Desk]:
        with open_workspace(Place(served.folder, ANSWERED_ON)) as desk:
            yield replace(desk, clock=clock, opened_at=clock.now())

    server = uvicorn.Server(uvicorn.Config(create_app(open_desk, clock), log_level="warning", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        yield Timeless(f"http://127.0.0.1:{listener.getsockname()[1]}", clock)
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(params=["scripts", "no scripts"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=DESK, java_script_enabled=request.param == "scripts")
    opened.set_default_timeout(BUSY * 1000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, served: Served, timeless: Timeless) -> Iterator[Page]:
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    own = (served.address, timeless.address)
    assert [url for url in asked if not url.startswith(own)] == [], "nothing is fetched from elsewhere"
    assert context.cookies() == []


def at_every_size(page: Page, name: str, *, has_scripts: bool = True) -> None:
    """Nothing runs off the side at any width; axe finds nothing where it can run; kept as a picture if asked."""
    page.wait_for_load_state()  # a page that has just begun is empty for a moment
    for called, size in (("phone", PHONE), ("desk", DESK), ("zoom", ZOOMED)):
        page.set_viewport_size(size)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{called}.png", full_page=True)
        if not has_scripts:
            continue
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (name, called)
        if called == "zoom":
            continue  # the same page, only narrower: its width was measured above
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(each["id"], each["help"], [n["html"] for n in each["nodes"]]) for each in found] == [], (name, called)
    if has_scripts:
        page.set_viewport_size(PHONE)
        boxes = page.locator("button, select, input:not([type=hidden]):not([type=radio])")
        heights = boxes.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        assert all(height >= 40 for height in heights), (name, heights)
    page.set_viewport_size(DESK)


def own(served: Served, letter: str, at: int) -> tuple[str, str]:
    """The reader's id and link in one group; every test takes another group, so that none answers for another's."""
    links = {said_by(served, link).person: link for link in served.links(letter)}
    person = groups_of(served)[at][0]
    return person, links[person]


def groups_of(served: Served) -> list[list[str]]:
    (_, plan), *_ = served.facts("round_planned")
    groups = plan["groups"]
    assert isinstance(groups, list)
    return [group["members"] for group in groups]


def said_by(served: Served, link: str) -> Link:
    """What a link says, read with this workspace's secret."""
    purpose = next(purpose for purpose, letter in PATHS.items() if letter == link.split("/")[-2])
    known = read(Workspace(served.folder).secret(), purpose, link.rpartition("/")[2])
    assert known is not None
    return known


def answers_of(served: Served, person: str) -> list[object]:
    return [body["answer"] for who, body in served.facts("answered") if who == person and not body["held"]]


@pytest.fixture
def turn(request: pytest.FixtureRequest) -> int:
    """So that the same test without scripts answers for somebody else."""
    return 1 if "no scripts" in request.node.name else 0


def test_yes(served: Served, page: Page, turn: int) -> None:
    person, link = own(served, "a", turn)
    page.goto(link)
    at_every_size(page, "answer", has_scripts=not turn)
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, you said yes")
    at_every_size(page, "thanks-yes", has_scripts=not turn)
    assert answers_of(served, person) == ["yes"]
    page.reload()
    assert answers_of(served, person) == ["yes"]


def test_two_answers_within_seconds_are_nobodys(served: Served, timeless: Timeless, page: Page, turn: int) -> None:
    person, link = own(served, "a", 6 + turn)
    page.goto(link.replace(served.address, timeless.address))
    page.get_by_role("button", name="Yes").click()
    page.get_by_role("link", name="Change my answer").click()
    page.get_by_role("button", name="Not this month").click()
    expect(page.get_by_role("status")).to_contain_text("Please press once more")
    at_every_size(page, "held", has_scripts=not turn)
    assert answers_of(served, person) == ["yes"]
    assert [body["why"] for who, body in served.facts("answered") if who == person and body["held"]] == ["contradicts"]
    timeless.clock.advance(seconds=10)
    page.get_by_role("button", name="Not this month").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("not this month")
    assert answers_of(served, person) == ["yes", "no"]


def test_by_keyboard_alone(served: Served, page: Page, turn: int) -> None:
    person, link = own(served, "a", 2 + turn)
    page.goto(link)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text().startswith("Yes")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Thank you, you said yes").wait_for()
    assert answers_of(served, person) == ["yes"]


def test_another_time_is_suggested_and_taken_up(served: Served, page: Page, turn: int) -> None:
    person, link = own(served, "a", 4 + turn)
    partner, partners_link = partner_of(served, 4 + turn)
    moved = len(served.facts("group_moved"))
    page.goto(link)
    page.get_by_role("link", name="Suggest another time").click()
    at_every_size(page, "suggest", has_scripts=not turn)
    page.get_by_role("button", name="Suggest this").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    at_every_size(page, "suggest-error", has_scripts=not turn)
    page.get_by_label("Day").nth(0).select_option(index=3)
    page.get_by_label("Start").nth(0).select_option("13:15")
    page.get_by_label("A line to them").fill("Could we meet at yours?")
    page.get_by_role("button", name="Suggest this").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("will hear of it")
    at_every_size(page, "thanks-suggested", has_scripts=not turn)
    assert answers_of(served, person) == ["another_time"]

    page.goto(partners_link)
    expect(page.locator("main")).to_contain_text("Could we meet at yours?")
    at_every_size(page, "offers", has_scripts=not turn)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, it is moved")
    at_every_size(page, "thanks-moved", has_scripts=not turn)
    assert answers_of(served, partner) == ["yes"]
    assert len(served.facts("group_moved")) == moved + 1


def partner_of(served: Served, at: int) -> tuple[str, str]:
    partner = groups_of(served)[at][1]
    return partner, next(link for link in served.links("a") if said_by(served, link).person == partner)


def test_pause_and_come_back(served: Served, page: Page, turn: int) -> None:
    person, link = own(served, "a", 8 + turn)
    page.goto(link)
    page.get_by_role("link", name="Pause for a while, or stop").click()
    at_every_size(page, "pause", has_scripts=not turn)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    at_every_size(page, "pause-error", has_scripts=not turn)
    page.get_by_label("Pause until a date").check()
    page.get_by_role("textbox", name="Day").fill("31")
    page.get_by_role("textbox", name="Month").fill("2")
    page.get_by_role("textbox", name="Year").fill("2027")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a date")
    at_every_size(page, "pause-date-error", has_scripts=not turn)
    page.get_by_label("Pause for 3 months").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("main")).to_contain_text("You are paused until Tuesday 2 March 2027.")
    at_every_size(page, "paused", has_scripts=not turn)
    assert answers_of(served, person)[-1] == "no"
    page.get_by_role("link", name="Come back").click()
    at_every_size(page, "join", has_scripts=not turn)
    page.get_by_role("button", name="Yes, invite me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You take part in Coffee together")
    at_every_size(page, "joined", has_scripts=not turn)
    assert [who for who, _ in served.facts("person_resumed")][-1] == person


def test_one_programme_is_left_and_joined_again(served: Served, page: Page, turn: int) -> None:
    person, link = own(served, "a", 10 + turn)
    page.goto(link)
    page.get_by_role("link", name="Pause for a while, or stop").click()
    page.get_by_label("Leave only Coffee together").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have left Coffee together")
    at_every_size(page, "left", has_scripts=not turn)
    assert answers_of(served, person)[-1] == "no"
    assert [who for who, _ in served.facts("programme_left")][-1] == person
    page.get_by_role("link", name="Come back").click()
    page.get_by_role("button", name="Yes, invite me").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("You take part in Coffee together")
    assert [who for who, _ in served.facts("programme_joined")][-1] == person


def test_a_mobile_number_is_shared_and_taken_back(served: Served, page: Page, turn: int) -> None:
    person, link = own(served, "a", 12 + turn)
    page.goto(link)
    page.get_by_role("link", name="Share a mobile number").click()
    at_every_size(page, "number", has_scripts=not turn)
    page.get_by_label("Mobile number").fill("call me")
    page.get_by_role("button", name="Share it with my groups").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a whole telephone number")
    at_every_size(page, "number-error", has_scripts=not turn)
    page.get_by_label("Mobile number").fill("07700 900123")
    page.get_by_role("button", name="Share it with my groups").click()
    page.get_by_role("link", name="Change it, or take it back").wait_for()
    at_every_size(page, "number-thanks", has_scripts=not turn)
    assert json.loads(served.pairs("people", "show", person, "--json"))["mobile"] == "07700 900123"
    page.get_by_role("link", name="Change it, or take it back").click()
    expect(page.locator("main")).to_contain_text("You share 07700 900123.")
    at_every_size(page, "number-shared", has_scripts=not turn)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You share no number")
    assert json.loads(served.pairs("people", "show", person, "--json"))["mobile"] == ""


def test_did_you_meet(served: Served, page: Page, turn: int) -> None:
    person, link = own(served, "a", 14 + turn)
    page.goto(link_for(served, Purpose.MET, link))
    assert f"/{PATHS[Purpose.MET]}/" in page.url
    at_every_size(page, "met", has_scripts=not turn)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    at_every_size(page, "met-error", has_scripts=not turn)
    page.get_by_label("Yes, we met").check()
    page.get_by_label("A line for the lead").fill("Good talk.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    at_every_size(page, "met-thanks", has_scripts=not turn)
    (said,) = [body for who, body in served.facts("attendance_recorded") if who == person]
    assert (said["met"], said["words"]) == (True, "Good talk.")


def link_for(served: Served, purpose: Purpose, answer_link: str) -> str:
    """The link for another purpose to the same meeting."""
    token = sign(Workspace(served.folder).secret(), replace(said_by(served, answer_link), purpose=purpose))
    return f"{served.address}/{PATHS[purpose]}/{token}"


@pytest.mark.parametrize(
    ("path", "name"), [("/a/x", "bad-link"), ("/privacy", "privacy"), ("/accessibility", "a11y"), ("/", "home")]
)
def test_pages_without_a_link(served: Served, page: Page, turn: int, path: str, name: str) -> None:
    page.goto(served.address + path)
    at_every_size(page, name, has_scripts=not turn)


def test_one_click_over_the_wire(served: Served) -> None:
    """As a mail program does it: one POST, no cookies, no redirect."""
    from urllib.request import Request

    person, link = own(served, "p", 16)
    request = Request(link, data=b"List-Unsubscribe=One-Click", method="POST")
    with urlopen(request, timeout=BUSY) as answer:
        assert answer.status == 200
        assert answer.url == link
    assert person in [who for who, _ in served.facts("person_paused")]
