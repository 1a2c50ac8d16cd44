"""Nobody is left out in silence, however short the pause that withdrew the word of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pairing.life.answers import Source
from pairing.notify.outbox import State
from pairing.people.person import Standing
from pairing.rounds import LeftOut
from pairing.stages import answering
from pairing.stages.advance import advance, advance_now
from pairing.stages.answering import Voice
from pairing.stages.approve import approve
from pairing.stages.deliver import send_owed
from pairing.stages.due import turns
from pairing.stages.plan import Wishes, plan_round

WHY = "There were not enough people this month."


class Left:
    """A coffee round of three pairs, approved and not sent; two are left out, one of them is ``person``."""

    def __init__(self, office) -> None:
        self.office, self.now = office, office.at().opened_at
        desk = office.at()
        plan = plan_round(desk, turns(desk, "coffee")[0], Wishes(seed=1))
        self.person, self.other = plan.groups[3].members
        left_out = tuple(LeftOut(each, WHY) for each in (self.person, self.other))
        self.round = plan.round
        approve(desk, replace(plan, groups=plan.groups[:3], left_out=left_out))

    def pause_and_come_back(self):
        voice = Voice(Source.PAGE, self.now)
        answering.pause(self.office.at(self.now), self.person, None, voice)
        answering.rejoin(self.office.at(self.now), self.person, voice)

    def tick(self, **later):
        self.now += timedelta(**later)
        desk = self.office.at(self.now)
        advance_now(desk)
        assert not advance(desk, self.now)

    def states(self, person):
        entries = self.office.store.outbox.entries(round=self.round)
        return [entry.state for entry in entries if entry.person == person and entry.kind == "left_out"]


@pytest.fixture
def left(office):
    return Left(office)


def test_who_came_back_before_it_left_is_told_after_all(left):
    left.pause_and_come_back()
    assert left.states(left.person) == [State.WITHDRAWN]
    left.tick(minutes=1)
    assert left.states(left.person) == [State.WITHDRAWN, State.QUEUED]
    assert left.states(left.other) == [State.QUEUED]
    new = left.office.store.outbox.entries(states=[State.QUEUED], round=left.round)
    [raw] = [entry.raw for entry in new if entry.person == left.person]
    assert WHY.encode() in raw


def test_a_second_short_pause_does_not_silence_it_either(left):
    for _ in range(2):
        left.pause_and_come_back()
        left.tick(minutes=1)
    assert left.states(left.person) == [State.WITHDRAWN, State.WITHDRAWN, State.QUEUED]


def test_who_was_told_already_is_not_told_again(left):
    send_owed(left.office.at(left.now), lambda _: None)
    left.pause_and_come_back()
    left.tick(minutes=1)
    assert left.states(left.person) == [State.SENT]


def test_who_stays_away_hears_nothing(left):
    answering.pause(left.office.at(left.now), left.person, None, Voice(Source.PAGE, left.now))
    left.tick(minutes=1)
    assert left.office.store.roster.person(left.person).standing is Standing.PAUSED
    assert left.states(left.person) == [State.WITHDRAWN]


def test_who_comes_back_when_the_days_to_meet_are_over_hears_nothing(left):
    left.now += timedelta(days=40)
    left.pause_and_come_back()
    left.tick(minutes=1)
    assert left.states(left.person) == [State.WITHDRAWN]
