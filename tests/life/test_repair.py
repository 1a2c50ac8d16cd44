"""Somebody drops out: the least disturbance, no must broken, and a partner wherever there is one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from latecomers import add_latecomer

from pairing.config.model import Programme, SizeRange
from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.life.answers import Answer, Source, answered
from pairing.people.person import WEEKDAYS, Standing
from pairing.rounds import Format
from pairing.stages.book import Book
from pairing.stages.dropouts import broken_groups
from pairing.stages.meeting import window_ends
from pairing.storage.memory.store import MemoryStore

HUDDLE = Programme(format=Format.HUDDLE, every="month", sizes=SizeRange(smallest=3, largest=6, preferred=4))


def decline(world, plan, person):
    life = world.life(plan.round)
    live = life.group_of(person)
    fact = answered(
        at=world.now,
        programme=plan.programme,
        round=plan.round,
        group=live.group.number,
        person=person,
        answer=Answer.NO,
        source=Source.PAGE,
    )
    world.store.events.append([fact])
    world.now += timedelta(minutes=11)


def stop(world, people):
    for person in people:
        world.store.events.append([Fact(Kind.PERSON_STOPPED, world.now, person)])
        world.store.roster.save([replace(world.store.roster.person(person), standing=Standing.STOPPED)])


def touched(before, after):
    """Numbers of groups that were there, did not end, and changed."""
    both = before.live.keys() & after.live.keys()
    return [number for number in both if before.live[number].group.members != after.live[number].group.members]


def test_two_left_of_a_trio_stay_a_pair_and_only_they_hear_of_it(world):
    net = world("small")
    people = list(net.store.roster.people())
    if len(people) % 2 == 0:
        net.store.roster.save([replace(people[0], standing=Standing.LEFT)])
    plan = net.send()
    net.tick()
    trio = next(group for group in plan.groups if len(group.members) == 3)
    gone, *stay = trio.members
    decline(net, plan, gone)

    advanced = net.tick()

    assert net.life(plan.round).live[trio.number].group.members == tuple(stay)
    wrote = sorted((entry.person, entry.kind, entry.sequence) for entry in advanced.entries)
    updates = [(member, "update", 0) for member in stay]
    cancelled = [(gone, "cancellation", 1)] if trio.starts else []
    assert wrote == sorted([*updates, *cancelled])


def test_two_partners_left_alone_at_once_are_put_together(world):
    net = world("small")
    plan = net.send()
    net.tick()
    pairs = [group for group in plan.groups if len(group.members) == 2][:2]
    for group in pairs:
        decline(net, plan, group.members[0])
    net.now += timedelta(minutes=1)
    before = net.life(plan.round)

    net.tick()

    after = net.life(plan.round)
    alone = [group.members[1] for group in pairs]
    together = after.group_of(alone[0]).group.members
    same_tick = touched(before, after) == [] and set(alone) <= set(together)
    assert same_tick or all(after.group_of(person) for person in alone)


def test_a_person_left_out_comes_before_another_pair(world):
    net = world("small", coffee=Programme(format=Format.COFFEE, sizes=SizeRange(smallest=2, largest=2, preferred=2)))
    people = list(net.store.roster.people())
    if len(people) % 2 == 0:
        net.store.roster.save([replace(people[0], standing=Standing.LEFT)])
    plan = net.send()
    net.tick()
    (spare,) = [left.person for left in plan.left_out]
    gone, partner = plan.groups[0].members
    before = net.life(plan.round)
    decline(net, plan, gone)

    net.tick()

    after = net.life(plan.round)
    assert set(after.group_of(partner).group.members) == {partner, spare}
    assert touched(before, after) == []


def test_kept_apart_is_kept_in_a_repair(world):
    net = world("small")
    plan = net.send()
    net.tick()
    pairs = [group for group in plan.groups if len(group.members) == 2]
    gone, partner = pairs[0].members
    everybody = [member for group in plan.groups if group is not pairs[0] for member in group.members]
    friend = pairs[5]
    apart = tuple((partner, other) for other in everybody if other not in friend.members)
    net.config = net.config.model_copy(update={"apart": apart})
    decline(net, plan, gone)

    net.tick()

    assert net.life(plan.round).group_of(partner).group.number == friend.number


def test_a_group_that_meets_within_a_day_is_left_alone(world):
    net = world("small")
    plan = net.send()
    net.tick()
    pairs = [group for group in plan.groups if len(group.members) == 2 and group.starts]
    near, far = min(pairs, key=lambda group: group.starts), max(pairs, key=lambda group: group.starts)
    gone, partner = far.members
    everybody = [member for group in plan.groups if group is not far for member in group.members]
    apart = tuple((partner, other) for other in everybody if other not in near.members)
    net.config = net.config.model_copy(update={"apart": apart})
    before = net.life(plan.round)
    assert far.starts - near.starts > timedelta(days=2)
    net.now = near.starts - timedelta(hours=20)
    decline(net, plan, gone)

    net.tick()

    after = net.life(plan.round)
    assert after.group_of(partner) is None
    assert touched(before, after) == []


def test_nobody_is_sent_to_a_group_that_somebody_is_about_to_leave(world):
    net = world("small")
    plan = net.send()
    net.tick()
    pairs = [group for group in plan.groups if len(group.members) == 2]
    (gone, partner), (leaves, friend) = pairs[0].members, pairs[5].members
    everybody = [member for group in plan.groups[1:] for member in group.members]
    apart = tuple((partner, other) for other in everybody if other not in (leaves, friend))
    net.config = net.config.model_copy(update={"apart": apart})
    decline(net, plan, gone)
    decline(net, plan, leaves)
    net.now -= timedelta(minutes=10)

    net.tick()
    assert net.life(plan.round).group_of(partner) is None
    assert leaves in net.life(plan.round).group_of(friend).group.members
    net.now += timedelta(minutes=10)
    net.tick()

    assert set(net.life(plan.round).group_of(partner).group.members) == {partner, friend}


def test_nobody_to_be_found_ends_kindly_and_goes_first_next_time(world):
    net = world("small")
    plan = net.send()
    net.tick()
    pairs = [group for group in plan.groups if len(group.members) == 2]
    gone, partner = pairs[0].members
    everybody = [member for group in plan.groups if group is not pairs[0] for member in group.members]
    net.config = net.config.model_copy(update={"apart": tuple((partner, other) for other in everybody)})
    decline(net, plan, gone)

    net.tick()

    assert net.life(plan.round).group_of(partner) is None
    assert net.desk().history().turns_missed("coffee") == {partner: 1}


def test_a_table_lives_on_and_nobody_hears_of_it(world):
    net = world("small", huddle=HUDDLE)
    plan = net.send("huddle")
    net.tick()
    table = next(group for group in plan.groups if len(group.members) >= 4)
    gone = next(member for member in table.members if member != table.first_mover)
    decline(net, plan, gone)

    advanced = net.tick()

    assert {entry.person for entry in advanced.entries} <= {gone}
    assert gone not in net.life(plan.round).live[table.number].group.members


def test_a_table_that_is_too_small_finds_places_at_two_others_at_most(world):
    net = world("small", huddle=HUDDLE)
    plan = net.send("huddle")
    net.tick()
    table = plan.groups[0]
    before = net.life(plan.round)
    stop(net, table.members[: len(table.members) - 2])

    net.tick()

    after = net.life(plan.round)
    assert all(after.group_of(person) for person in table.members[-2:])
    assert len(touched(before, after)) <= 2
    assert all(3 <= len(live.group.members) <= 6 for live in after.live.values())


def test_two_tables_that_are_too_small_become_one_and_no_other_hears_of_it(world):
    net = world("small", huddle=HUDDLE)
    plan = net.send("huddle")
    net.tick()
    one, other = plan.groups[:2]
    gone = [*one.members[2:], *other.members[2:]]
    stop(net, gone)
    before = net.life(plan.round)

    wrote = net.tick()

    after = net.life(plan.round)
    (number,) = {after.group_of(person).group.number for person in (*one.members[:2], *other.members[:2])}
    assert set(after.live[number].group.members) == {*one.members[:2], *other.members[:2]}
    assert set(touched(before, after)) == {number}
    assert {entry.person for entry in wrote.entries} <= {*one.members, *other.members}


def test_who_is_away_stays_in_a_group_that_goes_on_and_leaves_one_that_must_be_mended(world):
    net = world("small", huddle=HUDDLE)
    plan = net.send("huddle")
    net.tick()
    table = next(
        group for group in plan.groups if len(group.members) >= 4 and group.starts > net.now + timedelta(days=9)
    )
    away, *others = table.members
    found = net.store.roster.person(away)
    net.store.roster.save([replace(found, paused_until=net.now.date() + timedelta(days=3))])

    out = []
    for person in others[: len(others) - 2]:
        stop(net, [person])
        (broken,) = broken_groups(Book.read(net.desk(), net.now), plan.round)
        out.append(broken.out)
    stop(net, [others[-2]])
    (broken,) = broken_groups(Book.read(net.desk(), net.now), plan.round)

    assert out == [tuple(others[: count + 1]) for count in range(len(out))]
    assert broken.out == (away, *others[:-1])


@pytest.mark.slow
def test_somebody_is_moved_only_where_two_who_are_kept_apart_had_no_partner_otherwise(world):
    net = world("small", coffee=Programme(format=Format.COFFEE, sizes=SizeRange(smallest=2, largest=2, preferred=2)))
    plan = net.send()
    net.tick()
    (gone, one), (left, other) = (group.members for group in plan.groups[:2])
    net.config = net.config.model_copy(update={"apart": ((one, other),)})
    for person in [left.person for left in plan.left_out]:
        stop(net, [person])
    before = net.life(plan.round)
    decline(net, plan, gone)
    net.now -= timedelta(minutes=11)
    decline(net, plan, left)

    wrote = net.tick()

    after = net.life(plan.round)
    (number,) = touched(before, after)
    pair = before.live[number].group.members
    assert {after.group_of(person).group.number for person in (one, other)} == {
        after.group_of(person).group.number for person in pair
    }
    assert after.group_of(one) != after.group_of(other)
    assert {entry.person for entry in wrote.entries} <= {gone, left, one, other, *pair}
    for person in (one, other, *pair):
        starts = after.group_of(person).group.starts
        assert [shown.start for shown in net.calendars[person].shows] == ([starts] if starts else [])


def test_a_latecomer_joins_a_group_and_only_that_group_hears_of_it(world):
    net = world("small")
    late = net.store.roster.people()[0]
    net.store.roster.save([replace(late, standing=Standing.PAUSED)])
    plan = net.send()
    net.tick()
    net.store.roster.save([late])
    net.now += timedelta(hours=1)

    added = add_latecomer(net.desk(), plan.round, late.id)

    group = net.life(plan.round).group_of(late.id).group
    others = [member for member in group.members if member != late.id]
    assert added is not None
    assert sorted(added.mails) == sorted([(late.id, "invitation"), *((member, "update") for member in others)])
    with pytest.raises(InputError):
        add_latecomer(net.desk(), plan.round, late.id)


def test_a_partner_joins_a_group_that_meets_on_a_day_of_theirs(world):
    net = world("small")
    plan = net.send()
    net.tick()
    pairs = [group for group in plan.groups if len(group.members) == 2 and group.starts]
    gone, partner = pairs[0].members
    days = Counter(group.starts.weekday() for group in pairs[1:])
    day = min(days, key=lambda day: (days[day], day))
    found = net.store.roster.person(partner)
    net.store.roster.save([replace(found, working_days=frozenset([WEEKDAYS[day]]))])
    before = net.life(plan.round)
    decline(net, plan, gone)

    net.tick()

    after = net.life(plan.round)
    group = after.group_of(partner).group
    assert group.starts.weekday() == day
    assert group.starts == before.live[group.number].group.starts


def test_where_a_partner_cannot_come_that_day_the_pair_meets_on_another(world):
    net = world("small")
    people = [replace(person, working_days=frozenset()) for person in net.store.roster.people()]
    net.store.roster.save(people)
    plan = net.send()
    net.tick()
    pairs = [group for group in plan.groups if len(group.members) == 2 and group.starts]
    (gone, partner), friend = pairs[0].members, pairs[5]
    everybody = [member for group in plan.groups for member in group.members]
    apart = tuple((partner, other) for other in everybody if other not in (partner, *friend.members))
    net.config = net.config.model_copy(update={"apart": apart})
    other_days = frozenset(WEEKDAYS[day] for day in range(5) if day != friend.starts.weekday())
    net.store.roster.save([replace(net.store.roster.person(partner), working_days=other_days)])
    decline(net, plan, gone)

    net.tick()

    group = net.life(plan.round).group_of(partner).group
    assert group.number == friend.number
    assert group.starts.weekday() != friend.starts.weekday()


def test_nobody_comes_back_to_a_group_that_was_called_off_for_them(world):
    net = world("small", huddle=HUDDLE)
    plan = net.send("huddle")
    net.tick()
    table = next(group for group in plan.groups if len(group.members) >= 4)
    person = table.members[-1]
    decline(net, plan, person)
    net.tick()
    about = {"programme": plan.programme, "round": plan.round, "group": table.number, "person": person}
    net.store.events.append([answered(at=net.now, answer=Answer.YES, source=Source.PAGE, **about)])
    net.now += timedelta(minutes=1)
    apart = tuple((person, other) for group in plan.groups if group is not table for other in group.members)
    net.config = net.config.model_copy(update={"apart": apart})

    assert not add_latecomer(net.desk(), plan.round, person)


@pytest.mark.parametrize("too_late", [False, True])
def test_a_latecomer_meets_who_was_left_out_while_there_is_time_and_nobody_is_moved_for_them(world, too_late):
    net = world("small", coffee=Programme(format=Format.COFFEE, sizes=SizeRange(smallest=2, largest=2, preferred=2)))
    late, *others = net.store.roster.people()
    stays_away = [replace(person, standing=Standing.PAUSED) for person in [late, *others[: len(others) % 2 == 0]]]
    net.store.roster.save(stays_away)
    plan = net.send()
    net.tick()
    (spare,) = [left.person for left in plan.left_out]
    net.store.roster.save([late])
    net.config = net.config.model_copy(update={"apart": ((late.id, spare),)})
    net.now += timedelta(hours=1)
    assert not add_latecomer(net.desk(), plan.round, late.id), "two others would have to change partners"
    net.config = net.config.model_copy(update={"apart": ()})
    if too_late:
        net.now = window_ends(net.desk(), net.life(plan.round)) - timedelta(hours=20)

    assert (add_latecomer(net.desk(), plan.round, late.id) is None) is too_late


@pytest.mark.slow
def test_200_drop_outs_of_a_typical_round_touch_two_groups_at_most_and_find_a_partner(world):
    net = world("typical")
    plan = net.send()
    net.tick()
    net.now += timedelta(hours=1)
    sent = MemoryStore.copy_of(net.store)
    start, chance = net.now, Random(7)
    for _ in range(200):
        net.store, net.now = MemoryStore.copy_of(sent), start
        before = net.life(plan.round)
        gone = chance.choice(plan.people)
        group = before.group_of(gone).group
        decline(net, plan, gone)

        net.tick(deliver=False)

        after = net.life(plan.round)
        left = [member for member in group.members if member != gone]
        assert len([number for number in touched(before, after) if number != group.number]) <= 2
        late = group.starts and group.starts - net.now < timedelta(hours=24)
        assert late or all(after.group_of(member) for member in left)
        assert after.group_of(gone) is None
