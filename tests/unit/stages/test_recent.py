"""Which rounds a tick reads: every one that is not past, however late somebody is to meet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from pairing.events import Fact, Kind
from pairing.stages.recent import AFTERWARDS, recent_rounds

SENT = datetime(2026, 12, 1, 9, tzinfo=UTC)
WINDOW = timedelta(days=21 + 1)
PROGRAMMES = {"coffee": SimpleNamespace(meet_within_days=21)}
NEW_YEAR = "2027-01-04T12:00:00+00:00"


def planned(ends=None, programme="coffee"):
    body = {"groups": [{"ends": ends}, {"ends": None}]}
    return Fact(Kind.ROUND_PLANNED, SENT, programme=programme, round=f"{programme}-2026-12", body=body)


def later(kind, **body):
    return Fact(kind, SENT + timedelta(days=2), programme="coffee", round="coffee-2026-12", body=body)


def until(facts):
    """The first hour at which the round is read no more."""
    hours = (SENT + timedelta(hours=hour) for hour in range(24 * 120))
    return next(hour for hour in hours if not recent_rounds(PROGRAMMES, facts, hour))


def test_a_round_without_dates_is_read_for_its_window_and_what_is_asked_afterwards():
    assert until([planned()]) == SENT + WINDOW + AFTERWARDS


@pytest.mark.parametrize(
    "facts",
    [
        [planned(ends=NEW_YEAR)],
        [planned(), later(Kind.GROUP_MOVED, group=1, ends=NEW_YEAR)],
        [planned(), later(Kind.GROUPS_CHANGED, groups=[{"ends": NEW_YEAR}])],
        [planned(), later(Kind.GROUP_MOVED, group=1, ends=NEW_YEAR), later(Kind.GROUPS_CHANGED, groups=[])],
    ],
    ids=["an occasion", "another time agreed", "a group made since", "something else since"],
)
def test_a_meeting_after_the_window_keeps_its_round_alive(facts):
    assert until(facts) == datetime.fromisoformat(NEW_YEAR) + AFTERWARDS


def test_a_meeting_before_the_windows_end_does_not_shorten_it():
    assert until([planned(ends="2026-12-05T12:00:00+00:00")]) == SENT + WINDOW + AFTERWARDS


def test_rounds_of_a_programme_that_went_from_the_config_are_not_read():
    assert recent_rounds(PROGRAMMES, [planned(programme="lunch"), planned()], SENT) == ["coffee-2026-12"]
