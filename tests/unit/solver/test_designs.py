"""Designs, held to what they promise: every two points at most once, everybody in every round, rows that never meet."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from pairing.solver.designs import fitting
from pairing.solver.designs.affine import affine
from pairing.solver.designs.circle import circle
from pairing.solver.designs.differences import steps
from pairing.solver.designs.field import prime_powers, ring
from pairing.solver.designs.transversal import transversal
from pairing.solver.designs.triples import triples


def faults(design):
    """What a design breaks; nothing for a good one."""
    met = Counter(frozenset(pair) for pair in design.pairs())
    wrong = [f"{sorted(pair)} meet {count} times" for pair, count in met.items() if count > 1]
    for number, round_ in enumerate(design.rounds):
        if sorted(point for block in round_ for point in block) != list(range(design.points)):
            wrong.append(f"round {number} does not hold everybody once")
    never = {frozenset(pair) for row in design.rows for pair in combinations(row, 2)}
    return wrong + [f"{sorted(pair)} are of one row and meet" for pair in never & met.keys()]


@pytest.mark.parametrize("order", [2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 25, 27])
def test_a_field_divides(order):
    field = ring(order)

    assert prime_powers(order) == (prime_powers(order)[0],)
    assert all(sorted(row) == list(range(order)) for row in field.plus)
    assert all(sorted(row) == list(range(order)) for row in field.times[1:])
    for a, b, c in [(1, 2 % order, order - 1), (order - 1, order // 2, order - 1)]:
        assert field.times[a][field.plus[b][c]] == field.plus[field.times[a][b]][field.times[a][c]]


@pytest.mark.parametrize("order", [6, 10, 12, 15, 20, 29])
def test_the_steps_of_any_two_rows_differ_by_everything_once(order):
    known = steps(order)

    for one, other in combinations(known.rows, 2):
        differences = {next(d for d in range(order) if known.plus[b][d] == a) for a, b in zip(one, other, strict=True)}
        assert differences == set(range(order))


@pytest.mark.parametrize(
    ("made", "rounds", "sizes"),
    [
        (transversal(60, 13), 13, (4, 5)),
        (transversal(60, 12), 12, (5,)),
        (transversal(60, 11), 11, (5, 6)),
        (transversal(150, 29), 29, (5, 6)),
        (transversal(32, 8), 8, (4,)),
        (affine(25, 5), 6, (5,)),
        (affine(27, 3), 13, (3,)),
        (affine(64, 4), 21, (4,)),
        (triples(15), 7, (3,)),
        (triples(21), 10, (3,)),
        (triples(39), 19, (3,)),
        (triples(51), 25, (3,)),
        (circle(14), 13, (2,)),
    ],
)
def test_nobody_meets_twice(made, rounds, sizes):
    assert (len(made.rounds), made.sizes, faults(made)) == (rounds, sizes, [])


@pytest.mark.parametrize(
    "made", [transversal(60, 6), transversal(5, 5), affine(24, 5), affine(36, 6), triples(13), circle(7)]
)
def test_what_is_not_known_is_not_made_up(made):
    assert made is None


@pytest.mark.parametrize(
    ("asked", "rounds"),
    [
        ((60, 4, 5, 5, 13), 13),
        ((60, 5, 6, 6, 11), 11),
        ((150, 5, 6, 6, 29), 31),
        ((32, 4, 4, 4, 9), 9),
        ((25, 5, 5, 5, 9), 6),
    ],
)
def test_the_nearest_size_with_rounds_enough_else_the_longest(asked, rounds):
    design = fitting(*asked)[0]

    assert (len(design.rounds), faults(design)) == (rounds, [])
    assert asked[1] <= design.sizes[0] <= design.sizes[-1] <= asked[2]


def test_rows_seated_among_themselves_are_no_rows_any_more():
    design = fitting(64, 8, 8, 8, 9)[-1]

    assert (len(design.rounds), faults(design)) == (9, [])
    assert design.rows == tuple((point,) for row in design.rows for point in row)
    assert fitting(17, 5, 5, 5, 2) == []


def test_no_more_designs_are_made_when_it_is_late():
    looks = iter([False, False, True])

    assert len(fitting(60, 4, 6, 5, 2)) > 1
    assert fitting(60, 4, 6, 5, 2, late=lambda: next(looks)) == []
