"""Joining, leaving, staying and coming back on the pages; a mobile number given and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pairing.config.model import Config
from pairing.events import Fact, Kind
from pairing.links import Purpose
from pairing.notify.outbox import Entry, State
from pairing.people import acts
from pairing.people.person import Standing
from pairing.stages.members import participants

NUMBER = "07700 900123"


def opt_in(house) -> None:
    """From now on lunch is for who said yes."""
    lunch = house.config.programmes["lunch"].model_copy(update={"joining": "opt-in"})
    house.config = house.config.model_copy(update={"programmes": house.config.programmes | {"lunch": lunch}})
    assert isinstance(house.config, Config)


def inside(house, name) -> set[str]:
    return {person.id for person in participants(house.desk, name)}


def test_the_link_of_an_announcement_joins_its_programme(house, visitor) -> None:
    opt_in(house)
    assert inside(house, "lunch") == set()
    path = house.path_of(Purpose.JOIN, "ann", 0, "lunch")

    shown = visitor.get(path)
    assert "Take part in Network lunch" in shown.text
    assert inside(house, "lunch") == set(), "opening the page joins nobody"
    thanks = visitor.follow(visitor.press(path))

    assert "You take part in Network lunch" in thanks.text
    assert inside(house, "lunch") == {"ann"}
    before = house.count
    visitor.press(path)
    assert house.count == before, "pressing again changes nothing"


def test_one_programme_is_left_and_the_others_go_on(house, visitor) -> None:
    path = house.path_of(Purpose.PAUSE, "ann")
    assert "Leave only Coffee together" in visitor.get(path).text

    thanks = visitor.follow(visitor.press(path, choice="leave"))

    assert "You have left Coffee together" in thanks.text
    assert "ann" not in inside(house, "coffee")
    assert "ann" in inside(house, "lunch")
    assert house.life().answers["ann"].answer.value == "no", "the coffee to come is declined"
    assert not house.life(house.LUNCH).answers, "the lunch is not"
    assert "Leave only" not in visitor.get(path).text
    visitor.follow(visitor.press(house.path_of(Purpose.JOIN, "ann")))
    assert "ann" in inside(house, "coffee")


def test_leaving_withdraws_the_mail_of_that_programme_alone(house, visitor) -> None:
    def owed(key, programme):
        return Entry(key, "x@a.example", f"{programme}-2026-12", programme, "ann", "reminder", 0, "a", "<x>", b"x")

    house.store.outbox.add([owed("coffees", "coffee"), owed("lunches", "lunch")])
    visitor.press(house.path_of(Purpose.PAUSE, "ann"), choice="leave")
    assert [entry.key for entry in house.store.outbox.entries(states=[State.WITHDRAWN])] == ["coffees"]


@pytest.mark.parametrize("choice", ["stop", "3"])
def test_who_stopped_or_paused_comes_back_by_page_to_what_they_were_in(house, visitor, choice) -> None:
    opt_in(house)
    visitor.press(house.path_of(Purpose.JOIN, "ann", 0, "lunch"))
    visitor.press(house.path_of(Purpose.PAUSE, "ann"), choice=choice)
    assert "ann" not in inside(house, "coffee") | inside(house, "lunch")

    thanks = visitor.follow(visitor.press(house.path_of(Purpose.JOIN, "ann")))

    assert "You take part in Coffee together" in thanks.text
    assert house.store.roster.person("ann").standing is Standing.ACTIVE
    assert "ann" in inside(house, "coffee") & inside(house, "lunch")


def test_the_question_whether_to_stay_is_answered_on_its_page(house, visitor) -> None:
    asked = Fact(Kind.STAYING_ASKED, house.SENT, "ann", "coffee", house.ROUND)
    house.store.events.append([asked])
    path = house.path_of(Purpose.JOIN, "ann", 0)
    shown = visitor.get(path)
    assert "Would you like to stay?" in shown.text
    assert not house.facts(Kind.STAYING_SAID)

    visitor.press(path)

    (said,) = house.facts(Kind.STAYING_SAID)
    assert (said.person, said.programme, said.body) == ("ann", "coffee", {"source": "page"})
    visitor.press(path)
    assert len(house.facts(Kind.STAYING_SAID)) == 1
    assert "Would you like to stay?" not in visitor.get(path).text


def test_a_number_is_shared_shown_and_taken_back(house, visitor) -> None:
    path = house.path_of(Purpose.NUMBER, "ann", 0)
    own = house.path_of(Purpose.NUMBER, "ann", 1)
    assert f'href="{own}"' in visitor.get(house.path_of(Purpose.ANSWER, "ann", 1)).text

    thanks = visitor.follow(visitor.press(path, answer="share", number="07700-900123"))

    assert "your groups see your number" in thanks.text
    assert house.store.roster.person("ann").mobile == NUMBER
    assert NUMBER in visitor.get(path).text
    gone = visitor.follow(visitor.press(path, answer="remove"))
    assert "You share no number" in gone.text
    assert house.store.roster.person("ann").mobile == ""
    kinds = [fact.kind for fact in house.facts(Kind.MOBILE_SHARED, Kind.MOBILE_WITHDRAWN)]
    assert kinds == [Kind.MOBILE_SHARED, Kind.MOBILE_WITHDRAWN]
    assert "900123" not in repr(house.facts()), "no fact holds a number"


@pytest.mark.parametrize("then", [{"answer": "share", "number": "07700 900999"}, {"answer": "remove"}])
def test_mail_that_waits_for_their_group_is_written_anew_without_the_old_number(house, visitor, then) -> None:
    def owed(person, round) -> Entry:
        return Entry(f"{round}/{person}/nudge/0", "x@a.example", round, "coffee", person, "nudge", 0, "a", "<x>", b"x")

    path = house.path_of(Purpose.NUMBER, "ann", 0)
    visitor.press(path, answer="share", number=NUMBER)
    waiting = [owed("ben", house.ROUND), owed("cat", house.ROUND), owed("ann", house.ROUND), owed("dev", house.LUNCH)]
    house.store.outbox.add(waiting)

    visitor.press(path, **then)

    left = {(entry.person, entry.round) for entry in house.store.outbox.entries()}
    assert left == {("cat", house.ROUND), ("ann", house.ROUND)}, "of their coffee and their lunch, the others' mail"


@pytest.mark.parametrize("wrong", ["", "call me", "123", "07700 900123 x4", "7" * 12, "+" + "1" * 16])
def test_what_is_no_number_is_said_beside_the_field(house, visitor, wrong) -> None:
    before = house.count
    answer = visitor.press(house.path_of(Purpose.NUMBER, "ann", 0), answer="share", number=wrong)
    assert answer.status == 400
    assert 'href="#number"' in answer.text
    assert house.count == before


def test_machines_share_nothing(house) -> None:
    house.clock = house.clock.__class__(house.SENT + timedelta(minutes=1))
    visitor = house.visitor()
    answer = visitor.press(house.path_of(Purpose.NUMBER, "ann"), after=1, answer="share", number=NUMBER)
    assert "nothing has changed yet" in answer.text
    assert house.store.roster.person("ann").mobile == ""


def test_somebody_elses_link_reaches_no_number(house, visitor) -> None:
    token = house.path_of(Purpose.ANSWER, "ann").rpartition("/")[2]
    assert visitor.get(f"/n/{token}").status == 404


def test_a_number_leaves_with_the_person(house) -> None:
    desk = house.desk
    person = house.store.roster.person("ann")
    acts.share_mobile(person, desk.store.roster, desk.store.events, now=house.SENT, number=NUMBER, source="page")
    acts.forget(house.store.roster.person("ann"), desk.store.roster, desk.store.events, now=house.SENT)
    assert house.store.roster.person("ann").mobile == ""
