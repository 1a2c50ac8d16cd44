"""
The tiers of a round as one whole number, in the form the search reads.

Each tier is a digit, wide enough that no change within it reaches the next, so comparing two such
numbers compares tier by tier: nothing is traded, and Python's whole numbers keep it exact. People
alike in every class-like term are of one *kind*; two kinds are looked up in a small table, listed
pairs in a sparse one, so memory grows with people and meetings, never with people squared.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Seat
from pairing.solver.terms import (
    Accompanied,
    AtLeast,
    AtMost,
    Between,
    Clash,
    Distinct,
    Drawn,
    Listed,
    RoundTerm,
    Shared,
    Term,
    Unseated,
)

GroupCost = Callable[[Sequence[Seat]], int]
WHOLE_GROUP_BITS = 32  # room for the terms that look at a group whole: each far below 2^32 in all


@dataclass(frozen=True)
class Special:
    """A term that looks at a group whole. ``key``: people with equal keys are interchangeable to it.

    ``reach``: more than this term and all in the digits below can change by one swap.
    """

    tier: int
    shift: int
    reach: int
    key: Sequence[Hashable]
    cost: GroupCost


@dataclass(frozen=True)
class Costs:
    """What the search is told: by kind, by listed pair, by person left out, by whole group."""

    people: int
    shifts: tuple[int, ...]
    widths: tuple[int, ...]
    kind: list[int]
    table: list[list[int]]
    listed: list[dict[Seat, int]]
    unseated: list[int]
    specials: tuple[Special, ...]

    def digit(self, number: int, tier: int) -> int:
        """What one tier contributes to a number: positive, negative or nothing."""
        shift, width = self.shifts[tier], self.widths[tier]
        half = 1 << (width - 1)
        rounded = (number + (1 << shift >> 1)) >> shift
        return ((rounded + half) & ((1 << width) - 1)) - half

    def prefix(self, number: int, tier: int) -> int:
        """A number without the tiers below this one."""
        return (number + (1 << self.shifts[tier] >> 1)) >> self.shifts[tier]

    def margin(self, tier: int) -> int:
        """The largest number in which all tiers down to this one are nothing."""
        return max((1 << self.shifts[tier] >> 1) - 1, 0)


def combine(rules: Sequence[CompiledRule], people: int, largest: int) -> Costs:
    """The rules' terms for groups of at most ``largest``.

    The recorded lot (`Drawn`) is not searched: where every tier counts by formula, the random
    walk over equally good rounds draws the lot.
    """
    terms = [[term for term in rule.terms if not isinstance(term, Drawn)] for rule in rules]
    widths = [_width(each, people, largest) for each in terms]
    shifts = [sum(widths[tier + 1 :]) for tier in range(len(widths))]
    kind, first, second = _kinds(terms, people)
    unseated = [0] * people
    listed: list[dict[Seat, int]] = [{} for _ in range(people)]
    specials = []
    for tier, (each, shift, width) in enumerate(zip(terms, shifts, widths, strict=True)):
        for term in each:
            if isinstance(term, Unseated):
                for seat, weight in enumerate(term.weights):
                    unseated[seat] += weight << shift
            elif isinstance(term, Listed):
                _list(term, shift, listed)
            elif not isinstance(term, RoundTerm | Clash | Between):
                key, cost_of = _whole(term, people)
                specials.append(Special(tier, shift, 1 << (shift + width), key, cost_of))
    return Costs(
        people=people,
        shifts=tuple(shifts),
        widths=tuple(widths),
        kind=kind,
        table=_table(terms, shifts, first, second),
        listed=listed,
        unseated=unseated,
        specials=tuple(specials),
    )


def _list(term: Listed, shift: int, listed: list[dict[Seat, int]]) -> None:
    """The listed pairs of one term, entered at both people beside what is there already."""
    first = not any(listed)
    shifted = {cost: cost << shift for cost in set(term.costs.values())}
    if first:
        for (i, j), cost in term.costs.items():
            listed[i][j] = listed[j][i] = shifted[cost]
        return
    for (i, j), cost in term.costs.items():
        listed[i][j] = listed[j][i] = listed[i].get(j, 0) + shifted[cost]


def _width(terms: Sequence[Term | RoundTerm], people: int, largest: int) -> int:
    """Bits that hold twice the greatest sum of these terms, and a sign."""
    contacts = people * max(largest, 1)
    most = 1
    for term in terms:
        if isinstance(term, Unseated):
            most += sum(map(abs, term.weights))
        elif isinstance(term, Listed):
            most += sum(map(abs, term.costs.values()))
        elif isinstance(term, Clash):
            most += term.cost * contacts
        elif isinstance(term, Between):
            most += max(map(abs, term.table.values()), default=0) * contacts
        elif not isinstance(term, RoundTerm):
            most += 1 << WHOLE_GROUP_BITS
    return most.bit_length() + 3


def _kinds(terms: Sequence[Sequence[Term | RoundTerm]], people: int) -> tuple[list[int], list[Seat], list[Seat]]:
    """Everybody's kind, the first person of each kind, and the second (the first again if alone)."""
    columns: list[Sequence[Hashable]] = []
    for each in terms:
        for term in each:
            if isinstance(term, Clash):
                columns.append(term.values)
            elif isinstance(term, Between):
                columns.append(term.classes)
    number: dict[tuple[Hashable, ...], int] = {}
    kind: list[int] = []
    first: list[Seat] = []
    second: list[Seat] = []
    for seat, key in enumerate(zip(*columns, strict=True) if columns else [()] * people):
        index = number.setdefault(key, len(number))
        kind.append(index)
        if index == len(first):
            first.append(seat)
            second.append(seat)
        elif second[index] == first[index]:
            second[index] = seat
    return kind, first, second


def _table(
    terms: Sequence[Sequence[Term | RoundTerm]], shifts: Sequence[int], first: list[Seat], second: list[Seat]
) -> list[list[int]]:
    """What two people of two kinds cost together, all tiers in one number."""
    kinds = len(first)
    i = np.repeat(np.array(first, dtype=np.int64), kinds)
    j = np.tile(np.array(first, dtype=np.int64), kinds)
    j[:: kinds + 1] = second
    total = np.zeros(kinds * kinds, dtype=object)
    for each, shift in zip(terms, shifts, strict=True):
        for term in each:
            if isinstance(term, Clash | Between):
                values, place = np.unique(term.of_pairs(i, j), return_inverse=True)
                total += np.array([int(value) << shift for value in values], dtype=object)[place]
    rows: list[list[int]] = total.reshape(kinds, kinds).tolist()
    return rows


def _whole(term: Term, people: int) -> tuple[Sequence[Hashable], GroupCost]:
    """Who is interchangeable to a term, and its cost of a group."""
    if isinstance(term, AtMost):
        return term.values, _at_most(term)
    if isinstance(term, AtLeast):
        return term.marked, term.of_group
    if isinstance(term, Distinct):
        return term.values, _distinct(term)
    if isinstance(term, Shared):
        return term.bits, term.of_group
    if isinstance(term, Accompanied):
        return tuple(zip(term.marked, term.companions, strict=True)), term.of_group
    return range(people), term.of_group


def _at_most(term: AtMost) -> GroupCost:
    """`AtMost.of_group` without a Counter, which costs more than the counting."""
    values, most = term.values, term.most

    def cost(seats: Sequence[Seat]) -> int:
        counts: dict[int, int] = {}
        over = 0
        for seat in seats:
            for value in values[seat]:
                count = counts.get(value, 0)
                counts[value] = count + 1
                over += count >= most
        return over

    return cost


def _distinct(term: Distinct) -> GroupCost:
    """`Distinct.of_group` with what a table needs worked out beforehand."""
    value_of, most = term.values.__getitem__, min(term.least, len(set(term.values)))

    def cost(seats: Sequence[Seat]) -> int:
        there, size = len(set(map(value_of, seats))), len(seats)
        return max(0, min(most, size) - there) if there < most else 0

    return cost
