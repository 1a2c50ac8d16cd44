"""What a third person adds to a pair at least, so that most pairs need not be held against everybody."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pairing.solver.matching.edges import Edges
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.scale import Flags

KINDS = 32  # kinds of people told apart


class Thirds:
    """
    What a third person adds to a pair at least, by kinds of people: those whose prices differ in the lot alone.

    Beside `triangles._for_pairs`, ``4 x + (y + y) / 2`` of a pair is at least ``max(y + y, 2 lowest - y - y) / 2``.
    Where one practice is over half, two of the three pairs of a trio cost nothing by this, and never all three.
    """

    def __init__(self, ladder: Ladder, field: Field, prices: Sequence[int], room: int, lowest: int) -> None:
        self.ladder = ladder
        self.given = ladder.words(prices)
        _, kind, counts = np.unique(
            ladder.digits_of(self.given)[:-1, field.seats], axis=1, return_inverse=True, return_counts=True
        )
        common = np.argsort(-counts, kind="stable")[: KINDS - 1]
        place = np.full(len(counts), len(common))  # the rare ones are one kind together
        place[common] = np.arange(len(common))
        self.kind = np.zeros(ladder.n, dtype=np.int64)
        self.kind[field.seats] = place[kind.reshape(-1)]
        of_kind: dict[int, list[int]] = {}
        for seat in field.seats.tolist():
            of_kind.setdefault(int(self.kind[seat]), []).append(prices[seat])
        ends = {kind: (min(each), max(each)) for kind, each in of_kind.items()}
        least = {(g, h): max(ends[g][0] + ends[h][0], 2 * lowest - ends[g][1] - ends[h][1]) for g in ends for h in ends}
        limits = [0] * (KINDS * KINDS)
        for g, h in least:
            limits[g * KINDS + h] = 2 * room - min(least[g, third] + least[h, third] for third in ends)
        self.limits = ladder.words(limits)

    def leave_room(self, edges: Edges) -> Flags:
        """Which of these pairs some third may make a trio below the limit."""
        twice = 8 * edges.words + self.given[:, edges.i] + self.given[:, edges.j]
        return self.ladder.negative(twice - self.limits[:, self.kind[edges.i] * KINDS + self.kind[edges.j]])
