from datetime import date

import pytest

from pairing.config.model import Programme
from pairing.config.rhythm import days_of
from pairing.rounds import Format
from pairing.stages.due import sending_day, window_of


@pytest.mark.parametrize(
    ("every", "send_on", "period", "day"),
    [
        ("month", "first Tuesday", "2026-12", date(2026, 12, 1)),
        ("month", "last Monday", "2027-03", date(2027, 3, 30)),  # Easter Monday is the 29th
        ("month", "last Monday", "2026-08", date(2026, 8, 28)),  # the next working day is September's
        ("week", "Friday", "2027-W12", date(2027, 3, 25)),  # Good Friday: the next working day is the next week's
        ("week", "Friday", "2026-W53", date(2026, 12, 31)),  # New Year's Day is in this week and the next year
    ],
)
def test_invitations_go_out_within_their_period_and_on_no_bank_holiday(every, send_on, period, day):
    programme = Programme(format=Format.COFFEE, every=every, send_on=send_on)

    assert sending_day(programme, period) == day
    assert days_of(period)[0] <= day <= days_of(period)[1]


def test_a_round_may_meet_from_the_day_after_its_invitations():
    coffee = Programme(format=Format.COFFEE, meet_within_days=21)

    assert window_of(coffee, "2026-12", date(2026, 12, 10)) == (date(2026, 12, 11), date(2026, 12, 31))
