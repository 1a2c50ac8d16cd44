"""Somebody drops out of a lunch with dates of its own: tables, seats and cover are kept, few hear of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from random import Random

import pytest
from sparing import slow_but

from pairing.config.model import Occasion, Programme, SizeRange
from pairing.life.answers import Answer, Source, answered
from pairing.people.person import Standing
from pairing.rounds import Format
from pairing.solver.rules import cover, kept_apart
from pairing.stages.bench import Bench
from pairing.stages.book import Book
from pairing.storage.memory.store import MemoryStore


def lunch(days, tables, *, smallest=6, seats=8):
    dates = tuple(
        Occasion(date=date(2026, 12, day), start=time(12, 30), place=f"Room {day}", tables=tables, seats=seats)
        for day in days
    )
    sizes = SizeRange(smallest=smallest, largest=8, preferred=6)
    return Programme(format=Format.LUNCH, every="month", minutes=90, meet_within_days=30, occasions=dates, sizes=sizes)


def drop_out(net, plan, people):
    for person in people:
        number = net.life(plan.round).group_of(person).group.number
        about = {"at": net.now, "programme": "lunch", "round": plan.round, "group": number, "source": Source.PAGE}
        net.store.events.append([answered(person=person, answer=Answer.NO, **about)])
    net.now += timedelta(minutes=11)
    return net.tick(deliver=False)


def touched(before, after, but):
    """Numbers of other groups that were there, did not end, and changed."""
    both = (before.live.keys() & after.live.keys()) - {but}
    return [number for number in both if before.live[number].group.members != after.live[number].group.members]


def bench_of(net, plan):
    """Everybody who was planned, as the rules see them."""
    book = Book.read(net.desk(), net.now)
    return Bench(book, book.lives[plan.round], [book.people[person] for person in sorted(plan.people)])


def broken_musts(bench, life):
    groups = [bench.seated(live.group) for live in life.live.values()]
    problem = bench.translation.problem
    return [*cover.violations(groups, [], problem), *kept_apart.violations(groups, [], problem)]


def check_tables(net, life):
    occasions = {(each.date, each.place): each for each in net.config.programmes["lunch"].occasions}
    at = {}
    for live in life.live.values():
        where = (live.group.starts.date(), live.group.where)
        assert len(live.group.members) <= min(occasions[where].seats, 8)
        at[where] = at.get(where, 0) + 1
    assert all(at[where] <= occasions[where].tables for where in at)


@pytest.mark.slow
def test_200_drop_outs_of_a_typical_lunch_touch_two_tables_at_most_and_break_no_must(world):
    net = world("typical", lunch=lunch([8, 9, 10, 15, 16, 17], tables=6))
    plan = net.send("lunch")
    net.tick()
    net.now += timedelta(hours=1)
    sent, start, chance = MemoryStore.copy_of(net.store), net.now, Random(7)
    bench = bench_of(net, plan)
    assert broken_musts(bench, net.life(plan.round)) == []
    sizes = set()
    for _ in range(200):
        net.store, net.now = MemoryStore.copy_of(sent), start
        before = net.life(plan.round)
        group = before.group_of(chance.choice(plan.people)).group
        gone = chance.sample(group.members, chance.choice([1, 1, 2, 3, 4]))

        wrote = drop_out(net, plan, gone)

        after = net.life(plan.round)
        left = [member for member in group.members if member not in gone]
        assert len(touched(before, after, group.number)) <= 2
        assert broken_musts(bench, after) == []
        check_tables(net, after)
        assert not any(after.group_of(person) for person in gone)
        assert all(after.group_of(person) for person in left)
        changed = {member for live in after.live.values() for member in live.group.members}
        moved = {person for person in left if after.group_of(person).group.number != group.number}
        assert {entry.person for entry in wrote.entries} <= {*group.members} & {*gone, *moved, *left}
        assert changed == set(plan.people) - set(gone)
        sizes.add((len(left), group.number in after.live))
    assert (5, True) in sizes, "a table of five goes on where two others have no room for five"
    assert (2, False) in sizes, "two find places elsewhere"


@pytest.mark.slow
def test_a_table_below_its_smallest_size_takes_in_who_was_left_out(world):
    net = world("small", lunch=lunch([9], tables=2, smallest=4, seats=6))
    plan = net.send("lunch")
    net.tick()
    assert plan.left_out
    table = min(plan.groups, key=lambda group: len(group.members))
    gone = table.members[: len(table.members) - 3]
    before = net.life(plan.round)

    drop_out(net, plan, gone)

    after = net.life(plan.round)
    assert len(after.live[table.number].group.members) == 4
    assert touched(before, after, table.number) == []


@pytest.mark.parametrize(("left", "lives"), slow_but([(3, True), (2, False)]))
def test_a_table_nobody_can_join_or_take_in_goes_on_with_three_and_not_with_two(world, left, lives):
    net = world("small", lunch=lunch([9], tables=1, smallest=6, seats=6))
    plan = net.send("lunch")
    net.tick()
    (table,) = plan.groups
    for person in plan.left_out:  # nobody to fill up with
        found = net.store.roster.person(person.person)
        net.store.roster.save([replace(found, standing=Standing.STOPPED)])

    drop_out(net, plan, table.members[left:])

    life = net.life(plan.round)
    assert (table.number in life.live) is lives
    if not lives:
        stayed = table.members[:left]
        assert set(stayed) <= life.without_group.keys() - life.by_choice
        assert set(net.desk().history().turns_missed("lunch")) >= set(stayed)


@pytest.mark.slow
def test_a_table_that_has_its_smallest_size_lives_on_and_only_who_left_hears_of_it(world):
    net = world("small", lunch=lunch([9, 10], tables=3, smallest=4))
    plan = net.send("lunch")
    net.tick()
    table = max(plan.groups, key=lambda group: len(group.members))
    gone = next(member for member in table.members if member != table.host)

    wrote = drop_out(net, plan, [gone])

    assert {(entry.person, entry.kind) for entry in wrote.entries} == {(gone, "cancellation")}
    assert gone not in net.life(plan.round).live[table.number].group.members


@pytest.mark.slow
def test_too_late_a_table_goes_on_with_three_and_ends_with_two(world):
    for left in (3, 2):
        net = world("small", lunch=lunch([9, 10], tables=3))
        plan = net.send("lunch")
        net.tick()
        table = plan.groups[0]
        net.now = table.starts - timedelta(hours=20)
        before = net.life(plan.round)

        drop_out(net, plan, table.members[left:])

        after = net.life(plan.round)
        assert (table.number in after.live) is (left == 3)
        assert touched(before, after, table.number) == []
        kinds = {entry.person: entry.kind for entry in net.store.outbox.entries() if entry.kind == "partner_left"}
        assert set(kinds) == (set() if left == 3 else set(table.members[:left]))
