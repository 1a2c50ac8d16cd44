"""
Difference matrices: for every row of people, the step it makes in each round.

The differences of any two rows run through every element once, so that two people of different
rows meet in one round exactly. The multiplication table of a field is one with as many rows as
elements; a product of fields has as many as its smallest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pairing.solver.designs.field import Table, ring


@dataclass(frozen=True)
class Steps:
    """A group's addition table, and rows of steps whose differences take every value once."""

    plus: Table
    rows: Table


#: Six rows for twelve: the residues (x, y) modulo 6 and 2, written 2x + y. Found by search, and held by a test;
#: the product of the fields of 3 and 4 has but three (Johnson, Dulmage, Mendelsohn 1961 were the first with more).
TWELVE: Table = (
    (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
    (0, 2, 9, 10, 3, 7, 4, 11, 1, 8, 6, 5),
    (0, 3, 11, 9, 7, 8, 1, 5, 4, 6, 2, 10),
    (0, 4, 6, 11, 10, 3, 7, 9, 5, 2, 1, 8),
    (0, 6, 10, 7, 9, 4, 5, 2, 11, 3, 8, 1),
)


@cache
def steps(order: int) -> Steps:
    """The most rows known here for this order."""
    if order == 12:
        plus = tuple(tuple(2 * ((a // 2 + b // 2) % 6) + (a + b) % 2 for b in range(order)) for a in range(order))
        return Steps(plus, TWELVE)
    made = ring(order)
    return Steps(made.plus, tuple(made.times[element] for element in made.spread))
