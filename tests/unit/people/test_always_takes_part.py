"""Who takes part on every day need not be asked about any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pairing.people.person import Person, RoleGroup, Standing

ANN = Person("ann", "Ann Lee", "ann@mill.example", "mill", "GP", RoleGroup.GP)
DAYS = [date(2026, 12, 1) + timedelta(days=day) for day in range(60)]
A_DAY = date(2026, 12, 24)


def test_somebody_of_whom_nothing_else_is_known_always_takes_part():
    assert ANN.always_takes_part
    assert all(ANN.takes_part_on(day) for day in DAYS)


@pytest.mark.parametrize(
    "change",
    [
        {"paused_until": A_DAY},
        {"starts": A_DAY},
        {"ends": A_DAY},
        *({"standing": standing} for standing in Standing if standing is not Standing.ACTIVE),
    ],
    ids=str,
)
def test_who_is_away_on_some_day_does_not(change):
    someone = replace(ANN, **change)
    assert not all(someone.takes_part_on(day) for day in DAYS)
    assert not someone.always_takes_part
