"""
The first seating: people dealt round the tables, so that every value starts out spread evenly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import chain
from random import Random

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Seat
from pairing.solver.terms import Accompanied, AtLeast, AtMost, Clash, Distinct


def deal(people: Sequence[Seat], sizes: Sequence[int], order: Sequence[int], random: Random) -> list[list[Seat]]:
    """People dealt one by one round tables of these sizes, in the order of their rank.

    Every time round, the tables come in another order: nobody's neighbours follow from their rank.
    """
    groups: list[list[Seat]] = [[] for _ in sizes]
    open_tables = list(range(len(sizes)))
    turn = 0
    for seat in sorted(people, key=lambda seat: order[seat]):
        if turn >= len(open_tables):
            open_tables = [table for table in open_tables if len(groups[table]) < sizes[table]]
            random.shuffle(open_tables)
            turn = 0
        groups[open_tables[turn]].append(seat)
        turn += 1
    return groups


def dealing_order(rules: Sequence[CompiledRule], people: int, random: Random) -> list[int]:
    """A rank for everybody: people alike in what the strictest tiers spread stand together.

    Chance orders the values of one head count, and the people alike in everything.
    """
    keys = list(zip(*(_ranked(values, random) for values in _spread_values(rules)), strict=True)) or [()] * people
    shuffled = list(range(people))
    random.shuffle(shuffled)
    shuffled.sort(key=keys.__getitem__)
    rank = [0] * people
    for position, seat in enumerate(shuffled):
        rank[seat] = position
    return rank


def _spread_values(rules: Sequence[CompiledRule]) -> Iterable[Sequence[Hashable]]:
    """What each term wants apart or spread, in tier order: one value a person."""
    for rule in rules:
        for term in rule.group_terms:
            if isinstance(term, Clash | AtMost):
                yield main_values(term.values)
            elif isinstance(term, Distinct):
                yield term.values
            elif isinstance(term, AtLeast):
                yield term.marked
            elif isinstance(term, Accompanied):
                yield term.companions


def main_values(values: Sequence[frozenset[int]]) -> list[int | None]:
    """Everybody's most frequent value; None for people without one."""
    frequency = Counter(chain.from_iterable(values))
    main: dict[frozenset[int], int | None] = {
        each: max(sorted(each), key=frequency.__getitem__, default=None) for each in set(values)
    }
    return [main[each] for each in values]


def _ranked(values: Sequence[Hashable], random: Random) -> list[int]:
    """Places of the values, frequent ones first, ties by lot."""
    frequency = Counter(values)
    lot = {value: (-count, random.random()) for value, count in frequency.items()}
    place = {value: number for number, value in enumerate(sorted(lot, key=lot.__getitem__))}
    return [place[value] for value in values]
