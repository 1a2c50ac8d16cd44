"""
Kirkman's schoolgirls: people in threes until everybody has met everybody.

For 3q and for 2q + 1 people, q a prime power of the form 6t + 1 (Ray-Chaudhuri and Wilson 1971):
15, 21, 27, 39, 57, 63 and so on. One round is laid out in the field of q elements, and the others
follow by adding each element in turn.
"""

from __future__ import annotations

from functools import cache

from pairing.solver.designs.design import Design
from pairing.solver.designs.field import Ring, prime_powers, ring

Point = tuple[int, int]  # an element, and which copy of the field it stands in
INFINITY: Point = (-1, 0)


@cache
def triples(people: int) -> Design | None:
    """``(people - 1) / 2`` rounds; None where neither construction applies."""
    if people % 3 == 0 and _fits(people // 3):
        return _threefold(people // 3)
    if people % 2 and _fits((people - 1) // 2):
        return _twofold((people - 1) // 2)
    return None


def _fits(order: int) -> bool:
    return order % 6 == 1 and order > 1 and len(prime_powers(order)) == 1


def _threefold(order: int) -> Design:
    """Three copies of the field."""
    field, sixth = ring(order), order // 6
    power = _powers(field)

    def at(place: int, copy: int) -> Point:
        return power[place % (order - 1)], copy

    mixed = [[at(i, 0), at(i + 2 * sixth, 1), at(i + 4 * sixth, 2)] for i in range(6 * sixth)]
    base = [[(0, 0), (0, 1), (0, 2)]]
    base += [[at(i + 2 * k * sixth, copy) for k in range(3)] for i in range(sixth) for copy in range(3)]
    base += [mixed[i] for i in range(6 * sixth) if i // sixth % 2]
    rounds = [[_shifted(field, block, step) for block in base] for step in range(order)]
    rounds += [
        [_shifted(field, mixed[i], step) for step in range(order)] for i in range(6 * sixth) if i // sixth % 2 == 0
    ]
    return _design(3 * order, order, rounds)


def _twofold(order: int) -> Design:
    """Two copies of the field, and one more who stays."""
    field, sixth = ring(order), order // 6
    power = _powers(field)
    two = field.plus[1][1]
    half = next(m for m in range(order - 1) if field.times[two][power[m]] == field.plus[power[sixth]][1])

    def at(place: int, copy: int) -> Point:
        return power[place % (order - 1)], copy

    base = [[(0, 0), (0, 1), INFINITY]]
    base += [[at(i, 0), at(i + sixth, 0), at(i + half, 1)] for i in range(6 * sixth) if i // sixth % 2 == 0]
    base += [[at(i + half + k * sixth, 1) for k in (1, 3, 5)] for i in range(sixth)]
    return _design(2 * order + 1, order, [[_shifted(field, block, step) for block in base] for step in range(order)])


def _powers(field: Ring) -> list[int]:
    """The powers of an element that makes every other but 0."""
    for element in range(2, field.order):
        powers, value = [1], element
        while value != 1:
            powers.append(value)
            value = field.times[value][element]
        if len(powers) == field.order - 1:
            return powers
    raise AssertionError("every finite field has such an element")


def _shifted(field: Ring, block: list[Point], step: int) -> list[Point]:
    return [point if point == INFINITY else (field.plus[point[0]][step], point[1]) for point in block]


def _design(people: int, order: int, rounds: list[list[list[Point]]]) -> Design:
    def number(point: Point) -> int:
        return people - 1 if point == INFINITY else point[1] * order + point[0]

    return Design(people, tuple(tuple(tuple(sorted(map(number, block))) for block in round_) for round_ in rounds))
