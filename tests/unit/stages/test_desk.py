import datetime as dt

import pytest


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-10-24T23:30:00+00:00", dt.date(2026, 10, 25)),  # still summer time in London
        ("2026-10-25T23:30:00+00:00", dt.date(2026, 10, 25)),  # winter time since that night
        ("2027-03-27T23:30:00+00:00", dt.date(2027, 3, 27)),
        ("2027-03-28T23:30:00+00:00", dt.date(2027, 3, 29)),
        ("2026-12-31T23:59:00+00:00", dt.date(2026, 12, 31)),
    ],
)
def test_today_is_the_day_on_the_wall(office, moment, day):
    assert office.at(dt.datetime.fromisoformat(moment)).today == day
