"""
The limit of counted mails holds whatever letters there are.

There are four kinds of counted letters, each written once a round, so that four are never exceeded as
things stand; with a lower limit the same letters show that it is kept.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from pairing.life.post import COUNTED, MOST_MAILS
from pairing.notify.messages import MessageKind
from pairing.stages import reminding, timely


def test_there_are_no_more_kinds_than_mails():
    one_of_two = {MessageKind.STAYING}  # in place of "did you meet?"

    assert len(set(COUNTED) - one_of_two) == MOST_MAILS


@pytest.mark.parametrize("most", [1, 2])
def test_nobody_gets_more_than_the_limit(world, monkeypatch, most):
    net = world("small")
    plan = net.send()
    net.tick()
    monkeypatch.setattr(timely, "MOST_MAILS", most)

    for _ in range(30):
        net.now += timedelta(days=1)
        net.tick()

    counted = Counter(person for (person, _), count in net.counted().items() for _ in range(count))
    assert {counted[person] for person in plan.people} == {most}


def test_a_reminder_by_hand_counts_as_well(world, monkeypatch):
    net = world("small")
    plan = net.send()
    net.tick()
    net.now += timedelta(days=1, hours=1)
    assert reminding.reminders(net.desk(), plan.round).people

    monkeypatch.setattr(reminding, "MOST_MAILS", 1)

    found = reminding.reminders(net.desk(), plan.round)
    assert (found.people, found.passed_over) == ((), {"enough mail": len(plan.people)})
