"""When things are due in a round, to the hour: on a round of one pair and one table, without a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pairing.life.answers import Answer
from pairing.life.due import Around, DueKind, due_dates
from pairing.life.records import LiveGroup, RoundLife, Said
from pairing.rounds import Format, PlannedGroup, PlannedRound

LONDON = ZoneInfo("Europe/London")
SENT = datetime(2026, 12, 1, 9, tzinfo=UTC)  # a Tuesday
WINDOW_ENDS = datetime(2026, 12, 22, 23, 59, tzinfo=UTC)


def a_life(starts=None, *, answers=None, mover="a", minutes=30):
    group = PlannedGroup(
        number=1,
        members=("a", "b"),
        host=None,
        first_mover=mover,
        starts=starts,
        ends=starts + timedelta(minutes=minutes) if starts else None,
        where="",
        prompts=(),
        why=(),
    )
    plan = PlannedRound(
        round="coffee-2026-12",
        programme="coffee",
        format=Format.COFFEE,
        period="2026-12",
        seed=1,
        status="optimal",
        planned_at=SENT,
        digest="",
        groups=(group,),
        left_out=(),
        tiers=(),
        notes=(),
        versions={},
    )
    said = {person: Said(*given) for person, given in (answers or {}).items()}
    return RoundLife(plan, live={1: LiveGroup(group)}, ended={}, without_group={}, answers=said)


def rows(life, kind, *, sent=SENT, **around):
    given = {"invited": {(person, 1): sent for person in ("a", "b")}} | around
    due = due_dates(life, Around(zone=LONDON, window_ends=WINDOW_ENDS, **given))
    return {row.person: (row.at, row.until) for row in due if row.kind is kind}


def on(day, hour=9, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


def test_a_reminder_comes_two_working_days_before_and_lapses_two_hours_before():
    assert rows(a_life(on(10, 12, 30)), DueKind.REMINDER) == {person: (on(8), on(10, 10, 30)) for person in ("a", "b")}


def test_a_weekend_lies_between():
    assert rows(a_life(on(7, 12)), DueKind.REMINDER)["a"][0] == on(3)


def test_no_reminder_comes_sooner_than_a_day_after_its_invitation():
    life, late = a_life(on(10, 12, 30)), on(8, 15, 20)

    assert rows(life, DueKind.REMINDER, sent=late)["a"][0] == late + timedelta(hours=24)


def test_nobody_is_reminded_of_what_they_have_answered_or_were_not_sent():
    life = a_life(on(10, 12, 30), answers={"a": (Answer.YES, SENT, 1), "b": (Answer.YES, SENT, 7)})

    assert set(rows(life, DueKind.REMINDER)) == {"b"}  # their answer was to another group
    assert rows(life, DueKind.REMINDER, invited={}) == {}


def test_without_a_time_it_comes_half_way_and_lapses_with_the_window():
    at, until = rows(a_life(), DueKind.REMINDER)["a"]

    assert (at, until) == (on(14), WINDOW_ENDS)  # half-way is on a Saturday


def test_a_nudge_comes_48_hours_after_the_invitation_in_working_time():
    assert rows(a_life(on(10, 12, 30)), DueKind.NUDGE) == {"a": (on(3), on(10, 10, 30))}
    assert rows(a_life(on(10, 12, 30)), DueKind.NUDGE, sent=on(3, 15))["a"][0] == on(7)  # Saturday at three


@pytest.mark.parametrize(
    ("answers", "nudged"),
    [
        ({}, True),
        ({"a": (Answer.YES, SENT, 1)}, True),
        ({"a": (Answer.NO, SENT, 1)}, False),
        ({"a": (Answer.ANOTHER_TIME, SENT, 1)}, False),
        ({"b": (Answer.YES, SENT, 1)}, False),
        ({"b": (Answer.YES, SENT, 7)}, True),
    ],
)
def test_a_nudge_is_for_who_writes_first_while_nobody_else_has_answered(answers, nudged):
    assert bool(rows(a_life(on(10, 12, 30), answers=answers), DueKind.NUDGE)) is nudged


def test_nobody_is_nudged_where_nobody_writes_first():
    assert rows(a_life(on(10, 12, 30), mover=None), DueKind.NUDGE) == {}


def test_did_you_meet_comes_the_working_day_after_for_four_days():
    asked = {person: (on(11), on(15)) for person in ("a", "b")}

    assert rows(a_life(on(10, 12, 30)), DueKind.DID_YOU_MEET) == asked
    assert rows(a_life(on(11, 12, 30)), DueKind.DID_YOU_MEET)["a"][0] == on(14)
    assert rows(a_life(), DueKind.DID_YOU_MEET)["a"][0] == on(22)
    assert set(rows(a_life(on(10, 12)), DueKind.DID_YOU_MEET, said_met={"a"})) == {"b"}
    assert rows(a_life(on(10, 12)), DueKind.DID_YOU_MEET, invited={}) == {}


def test_nobody_is_asked_on_a_bank_holiday():
    assert rows(a_life(on(24, 12)), DueKind.DID_YOU_MEET)["a"][0] == on(29)  # Boxing Day is kept on Monday the 28th


def test_each_is_written_once_a_person():
    life, written = a_life(on(10, 12, 30)), {("reminder", "a"), ("nudge", "a"), ("did_you_meet", "b")}

    assert set(rows(life, DueKind.REMINDER, written=written)) == {"b"}
    assert rows(life, DueKind.NUDGE, written=written) == {}
    assert set(rows(life, DueKind.DID_YOU_MEET, written=written)) == {"a"}


def test_a_slip_can_be_taken_back_for_ten_minutes():
    life = a_life(on(10, 12, 30), answers={"a": (Answer.NO, SENT, 1), "b": (Answer.YES, SENT, 1)})

    assert {who: at for who, (at, _) in rows(life, DueKind.GRACE_OVER).items()} == {"a": SENT + timedelta(minutes=10)}


def test_the_digest_comes_the_working_day_after_everything_unless_all_was_cancelled():
    life = a_life(on(10, 12, 30))
    assert rows(life, DueKind.DIGEST) == {"": (on(23), on(27))}

    assert rows(replace(life, cancelled=True), DueKind.DIGEST) == {}


def test_a_row_is_due_from_its_moment_until_it_lapses():
    (row,) = (row for row in due_dates(a_life(on(10, 12)), _around()) if row.kind is DueKind.NUDGE)

    assert not row.is_now(row.at - timedelta(seconds=1))
    assert row.is_now(row.at)
    assert row.is_now(row.until - timedelta(seconds=1))
    assert not row.is_now(row.until)


def _around():
    return Around(zone=LONDON, window_ends=WINDOW_ENDS, invited={("a", 1): SENT, ("b", 1): SENT})


@pytest.mark.parametrize("answer", [None, Answer.YES, Answer.NO])
@pytest.mark.parametrize("starts", [None, on(7, 12), on(10, 12, 30)])
def test_what_is_to_be_done_at_a_moment_is_what_is_due_then_of_everything(starts, answer):
    life = a_life(starts, answers={"a": (answer, SENT + timedelta(hours=1), 1)} if answer else {})
    around = Around(LONDON, WINDOW_ENDS, {("a", 1): SENT, ("b", 1): SENT + timedelta(days=3)})
    every = due_dates(life, around)
    hours = [SENT + timedelta(hours=hour) for hour in range(24 * 35)]
    assert any(row.is_now(hour) for row in every for hour in hours)
    for hour in hours:
        assert due_dates(life, around, on=hour) == [row for row in every if row.is_now(hour)]
