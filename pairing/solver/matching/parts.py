"""Who can be put together at all: parts of the network that musts cut off from one another."""

from __future__ import annotations

import numpy as np

from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.problem import Seat
from pairing.solver.terms import Ints


def parts(ladder: Ladder) -> list[list[Seat]]:
    """
    Parts of the network between which no two may meet, in pairs or trios, each ascending.

    A sample of the pairs joins nearly all; whoever it leaves outside the largest part is then held
    against everybody. As a pair between two parts has one end outside the largest, none is overlooked.
    """
    field = Field(ladder.shares, range(ladder.n))
    sample = field.sample(1)
    part = _joined(np.arange(ladder.n), sample.i, sample.j)
    largest = np.bincount(part).argmax() if ladder.n else 0
    outside = part != largest
    if outside.any():
        i, j = field.all_of(outside)
        part = _joined(part, i, j)
    return [np.flatnonzero(part == root).tolist() for root in np.unique(part).tolist()]


def _joined(part: Ints, i: Ints, j: Ints) -> Ints:
    """For each seat the lowest one that pairs lead to, beginning with the parts already known."""
    while True:
        lower = part.copy()
        np.minimum.at(lower, part[i], part[j])
        np.minimum.at(lower, part[j], part[i])
        lower = lower[lower[part]]
        if np.array_equal(lower, part):
            return part
        part = lower
