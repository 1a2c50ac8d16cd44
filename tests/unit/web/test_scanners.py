"""A mail scanner that opens every link of a mail that has just arrived, and presses every button it finds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from pairing.events import Fact, Kind
from pairing.life.answers import Source
from pairing.links import Purpose
from pairing.people.person import Standing
from pairing.stages.answering import Meeting, Voice, suggest
from pairing.web.pace import Limits

FREE = Limits(*(1_000_000,) * 5)

#: What a scanner may leave behind: answers that are held, and nothing else.
HELD = {Kind.ANSWERED, Kind.ATTENDANCE_RECORDED}


@dataclass
class Form:
    """One form: where it leads, what it carries, and what may be chosen and pressed."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def ways(self) -> Iterator[dict[str, str]]:
        """Every way of sending it: each choice with each button."""
        names = list(self.choices)
        for chosen in itertools.product(*self.choices.values()):
            for button in self.buttons or [("", "")]:
                yield {**self.fields, **dict(zip(names, chosen, strict=True)), button[0]: button[1]}


class Forms(HTMLParser):
    """The forms of a page, as a scanner reads them; every date and text filled in with something likely."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given["action"]))
        elif not self.found:
            return
        form, name, value = self.found[-1], given.get("name", ""), given.get("value", "")
        if tag == "input" and given.get("type") == "radio":
            form.choices.setdefault(name, []).append(value)
        elif tag == "input":
            form.fields[name] = value or {"day": "1", "month": "3", "year": "2027"}.get(
                name.rpartition("-")[2], "07700 900123"
            )
        elif tag == "select":
            self._select = name
        elif tag == "option" and value:
            form.fields.setdefault(self._select, value)
        elif tag == "button":
            form.buttons.append((name, value))


@pytest.fixture
def just_sent(house):
    """Three minutes after every kind of mail went out; somebody proposes another time, two are away."""
    proposer = Voice(Source.LEAD, house.SENT)
    assert suggest(house.desk, Meeting("ben", house.ROUND, 1), [house.STARTS + timedelta(days=1)], "", proposer)
    dev = house.store.roster.person("dev")
    house.store.roster.save([type(dev)(**{**vars(dev), "standing": Standing.STOPPED})])
    house.clock._now = house.SENT + timedelta(minutes=3)
    sent = [
        Fact(Kind.MESSAGE_SENT, house.SENT + timedelta(minutes=1), person, programme="coffee", round=round, body={})
        for person in ("ann", "ben", "cat", "dev", "eve")
        for round in ("coffee", house.ROUND)
    ]
    house.store.events.append(sent)
    return house


def links(house) -> list[str]:
    """Every link of every kind, also those that are about a programme, or about no round at all."""
    people = [("ann", 1), ("ben", 1), ("cat", 2), ("dev", 2), ("eve", 2)]
    of_round = [house.path_of(purpose, person, group) for purpose in Purpose for person, group in people]
    others = [purpose for purpose in Purpose if purpose not in {Purpose.ANSWER, Purpose.MET}]
    of_programme = [
        house.path_of(purpose, person, 0, round)
        for purpose in others
        for person, _ in people
        for round in ("coffee", "")
    ]
    times = [f"{house.path_of(Purpose.ANSWER, person, group)}/time" for person, group in people]
    return [*of_round, *of_programme, *times]


@pytest.mark.slow
def test_every_button_pressed_at_once_changes_nothing(just_sent) -> None:
    house, visitor = just_sent, just_sent.visitor(FREE)
    before, people = house.count, house.store.roster.people()
    owed = house.store.outbox.entries()
    pressed = 0
    for link in links(house):
        for form in Forms(visitor.get(link).text).found:
            for way in form.ways():
                house.clock.advance(seconds=0.1)
                answer = visitor.post(form.action, **way)
                assert answer.status in {200, 303, 400}, (link, way)
                pressed += 1
    assert pressed > 100
    new = house.store.events.facts()[before:]
    assert [fact for fact in new if fact.kind not in HELD] == []
    assert all(fact.body["held"] for fact in new)
    assert all(fact.body.get("met") is None for fact in new)
    assert house.life().answers.keys() == {"ben"}, "only what was said before"
    assert house.store.roster.people() == people
    assert house.store.outbox.entries() == owed


def test_what_a_scanner_pressed_a_person_may_still_press(just_sent) -> None:
    house, visitor = just_sent, just_sent.visitor(FREE)
    path = house.path_of(Purpose.ANSWER, "ann")
    for answer in ("yes", "no", "yes"):
        visitor.press(path, after=0.5, answer=answer)
    house.clock.advance(minutes=1)
    assert visitor.press(path, answer="no").status == 303
    assert house.life().answers["ann"].answer.value == "no"


def test_one_click_is_no_link_to_be_opened(just_sent) -> None:
    """RFC 8058: only a POST of that one field pauses; opening the List-Unsubscribe address shows a page."""
    house, visitor = just_sent, just_sent.visitor(FREE)
    path, before = house.path_of(Purpose.PAUSE, "ann"), just_sent.count
    for method in ("GET", "HEAD"):
        assert visitor.ask(method, path).status == 200
        assert visitor.ask(method, path, b"List-Unsubscribe=One-Click").status == 200
    assert house.count == before
    assert visitor.post(path, **{"List-Unsubscribe": "One-Click"}).status == 200
    assert house.store.events.facts()[before].kind is Kind.PERSON_PAUSED
