from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.people.days import UnknownDays, days_ticked, working_days_of
from pairing.people.person import WEEKDAYS

WEEK = "Mon Tue Wed Thu Fri"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon, Tue", "Mon Tue"),
        ("M T W", "Mon Tue Wed"),
        ("Mon-Thu", "Mon Tue Wed Thu"),
        ("Mon\u2013Thu", "Mon Tue Wed Thu"),
        ("Monday to Friday", WEEK),
        ("all", WEEK),
        ("Full-time", WEEK),
        ("5 days", WEEK),
        ("5", WEEK),
        ("M-F", WEEK),
        ("135", "Mon Wed Fri"),
        ("1,3,5", "Mon Wed Fri"),
        ("MTWThF", WEEK),
        ("MTWTF", WEEK),
        ("MWF", "Mon Wed Fri"),
        ("T Th", "Tue Thu"),
        ("TTh", "Tue Thu"),
        ("Mon am, Wed pm", "Mon Wed"),
        ("Mondays", "Mon"),
        ("not Mon", "Tue Wed Thu Fri"),
        ("all except Wed", "Mon Tue Thu Fri"),
        ("every day but Friday", "Mon Tue Wed Thu"),
        ("Mon-Fri exc. Weds", "Mon Tue Thu Fri"),
        ("Weds/Thurs", "Wed Thu"),
        ("Mon 9-5, Tues 9.00-13.00", "Mon Tue"),
        ("Mon-Wed, Fri", "Mon Tue Wed Fri"),
        ("Mon to Wed and Fri", "Mon Tue Wed Fri"),
        ("Mon & Tue", "Mon Tue"),
        ("Tue, Mon", "Mon Tue"),
        ("Fri-Mon", "Mon Fri Sat Sun"),
        ("Mon-Wed-Fri", "Mon Wed Fri"),
        ("Saturday", "Sat"),
        ("Mon (am), Tue (pm)", "Mon Tue"),
        ("MonTueWed", "Mon Tue Wed"),
        ("", ""),
        ("varies", ""),
        ("3", ""),
        ("3 days a week", ""),
        ("rota", ""),
        ("n/a", ""),
        ("part time", ""),
        ("2.5 days", ""),
    ],
)
def test_days_as_people_write_them(text: str, days: str) -> None:
    assert working_days_of(text) == tuple(days.split())


@pytest.mark.parametrize("text", ["Blursday", "Alternate Fridays", "Mon, every other Tue", "9-5", "FT M", "?!"])
def test_what_says_no_days_is_never_guessed(text: str) -> None:
    with pytest.raises(UnknownDays):
        working_days_of(text)


@given(st.sets(st.sampled_from(WEEKDAYS)))
def test_an_export_reads_back(days: set[str]) -> None:
    ordered = tuple(day for day in WEEKDAYS if day in days)
    assert working_days_of(", ".join(ordered)) == ordered


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(UnknownDays):
        assert set(working_days_of(text)) <= set(WEEKDAYS)


def test_ticks_in_seven_columns() -> None:
    assert days_ticked({"mon": "x", "tue": "", "wed": "✓", "thu": "no", "fri": "AM", "sat": "-"}) == (
        "Mon",
        "Wed",
        "Fri",
    )
