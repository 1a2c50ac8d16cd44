"""What holds for every page: who may see it, what it never does, and how it fails."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.links import Link, Purpose, sign
from pairing.web import answer_page, nonce
from pairing.web.app import create_app
from pairing.web.endpoint import Page, Service, linked
from pairing.web.pace import Limits, Pace
from pairing.web.visit import Visit

PAGES = list(Purpose)
FREE = Limits(*(1_000_000,) * 5)


def everything(house) -> list[str]:
    """Every address of a page there is."""
    found = []
    for person, group, round in [
        *(("ann", 1, house.ROUND), ("ben", 1, house.ROUND), ("cat", 2, house.ROUND), ("dev", 2, house.ROUND)),
        *(("eve", 2, house.ROUND), ("ann", 1, house.LUNCH), ("cat", 1, house.LUNCH), ("dev", 1, house.LUNCH)),
    ]:
        own = [house.path_of(purpose, person, group, round) for purpose in PAGES]
        found += [*own, *(f"{path}/thanks/kept" for path in own), f"{own[0]}/time", f"{own[0]}/offers"]
    return found


@pytest.mark.slow
def test_fifty_clients_fetching_every_link_write_nothing(house) -> None:
    visitor = house.visitor(FREE)
    paths = everything(house)
    before = deepcopy(house.store.kept)

    async def fetch_all(method: str) -> set[int]:
        return {(await visitor.asked(method, path)).status for path in paths}

    async def crowd() -> list[set[int]]:
        return await asyncio.gather(*(fetch_all("HEAD" if client % 2 else "GET") for client in range(50)))

    assert asyncio.run(crowd()) == [{200}] * 50
    assert house.store.kept == before


@pytest.mark.parametrize("purpose", PAGES)
def test_links_that_are_not_ours_all_look_the_same(house, purpose) -> None:
    visitor = house.visitor(FREE)
    good = house.path_of(purpose, "ann")
    letter, token = good.split("/")[1:]
    others = [house.path_of(other, "ann").split("/")[2] for other in PAGES if other is not purpose]
    forged = sign(b"t" * 32, Link(purpose, "ann", house.ROUND, 1))
    nobody = sign(b"s" * 32, Link(purpose, "zoe", house.ROUND, 1))
    revoked = sign(b"s" * 32, Link(purpose, "ann", house.ROUND, 1, counter=3))
    bad = [
        token[:-9] + ("A" if token[-9] != "A" else "B") + token[-8:],
        token.replace(".", ""),
        "x",
        *others,
        forged,
        nobody,
        revoked,
    ]
    before = house.count
    answers = [visitor.ask(method, f"/{letter}/{each}") for each in bad for method in ("GET", "POST")]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.body for answer in answers}) == 1
    assert "This link does not work" in answers[0].text
    assert house.count == before


def test_forgetting_somebody_ends_their_links(house, visitor) -> None:
    path = house.path_of(Purpose.PAUSE, "ann")
    house.store.events.append([Fact(Kind.PERSON_FORGOTTEN, house.clock.now(), "ann")])
    assert visitor.get(path).status == 404
    assert visitor.get(house.path_of(Purpose.PAUSE, "ann")).status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused_in_words(house, visitor, method) -> None:
    answer = visitor.ask(method, house.path_of(Purpose.ANSWER, "ann"))
    assert answer.status == 405
    assert "use the buttons on the page" in answer.text


def test_thanks_take_no_post(house, visitor) -> None:
    assert visitor.post(house.path_of(Purpose.ANSWER, "ann") + "/thanks/kept").status == 405


def test_unknown_pages_are_refused_in_words(visitor) -> None:
    for path in ("/nowhere", "/a/", "/a", "/static/strip.py", "/static/../layout.html", "/a/x/y/z"):
        answer = visitor.get(path)
        assert answer.status == 404
        assert "This link does not work" in answer.text


def test_nobody_is_sent_on_to_a_host_they_named(house, visitor) -> None:
    path = house.path_of(Purpose.ANSWER, "ann")
    assert visitor.ask("GET", f"{path}/", headers={"host": "evil.example"}).status == 404
    house.clock.advance(minutes=1)
    form = {"nonce": nonce.issue(b"s" * 32, path[3:], house.clock.now()), "answer": "yes"}
    answer = visitor.ask("POST", path, urlencode(form).encode(), {"host": "evil.example"})
    assert answer.status == 303
    assert answer.headers["location"].startswith("/a/")


def test_huge_body_is_refused_before_it_is_read(house, visitor) -> None:
    before = house.count
    answer = visitor.ask("POST", house.path_of(Purpose.ANSWER, "ann"), b"nonce=" + b"x" * 400_000)
    assert answer.status == 413
    assert "too much" in answer.text
    assert house.count == before


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"&" * 10_000, b"a=1&" * 100, b"%%%=%", b'{"answer": "no"}'])
def test_odd_bodies_write_nothing(house, visitor, body) -> None:
    before = house.count
    assert visitor.ask("POST", house.path_of(Purpose.ANSWER, "ann"), body).status == 400
    assert house.count == before


def test_every_answer_is_safe_to_show(house, visitor) -> None:
    path = house.path_of(Purpose.ANSWER, "ann")
    answers = [visitor.get(path), visitor.get("/a/x"), visitor.get("/"), visitor.get("/static/nhsuk.css")]
    answers += [visitor.press(path, answer="yes"), visitor.ask("PUT", path)]
    for answer in answers:
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert "max-age" in answer.headers["strict-transport-security"]
        assert "set-cookie" not in answer.headers
    assert answers[0].headers["cache-control"] == "no-store"
    assert answers[3].headers["cache-control"].startswith("public")
    plain = house.visitor(scheme="http").get(path)
    assert "strict-transport-security" not in plain.headers


def test_no_page_has_a_script_a_picture_or_a_foreign_address(house) -> None:
    visitor = house.visitor(FREE)
    for path in [*everything(house), "/", "/privacy", "/accessibility", "/a/x"]:
        text = visitor.get(path).text
        assert not re.search(r"<(script|img|iframe|object|embed|video|svg)|\son\w+=|style=|javascript:", text), path
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text), path
        assert "nhs" not in re.sub(r"nhsuk-[\w-]+|nhsuk\.css", "", text).lower(), "no brand that nobody gave us"


def test_style_sheets_fetch_nothing(visitor) -> None:
    for name in ("nhsuk.css", "pairs.css"):
        sheet = visitor.get(f"/static/{name}").text
        assert sheet
        for barred in ("Frutiger", "@font-face", "@import", "url(", "http"):
            assert barred not in sheet


def test_one_link_may_not_be_hammered(house) -> None:
    visitor = house.visitor(Limits(acts_of_link=3, reads_of_link=5))
    ann, ben = house.path_of(Purpose.ANSWER, "ann"), house.path_of(Purpose.ANSWER, "ben")
    assert [visitor.get(ann).status for _ in range(7)] == [200] * 5 + [429] * 2
    assert [visitor.post(ann).status for _ in range(5)] == [400] * 3 + [429] * 2
    assert visitor.get(ben).status == 200
    answer = visitor.get(ann)
    assert answer.headers["retry-after"] == "60"
    assert "wait a minute" in answer.text


def test_one_address_may_not_flood(house) -> None:
    limits = Limits(reads_of_address=4)
    visitor = house.visitor(limits)
    paths = [house.path_of(Purpose.ANSWER, person, group) for person, group in [("ann", 1), ("ben", 1), ("cat", 2)]]
    assert [visitor.get(path).status for path in paths * 2] == [200] * 4 + [429] * 2
    elsewhere = replace(visitor, address="198.51.100.7")
    assert elsewhere.get(paths[0]).status == 200


def test_guessing_is_slowed_and_harms_nobody_else(house) -> None:
    visitor = house.visitor(Limits(guesses_of_address=2))
    assert [visitor.get(f"/a/guess{number}").status for number in range(4)] == [404, 404, 429, 429]
    assert visitor.get(house.path_of(Purpose.ANSWER, "ann")).status == 200


class Logged(logging.Handler):
    """Every line that anybody logs."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def logged() -> Iterator[Logged]:
    logged, level = Logged(), logging.root.level
    logging.root.addHandler(logged)
    logging.root.setLevel(logging.DEBUG)
    yield logged
    logging.root.setLevel(level)
    logging.root.removeHandler(logged)


def test_tokens_are_not_logged(house, logged) -> None:
    visitor = house.visitor()
    path = house.path_of(Purpose.ANSWER, "ann")
    visitor.press(path, answer="yes")
    visitor.get(path + "x")
    assert logged.lines, "the loop itself says what it waits with"
    assert path.split("/")[2] not in "".join(logged.lines)


def test_store_that_is_away_is_told_in_words(house) -> None:
    @contextmanager
    def away():
        raise InputError.at("pairs.db", "the database is in use by another program")
        yield

    visitor = replace(house.visitor(), app=create_app(away, house.clock))
    answer = visitor.get(house.path_of(Purpose.ANSWER, "ann"))
    assert answer.status == 503
    assert "in use" not in answer.text
    assert "Not available just now" in answer.text


def test_bug_is_told_in_words_and_safely(house) -> None:
    @contextmanager
    def broken():
        raise ZeroDivisionError
        yield

    visitor = replace(house.visitor(), app=create_app(broken, house.clock))
    with pytest.raises(ZeroDivisionError):  # the server logs it; the visitor has had the page by then
        visitor.get(house.path_of(Purpose.ANSWER, "ann"))


def test_pages_under_a_path_of_a_shared_host(house) -> None:
    house.config = house.config.model_copy(
        update={"web": house.config.web.model_copy(update={"url": "https://h.example/pairs/"})}
    )
    text = house.visitor().get(house.path_of(Purpose.ANSWER, "ann")).text
    assert 'href="/pairs/static/nhsuk.css"' in text
    assert 'action="/pairs/a/' in text


def test_acts_take_turns_whatever_the_store_allows(house) -> None:
    together = threading.Barrier(2)
    met: list[bool] = []

    def act(visit: Visit) -> Response:
        try:
            together.wait(timeout=0.3)
            met.append(True)
        except threading.BrokenBarrierError:
            met.append(False)
        return Response()

    service = Service(house.open_desk, house.clock, Pace(FREE))
    page = Page(Purpose.ANSWER, answer_page.show, act)
    visitor = replace(
        house.visitor(), app=Starlette(routes=[Route("/a/{token}", linked(service, page), methods=["POST"])])
    )
    body = urlencode({"nonce": nonce.issue(b"s" * 32, house.path_of(Purpose.ANSWER, "ann")[3:], house.clock.now())})

    async def both() -> None:
        path = house.path_of(Purpose.ANSWER, "ann")
        await asyncio.gather(*(visitor.asked("POST", path, body.encode()) for _ in range(2)))

    asyncio.run(both())
    assert met == [False, False]
