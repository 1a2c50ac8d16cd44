"""At a workshop only those who shared a table have met."""

from __future__ import annotations

from datetime import date

from pairing.history.record import GroupOnRecord

ROOM = GroupOnRecord(
    "1",
    ("a", "b", "c", "d", "e"),
    date(2026, 12, 10),
    says={"a": True, "c": True, "d": False},
    rotations=((("a", "b"), ("c", "d", "e")), (("a", "c"), ("b", "d", "e"))),
)


def test_pairs_are_those_of_all_tables_once():
    assert list(ROOM.pairs) == [("a", "b"), ("a", "c"), ("b", "d"), ("b", "e"), ("c", "d"), ("c", "e"), ("d", "e")]


def test_whether_they_met_is_said_once_for_the_day():
    assert [ROOM.met(*pair) for pair in ROOM.pairs] == [None, True, False, None, False, None, False]
