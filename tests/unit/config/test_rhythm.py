"""Periods, sending days and what is due, at every boundary of the calendar."""

import datetime as dt
from itertools import pairwise

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.config.rhythm import (
    WEEKDAYS,
    days_of,
    is_due,
    next_period,
    parse_every,
    parse_send_on,
    period_name,
    period_of,
    send_day,
)

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
EVERY = st.sampled_from(["week", "2 weeks", "3 weeks", "month", "2 months", "3 months", "12 months"])
SEND_ON = st.builds(
    lambda which, day: f"{which} {day}".strip(),
    st.sampled_from(["", "first", "second", "third", "fourth", "last"]),
    st.sampled_from(WEEKDAYS),
)
ENGLAND = holidays.country_holidays("GB", subdiv="ENG", years=range(2000, 2101))


@given(DAYS, EVERY)
def test_a_day_lies_in_its_period_and_in_no_other(day, every):
    period = period_of(day, every)
    first, last = days_of(period)
    assert first <= day <= last
    assert period_of(first, every) == period_of(last, every) == period
    assert period_of(first - dt.timedelta(days=1), every) != period
    assert period_of(last + dt.timedelta(days=1), every) != period


@given(DAYS, EVERY)
def test_periods_sort_as_they_follow(day, every):
    period = period_of(day, every)
    assert period < period_of(days_of(period)[1] + dt.timedelta(days=1), every)


@given(DAYS, EVERY, SEND_ON)
def test_invitations_go_out_on_the_named_day(day, every, send_on):
    period = period_of(day, every)
    first, last = days_of(period)
    sent = send_day(period, send_on)
    assert first <= sent <= last
    assert sent.weekday() == parse_send_on(send_on).weekday
    if send_on.startswith("last"):
        assert sent + dt.timedelta(days=7) > last
    if send_on.startswith("first"):
        assert sent - dt.timedelta(days=7) < first


@given(DAYS, EVERY, SEND_ON)
def test_never_on_a_bank_holiday_nor_outside_the_period(day, every, send_on):
    period = period_of(day, every)
    sent = send_day(period, send_on, ENGLAND)
    assert sent not in ENGLAND
    assert days_of(period)[0] <= sent <= days_of(period)[1]


@given(DAYS, EVERY)
def test_once_in_a_rhythm(day, every):
    """Over two years of periods, with a round whenever one is due, rounds are exactly the rhythm apart."""
    period, planned = period_of(day, every), []
    for _ in range(26):
        if is_due(period, planned, every):
            planned.append(period)
        assert not is_due(period, planned, every)
        period = period_of(days_of(period)[1] + dt.timedelta(days=1), every)
    for one, other in pairwise(planned):
        assert next_period(one, every) == other


def test_iso_weeks_at_the_turn_of_the_year():
    assert period_of(dt.date(2026, 12, 31), "week") == "2026-W53"
    assert period_of(dt.date(2027, 1, 3), "week") == "2026-W53"
    assert period_of(dt.date(2027, 1, 4), "week") == "2027-W01"
    assert not is_due("2027-W01", ["2026-W53"], "2 weeks")
    assert is_due("2027-W02", ["2026-W53"], "2 weeks")
    assert not is_due("2027-01", ["2026-12"], "2 months")


def test_a_missed_period_is_made_up_for_at_once():
    assert is_due("2027-03", ["2026-12"], "2 months")


def test_a_later_round_does_not_make_an_earlier_period_done():
    assert is_due("2026-10", ["2026-12"], "month")


def test_a_rhythm_changed_from_weeks_to_months():
    assert not is_due("2026-12", ["2026-W49"], "month")
    assert is_due("2026-12", ["2026-W48"], "month")
    assert not is_due("2026-W49", ["2026-12"], "week")
    assert is_due("2026-W50", ["2026-12"], "week")


def test_names():
    assert period_name("2026-12") == "December 2026"
    assert period_name("2026-W49") == "the week of 30 November"


@pytest.mark.parametrize("period", ["", "2026", "2026-13", "2026-W54", "2026-W00", "December"])
def test_no_period(period):
    with pytest.raises(ValueError, match="is no period"):
        days_of(period)


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("week", 1, "week"),
        ("2 weeks", 2, "week"),
        ("Every 2 Months", 2, "month"),
        ("two months", 2, "month"),
        ("24 months", 24, "month"),
    ],
)
def test_rhythms(text, count, unit):
    assert (parse_every(text).count, parse_every(text).unit) == (count, unit)


@pytest.mark.parametrize("text", ["", "monthly", "0 weeks", "27 weeks", "25 months", "year", "1.5 weeks", "week month"])
def test_no_rhythms(text):
    with pytest.raises(ValueError, match='"'):
        parse_every(text)


@pytest.mark.parametrize("text", ["", "Tues day", "fifth Monday", "first", "first Tuesday of", "Someday"])
def test_no_days(text):
    with pytest.raises(ValueError, match="is no day"):
        parse_send_on(text)


def test_sending_moves_past_easter_and_back_at_the_end_of_a_month():
    assert send_day("2027-03", "last Monday", ENGLAND) == dt.date(2027, 3, 30)  # Easter Monday is the 29th
    assert send_day("2026-12", "last Friday", ENGLAND) == dt.date(2026, 12, 29)  # Christmas, then Boxing Day's Monday
    assert send_day("2026-08", "last Monday", ENGLAND) == dt.date(2026, 8, 28)  # the next working day is September
