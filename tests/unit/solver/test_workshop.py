"""Tables that change: as many as spare people from sitting together again."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from pairing.solver.problem import Occasion, Sizes
from pairing.solver.rotations.workshop import plan_workshop


def seen(hall):
    """How many tables at each turn, and how many times two sit together again."""
    met = Counter(pair for turn in hall.rotations for table in turn for pair in combinations(table.seats, 2))
    return [len(turn) for turn in hall.rotations], sum(times - 1 for times in met.values())


@pytest.mark.parametrize(
    ("room", "tables", "at_first", "again"),
    [(6, 3, 2, 0), (3, 3, 2, 0), (2, 2, None, 9)],
)
def test_tables_are_smaller_where_larger_ones_bring_people_together_again(people, room, tables, at_first, again):
    """Three rotations of nine at fours and fives are 48 meetings, and there are 36 pairs; at threes they are 27."""
    problem = people(9, sizes=Sizes(3, 5, 5), occasions=(Occasion(room, 5),))

    (hall,) = plan_workshop(problem, 3).halls

    assert seen(hall)[0] == [tables] * 3
    assert seen(hall)[1] == again if not again else seen(hall)[1] >= again
    assert hall.at_first == at_first


def test_tables_of_the_preferred_size_stand_where_nobody_sits_together_again(people):
    (hall,) = plan_workshop(people(9, sizes=Sizes(2, 3, 3)), 4).halls

    assert (seen(hall), hall.at_first) == (([3] * 4, 0), None)


def test_a_table_has_no_more_people_than_seats(people):
    problem = people(8, sizes=Sizes(2, 6, 6), occasions=(Occasion(4, 4),))

    (hall,) = plan_workshop(problem, 2).halls

    assert max(len(table.seats) for turn in hall.rotations for table in turn) <= 4
