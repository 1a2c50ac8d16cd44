"""By when new partners run out, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from pairing.clock import FakeClock
from pairing.config.model import Config, Network, Occasion, Programme, Rule
from pairing.events import Fact, Kind
from pairing.history import History
from pairing.people.person import Person, RoleGroup
from pairing.rounds import Format
from pairing.stages.desk import Desk
from pairing.stages.round_ahead import Meeting
from pairing.stages.run_out import run_out
from pairing.stages.year_ahead import look_ahead
from pairing.storage.memory.store import MemoryStore
from pairing.tiers import Importance

NONE = History.fold([])


def people(practices: str) -> tuple[Person, ...]:
    """One person for every letter, at the practice of that letter."""
    return tuple(
        Person(f"p{number}", f"Person {number}", f"p{number}@x.example", letter, "GP", RoleGroup.GP)
        for number, letter in enumerate(practices)
    )


def config(**given: object) -> Config:
    return Config(
        network=Network(name="Northfold", code="U12345"),
        mail={"from": "coffee@northfold.example"},
        programmes={"coffee": Programme(format=Format.COFFEE), "lunch": Programme(format=Format.LUNCH)},
        **given,
    )


def told(
    practices: str, months: int, history: History = NONE, apart: tuple[tuple[str, str], ...] = (), **given: object
):
    """Rounds in twos unless said; what there is for every practice."""
    here = people(practices)
    usual = {"contacts": 1, "groups": len(here) // 2} | given
    found = run_out(config(apart=apart), history, [Meeting(month, here, **usual) for month in range(1, months + 1)])
    return [(each.practice, each.month, each.possible, each.met, each.needed, each.one) for each in found]


@pytest.mark.parametrize(
    ("practices", "together", "expected"),
    [
        ("aabcde", 0, [("a", 5, 4, 0, 5, True), *((each, 6, 5, 0, 6, True) for each in "bcde")]),
        ("aaabbb", 0, [("a", 4, 3, 0, 4, True), ("b", 4, 3, 0, 4, True)]),
        ("aaaabc", 1, [("a", 5, 8, 0, 10, False), ("b", 6, 5, 0, 6, True), ("c", 6, 5, 0, 6, True)]),
    ],
)
def test_the_first_month_without_somebody_new(practices, together, expected):
    assert told(practices, 8, same_practice=together) == expected
    assert told(practices, 3, same_practice=together) == []


def test_where_practices_do_not_come_first_colleagues_are_new_as_well():
    assert told("aaaa", 5, mixes=False) == [("a", 4, 3, 0, 4, True)]
    assert told("aaabbb", 8, mixes=False) == [("a", 6, 5, 0, 6, True), ("b", 6, 5, 0, 6, True)]


def test_whoever_may_be_with_the_colleague_nobody_can_be_spared_is_not_counted():
    """p5 works everywhere and has to be with a colleague: whoever it is needs one new person less."""
    own = people("aabbc")
    everywhere = Person("p5", "Person 5", "p5@x.example", "a", "GP", RoleGroup.GP, also_works_at=("b", "c"))
    meetings = [Meeting(month, (*own, everywhere), contacts=1, groups=3, same_practice=1) for month in range(1, 9)]

    found = run_out(config(), NONE, meetings)

    assert [(each.practice, each.month, each.possible, each.one) for each in found] == [
        ("a", 6, 5, True),
        ("b", 6, 5, True),
        ("c", 6, 5, True),
    ]


def test_whoever_may_sit_out_needs_nobody_then():
    assert told("abcde", 9, left_out=1) == []
    assert told("abcd", 9, contacts=5, groups=0, left_out=4) == []


def test_who_is_kept_apart_is_nobody_new():
    assert told("aabb", 3, apart=(("p0", "p2"),))[0] == ("a", 2, 1, 0, 2, True)
    assert told("aabb", 3, apart=(("p0", "p2"),), parts=False)[0] == ("a", 3, 2, 0, 3, True)


def test_a_line_manager_is_nobody_new():
    own = list(people("aabb"))
    own[0] = replace(own[0], line_manager="p2")
    meetings = [Meeting(month, tuple(own), contacts=1, groups=2) for month in (1, 2)]

    found = run_out(config(), NONE, meetings)

    assert [(each.practice, each.month, each.possible) for each in found] == [("a", 2, 1), ("b", 2, 1)]


def test_those_met_before_are_not_new():
    day = datetime(2026, 10, 1, tzinfo=UTC)
    body = {"programme": "tea", "date": "2026-10-01", "group": "1", "members": ["p0", "p2"], "met": {}}
    history = History.fold([Fact(Kind.MEETING_IMPORTED, day, programme="tea", round="tea-1", body=body)])

    assert told("aabb", 2, history) == [("a", 2, 2, 1, 2, True), ("b", 2, 2, 1, 2, True)]


def test_of_several_in_one_month_the_figures_are_of_who_has_fewest_left():
    assert told("aabcdefghij", 3, apart=(("p1", "p2"),), contacts=5, groups=2)[0] == ("a", 2, 8, 0, 10, True)


def test_a_table_takes_more_than_one():
    assert told("abcdefghijkl", 3, contacts=5, groups=2)[0] == ("a", 3, 11, 0, 15, True)


def drawn_config(random: Random) -> Config:
    """Coffees, now and then lunches, with rules in another order than usual."""
    rules = {
        name: Rule(importance=random.choice(list(Importance)[1:]))
        for name in ("kept_apart", "different_practice", "no_repeat", "everyone_placed")
        if random.random() < 0.4
    }
    coffee = Programme(format=Format.COFFEE, sizes=random.choice([None, None, (2, 2)]), rules=rules)
    tables = Programme(format=Format.LUNCH, every="2 months", sizes=random.choice([(3, 4), (6, 8)]))
    return Config(
        network=Network(name="Northfold"),
        programmes={"coffee": coffee} | ({"lunch": tables} if random.random() < 0.4 else {}),
        apart=random.choice([(), (("p0", "p1"), ("p0", "p2"))]),
    )


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(6, 60))])
def test_no_year_goes_on_without_repeats_for_longer_than_is_said(seed, tmp_path):
    """Whatever the rounds look like: so not those that were planned, of people at one practice and at several."""
    random = Random(seed)
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    store, config = MemoryStore(), drawn_config(random)
    practices = "abcd"[: random.randint(1, 4)]
    here = [
        Person(
            f"p{n}", f"Person {n}", f"p{n}@x.example", random.choice(practices), "GP", RoleGroup.GP,
            also_works_at=tuple(other for other in practices if random.random() < 0.15),
        )
        for n in range(random.randint(3, 9))
    ]  # fmt: skip
    store.roster.save(here)
    store.events.append([Fact(Kind.PERSON_JOINED, now, person.id) for person in here])
    desk = Desk(path=tmp_path, config=config, store=store, clock=FakeClock(now), secret=b"s" * 32, opened_at=now)

    ahead = look_ahead(desk, 8, seed=seed)

    first = next((each.month for each in ahead.rounds if each.repeats), 99)
    assert first <= min((each.month for each in ahead.run_out), default=99)
    for each in ahead.rounds:
        assert (each.least_same_practice or 0) <= each.same_practice
        assert (each.least_repeats or 0) <= each.repeats


def test_a_workshop_counts_every_rotation(tmp_path):
    """Eight people, four of each practice, three times at two tables of four: 4 colleagues each time, at the least."""
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    store = MemoryStore()
    here = people("aaaabbbb")
    store.roster.save(here)
    store.events.append([Fact(Kind.PERSON_JOINED, now, person.id) for person in here])
    hall = Occasion(date=date(2026, 12, 10), start="09:00", place="Hall", tables=2, seats=4)
    day = Programme(
        format=Format.WORKSHOP, every="month", rotations=3, sizes=(4, 4), occasions=(hall,), cover_percent=100
    )
    config = Config(network=Network(name="Northfold"), programmes={"day": day})
    desk = Desk(path=tmp_path, config=config, store=store, clock=FakeClock(now), secret=b"s" * 32, opened_at=now)

    (ahead,) = look_ahead(desk, 1).rounds

    assert ahead.groups == 2
    assert (ahead.same_practice, ahead.least_same_practice) == (12, 12)
    assert ahead.repeats == 36 - len(list(ahead.plan.groups[0].contacts))
    assert ahead.repeats >= (ahead.least_repeats or 0) > 0
