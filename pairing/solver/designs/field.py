"""
Finite fields, and rings made of several: the arithmetic behind the seating.

Elements are ``0..order-1``; 0 and 1 are what they always are. A field of ``p^k`` elements is the
polynomials over ``0..p-1`` modulo one that cannot be divided, written as digits to the base p.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product

Table = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Ring:
    """Addition and multiplication as tables, and how many elements differ pairwise by an invertible one.

    ``spread`` are elements whose differences are all invertible, as many as there are.
    """

    order: int
    plus: Table
    times: Table
    spread: tuple[int, ...]


def prime_powers(number: int) -> tuple[tuple[int, int], ...]:
    """The primes of a number with their powers, ascending; nothing for 1."""
    found = []
    prime = 2
    while prime * prime <= number:
        power = 0
        while number % prime == 0:
            number //= prime
            power += 1
        if power:
            found.append((prime, power))
        prime += 1
    return (*found, (number, 1)) if number > 1 else tuple(found)


@cache
def ring(order: int) -> Ring:
    """
    A field where the order is a prime power, else the product of fields, in which sums and products are
    taken part by part (MacNeish 1922): there the smallest field tells how many elements spread.
    """
    fields = [_field(prime, power) for prime, power in prime_powers(order)]
    made = Ring(1, ((0,),), ((0,),), (0,))
    for each in fields:
        made = _beside(made, each)
    return made


def _beside(one: Ring, other: Ring) -> Ring:
    """Pairs of elements, as one number each."""
    size = other.order
    numbers = range(one.order * size)

    def each(first: Table, second: Table) -> Table:
        return tuple(
            tuple(first[a // size][b // size] * size + second[a % size][b % size] for b in numbers) for a in numbers
        )

    spread = (
        other.spread if one.order == 1 else tuple(a * size + b for a, b in zip(one.spread, other.spread, strict=False))
    )
    return Ring(one.order * size, each(one.plus, other.plus), each(one.times, other.times), spread)


def _field(prime: int, power: int) -> Ring:
    """The field of ``prime ** power`` elements."""
    digits = [_digits(number, prime, power) for number in range(prime**power)]
    plus = tuple(
        tuple(_number([(x + y) % prime for x, y in zip(a, b, strict=True)], prime) for b in digits) for a in digits
    )
    times = next(
        table for low in product(range(prime), repeat=power) if (table := _products(digits, low, prime)) is not None
    )
    return Ring(prime**power, plus, times, tuple(range(prime**power)))


def _products(digits: list[list[int]], low: tuple[int, ...], prime: int) -> Table | None:
    """Products modulo ``x^k = -low``; None where two elements other than 0 make 0, so that it is no field."""
    rows = []
    for a in digits:
        row = [_number(_product(a, b, low, prime), prime) for b in digits]
        if any(a) and 0 in row[1:]:
            return None
        rows.append(tuple(row))
    return tuple(rows)


def _product(a: list[int], b: list[int], low: tuple[int, ...], prime: int) -> list[int]:
    power = len(a)
    result = [0] * (2 * power - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            result[i + j] += x * y
    for place in range(2 * power - 2, power - 1, -1):
        for k in range(power):
            result[place - power + k] -= result[place] * low[k]
        result[place] = 0
    return [value % prime for value in result[:power]]


def _digits(number: int, prime: int, power: int) -> list[int]:
    return [number // prime**place % prime for place in range(power)]


def _number(digits: list[int], prime: int) -> int:
    return sum(digit * prime**place for place, digit in enumerate(digits))
