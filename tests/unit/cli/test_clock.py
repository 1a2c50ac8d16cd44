"""``--as-of``: dates a clock can stand at, and words for all others."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace

import pytest

from pairing.bootstrap import open_workspace, read_as_of
from pairing.cli import Place
from pairing.errors import InputError


def test_a_bare_date_is_nine_in_the_morning_where_the_network_is():
    assert read_as_of("2026-07-01", "Europe/London").isoformat() == "2026-07-01T09:00:00+01:00"


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "1979-12-31", "2201-01-01", "2026-02-30", "", "soon"])
def test_a_date_nobody_can_count_on_from_is_refused(text):
    with pytest.raises(InputError, match="--as-of"):
        read_as_of(text, "Europe/London")


@pytest.mark.parametrize("variable", [None, "2027-03-01"])
@pytest.mark.parametrize(
    "args",
    [
        ["--as-of", "2026-12-01", "status", "--json"],
        ["status", "--as-of", "2026-12-01", "--json"],
        ["--as-of", "2026-11-01", "status", "--as-of", "2026-12-01", "--json"],
    ],
)
def test_the_clock_is_set_before_or_after_the_command(pairs, tmp_path, monkeypatch, args, variable):
    if variable:
        monkeypatch.setenv("PAIRS_AS_OF", variable)
    assert pairs("init", "--yes", "--name", "Oak", "--from", "coffee@oak.example").code == 0

    assert pairs(*args).json()["as_of"].startswith("2026-12-01T09:00")


def test_what_mails_carry_does_not_depend_on_how_long_opening_takes(pairs, tmp_path, monkeypatch):
    assert pairs("init", "--yes", "--name", "Oak", "--from", "coffee@oak.example").code == 0
    seconds = count(step=5)
    monkeypatch.setattr("pairing.clock.time", SimpleNamespace(monotonic=lambda: next(seconds)))

    with open_workspace(Place(tmp_path, "2026-12-01"), write=True) as desk:
        assert desk.opened_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
        assert desk.clock.now() > desk.opened_at
