"""
Which swaps of two tables that meet are looked at: every one, or those between a few likely people.

A swap changes what the one person loses and what the other does, but for what the two cost each other,
which is little beside sums over tables: whoever would lose much never goes while it is cold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log2
from typing import Protocol

import numpy as np

from pairing.solver.tables.layers import Layer, Numbers, Places
from pairing.solver.tables.meetings import Meeting

FEW = 6  # of a table (measured on MDGPLIB: with four the rounds come out worse, with nine no better and later)
KEY = 28  # bits of a key that sorts people: what one loses, and in the last bits the place


@dataclass(frozen=True)
class Looked:
    """What swaps change, for each pair of tables, and in the tiers above. ``places``: whose they are (None: all)."""

    changes: Numbers
    above: Sequence[Numbers]
    places: Places | None


class Look(Protocol):
    """A way of looking at ``side`` people of either table."""

    side: int

    def __call__(self, seats: Places, meeting: Meeting, smaller: Places | None) -> Looked:
        """What swaps of ``seats`` change, the first tables of all pairs before the second.

        An empty seat only goes to tables one larger, from the ``smaller``, if any are named: the sizes stay.
        Other swaps with it cost without end.
        """
        ...


class Every:
    """All people of tables ``width`` wide; swaps that harm a tier above cost without end."""

    def __init__(self, own: Layer, upper: Sequence[Layer], width: int) -> None:
        self.own = own
        self.upper = upper
        self.side = width

    def __call__(self, seats: Places, meeting: Meeting, smaller: Places | None) -> Looked:
        """See `Look`."""
        changes = self.own.changes(seats, meeting.lines, moves=smaller is not None)
        above = [layer.changes(seats, meeting.lines) for layer in self.upper]
        if smaller is not None:
            barred, pairs = (seats == self.own.empty) & ~smaller[:, None], len(changes)
            changes[barred[:pairs, :, None] | barred[pairs:, None, :]] = np.inf
        if above:
            changes[harmful(above)] = np.inf
        return Looked(changes, above, None)


class Likely:
    """The few people of each table who lose least at the one it meets: nearly all worth a look."""

    def __init__(self, own: Layer, width: int) -> None:
        self.own = own
        self.side = min(FEW, width)
        self.width = width
        self.bits = width.bit_length()
        most = 2.0 * width * max(1.0, float(np.abs(own.costs).max()))
        self.factor = own.costs.dtype.type(2.0 ** min(0, floor(KEY - self.bits - log2(most))))
        self.place = np.arange(width, dtype=np.int32)

    def __call__(self, seats: Places, meeting: Meeting, smaller: Places | None) -> Looked:
        """See `Look`."""
        lost = self.own.losses(seats, meeting.lines)
        key = (lost * self.factor).astype(np.int32)
        key <<= self.bits
        key |= self.place
        barred = seats == self.own.empty
        if smaller is not None:
            barred[smaller] = False
        key += barred * np.int32(2 << KEY)  # after every person
        key.partition(self.side - 1, axis=1)
        first = np.ascontiguousarray(key[:, : self.side].T)
        places = first & np.int32((1 << self.bits) - 1)
        where = places + np.arange(len(seats)) * self.width
        lost = lost.take(where)
        lost[first >= 1 << KEY] = np.inf
        return Looked(self.own.among(seats.take(where), lost), (), places.T)


def harmful(above: Sequence[Numbers]) -> np.ndarray:
    """Which changes make a tier worse and none above it better, the strictest tier first."""
    banned = np.zeros(above[0].shape, dtype=bool)
    better = banned.copy()
    for changes in above:
        banned |= (changes > 0) & ~better
        better |= (changes < 0) & ~banned
    return banned
