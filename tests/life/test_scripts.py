"""
Random scripts of a round: answers, drop-outs, bounces, late answers, pauses, clock jumps, kill -9.

Whatever happens in whatever order, this stays true:

    everybody in the plan has exactly one live group, or a reason
    every calendar, rebuilt from the mails alone, shows what the facts say
    nobody is mailed after they stopped, but for the cancelling of an entry that stands
    nobody gets more than four counted mails
    a second `advance` at the same moment decides nothing (`World.tick` asserts it)
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from pairing.config.model import Programme, SizeRange
from pairing.events import Fact, Kind
from pairing.life.answers import Answer, Source, answered, attendance, time_suggested
from pairing.notify.outbox import State
from pairing.people import acts
from pairing.people.person import Standing
from pairing.rounds import Format
from pairing.stages import answering
from pairing.stages.answering import Meeting, Voice

COUNTED = {"reminder", "nudge", "did_you_meet", "staying"}
PROGRAMMES = {
    "coffee": Programme(format=Format.COFFEE),
    "huddle": Programme(format=Format.HUDDLE, every="month", sizes=SizeRange(smallest=3, largest=6, preferred=4)),
}


class Script:
    """One round and whatever chance does to it. ``stopped`` is when each person said stop or pause."""

    def __init__(self, net, programme, seed):
        self.net, self.chance = net, Random(f"script {seed}")
        self.plan = net.send_as_before(programme, 1 + seed % 2)
        self.stopped, self.bounced = {}, set()
        self.acts = [
            *[self.say] * 5, self.decline, self.decline, self.pause, self.stop, self.come_back, self.bounce,
            self.suggest, self.accept, self.met, self.die, self.part_of_the_post, self.wait, self.wait, self.wait_long,
        ]  # fmt: skip

    def run(self, steps=25):
        if self.chance.random() < 0.3:
            self.net.deliver(self.chance.randrange(20))  # kill -9 in the middle of the invitations
        for _ in range(steps):
            self.chance.choice(self.acts)()
            if self.chance.random() < 0.6:
                delivered = self.chance.random() < 0.8
                self.net.tick(deliver=delivered)
                self.check_groups()
                if delivered:
                    self.check_calendars()
        self.net.now += timedelta(minutes=11)
        self.net.tick()
        self.net.tick()
        self.check_groups()
        self.check_calendars()
        self.check_mail()

    # what happens

    def somebody(self):
        return self.chance.choice(self.plan.people)

    def live(self, person):
        return self.net.life(self.plan.round).group_of(person)

    def fact(self, fact):
        self.net.store.events.append([fact])

    def about(self, person, live):
        return {
            "at": self.net.now, "programme": self.plan.programme, "round": self.plan.round,
            "group": live.group.number, "person": person, "source": self.chance.choice(list(Source)),
        }  # fmt: skip

    def say(self):
        person = self.somebody()
        if live := self.live(person):
            self.fact(
                answered(**self.about(person, live), answer=self.chance.choice([Answer.YES, Answer.YES, Answer.NO]))
            )

    def decline(self):
        person = self.somebody()
        if live := self.live(person):
            self.fact(answered(**self.about(person, live), answer=Answer.NO))

    def pause(self):
        self._away(acts.pause, until=self.chance.choice([None, self.net.now.date() + timedelta(days=40)]))

    def stop(self):
        if self.chance.random() < 0.5:
            self._away(acts.stop)
        else:  # by the page, which also withdraws what waits
            person = self.somebody()
            answering.stop(self.net.desk(), person, Voice(Source.PAGE, self.net.now))
            self.stopped.setdefault(person, self.net.now)

    def _away(self, act, **rest):
        store, person = self.net.store, self.somebody()
        found = store.roster.person(person)
        if found.standing is Standing.ACTIVE:
            act(found, store.roster, store.events, now=self.net.now, **rest)
            self.stopped.setdefault(person, self.net.now)

    def come_back(self):
        if self.stopped:
            person = self.chance.choice(sorted(self.stopped))
            acts.resume(
                self.net.store.roster.person(person), self.net.store.roster, self.net.store.events, now=self.net.now
            )
            del self.stopped[person]

    def bounce(self):
        person = self.somebody()
        arrived = person in self.net.calendars
        if arrived and person not in self.stopped:
            self.fact(
                Fact(
                    Kind.ADDRESS_BOUNCED,
                    self.net.now,
                    person,
                    self.plan.programme,
                    self.plan.round,
                    {"status": "5.1.1"},
                )
            )
            self.bounced.add(person)

    def suggest(self):
        person = self.somebody()
        live = self.live(person)
        if live and person not in self.stopped:
            slots = [self.net.now + timedelta(days=3), self.net.now + timedelta(days=4)]
            self.fact(answered(**self.about(person, live), answer=Answer.ANOTHER_TIME))
            self.fact(time_suggested(**self.about(person, live), slots=slots, words=""))

    def accept(self):
        life = self.net.life(self.plan.round)
        for fact in life.suggestions[-1:]:
            live = life.live.get(fact.body["group"])
            others = [member for member in live.group.members if member != fact.person] if live else []
            if others:
                from pairing.stages.meeting import slots_of

                meeting = Meeting(others[0], self.plan.round, live.group.number)
                answering.accept_suggestion(
                    self.net.desk(), meeting, slots_of(fact)[0], Voice(Source.PAGE, self.net.now)
                )

    def met(self):
        person = self.somebody()
        if live := self.live(person):
            self.fact(attendance(**self.about(person, live), met=self.chance.choice([True, False])))

    def die(self):
        self.net.die_sending()

    def part_of_the_post(self):
        self.net.deliver(self.chance.randrange(5))

    def wait(self):
        self.net.now += timedelta(minutes=self.chance.choice([3, 9, 12, 60, 300]))

    def wait_long(self):
        self.net.now += timedelta(days=self.chance.choice([1, 2, 3, 7]), hours=self.chance.randrange(5))

    # what stays true

    def check_groups(self):
        life = self.net.life(self.plan.round)
        places = Counter(member for live in life.live.values() for member in live.group.members)
        for person in [*self.plan.people, *(left.person for left in self.plan.left_out)]:
            assert places[person] + (person in life.without_group) == 1, f"{person} has no place and no reason, or two"

    def check_calendars(self):
        life = self.net.life(self.plan.round)
        for person in self.plan.people:
            if person in self.bounced:
                continue  # nothing reaches them: their calendar is anybody's guess
            live = life.group_of(person)
            should = [live.group.starts] if live and live.group.starts else []
            shows = (
                [start for start in self.net.calendars[person].shows if start > self.net.now]
                if (person in self.net.calendars)
                else []
            )
            assert shows == [start for start in should if start > self.net.now], person

    def check_mail(self):
        counts = Counter()
        for when, person, kind in self.net.mails:
            counts[person] += kind in COUNTED
            if person in self.stopped and when > self.stopped[person]:
                assert kind in {"cancellation", "partner_left"}, f"{person} got a {kind} after they stopped"
        assert not counts or max(counts.values()) <= 3, "with the invitation, four"
        waiting = self.net.store.outbox.entries(states=[State.QUEUED, State.SENDING, State.HELD])
        assert not waiting


@pytest.mark.parametrize("seed", range(20))
def test_scripts_keep_what_is_promised(world, seed):
    programme = "coffee" if seed % 4 else "huddle"
    Script(world("small", seed=1 + seed % 3, **{programme: PROGRAMMES[programme]}), programme, seed).run(12)


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(2))
def test_more_scripts_keep_what_is_promised(world, hundred):
    for seed in range(hundred * 100, hundred * 100 + 100):
        programme = "coffee" if seed % 4 else "huddle"
        Script(world("small", seed=1 + seed % 3, **{programme: PROGRAMMES[programme]}), programme, 1000 + seed).run()
