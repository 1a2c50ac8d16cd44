"""What the lead is told of how good a round is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pairing.rounds import Format, PlannedGroup, PlannedRound
from pairing.stages.preview import quality
from pairing.tiers import Importance, Tier

AFTER = " and what comes after it."


def a_plan(size, *, proved):
    members = tuple(f"p{number}" for number in range(size))
    group = PlannedGroup(1, members, None, None, None, None, "by call", (), ())
    tiers = tuple(
        Tier(rule, Importance.HIGH, 0, 0, each) for rule, each in zip(("reach", "scores"), proved, strict=True)
    )
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    return PlannedRound("x-2026-12", "x", Format.LUNCH, "2026-12", 1, "optimal", now, "", (group,), (), tiers)


@pytest.mark.parametrize(
    ("size", "proved", "sentence"),
    [
        (3, (True, True), "Proved: no round does better on any rule."),
        (4, (True, True), "Proved: no round with groups of these sizes does better on any rule."),
        (3, (True, False), "Proved best on the first 1 of 2 rules; there may be a better round on scores" + AFTER),
        (4, (False, False), "Not proved: there may be a better round on reach" + AFTER),
    ],
)
def test_a_lead_is_told_what_is_proved(size, proved, sentence):
    assert quality(a_plan(size, proved=proved)) == sentence
