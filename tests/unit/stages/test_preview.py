"""What the lead is told of how good a round is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pairing.rounds import Format, PlannedGroup, PlannedRound
from pairing.stages.preview import quality
from pairing.tiers import Importance, Tier

AFTER = " and what comes after it."
OF_SIZES = " with groups of these sizes"
ON_ONE = f" on the first 1 of 2 rules; there may be a better round on scores{AFTER}"


def a_plan(kind, size, *, proved):
    members = tuple(f"p{number}" for number in range(size))
    group = PlannedGroup(1, members, None, None, None, None, "by call", (), ())
    tiers = tuple(
        Tier(rule, Importance.HIGH, 0, 0, each) for rule, each in zip(("reach", "scores"), proved, strict=True)
    )
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    return PlannedRound("x-2026-12", "x", kind, "2026-12", 1, "optimal", now, "", (group,), (), tiers)


@pytest.mark.parametrize(
    ("kind", "size", "proved", "sentence"),
    [
        (Format.COFFEE, 3, (True, True), "Proved: no round does better on any rule."),
        (Format.HUDDLE, 3, (True, True), f"Proved: no round{OF_SIZES} does better on any rule."),
        (Format.COFFEE, 3, (True, False), f"Proved best{ON_ONE}"),
        (Format.HUDDLE, 3, (True, False), f"Proved best{OF_SIZES}{ON_ONE}"),
        (Format.LUNCH, 6, (False, False), f"Not proved: there may be a better round on reach{AFTER}"),
    ],
)
def test_a_lead_is_told_what_is_proved_and_at_tables_of_which_sizes(kind, size, proved, sentence):
    assert quality(a_plan(kind, size, proved=proved)) == sentence
