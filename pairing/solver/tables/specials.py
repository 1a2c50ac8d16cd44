"""
Terms that look at a group whole, and who is interchangeable to each.

Where only a few sorts of people matter to a term, how many of each sort sit at a table is one whole
number, and what a table of so many costs is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from pairing.solver.problem import Seat
from pairing.solver.terms import Accompanied, AtLeast, AtMost, Distinct, Shared, Term

GroupCost = Callable[[Sequence[Seat]], int]
FEW_SORTS = 8  # of fourteen people at a table there are 116,280 mixes of eight sorts: the most that are remembered


@dataclass(frozen=True)
class Special:
    """A term that looks at a group whole. ``key``: people with equal keys are interchangeable to it.

    ``reach``: more than this term and all in the digits below can change by one swap.
    ``units``: a number for everybody, whose sum tells how many of every key a group has; none
    where keys are many. ``known``: what groups cost, by that sum.
    """

    tier: int
    shift: int
    reach: int
    key: Sequence[int]
    cost: GroupCost
    units: Sequence[int] = ()
    known: dict[int, int] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, term: Term, people: int, tier: int, shift: int, width: int) -> Special:
        """A term of a tier whose digit begins at ``shift`` and is ``width`` bits wide."""
        values, cost = _sorts(term, people), _group_cost(term)
        number: dict[Hashable, int] = {}
        key = [number.setdefault(value, len(number)) for value in values]
        bits = people.bit_length()
        units = [1 << bits * sort for sort in key] if len(number) <= FEW_SORTS else ()
        return cls(tier, shift, 1 << (shift + width), key, cost, units)


def _sorts(term: Term, people: int) -> Sequence[Hashable]:
    """What a term knows of everybody: two who are the same here are the same to it."""
    if isinstance(term, AtMost | Distinct):
        return term.values
    if isinstance(term, AtLeast):
        return term.marked
    if isinstance(term, Shared):
        return term.bits
    if isinstance(term, Accompanied):
        return tuple(zip(term.marked, term.companions, strict=True))
    return range(people)


def _group_cost(term: Term) -> GroupCost:
    """What the term charges a group, without what can be worked out beforehand."""
    if isinstance(term, AtMost):
        return _at_most(term)
    return _distinct(term) if isinstance(term, Distinct) else term.of_group


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
