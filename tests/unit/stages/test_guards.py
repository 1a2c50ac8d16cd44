"""Surprises that stop even ``--yes``: each just beyond its limit, and silence just within it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pairing.config.model import Guards
from pairing.events import Fact, Kind
from pairing.people.person import Person, RoleGroup
from pairing.rounds import Format, LeftOut, PlannedGroup, PlannedRound
from pairing.stages.guards import odd_about, surprises

ROUND = "coffee-2026-12"


@pytest.fixture
def guarded(office):
    """An office of so many people with the addresses and limits asked for, and what is odd about a plan for them."""

    def look(addresses, *, size=20, invited=None, days=0, left_out=0, messages=20, limits=None, facts=()):
        everybody = [*addresses, *(f"p{n}@mill.example" for n in range(len(addresses), size))]
        people = [Person(f"p{n}", f"Ann {n}", to, "A", "GP", RoleGroup.GP) for n, to in enumerate(everybody)]
        office.store.roster.save(people)
        office.config = office.config.model_copy(update={"guards": Guards(**(limits or {}))})
        office.store.events.append(facts)
        desk = office.at()
        members = tuple(person.id for person in people[:invited])
        group = PlannedGroup(1, members, None, members[0] if members else None, None, None, "", (), ())
        plan = PlannedRound(
            ROUND, "coffee", Format.COFFEE, "2026-12", 1, "optimal", desk.opened_at - timedelta(days=days), "d" * 64,
            (group,) if members else (), tuple(LeftOut(f"p{n}", "x") for n in range(left_out)), (),
        )  # fmt: skip
        return surprises(desk, plan, messages), odd_about(desk, people[:invited])

    return look


@pytest.mark.parametrize(
    ("addresses", "limits", "said"),
    [
        ([], {}, []),
        (["ann@GMail.com"], {}, ["gmail.com is a personal mail domain (p0)."]),
        (["ann@mil.example"], {}, ["Only one person has the mail domain mil.example (p0); is it misspelt?"]),
        (["ann@elm.example", "ben@Elm.example"], {}, []),
        (["ann@elm.example"], {"domains": ("Mill.example", "elm.example")}, []),
        (["ann@gmail.com"], {"domains": ("mill.example", "gmail.com")}, []),
        (
            ["ann@elm.example", "ben@elm.example"],
            {"domains": ("mill.example",)},
            ["The mail domain elm.example is not among the allowed ones (p0, p1)."],
        ),
    ],
)
def test_addresses(guarded, addresses, limits, said):
    assert guarded(addresses, limits=limits) == (said, said)


def test_one_odd_domain_among_few_says_nothing(guarded):
    assert guarded(["ann@mil.example"], size=19) == ([], [])


def test_addresses_of_who_is_not_written_to_say_nothing(guarded):
    assert guarded([*(f"a{n}@mill.example" for n in range(19)), "ann@gmail.com"], invited=19)[0] == []


@pytest.mark.parametrize(("days", "said"), [(7, []), (8, ["This plan is 8 days old (more than 7)."])])
def test_an_old_plan(guarded, days, said):
    assert guarded([], days=days)[0] == said


@pytest.mark.parametrize(
    ("most", "plan", "notice"),
    [
        (20, [], []),
        (19, ["This would send 20 messages (more than 19)."], ["This would send 20 messages (more than 19)."]),
    ],
)
def test_many_messages(guarded, most, plan, notice):
    assert guarded([], limits={"most_messages": most}) == (plan, notice)


@pytest.mark.parametrize(
    ("days", "said"), [(45, []), (46, ["The staff list was last imported 46 days ago (more than 45)."])]
)
def test_an_old_staff_file(guarded, office, days, said):
    imports = [Fact(Kind.STAFF_IMPORTED, office.at().opened_at - timedelta(days=ago)) for ago in (400, days)]
    assert guarded([], facts=imports) == (said, said)


@pytest.mark.parametrize(("now", "said"), [(22, []), (23, ["had 20"]), (18, []), (17, ["had 20"])])
def test_a_list_of_another_size(guarded, office, now, said):
    at = office.at().opened_at - timedelta(days=30)
    joined = [Fact(Kind.PERSON_JOINED, at, f"p{n}") for n in range(8, 22)]
    gone = [Fact(kind, at, person) for kind, person in ((Kind.PERSON_LEFT, "p20"), (Kind.PERSON_FORGOTTEN, "p21"))]
    planned = Fact(Kind.ROUND_PLANNED, at, programme="coffee", round="coffee-2026-11")
    since = Fact(Kind.PERSON_JOINED, at, "p30")
    huddled = Fact(Kind.ROUND_PLANNED, at, programme="huddle", round="huddle-2026-W48")
    found, _ = guarded([], size=now, facts=[*joined, *gone, planned, since, huddled])
    assert len(found) == len(said)
    assert all(words in line and f"has {now} people" in line for words, line in zip(said, found, strict=True))


@pytest.mark.parametrize(("hours", "behind"), [(0, False), (1, True)])
def test_a_clock_behind_the_last_round_of_this_programme(guarded, office, hours, behind):
    later = office.at().opened_at + timedelta(hours=hours)
    rounds = [
        Fact(Kind.ROUND_PLANNED, at, programme=programme, round="x")
        for programme, at in (("coffee", later), ("huddle", later + timedelta(days=9)))
    ]
    found, _ = guarded([], size=8, facts=rounds)
    assert ["Is the clock right?" in line for line in found] == [True] * behind


@pytest.mark.parametrize(("invited", "left_out", "told"), [(0, 19, False), (0, 20, True), (2, 20, False)])
def test_a_round_for_nobody(guarded, invited, left_out, told):
    found, _ = guarded([], invited=invited, left_out=left_out)
    assert ["Nobody has a group" in line for line in found] == [True] * told
