"""Who comes late to a workshop, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from pairing.rounds import PlannedGroup
from pairing.stages.late_seats import with_seats

ROOM = PlannedGroup(
    number=1,
    members=("a", "b", "c", "d"),
    host=None,
    first_mover=None,
    starts=None,
    ends=None,
    where="Town hall",
    prompts=(),
    why=(),
    rotations=((("a", "b"), ("c", "d")), (("a", "c"), ("b", "d"))),
)


def test_the_emptiest_table_of_people_new_to_them():
    late = with_seats(replace(ROOM, members=("a", "b", "c", "d", "e")))

    assert late.tables == ((("a", "b", "e"), ("c", "d")), (("a", "c", "e"), ("b", "d")))
    assert late.companions("e") == ("a", "b", "c")


def test_a_place_left_free_is_taken_first():
    late = with_seats(replace(ROOM, members=("a", "b", "c", "e")))

    assert late.tables == ((("a", "b"), ("c", "e")), (("a", "c"), ("b", "e")))


def test_nobody_else_moves_and_who_has_gone_is_not_shown():
    gone = with_seats(replace(ROOM, members=("a", "c", "d")))

    assert gone.rotations == ROOM.rotations
    assert gone.tables == ((("a",), ("c", "d")), (("a", "c"), ("d",)))
    assert list(gone.contacts) == [("a", "c"), ("c", "d")]
    assert gone.companions("b") == ("a", "c", "d")


def test_a_group_without_rotations_stays_as_it_is():
    plain = replace(ROOM, rotations=())

    assert with_seats(plain) == plain
    assert list(plain.contacts) == [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")]
    assert (plain.room(8), ROOM.room(8)) == (8, 16)
