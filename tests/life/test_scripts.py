"""
Random scripts of a round: answers, drop-outs, bounces, late answers, pauses, clock jumps, kill -9.

Whatever happens in whatever order, this stays true:

    everybody in the plan has exactly one live group, or a reason
    every calendar, rebuilt from the mails alone, shows what the facts say: when, where, with whom
    nobody who is away is mailed, but for the cancelling of an entry that stands
    nobody gets more than four counted mails, and a second copy of any is byte for byte the same
    no table is fuller than its seats, and no group larger than its largest size
    whoever has lost their group by nobody's choice of their own was told
    a second `advance` at the same moment decides nothing (`World.tick` asserts it)
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, time, timedelta
from random import Random

import pytest
from latecomers import add_latecomer
from sparing import slow_but

from pairing.config.formats import programme_sizes
from pairing.config.model import Occasion, Programme, SizeRange
from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.life.answers import Answer, Source
from pairing.people import acts
from pairing.people.person import Standing
from pairing.rounds import Format
from pairing.stages import answering, cancelling, editing, forgetting, joining, reminding, sharing
from pairing.stages.answering import Meeting, Voice
from pairing.stages.deliver import withdraw_owed_to
from pairing.stages.meeting import open_suggestions, slots_of
from pairing.stages.rearranging import OUT, Wish

DATES = tuple(
    Occasion(date=date(2026, 12, day), start=time(12, 30), place=f"Room {day}", tables=2, seats=8)
    for day in (9, 10, 16, 17)
)
PROGRAMMES = {
    "coffee": Programme(format=Format.COFFEE),
    "huddle": Programme(format=Format.HUDDLE, every="month", sizes=SizeRange(smallest=3, largest=6, preferred=4)),
    "lunch": Programme(format=Format.LUNCH, every="month", minutes=90, meet_within_days=30),
    "dated": Programme(format=Format.LUNCH, every="month", minutes=90, meet_within_days=30, occasions=DATES),
    "workshop": Programme(format=Format.WORKSHOP, every="month", minutes=45, meet_within_days=60, occasions=DATES[2:]),
}
ORDER = ("dated", "coffee", "huddle", "coffee", "lunch", "coffee", "workshop", "coffee")

#: So many stay away until they come late, or not at all.
LATE = 2


class Script:
    """One round and whatever chance does to it."""

    def __init__(self, world, seed):
        name = ORDER[seed % len(ORDER)]
        self.chance = Random(f"script {seed}")
        self.net = net = world("small", seed=1 + seed % 3, **{name: PROGRAMMES[name]})
        self.late = [replace(person, standing=Standing.PAUSED) for person in net.store.roster.people()[:LATE]]
        net.store.roster.save(self.late)
        self.plan = net.send(name, 1 + seed % 2)
        self.everybody = [*self.plan.people, *(left.person for left in self.plan.left_out)]
        self.by_hand = False  # the lead may make a group of any size
        self.unsure = set()  # whose mail may not have arrived: their calendar is anybody's guess
        self.acts = [
            *[self.say] * 4, *[self.decline] * 2, *[self.pause] * 2, self.stop, *[self.come_back] * 2, self.leave,
            self.opt_out, self.bounce, self.dead_address, self.latecomer, self.edit, self.remind, self.share_number,
            *[self.suggest] * 2, *[self.accept] * 2, self.maybe, self.met, self.contradict, self.quick,
            *[self.trouble] * 3, self.hold, *[self.wait] * 2, self.wait_long, self.clock_back,
        ]  # fmt: skip
        if self.chance.random() < 0.2:
            self.acts += [self.cancel_group, self.forget, self.cancel_round]

    def run(self, steps=25):
        if self.chance.random() < 0.3:
            self.trouble()
        for _ in range(steps):
            self.chance.choice(self.acts)()
            if self.chance.random() < 0.6:
                self.tick(deliver=self.chance.random() < 0.8)
        self.net.store.outbox.resume()
        self.net.trouble.clear()
        for _ in range(4):
            self.net.now += timedelta(minutes=70)  # past the grace, and past every pause before trying again
            self.tick()
        self.check_mail()

    def tick(self, *, deliver=True):
        self.net.tick(deliver=deliver)
        self.check_groups()
        if deliver and not self.net.waiting:
            self.check_calendars()

    # what happens

    def somebody(self):
        return self.chance.choice(self.everybody)

    def person(self, person):
        return self.net.store.roster.person(person)

    def life(self):
        return self.net.life(self.plan.round)

    def meeting(self, person=None):
        """Somebody's meeting, if they have one and are here to speak of it."""
        person = person or self.somebody()
        live = self.life().group_of(person)
        here = self.person(person).takes_part_on(self.net.desk().today)
        return Meeting(person, self.plan.round, live.group.number) if live and here else None

    def voice(self, source=None, **rest):
        return Voice(source or self.chance.choice(list(Source)), self.net.now, **rest)

    def say(self):
        if meeting := self.meeting():
            said = self.chance.choice([Answer.YES, Answer.YES, Answer.NO])
            answering.answer(self.net.desk(), meeting, said, self.voice())

    def decline(self):
        if meeting := self.meeting():
            answering.answer(self.net.desk(), meeting, Answer.NO, self.voice())

    def maybe(self):
        """A calendar's "tentative", with no time."""
        if meeting := self.meeting():
            answering.answer(self.net.desk(), meeting, Answer.ANOTHER_TIME, self.voice(Source.CALENDAR))

    def contradict(self):
        """A scanner presses both buttons."""
        if meeting := self.meeting():
            for said in (Answer.YES, Answer.NO):
                answering.answer(self.net.desk(), meeting, said, self.voice(Source.PAGE))
                self.net.now += timedelta(seconds=1)

    def quick(self):
        """Pressed sooner than anybody reads."""
        if meeting := self.meeting():
            answering.answer(self.net.desk(), meeting, Answer.NO, self.voice(Source.PAGE, shown_at=self.net.now))

    def pause(self):
        days = self.chance.choice([None, 2, 4, 8, 40])
        until = self.net.now.date() + timedelta(days=days) if days else None
        person = self.somebody()
        if self.chance.random() < 0.5:
            answering.pause(self.net.desk(), person, until, self.voice(Source.PAGE))
        elif self.person(person).standing is Standing.ACTIVE:
            self.by_the_lead(acts.pause, person, until=until)

    def stop(self):
        person = self.somebody()
        if self.chance.random() < 0.5:
            answering.stop(self.net.desk(), person, self.voice(Source.PAGE))
        elif self.person(person).standing is not Standing.LEFT:
            self.by_the_lead(acts.stop, person)

    def by_the_lead(self, act, person, **rest):
        """As `pairs people` does it."""
        store = self.net.store
        with store.transaction():
            act(self.person(person), store.roster, store.events, now=self.net.now, **rest)
            if not self.person(person).takes_part_on(self.net.desk().today):
                withdraw_owed_to(self.net.desk(), person)

    def leave(self):
        """Off the staff file."""
        person = self.person(self.somebody())
        self.net.store.roster.save([replace(person, standing=Standing.LEFT)])
        self.net.store.events.append([Fact(Kind.PERSON_LEFT, self.net.now, person.id)])

    def forget(self):
        person = self.somebody()
        forgetting.forget(self.net.desk(), self.person(person))
        self.unsure.add(person)

    def opt_out(self):
        """Out of the programme, and of no other."""
        joining.leave(self.net.desk(), self.somebody(), self.plan.programme, self.voice(Source.PAGE))

    def edit(self):
        """The lead moves, swaps, takes out, or puts off."""
        one, other = self.somebody(), self.somebody()
        number = self.chance.choice([*self.life().live, 1])
        at = self.net.now.replace(hour=12, minute=0) + timedelta(days=self.chance.choice([2, 5]))
        times = () if self.net.config.programmes[self.plan.programme].occasions else ((number, at),)
        wish = self.chance.choice(
            [
                Wish(moves=((one, str(number)),)),
                Wish(moves=((one, OUT),)),
                Wish(swaps=((one, other),)),
                Wish(adds=(one,)),
                Wish(times=times),
            ]
        )
        with suppress(InputError):  # what cannot be is refused
            if wish and editing.is_under_way(self.net.desk(), self.plan.round):
                editing.edit(self.net.desk(), self.plan.round, wish)
                self.by_hand = True

    def remind(self):
        with suppress(InputError):  # nothing is under way
            reminding.remind(self.net.desk(), self.plan.round)

    def share_number(self):
        if self.chance.random() < 0.5:
            sharing.share_number(self.net.desk(), self.somebody(), "07700 900123", self.voice(Source.PAGE))
        else:
            sharing.withdraw_number(self.net.desk(), self.somebody(), self.voice(Source.PAGE))

    def come_back(self):
        today = self.net.desk().today
        away = [one for one in self.everybody if not self.person(one).takes_part_on(today) and self.person(one).email]
        if away:
            person = self.person(self.chance.choice(away))
            self.net.dead.discard(person.id)
            if person.standing is Standing.LEFT:
                self.net.store.roster.save([replace(person, standing=Standing.ACTIVE, paused_until=None)])
                self.net.store.events.append([Fact(Kind.PERSON_JOINED, self.net.now, person.id)])
            elif self.chance.random() < 0.5:
                answering.rejoin(self.net.desk(), person.id, self.voice(Source.PAGE))
            else:
                self.by_the_lead(acts.resume, person.id)

    def latecomer(self):
        for late in self.late[:1]:
            self.late.remove(late)
            self.by_the_lead(acts.resume, late.id)
            if self.add(late.id):
                self.everybody.append(late.id)
        self.add(self.somebody())

    def add(self, person):
        try:
            return add_latecomer(self.net.desk(), self.plan.round, person) is not None
        except InputError:
            return False  # they do not take part, have a group, said no, or it is over

    def bounce(self):
        """What was taken for them comes back after all."""
        person = self.somebody()
        if person in self.net.calendars:
            self.net.store.events.append(
                [
                    Fact(
                        Kind.ADDRESS_BOUNCED,
                        self.net.now,
                        person,
                        self.plan.programme,
                        self.plan.round,
                        {"status": self.chance.choice(["5.1.1", "5.1.1", "5.2.2"])},
                    )
                ]
            )
            self.unsure.add(person)

    def dead_address(self):
        person = self.somebody()
        self.net.dead.add(person)
        self.unsure.add(person)

    def suggest(self):
        if meeting := self.meeting():
            slots = [self.net.now + timedelta(days=days) for days in self.chance.sample(range(1, 9), 2)]
            answering.suggest(self.net.desk(), meeting, slots, "", self.voice(Source.PAGE))

    def accept(self):
        life = self.life()
        for number, live in life.live.items():
            for fact in open_suggestions(life, number).values():
                others = [member for member in live.group.members if member != fact.person]
                if meeting := self.meeting(self.chance.choice(others)):
                    answering.accept_suggestion(self.net.desk(), meeting, slots_of(fact)[-1], self.voice(Source.PAGE))
                    return

    def met(self):
        if meeting := self.meeting():
            answering.say_met(self.net.desk(), meeting, self.chance.choice([True, False, None]), self.voice())

    def cancel_group(self):
        if live := self.life().live:
            self.cancel(f"{self.plan.round}/{self.chance.choice(sorted(live))}")

    def cancel_round(self):
        if self.chance.random() < 0.3:
            self.cancel(self.plan.round)

    def cancel(self, named):
        with suppress(InputError):  # it is over
            cancelling.cancel(self.net.desk(), cancelling.find(self.net.desk(), named), "Sorry.")

    def hold(self):
        if self.chance.random() < 0.5:
            self.net.store.outbox.hold()
        else:
            self.net.store.outbox.resume()

    def trouble(self):
        """Something goes wrong while the next messages are sent, perhaps twice in a row."""
        before = [""] * self.chance.choice([0, 0, 1, 20])
        kinds = ["before", "after", "after", "later", "silent"]
        self.net.trouble = before + self.chance.choices(kinds, k=self.chance.choice([1, 1, 2]))

    def wait(self):
        self.net.now += timedelta(minutes=self.chance.choice([0, 3, 9, 12, 60, 300]))

    def wait_long(self):
        self.net.now += timedelta(days=self.chance.choice([1, 2, 3, 7]), hours=self.chance.randrange(5))

    def clock_back(self):
        self.net.now -= timedelta(minutes=self.chance.choice([1, 30, 90]))

    # what stays true

    def check_groups(self):
        life, sizes = self.life(), programme_sizes(self.net.config.programmes[self.plan.programme])
        places = Counter(member for live in life.live.values() for member in live.group.members)
        for person in self.everybody:
            assert places[person] + (person in life.without_group) == 1, f"{person} has no place and no reason, or two"
        assert set(places) <= set(self.everybody)
        for live in life.live.values():
            assert len(live.group.members) >= 2
            assert len(live.group.members) <= live.group.room(sizes.largest) or self.by_hand
        self.check_tables(life)

    def check_tables(self, life):
        occasions = {
            (each.date, each.place): each for each in self.net.config.programmes[self.plan.programme].occasions
        }
        if occasions:
            groups = [live.group for live in life.live.values()]
            tables = Counter((group.starts.date(), group.where) for group in groups)
            assert all(tables[where] <= occasions[where].tables for where in tables)
            rooms = [group.room(occasions[group.starts.date(), group.where].seats) for group in groups]
            assert self.by_hand or all(len(group.members) <= room for group, room in zip(groups, rooms, strict=True))

    def check_calendars(self):
        life, now = self.life(), self.net.now
        for person in self.everybody:
            live, found = life.group_of(person), self.person(person)
            if person in self.unsure or (live and not found.takes_part_on(self.net.desk().today)):
                continue  # who is away for a while and keeps a group hears of changes when they are back
            calendar = self.net.calendars.get(person)
            shows = [shown for shown in calendar.shows if shown.start > now] if calendar else []
            group = live.group if live and live.group.starts and live.group.starts > now else None
            so = [(group.starts.astimezone(UTC), group.ends.astimezone(UTC), group.where)] if group else []
            assert [(shown.start, shown.end, shown.where) for shown in shows] == so, person
            if group and len(group.members) == 2:
                (other,) = set(group.members) - {person}
                assert self.person(other).name in shows[0].title, "the entry names somebody else"

    def check_mail(self):
        counts = self.net.counted()
        assert not counts or max(counts.values()) <= 4
        assert not self.net.waiting
        self.check_nobody_is_left_out_in_silence()

    def check_nobody_is_left_out_in_silence(self):
        life, kinds = self.life(), {"invitation", "update", "cancellation", "partner_left", "left_out"}
        told = {person: kind for _, person, kind, _ in self.net.mails if kind in kinds}
        for person in life.without_group:
            here = self.person(person).takes_part_on(self.net.desk().today)
            if here and person not in life.by_choice and person not in self.unsure and person in told:
                assert told[person] in {"cancellation", "partner_left", "left_out"}, person


#: Not those whose dates or changing tables take seconds to plan.
FAST = tuple(seed for seed in range(20) if seed not in {0, 2, 6, 8, 11, 13, 14, 15, 16, 17, 19})


@pytest.mark.parametrize("seed", slow_but(range(20), *FAST))
def test_scripts_keep_what_is_promised(world, seed):
    Script(world, seed).run(12)


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(10))
def test_more_scripts_keep_what_is_promised(world, hundred):
    for seed in range(hundred * 100, hundred * 100 + 100):
        Script(world, 1000 + seed).run()
