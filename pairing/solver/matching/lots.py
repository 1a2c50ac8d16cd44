"""Pairs of low lot, found by drawing the lots of all pairs in blocks that stay in the processor's cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from pairing.solver.terms import Drawn, Ints
from pairing.solver.terms.drawn import DRAWN_BELOW, STEP, Words32, mix_in_place

ROWS, COLUMNS = 32, 2048  # seats by seats at a time, or as many pairs of fewer seats
BATCH = 1 << 17  # pairs handed on at once, about

Blocks = Iterator[tuple[Ints, Ints]]


def low_pairs(lots: Drawn, seats: Ints, highest: npt.NDArray[np.float64], limit: float) -> Blocks:
    """
    Pairs (i < j) of the seats, every one with ``lot < highest[i] + highest[j] + limit`` among them.

    Others above it may come too: a block has one limit, that of its highest two seats. In batches.
    Quarters of whole numbers are exact in floating point, and prices are no others.
    """
    order = np.argsort(-highest, kind="stable")
    return _in_batches(_below(lots, seats[order], highest[order], limit))


def lowest_nearby(lots: Drawn, seats: Ints, width: int) -> Blocks:
    """
    Pairs (i < j) of the lowest lot there is, everybody held against ``width`` seats after them and as many before.

    Before and after are those of the keys, which are drawn from the seed: everybody has the same chance to be near to
    anybody. ``width`` is below half the number of seats. In batches.
    """
    order = np.argsort(lots.keys[seats], kind="stable")
    around = np.concatenate((order, order[: width + ROWS]))
    return _in_batches(_lowest_after(lots, seats[around], len(order), width))


def _below(lots: Drawn, seats: Ints, highest: npt.NDArray[np.float64], limit: float) -> Blocks:
    """The pairs of `low_pairs` block by block, the seats with the highest first."""
    mixing = _Mixing(lots, seats)
    step = max(ROWS, ROWS * COLUMNS // max(1, len(seats)))
    for top in range(0, len(seats), step):
        bottom = min(top + step, len(seats))
        for left in range(top, len(seats), COLUMNS):
            below = int(min(DRAWN_BELOW, np.ceil(highest[top] + highest[left] + limit)))
            if below <= 0:
                break
            words = mixing.of(top, bottom, left, min(left + COLUMNS, len(seats)))
            low = words < np.uint32(below * STEP) if below < DRAWN_BELOW else np.ones(words.shape, dtype=bool)
            p, q = _places(low, top, left)
            if left < bottom:
                p, q = p[p < q], q[p < q]
            yield seats[p], seats[q]


def _lowest_after(lots: Drawn, seats: Ints, people: int, width: int) -> Blocks:
    """The pairs of `lowest_nearby` block by block; the first of the seats follow once more after the last."""
    mixing = _Mixing(lots, seats)
    for top in range(0, people, ROWS):
        bottom = min(top + ROWS, people)
        for left in range(top + 1, bottom + width, COLUMNS):
            words = mixing.of(top, bottom, left, min(left + COLUMNS, bottom + width))
            p, q = _places(words < np.uint32(STEP), top, left)
            near = (p < q) & (q <= p + width)
            yield seats[p[near]], seats[q[near]]


class _Mixing:
    """The words that lots are drawn from, of some seats by others, always in the same memory."""

    def __init__(self, lots: Drawn, seats: Ints) -> None:
        self.keys = lots.keys[seats]
        self.spare = np.empty((2, min(ROWS * COLUMNS, len(seats) ** 2)), dtype=np.uint32)

    def of(self, top: int, bottom: int, left: int, right: int) -> Words32:
        """The words of the rows from ``top`` on by the columns from ``left`` on; gone with the next block."""
        shape = (bottom - top, right - left)
        words, other = (each[: shape[0] * shape[1]].reshape(shape) for each in self.spare)
        np.add(self.keys[top:bottom, None], self.keys[None, left:right], out=words)
        return mix_in_place(words, other)


def _places(low: npt.NDArray[np.bool_], top: int, left: int) -> tuple[Ints, Ints]:
    """Which rows and columns of a block are marked, counted from the first seat."""
    p, q = np.divmod(np.flatnonzero(low), low.shape[1])
    return p + top, q + left


def _in_batches(blocks: Iterable[tuple[Ints, Ints]]) -> Blocks:
    """The pairs of many small blocks in few large ones, the lower seat first."""
    found: list[tuple[Ints, Ints]] = []
    many = 0
    for block in blocks:
        found.append(block)
        many += len(block[0])
        if many > BATCH:
            yield _ordered(found)
            found, many = [], 0
    if found:
        yield _ordered(found)


def _ordered(found: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """All of them together, the lower seat first."""
    i, j = found[0] if len(found) == 1 else (np.concatenate(side) for side in zip(*found, strict=True))
    return np.minimum(i, j), np.maximum(i, j)
