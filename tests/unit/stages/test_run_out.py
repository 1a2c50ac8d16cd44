"""By when new partners run out, worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pairing.config.model import Config, Network, Programme
from pairing.events import Fact, Kind
from pairing.history import History
from pairing.people.person import Person, RoleGroup
from pairing.rounds import Format
from pairing.stages.run_out import Meeting, run_out

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


def told(practices: str, months: int, programme: str = "coffee", history: History = NONE, **given: object):
    meetings = [Meeting(month, programme, people(practices)) for month in range(1, months + 1)]
    found = run_out(config(**given), history, meetings)
    return [(each.practice, each.month, each.possible, each.met, each.needed, each.one) for each in found]


@pytest.mark.parametrize(
    ("practices", "expected"),
    [
        ("aabcde", [("a", 5, 4, 0, 5, True), *((each, 6, 5, 0, 6, True) for each in "bcde")]),
        ("aaabbb", [("a", 4, 3, 0, 4, True), ("b", 4, 3, 0, 4, True)]),
        ("aaaabc", [("a", 5, 8, 0, 10, False), ("b", 6, 5, 0, 6, True), ("c", 6, 5, 0, 6, True)]),
        ("aaaa", []),
    ],
)
def test_the_first_month_without_somebody_new(practices, expected):
    assert told(practices, 8) == expected
    assert told(practices, 3) == []


def test_who_is_kept_apart_is_nobody_new():
    assert told("aabb", 3, apart=(("p0", "p2"),))[0] == ("a", 2, 1, 0, 2, True)


def test_those_met_before_are_not_new():
    day = datetime(2026, 10, 1, tzinfo=UTC)
    body = {"programme": "tea", "date": "2026-10-01", "group": "1", "members": ["p0", "p2"], "met": {}}
    history = History.fold([Fact(Kind.MEETING_IMPORTED, day, programme="tea", round="tea-1", body=body)])

    assert told("aabb", 2, history=history) == [("a", 2, 2, 1, 2, True), ("b", 2, 2, 1, 2, True)]


def test_a_table_takes_more_than_one():
    assert told("abcdefghijkl", 3, programme="lunch")[0] == ("a", 3, 11, 0, 15, True)
