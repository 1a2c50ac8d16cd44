"""A suggested time is one that everybody could really make."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.config.model import Programme
from pairing.people.person import WEEKDAYS, Person, RoleGroup
from pairing.rounds import Format
from pairing.translate.diary import Diary
from pairing.translate.slots import is_working_day, suggest_times

LONDON = ZoneInfo("Europe/London")
WINDOW = (date(2026, 12, 2), date(2026, 12, 22))


def a_person(id: str = "p1", *days: str, practice: str = "A", **more: object) -> Person:
    return Person(id, "Ann", f"{id}@a.example", practice, "GP", RoleGroup.GP, working_days=days, **more)  # type: ignore[arg-type]  # tests name only what matters


def a_programme(**settings: object) -> Programme:
    return Programme(format=Format.COFFEE, **{"minutes": 20, **settings})  # type: ignore[arg-type]  # as above


def an_empty_diary() -> Diary:
    return Diary(posts={}, caps={})


def suggested(groups, *, programme=None, window=WINDOW, diary=None, seed=1):
    return suggest_times(
        groups, programme or a_programme(), window=window, zone=LONDON, diary=diary or an_empty_diary(), seed=seed
    )


@given(
    one=st.sets(st.sampled_from(WEEKDAYS[:5])),
    other=st.sets(st.sampled_from(WEEKDAYS[:5])),
    first=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    seed=st.integers(0, 99),
)
def test_a_suggestion_lies_on_a_day_both_work_and_no_bank_holiday(one, other, first, seed):
    group = [a_person("p1", *one), a_person("p2", *other)]
    window = (first, first + timedelta(days=21))

    (start,) = suggested([group], window=window, seed=seed)

    possible = (one or set(WEEKDAYS[:5])) & (other or set(WEEKDAYS[:5]))
    if not possible:
        assert start is None
        return
    assert start is not None
    assert WEEKDAYS[start.weekday()] in possible
    assert window[0] <= start.date() <= window[1]
    assert start.date() not in holidays.country_holidays("GB", subdiv="ENG")
    assert time(12) <= start.time() <= time(13, 40)
    assert start.tzinfo is LONDON


def test_nobody_has_two_meetings_on_one_day():
    ann = a_person("ann", "Mon")
    diary = an_empty_diary()
    diary.book([ann], datetime(2026, 12, 7, 12, 30, tzinfo=LONDON), datetime(2026, 12, 7, 13, tzinfo=LONDON))

    starts = suggested([[ann, a_person("bo")], [ann, a_person("cy")], [ann, a_person("di")]], diary=diary)

    assert sorted(start.date() for start in starts if start) == [date(2026, 12, 14), date(2026, 12, 21)]
    assert starts.count(None) == 1


def test_a_post_stays_covered_at_every_hour():
    nurses = [a_person(f"n{number}") for number in range(12)]
    others = [a_person(f"o{number}", practice="B") for number in range(12)]
    diary = Diary(posts={nurse.id: frozenset({7}) for nurse in nurses}, caps={7: 1})
    window = (date(2026, 12, 7), date(2026, 12, 11))

    starts = suggested(list(zip(nurses, others, strict=True)), window=window, diary=diary)

    hours = Counter(start.replace(minute=0) for start in starts if start)
    assert max(hours.values()) == 1
    assert len(hours) == 10  # five days of two hours each; two groups have to choose for themselves


def test_a_meeting_that_runs_into_the_next_hour_takes_its_people_away_then_too():
    nurses = [a_person(f"n{number}") for number in range(12)]
    others = [a_person(f"o{number}", practice="B") for number in range(12)]
    diary = Diary(posts={nurse.id: frozenset({7}) for nurse in nurses}, caps={7: 1})
    programme = a_programme(minutes=45, between=(time(12), time(15)))
    window = (date(2026, 12, 7), date(2026, 12, 11))

    starts = suggested(list(zip(nurses, others, strict=True)), programme=programme, window=window, diary=diary)

    hours = Counter(
        moment.replace(minute=0)
        for start in starts
        if start
        for moment in {start.replace(minute=0), (start + timedelta(minutes=44)).replace(minute=0)}
    )
    assert max(hours.values()) == 1
    assert any(start.minute == 30 for start in starts if start), "else none runs into the next hour"


def test_two_of_one_post_may_still_meet_each_other():
    pair = [a_person("n1"), a_person("n2")]
    diary = Diary(posts={"n1": frozenset({7}), "n2": frozenset({7})}, caps={7: 1})

    assert suggested([pair], diary=diary) != [None]


def test_somebody_who_leaves_within_the_window_meets_before():
    leaving = a_person("p1", ends=date(2026, 12, 4))

    (start,) = suggested([[leaving, a_person("p2")]])

    assert start is not None
    assert start.date() <= date(2026, 12, 4)


@pytest.mark.parametrize(("day", "works"), [("2026-12-25", False), ("2026-12-28", False), ("2026-12-24", True)])
def test_christmas_and_its_substitute_day_are_no_working_days(day, works):
    assert is_working_day(date.fromisoformat(day)) is works


def test_people_have_a_few_days_notice_where_that_can_be():
    anybody, leaving = [a_person("p1"), a_person("p2")], [a_person("p3", ends=WINDOW[0]), a_person("p4")]

    for seed in range(20):
        later, early = suggested([anybody, leaving], seed=seed)
        assert later is not None
        assert later.date() >= WINDOW[0] + timedelta(days=2)
        assert early is not None
        assert early.date() == WINDOW[0]
