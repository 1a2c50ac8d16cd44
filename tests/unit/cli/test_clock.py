"""``--as-of``: dates a clock can stand at, and words for all others."""

from __future__ import annotations

import pytest

from pairing.bootstrap import read_as_of
from pairing.errors import InputError


def test_a_bare_date_is_nine_in_the_morning_where_the_network_is():
    assert read_as_of("2026-07-01", "Europe/London").isoformat() == "2026-07-01T09:00:00+01:00"


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "1979-12-31", "2201-01-01", "2026-02-30", "", "soon"])
def test_a_date_nobody_can_count_on_from_is_refused(text):
    with pytest.raises(InputError, match="--as-of"):
        read_as_of(text, "Europe/London")
