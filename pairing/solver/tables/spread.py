"""
The first seating at an occasion: everybody where they clash least, those hard to place first.

Two who share several values clash once, so where people must meet their like at all it should be
them: the couples that the headcount wants together sit down before anybody else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from pairing.solver.problem import Seat

Held = frozenset[int]  # the values one person holds


def spread(
    people: Sequence[Seat],
    sizes: Sequence[int],
    order: Sequence[int],
    random: Random,
    *,
    values: Sequence[Held],
    couples: Sequence[tuple[Held, Held]],
) -> list[list[Seat]]:
    """Tables of these sizes: first the couples, then people of several values, then all by their rank."""
    tables = [Table(size, values) for size in sizes]
    waiting = sorted(people, key=lambda seat: (-len(values[seat]), order[seat]))
    for a, b in couples:
        one = next((seat for seat in waiting if values[seat] == a), None)
        other = next((seat for seat in waiting if values[seat] == b and seat != one), None)
        with_room = [table for table in tables if table.room > 1]
        if one is not None and other is not None and with_room:
            table = _best(with_room, values[one] | values[other], random)
            for seat in (one, other):
                waiting.remove(seat)
                table.add(seat)
    for seat in waiting:
        _best([table for table in tables if table.room], values[seat], random).add(seat)
    return [table.seats for table in tables]


class Table:
    """Who sits at one table so far, and how many of them hold each value."""

    def __init__(self, size: int, values: Sequence[Held]) -> None:
        self.room = size
        self.seats: list[Seat] = []
        self.values = values
        self.held: Counter[int] = Counter()

    def add(self, seat: Seat) -> None:
        """One more person sits down."""
        self.room -= 1
        self.seats.append(seat)
        self.held.update(self.values[seat])

    def clashes(self, held: Held) -> int:
        """With how many here somebody with these values would share one."""
        if len(held) < 2:
            return sum(self.held[value] for value in held)
        return sum(not held.isdisjoint(self.values[seat]) for seat in self.seats)


def _best(tables: Sequence[Table], held: Held, random: Random) -> Table:
    """Where these values clash least; of such tables the emptiest, by lot."""
    return min(tables, key=lambda table: (table.clashes(held), -table.room, random.random()))
