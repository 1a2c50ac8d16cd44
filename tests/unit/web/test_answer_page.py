"""What the buttons do, and when they do nothing."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from pairing.events import Kind
from pairing.life.answers import Answer
from pairing.links import Purpose
from pairing.stages.doubt import held_answers


@pytest.fixture
def ann(house) -> str:
    return house.path_of(Purpose.ANSWER, "ann")


def test_page_names_the_others_by_first_name_and_role_only(house, visitor, ann) -> None:
    text = visitor.get(ann).text
    assert "<title>Your coffee with Ben - Riverside</title>" in text
    assert "Ben (Practice nurse)" in text
    assert "Thursday 10 December, 12:30pm to 12:50pm" in text
    assert "The library café" in text
    for private in ("Baker", "Archer", "b@a.example", "ben@a.example"):
        assert private not in text


def test_names_are_escaped(house, visitor) -> None:
    text = visitor.get(house.path_of(Purpose.ANSWER, "cat", 2)).text
    assert "<b>" not in text


@pytest.mark.parametrize(("button", "said"), [("yes", Answer.YES), ("no", Answer.NO)])
def test_button_becomes_one_fact(house, visitor, ann, button, said) -> None:
    before = house.count
    thanks = visitor.follow(visitor.press(ann, answer=button))
    assert "Thank you" in thanks.text
    assert house.count == before + 1
    assert house.life().answers["ann"].answer is said
    assert house.facts(Kind.ANSWERED)[0].body["source"] == "page"


def test_same_answer_again_is_no_new_fact(house, visitor, ann) -> None:
    visitor.press(ann, answer="yes")
    before = house.count
    visitor.press(ann, answer="yes")
    assert house.count == before


def test_last_answer_wins_until_the_meeting_begins(house, visitor, ann) -> None:
    visitor.press(ann, answer="yes")
    visitor.press(ann, answer="no")
    visitor.press(ann, answer="yes")
    assert house.life().answers["ann"].answer is Answer.YES
    assert "Your answer so far: <strong>yes</strong>" in visitor.get(ann).text
    house.clock.advance(days=30)
    late = visitor.follow(visitor.press(ann, answer="no"))
    assert "changes nothing any more" in late.text
    assert house.life().answers["ann"].answer is Answer.YES
    assert house.facts(Kind.ANSWERED)[-1].body | {"group": 1} == {
        "group": 1, "answer": "no", "source": "page", "held": True, "why": "late", "undoes": False,
    }  # fmt: skip
    before = house.count
    visitor.press(ann, answer="no")
    assert house.count == before


def test_contradicting_answers_within_seconds_are_nobodys(house, visitor, ann) -> None:
    visitor.press(ann, answer="no")
    held = visitor.follow(visitor.press(ann, answer="yes", after=3))
    assert "Please press once more" in held.text
    assert "ann" not in house.life().answers
    assert [(who, said) for who, said, _ in held_answers(house.life())] == [("ann", Answer.YES)]
    visitor.press(ann, answer="yes", after=8)
    assert not held_answers(house.life())
    assert house.life().answers["ann"].answer is Answer.YES
    assert "Please press once more" not in visitor.get(ann).text


def test_contradiction_leaves_what_was_said_long_before(house, visitor, ann) -> None:
    visitor.press(ann, answer="yes")
    visitor.press(ann, answer="no")
    visitor.press(ann, answer="yes", after=1)
    assert house.life().answers["ann"].answer is Answer.YES
    assert len(house.life().held) == 1


def test_six_seconds_are_a_change_of_mind(house, visitor, ann) -> None:
    visitor.press(ann, answer="no")
    visitor.press(ann, answer="yes", after=6)
    assert house.life().answers["ann"].answer is Answer.YES
    assert not house.life().held


def test_clock_set_back_does_not_hold_a_change_of_mind(house, visitor, ann) -> None:
    visitor.press(ann, answer="yes")
    house.clock.advance(hours=-1)
    visitor.press(ann, answer="no")
    assert house.life().answers["ann"].answer is Answer.NO
    assert not house.life().held


def test_faster_than_reading_just_after_the_mail_is_held(house, visitor) -> None:
    house.clock = house.clock.__class__(house.SENT + timedelta(minutes=3))
    fresh = house.visitor()
    path = house.path_of(Purpose.ANSWER, "ann")
    held = fresh.follow(fresh.press(path, answer="no", after=1.9))
    assert "Please press once more" in held.text
    assert "ann" not in house.life().answers
    assert house.facts(Kind.ANSWERED)[-1].body["why"] == "fast"
    before = house.count
    fresh.press(path, answer="no", after=1)
    assert house.count == before
    fresh.press(path, answer="no", after=2.1)
    assert house.life().answers["ann"].answer is Answer.NO


def test_quick_press_hours_later_is_a_person(house, visitor, ann) -> None:
    visitor.press(ann, answer="yes", after=0.5)
    assert house.life().answers["ann"].answer is Answer.YES


@pytest.mark.parametrize("nonce", ["", "x", "WyJhIiwxXQ.abc"])
def test_without_a_good_nonce_nothing_is_written(house, visitor, ann, nonce) -> None:
    before = house.count
    answer = visitor.post(ann, answer="no", nonce=nonce)
    assert answer.status == 400
    assert "Nothing has changed yet" in answer.text
    assert house.count == before


def test_nonce_is_good_for_one_link_and_one_day(house, visitor, ann) -> None:
    from_ben = visitor.get(house.path_of(Purpose.ANSWER, "ben")).text.split('name="nonce" value="')[1].split('"')[0]
    own = visitor.get(ann).text.split('name="nonce" value="')[1].split('"')[0]
    before = house.count
    house.clock.advance(minutes=1)
    assert visitor.post(ann, answer="no", nonce=from_ben).status == 400
    house.clock.advance(hours=24)
    assert visitor.post(ann, answer="no", nonce=own).status == 400
    assert house.count == before


def test_nonce_from_the_future_is_none(house, visitor, ann) -> None:
    own = visitor.get(ann).text.split('name="nonce" value="')[1].split('"')[0]
    house.clock = house.clock.__class__(house.SENT)
    assert house.visitor().post(ann, answer="no", nonce=own).status == 400


def test_no_button_is_an_error_in_words(house, visitor, ann) -> None:
    answer = visitor.press(ann, answer="perhaps")
    assert answer.status == 400
    assert "<title>Error: " in answer.text
    assert "Press one of the buttons" in answer.text


def test_other_times_reach_the_others_and_whoever_accepts_moves_it(house, visitor, ann) -> None:
    times = {"day1": "2026-12-11", "time1": "13:00", "day2": "2026-12-14", "time2": "09:15"}
    sent = visitor.press(ann, "/time", **times, words="At <ours>?")
    assert "Friday 11 December, 1pm" in visitor.follow(sent).text
    assert house.life().answers["ann"].answer is Answer.ANOTHER_TIME
    ben = house.path_of(Purpose.ANSWER, "ben")
    shown = visitor.get(ben).text
    assert "Suggested by Ann: At &lt;ours&gt;?" in shown
    assert "Monday 14 December, 9:15am" in shown
    moved = visitor.follow(visitor.press(ben, "/offers", slot="2026-12-14T09:15:00+00:00"))
    assert "it is moved" in moved.text
    assert "You said yes to the new time. Ann and you get it by mail" in moved.text
    assert "Monday 14 December, 9:15am" in moved.text
    live = house.life().live[1]
    assert (live.sequence, live.group.starts.isoformat()) == (1, "2026-12-14T09:15:00+00:00")
    assert live.group.ends - live.group.starts == timedelta(minutes=20)
    assert house.life().answers["ben"].answer is Answer.YES
    before = house.count
    visitor.press(ben, "/offers", slot="2026-12-14T09:15:00+00:00")
    assert house.count == before, "accepting twice moves once"
    lapsed = visitor.follow(visitor.press(ben, "/offers", slot="2026-12-11T13:00:00+00:00"))
    assert "no longer open" in lapsed.text
    assert house.count == before


def test_a_first_time_is_agreed_and_not_moved(house, visitor) -> None:
    cat, dev = (house.path_of(Purpose.ANSWER, person, 2) for person in ("cat", "dev"))
    visitor.press(cat, "/time", day1="2026-12-11", time1="13:00")
    assert "Meet at this time" in visitor.get(dev).text
    agreed = visitor.follow(visitor.press(dev, "/offers", slot="2026-12-11T13:00:00+00:00"))
    assert "the time is agreed" in agreed.text
    assert "Cat and Eve" in agreed.text
    assert "moved" not in agreed.text


@pytest.mark.parametrize("outcome", ["moved", "suggested"])
def test_an_address_alone_says_nothing_that_was_not_so(house, visitor, ann, outcome) -> None:
    shown = visitor.get(f"{ann}/thanks/{outcome}")
    assert shown.status == 200
    assert "There is no answer of yours yet" in shown.text


def test_who_says_no_after_all_is_not_thanked_for_the_move(house, visitor, ann) -> None:
    visitor.press(ann, "/time", day1="2026-12-11", time1="13:00")
    ben = house.path_of(Purpose.ANSWER, "ben")
    page = visitor.press(ben, "/offers", slot="2026-12-11T13:00:00+00:00")
    visitor.press(ben, answer="no", after=60)
    shown = visitor.follow(page).text
    assert "it is moved" not in shown
    assert "Thank you, not this month" in shown


def test_nobody_accepts_their_own_or_an_invented_time(house, visitor, ann) -> None:
    visitor.press(ann, "/time", day1="2026-12-11", time1="13:00")
    before = house.count
    visitor.press(ann, "/offers", slot="2026-12-11T13:00:00+00:00")
    visitor.press(house.path_of(Purpose.ANSWER, "ben"), "/offers", slot="2026-12-11T14:00:00+00:00")
    assert visitor.press(house.path_of(Purpose.ANSWER, "ben"), "/offers", slot="soon").status == 400
    assert house.count == before


def test_who_answers_otherwise_takes_their_suggestion_back(house, visitor, ann) -> None:
    visitor.press(ann, "/time", day1="2026-12-11", time1="13:00")
    visitor.press(ann, answer="yes")
    assert "Suggested by" not in visitor.get(house.path_of(Purpose.ANSWER, "ben")).text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"day1": "2026-12-01", "time1": "09:00"},  # past
        {"day1": "2027-02-01", "time1": "09:00"},  # after the days to meet
        {"day1": "2026-12-11", "time1": "03:00"},
        {"day1": "<script>", "time1": "09:00"},
    ],
)
def test_times_that_cannot_be_are_refused_in_words(house, visitor, ann, fields) -> None:
    before = house.count
    answer = visitor.press(ann, "/time", **fields)
    assert answer.status == 400
    assert "Choose a day and a time that is still to come" in answer.text
    assert house.count == before


def test_everybodys_date_cannot_be_moved(house, visitor) -> None:
    lunch = house.path_of(Purpose.ANSWER, "ann", 1, house.LUNCH)
    assert "Suggest another time" not in visitor.get(lunch).text
    before = house.count
    visitor.press(lunch, "/time", day1="2026-12-11", time1="13:00")
    assert house.count == before


def test_old_link_leads_to_the_group_that_took_its_place(house, visitor, ann) -> None:
    from pairing.events import Fact

    group = {"number": 9, "members": ["ann", "dev"], "host": None, "first_mover": None, "starts": None,
             "ends": None, "where": "", "prompts": [], "why": []}  # fmt: skip
    body = {"ended": [{"group": 1, "why": "x"}], "groups": [group], "left_out": [{"person": "ben", "why": "x"}]}
    now = house.clock.now()
    house.store.events.append([Fact(Kind.GROUPS_CHANGED, now, programme="coffee", round=house.ROUND, body=body)])
    shown = visitor.get(ann)
    assert "Your group has changed" in shown.text
    instead = shown.text.split('href="/a/')[1].split('"')[0]
    assert "Your coffee with Dev" in visitor.get(f"/a/{instead}").text
    assert "does not take place" in visitor.get(house.path_of(Purpose.ANSWER, "ben")).text
    before = house.count
    visitor.post(ann, answer="no")
    assert house.count == before


def test_two_posts_at_once_see_each_other(house, ann) -> None:
    import asyncio

    visitor = house.visitor()
    nonce = visitor.get(ann).text.split('name="nonce" value="')[1].split('"')[0]
    house.clock.advance(minutes=1)

    async def both() -> None:
        bodies = [urlencode({"nonce": nonce, "answer": said}).encode() for said in ("yes", "no")]
        await asyncio.gather(*(visitor.asked("POST", ann, body) for body in bodies))

    asyncio.run(both())
    assert "ann" not in house.life().answers
