"""The acts behind the pages, as mail, calendar and the lead use them too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pairing.events import Kind
from pairing.life.answers import Answer, Source
from pairing.stages.answering import Meeting, Outcome, Voice, accept_suggestion, answer, pause, say_met, stop, suggest


@pytest.fixture
def ann(house) -> Meeting:
    return Meeting("ann", house.ROUND, 1)


def by_mail(house) -> Voice:
    return Voice(Source.MAIL, house.clock.now())


def test_mail_may_change_its_mind_at_once(house, ann) -> None:
    assert answer(house.desk, ann, Answer.NO, by_mail(house)) is Outcome.KEPT
    house.clock.advance(seconds=1)
    assert answer(house.desk, ann, Answer.YES, by_mail(house)) is Outcome.KEPT
    assert answer(house.desk, ann, Answer.YES, by_mail(house)) is Outcome.SAME
    assert house.life().answers["ann"].answer is Answer.YES


@pytest.mark.parametrize(
    "meeting",
    [
        Meeting("zoe", "coffee-2026-12", 1),  # nobody
        Meeting("cat", "coffee-2026-12", 1),  # somebody else's group
        Meeting("ann", "coffee-2026-12", 7),
        Meeting("ann", "coffee-2027-01", 1),
    ],
)
def test_no_meeting_no_fact(house, meeting) -> None:
    before = house.count
    voice = by_mail(house)
    outcomes = {
        answer(house.desk, meeting, Answer.YES, voice),
        suggest(house.desk, meeting, [house.STARTS], "", voice),
        accept_suggestion(house.desk, meeting, house.STARTS, voice),
        say_met(house.desk, meeting, True, voice),
    }
    assert outcomes == {Outcome.NO_MEETING}
    assert house.count == before


def test_cut_off_is_the_very_beginning_of_the_meeting(house, ann) -> None:
    just_before = Voice(Source.LEAD, house.STARTS - timedelta(seconds=1))
    assert answer(house.desk, ann, Answer.YES, just_before) is Outcome.KEPT
    assert answer(house.desk, ann, Answer.NO, Voice(Source.LEAD, house.STARTS)) is Outcome.TOO_LATE
    assert suggest(house.desk, ann, [house.STARTS + timedelta(days=1)], "", Voice(Source.LEAD, house.STARTS)) is (
        Outcome.TOO_LATE
    )
    assert house.life().answers["ann"].answer is Answer.YES
    assert not house.facts(Kind.TIME_SUGGESTED)


def test_where_no_time_is_set_the_days_to_meet_are_the_cut_off(house) -> None:
    cat = Meeting("cat", house.ROUND, 2)
    last = datetime(2026, 12, 22, 23, 59, tzinfo=UTC)
    assert answer(house.desk, cat, Answer.YES, Voice(Source.LEAD, last)) is Outcome.KEPT
    assert answer(house.desk, cat, Answer.NO, Voice(Source.LEAD, last + timedelta(minutes=1))) is Outcome.TOO_LATE


def test_suggesting_the_same_again_is_no_news(house, ann) -> None:
    slots = [house.STARTS + timedelta(days=1)]
    assert suggest(house.desk, ann, slots, "ok", by_mail(house)) is Outcome.KEPT
    assert suggest(house.desk, ann, slots, "ok", by_mail(house)) is Outcome.SAME
    assert len(house.facts(Kind.TIME_SUGGESTED)) == 1
    house.clock.advance(seconds=1)
    assert suggest(house.desk, ann, slots * 2 + [house.STARTS + timedelta(days=9 * n) for n in range(5)], "",
                   by_mail(house)) is Outcome.KEPT  # fmt: skip
    latest = house.facts(Kind.TIME_SUGGESTED)[-1].body["slots"]
    assert len(latest) == len(set(latest)) <= 3


def test_words_are_one_tidy_line(house, ann) -> None:
    suggest(house.desk, ann, [house.STARTS + timedelta(days=1)], "a\r\nBcc: x\x00" + "y" * 500, by_mail(house))
    words = house.facts(Kind.TIME_SUGGESTED)[-1].body["words"]
    assert words.startswith("a Bcc: xy")
    assert len(words) == 200


def test_a_moved_group_counts_from_its_new_time(house, ann) -> None:
    later = house.STARTS + timedelta(days=4)
    suggest(house.desk, ann, [later], "", by_mail(house))
    ben = Meeting("ben", house.ROUND, 1)
    assert accept_suggestion(house.desk, ben, later, by_mail(house)) is Outcome.KEPT
    between = Voice(Source.LEAD, house.STARTS + timedelta(days=1))
    assert answer(house.desk, ben, Answer.NO, between) is Outcome.KEPT


def test_pause_must_end_in_the_future(house) -> None:
    before = house.count
    assert pause(house.desk, "ann", house.desk.today, by_mail(house)) is Outcome.NOT_MOVEABLE
    assert pause(house.desk, "zoe", None, by_mail(house)) is Outcome.GONE
    assert house.count == before


def test_an_act_is_all_or_nothing(house, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError("the disk is full")

    monkeypatch.setattr(house.store.outbox, "withdraw", refuse)
    before = house.count
    with pytest.raises(OSError, match="disk"):
        stop(house.desk, "ann", by_mail(house))
    assert house.count == before
    assert house.store.roster.person("ann").takes_part_on(house.desk.today)
