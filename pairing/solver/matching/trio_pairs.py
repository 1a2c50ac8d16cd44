"""
Which pairs a trio below a limit can be made of: few of all there are, so that few threes are to be looked at.

A trio costs at least the *shares* of its three pairs (`Ladder.shares`); prices and surplus are those of `triangles`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pairing.solver.matching.candidates import lowest
from pairing.solver.matching.edges import Edges
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.scale import Flags
from pairing.solver.terms import Ints


def lowest_share(ladder: Ladder, given: Ints, block: Edges) -> int:
    """The least of four times what a pair adds to a trio and its prices, at most 0."""
    if not len(block):
        return 0
    slack = ladder.carried(4 * block.words + given[:, block.i] + given[:, block.j])
    return min(0, *ladder.whole(slack[:, lowest(slack, 1)]))


def for_pairs(ladder: Ladder, field: Field, prices: Sequence[int], room: int, lowest: int) -> tuple[Sequence[int], int]:
    """
    Prices and a limit that every pair of a trio with ``surplus < limit`` stays below.

    With share x >= 0 and ``4 x + y + y >= lowest`` for all pairs, 4 x is at least half of ``lowest - y - y``; of
    two pairs of a trio that leaves ``4 x[ab] + (y[a] + y[b]) / 2 < room - lowest`` for the third. Where pairs
    are wished for, x may be negative, and only ``4 x[ab] < room - 2 lowest + y[c]`` is left.
    """
    if ladder.no_wishes:
        return [price >> 1 for price in prices], room - lowest
    highest = max((prices[seat] for seat in field.seats.tolist()), default=0)
    return [0] * len(prices), room - 2 * lowest + highest


def leave_room(ladder: Ladder, edges: Edges, above: Ints) -> Flags:
    """
    Which of these pairs some third may make a trio below the limit: ``4 x[ab] + max(y[a], y[b]) < room - lowest``.

    Beside `for_pairs`, ``4 x + (y + y) / 2`` is at least ``lowest / 2 + |y + y - lowest| / 2``; of a third's two
    pairs that makes ``lowest + |y[a] - y[b]| / 2`` together, whoever it is. ``above``: prices less that room.
    """
    costs = 4 * edges.words
    fine: Flags = ladder.negative(costs + above[:, edges.i]) & ladder.negative(costs + above[:, edges.j])
    return fine
