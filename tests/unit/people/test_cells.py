from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.people.cells import Cell, day_of, matched, says_nothing, text_of, yes_or_no

DAY = dt.date(2026, 3, 1)
MIDNIGHT = dt.datetime(2026, 3, 1)  # noqa: DTZ001  # cells of spreadsheets know no zone


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (81001.0, "81001"),
        (1.5, "1.5"),
        (12, "12"),
        (True, "yes"),
        ("  a\u00a0 b\n c ", "a b c"),
        ("\ufeffName", "Name"),
        ("a\u200bb", "ab"),
        ('="00123"', "00123"),
        (DAY, "2026-03-01"),
        (MIDNIGHT, "2026-03-01"),
        ("Jose\u0301", "José"),
        ("O\u2019Neill", "O\u2019Neill"),
    ],
)
def test_any_cell_is_tidy_text(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        MIDNIGHT,
        46082,
        46082.0,
        "46082",
        "01/03/2026",
        "1/3/26",
        "01-03-2026",
        "1.3.2026",
        "2026-03-01",
        "2026-03-01T00:00:00",
        "2026/03/01",
        "1 March 2026",
        "1st Mar 2026",
        "01-Mar-26",
        "Sunday 1 March 2026",
        "Sun 01/03/2026",
        "1st of March 2026",
        "01/03/2026 00:00",
    ],
)
def test_a_day_in_any_spelling(cell: Cell) -> None:
    assert day_of(cell) == DAY


@pytest.mark.parametrize("cell", ["", None, "n/a", "-", "Ongoing", "permanent", "TBC"])
def test_no_day(cell: Cell) -> None:
    assert day_of(cell) is None


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31/02/2026", "does not exist"),
        ("03/25/2026", "wrong way round"),
        ("soon", "no date"),
        (5, "a number, not a date"),
        (True, "no date"),
        (dt.time(9), "no date"),
        ("99999999", "no date"),
    ],
)
def test_what_is_no_day_says_why(cell: Cell, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        day_of(cell)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Y", True),
        ("yes", True),
        ("✓", True),
        ("1", True),
        ("x", True),
        ("", False),
        ("No", False),
        ("n/a", False),
        ("0", False),
        ("perhaps", None),
    ],
)
def test_yes_and_no(text: str, answer: bool | None) -> None:
    assert yes_or_no(text) is answer


def test_names_compare_whatever_their_dress() -> None:
    assert matched("ST. MARY\u2019S  Surgery") == matched("St Mary's surgery")
    assert matched("Smith & Jones") == matched("smith and jones")
    assert matched("\uff2dill") == "mill"  # full-width letters


@given(st.text())
def test_text_is_stable_and_never_has_odd_spaces(text: str) -> None:
    tidy = text_of(text)
    assert tidy == tidy.strip()
    assert "  " not in tidy
    assert "\n" not in tidy
    assert isinstance(says_nothing(tidy), bool)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.datetimes(), st.booleans()))
def test_reading_a_day_never_fails_otherwise(cell: Cell) -> None:
    day: dt.date | None = None
    with contextlib.suppress(ValueError):
        day = day_of(cell)
    assert day is None or isinstance(day, dt.date)
