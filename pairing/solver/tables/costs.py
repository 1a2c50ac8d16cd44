"""
The tiers of a round as one whole number, in the form the search reads.

Each tier is a digit, wide enough that no change within it reaches the next, so comparing two such
numbers compares tier by tier: nothing is traded, and Python's whole numbers keep it exact. People
alike in every class-like term are of one *kind*; only kinds that cost something together, and listed
pairs, are kept, so memory grows with colleagues and meetings, never with people squared.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import chain

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Seat
from pairing.solver.tables.specials import Special
from pairing.solver.terms import Between, Clash, Drawn, Listed, RoundTerm, Term, Unseated

WHOLE_GROUP_BITS = 32  # room for the terms that look at a group whole: each far below 2^32 in all


@dataclass(frozen=True)
class Costs:
    """What the search is told: by kind, by listed pair, by person left out, by whole group.

    ``table``: for each kind those kinds with which it costs anything, be it in all tiers together nothing, and what.
    ``touching``: these kinds alone. ``wishes``: some pairs cost less than nothing.
    """

    people: int
    shifts: tuple[int, ...]
    widths: tuple[int, ...]
    kind: list[int]
    table: list[dict[int, int]]
    touching: list[frozenset[int]]
    listed: list[dict[Seat, int]]
    unseated: list[int]
    specials: tuple[Special, ...]
    wishes: bool

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

    def of_kinds(self, tier: int) -> list[list[int]]:
        """What every two kinds cost in one tier, those that cost nothing as well: a square."""
        known = {number: self.digit(number, tier) for row in self.table for number in row.values()}
        square = [[0] * len(self.table) for _ in self.table]
        for line, row in zip(square, self.table, strict=True):
            for other, number in row.items():
                line[other] = known[number]
        return square


def combine(rules: Sequence[CompiledRule], people: int, largest: int) -> Costs:
    """The rules' terms for groups of at most ``largest``.

    The recorded lot (`Drawn`) is not searched: where every tier counts by formula, the random
    walk over equally good rounds draws the lot.
    """
    terms = [[term for term in rule.terms if not isinstance(term, Drawn)] for rule in rules]
    widths = [_width(each, people, largest) for each in terms]
    shifts = [sum(widths[tier + 1 :]) for tier in range(len(widths))]
    kind, first = _kinds(terms, people)
    table = _table(terms, shifts, first)
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
                specials.append(Special.of(term, people, tier, shift, width))
    return Costs(
        people=people,
        shifts=tuple(shifts),
        widths=tuple(widths),
        kind=kind,
        table=table,
        touching=list(map(frozenset, table)),
        listed=listed,
        unseated=unseated,
        specials=tuple(specials),
        wishes=any(_has_wishes(term) for each in terms for term in each),
    )


def _has_wishes(term: Term | RoundTerm) -> bool:
    """True where some pair costs less than nothing."""
    return (term.least if isinstance(term, Listed) else term.reach[0] if isinstance(term, Between) else 0) < 0


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


def _kinds(terms: Sequence[Sequence[Term | RoundTerm]], people: int) -> tuple[list[int], list[Seat]]:
    """Everybody's kind, and the first person of each kind."""
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
    for seat, key in enumerate(zip(*columns, strict=True) if columns else [()] * people):
        index = number.setdefault(key, len(number))
        kind.append(index)
        if index == len(first):
            first.append(seat)
    return kind, first


def _table(
    terms: Sequence[Sequence[Term | RoundTerm]], shifts: Sequence[int], first: Sequence[Seat]
) -> list[dict[int, int]]:
    """For each kind those with which it costs anything, all tiers in one number."""
    table: list[dict[int, int]] = [{} for _ in first]
    for each, shift in zip(terms, shifts, strict=True):
        for term in each:
            if isinstance(term, Clash):
                _add_clashes(table, term, shift, first)
            elif isinstance(term, Between):
                _add_between(table, term, shift, first)
    return table


def _add_clashes(table: list[dict[int, int]], term: Clash, shift: int, first: Sequence[Seat]) -> None:
    """Kinds that share a value."""
    having: dict[int, list[int]] = {}
    for kind, seat in enumerate(first):
        for value in term.values[seat]:
            having.setdefault(value, []).append(kind)
    for row, seat in zip(table, first, strict=True):
        for other in set(chain.from_iterable(having[value] for value in term.values[seat])):
            row[other] = row.get(other, 0) + (term.cost << shift)


def _add_between(table: list[dict[int, int]], term: Between, shift: int, first: Sequence[Seat]) -> None:
    """Kinds of two classes that cost something."""
    having: dict[int, list[int]] = {}
    for kind, seat in enumerate(first):
        having.setdefault(term.classes[seat], []).append(kind)
    for (p, q), cost in term.table.items():
        for one in having.get(p, ()) if cost else ():
            for other in having.get(q, ()):
                table[one][other] = table[one].get(other, 0) + (cost << shift)
                if p != q:
                    table[other][one] = table[other].get(one, 0) + (cost << shift)
