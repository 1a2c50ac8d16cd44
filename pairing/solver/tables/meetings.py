"""
Which tables meet in each step of an annealing, and the lots they draw: made for many steps at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pairing.solver.tables.layers import Numbers, Places

BULK = 64  # steps made at once
LOTS = 1 << 18  # drawn once; each step reads some of them from a drawn place on
MOVES_EVERY = 8  # steps between those in which people may also change to an empty seat


@dataclass(frozen=True)
class Meeting:
    """One step: table k meets table k + half. ``others``: whom each table meets.

    ``lines``: where each one's other table, and where it itself, begins in a layer.
    ``lots``: one for each swap of each pair, then one for each pair that stays as it is.
    """

    tables: Places
    others: Places
    lines: Places
    lots: Numbers
    moves: bool


class Meetings:
    """Meetings without end over ``copies`` of a round of ``tables`` tables; only tables of one copy meet."""

    def __init__(self, copies: int, tables: int, width: int, people: int, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.copies = copies
        self.tables = tables
        self.line = people + 1
        self.half = tables // 2
        self.wanted = copies * self.half * (width * width + 1)
        lots = self.draw.gumbel(size=max(LOTS, 2 * self.wanted))
        rounded = np.round(lots * 4096) / 4096  # alike on machines whose logarithms differ in the last bit
        self.lots: Numbers = rounded.astype(np.float32)

    def __iter__(self) -> Iterator[Meeting]:
        """All tables of a copy (but one, where their number is odd) in pairs, alike in all copies, anew each step."""
        first = np.arange(self.copies)[:, None] * self.tables
        while True:
            order = self.draw.random((BULK, 1, self.tables)).argsort(axis=2) + first
            a = order[:, :, : self.half].reshape(BULK, -1)
            b = order[:, :, self.half : 2 * self.half].reshape(BULK, -1)
            tables, others = np.concatenate((a, b), axis=1), np.concatenate((b, a), axis=1)
            lines = np.stack((others, tables), axis=1)[..., None] * self.line
            starts = (self.draw.random(BULK) * (len(self.lots) - self.wanted)).astype(int).tolist()
            for step, start in enumerate(starts):
                lots = self.lots[start : start + self.wanted]
                yield Meeting(tables[step], others[step], lines[step], lots, step % MOVES_EVERY == 0)
