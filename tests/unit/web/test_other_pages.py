"""Pause, stop, come back; did you meet; the pages of words."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from pairing.events import Kind
from pairing.life.answers import Answer
from pairing.links import Purpose
from pairing.notify.outbox import Entry, State
from pairing.people.person import Standing

ONE_CLICK = b"List-Unsubscribe=One-Click"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def owed(key: str, person: str, kind: str, state: State = State.QUEUED) -> Entry:
    return Entry(
        key=key, mailbox="x@a.example", round="coffee-2026-12", programme="coffee", person=person, kind=kind,
        sequence=0, recipient="x@a.example", message_id="<x>", raw=b"x", state=state,
    )  # fmt: skip


@pytest.fixture
def part(house) -> str:
    return house.path_of(Purpose.PAUSE, "ann")


@pytest.mark.parametrize(("choice", "until"), [("1", (2027, 1, 2)), ("3", (2027, 3, 2)), ("6", (2027, 6, 2))])
def test_pause_for_months(house, visitor, part, choice, until) -> None:
    thanks = visitor.follow(visitor.press(part, choice=choice))
    assert house.store.roster.person("ann").paused_until == date(*until)
    assert "You are paused until" in thanks.text


def test_pause_to_a_date_and_its_errors(house, visitor, part) -> None:
    wrong = visitor.press(part, choice="date", day="31", month="2", year="2027")
    assert wrong.status == 400
    assert 'href="#until-day"' in wrong.text
    assert 'value="31"' in wrong.text, "what was written stays"
    past = visitor.press(part, choice="date", day="2", month="12", year="2026")
    assert past.status == 400
    visitor.press(part, choice="date", day="3", month="12", year="2026")
    assert house.store.roster.person("ann").paused_until == date(2026, 12, 3)


def test_forms_ask_for_the_very_fields_that_are_read(house, visitor, part) -> None:
    names = set(re.findall(r'<(?:input|select|button)[^>]*\bname="([^"]+)"', visitor.get(part).text))
    assert names == {"nonce", "choice", "day", "month", "year"}
    answer = house.path_of(Purpose.ANSWER, "ann")
    assert set(re.findall(r'\bname="([^"]+)"', visitor.get(answer + "/time").text)) >= {
        "nonce",
        "day1",
        "time3",
        "words",
    }


def test_nothing_chosen_is_an_error(house, visitor, part) -> None:
    before = house.count
    assert "Choose how long" in visitor.press(part).text
    assert house.count == before


@pytest.mark.parametrize("choice", ["1", "stop"])
def test_pause_and_stop_decline_what_is_to_come_and_withdraw_what_is_owed(house, visitor, part, choice) -> None:
    states = [("mine", "ann", "reminder"), ("cancel", "ann", "cancellation"), ("bens", "ben", "reminder")]
    house.store.outbox.add([owed(*row) for row in states])
    house.store.outbox.add([owed("held", "ann", "nudge", State.HELD)])
    visitor.press(part, choice=choice)
    assert house.life().answers["ann"].answer is Answer.NO
    assert house.life(house.LUNCH).answers["ann"].answer is Answer.NO
    assert {entry.key for entry in house.store.outbox.entries(states=[State.WITHDRAWN])} == {"mine", "held"}
    before = house.count
    visitor.press(part, choice=choice)
    assert house.count == before


def test_meetings_that_are_past_stay_as_they_were(house, visitor, part) -> None:
    house.clock.advance(days=20)
    visitor.press(part, choice="stop")
    assert not house.facts(Kind.ANSWERED)


def test_who_stopped_can_come_back_and_cannot_be_paused(house, visitor, part) -> None:
    visitor.press(part, choice="stop")
    assert house.store.roster.person("ann").standing is Standing.STOPPED
    assert "You have stopped" in visitor.follow(visitor.press(part, choice="3")).text
    back = visitor.follow(visitor.press(house.path_of(Purpose.JOIN, "ann")))
    assert "You take part" in back.text
    assert house.store.roster.person("ann").takes_part_on(date(2026, 12, 3))


def test_who_is_paused_comes_back_before_they_answer(house, visitor, part) -> None:
    path = house.path_of(Purpose.ANSWER, "ann")
    nonce = visitor.get(path).text.split('name="nonce" value="')[1].split('"')[0]
    house.clock.advance(minutes=1)
    visitor.press(part, choice="1")
    before = house.count
    assert "You are paused until" in visitor.get(path).text
    late = {"answer": "yes", "day1": "2026-12-11", "time1": "13:00", "slot": "2026-12-11T13:00:00+00:00"}
    for rest in ("", "/time", "/offers"):
        assert "You are paused until" in visitor.post(path + rest, nonce=nonce, **late).text
    assert house.count == before
    visitor.press(house.path_of(Purpose.JOIN, "ann"))
    visitor.press(path, answer="yes")
    assert house.life().answers["ann"].answer is Answer.YES


def test_who_left_is_told_so(house, visitor, part) -> None:
    from dataclasses import replace

    person = house.store.roster.person("ann")
    house.store.roster.save([replace(person, standing=Standing.LEFT)])
    before = house.count
    assert "no longer on the staff list" in visitor.follow(visitor.press(part, choice="stop")).text
    assert house.count == before


def test_machines_do_not_pause_anybody(house, part) -> None:
    house.clock = house.clock.__class__(house.SENT + timedelta(minutes=1))
    visitor = house.visitor()
    before = house.count
    answer = visitor.press(part, choice="stop", after=1)
    assert "nothing has changed yet" in answer.text
    assert house.count == before
    visitor.press(part, choice="stop", after=5)
    assert house.store.roster.person("ann").standing is Standing.STOPPED


def multipart(name: str, value: str, more: str = "") -> bytes:
    part = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
    return f"{part}{more}--b--\r\n".encode()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", ONE_CLICK),
        ("multipart/form-data; boundary=b", multipart("List-Unsubscribe", "One-Click")),
    ],
)
def test_one_click_pauses_without_a_nonce_and_without_a_redirect(house, visitor, part, kind, body) -> None:
    answer = visitor.ask("POST", part, body, {"content-type": kind})
    assert answer.status == 200
    assert "You are paused until you come back" in answer.text
    assert house.store.roster.person("ann").standing is Standing.PAUSED
    before = house.count
    visitor.ask("POST", part, body, {"content-type": kind})
    assert house.count == before


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click&x=1"),
        ("application/x-www-form-urlencoded", b"list-unsubscribe=one-click"),
        ("application/x-www-form-urlencoded", b""),
        ("text/plain", ONE_CLICK),
        ("multipart/form-data; boundary=b", multipart("List-Unsubscribe", "Two-Clicks")),
        ("multipart/form-data; boundary=b", multipart("Other", "One-Click")),
        (
            "multipart/form-data; boundary=b",
            multipart("List-Unsubscribe", "One-Click", multipart("x", "1").decode()[:-7]),
        ),
        ("multipart/form-data; boundary=c", multipart("List-Unsubscribe", "One-Click")),
        ("multipart/form-data", b"List-Unsubscribe=One-Click"),
    ],
)
def test_anything_else_is_no_one_click(house, visitor, part, kind, body) -> None:
    before = house.count
    assert visitor.ask("POST", part, body, {"content-type": kind}).status == 400
    assert house.count == before


def test_one_click_works_on_the_pause_page_only(house, visitor) -> None:
    before = house.count
    assert visitor.ask("POST", house.path_of(Purpose.ANSWER, "ann"), ONE_CLICK, FORM).status == 400
    assert house.count == before


@pytest.mark.parametrize(("choice", "met"), [("yes", True), ("no", False), ("later", None)])
def test_did_you_meet(house, visitor, choice, met) -> None:
    path = house.path_of(Purpose.MET, "ann")
    thanks = visitor.follow(visitor.press(path, met=choice, words="Good\ntalk"))
    assert "Thank you" in thanks.text
    fact = house.facts(Kind.ATTENDANCE_RECORDED)[-1]
    assert (fact.person, fact.body["met"], fact.body["words"], fact.body["group"]) == ("ann", met, "Good talk", 1)
    before = house.count
    visitor.press(path, met=choice, words="Good\ntalk")
    assert house.count == before


def test_met_and_not_met_within_seconds_leave_it_open(house, visitor) -> None:
    path = house.path_of(Purpose.MET, "ann")
    visitor.press(path, met="no")
    asked = visitor.follow(visitor.press(path, met="yes", after=2))
    assert "press the button once more" in asked.text
    assert [fact.body["met"] for fact in house.facts(Kind.ATTENDANCE_RECORDED)] == [False, None]
    visitor.press(path, met="yes", after=10)
    assert house.facts(Kind.ATTENDANCE_RECORDED)[-1].body["met"] is True


def test_met_needs_an_answer(house, visitor) -> None:
    assert "Choose an answer" in visitor.press(house.path_of(Purpose.MET, "ann"), met="maybe").text


def test_table_is_asked_who_was_there(house, visitor) -> None:
    assert "Were you there?" in visitor.get(house.path_of(Purpose.MET, "cat", 2)).text


@pytest.mark.parametrize("path", ["/", "/privacy", "/accessibility"])
def test_pages_of_words(visitor, path) -> None:
    answer = visitor.get(path)
    assert answer.status == 200
    assert "Riverside" in answer.text
