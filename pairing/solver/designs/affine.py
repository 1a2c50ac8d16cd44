"""
Lines of a finite geometry: ``q^d`` people in groups of ``q``, until everybody has met everybody.

Points are the vectors of ``d`` coordinates over the field of q elements; the lines of one direction
are one round. 25 people in fives meet in 6 rounds, 27 in threes in 13, 64 in fours in 21.
"""

from __future__ import annotations

from functools import cache
from itertools import product

from pairing.solver.designs.design import Design
from pairing.solver.designs.field import Ring, prime_powers, ring

MOST_POINTS = 1024


@cache
def affine(people: int, size: int) -> Design | None:
    """Every two of the people once; None where the number is no power of the size, or that no prime power."""
    if size < 2 or len(prime_powers(size)) != 1 or people > MOST_POINTS:
        return None
    dimension, points = 1, size
    while points < people:
        dimension, points = dimension + 1, points * size
    if points != people or dimension == 1:
        return None
    field = ring(size)
    vectors = list(product(range(size), repeat=dimension))
    number = {vector: place for place, vector in enumerate(vectors)}
    return Design(people, tuple(_parallel(field, vectors, number, each) for each in _directions(vectors)))


def _directions(vectors: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """One of each direction: the first coordinate that is not 0 is 1."""
    return [vector for vector in vectors if next((value for value in vector if value), 0) == 1]


def _parallel(
    field: Ring, vectors: list[tuple[int, ...]], number: dict[tuple[int, ...], int], direction: tuple[int, ...]
) -> tuple[tuple[int, ...], ...]:
    """All lines of one direction."""
    lines: list[tuple[int, ...]] = []
    seen: set[int] = set()
    for start in vectors:
        if number[start] in seen:
            continue
        line = tuple(
            number[tuple(field.plus[x][field.times[step][y]] for x, y in zip(start, direction, strict=True))]
            for step in range(field.order)
        )
        seen.update(line)
        lines.append(tuple(sorted(line)))
    return tuple(lines)
