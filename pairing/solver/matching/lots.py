"""Pairs of low lot, found by drawing the lots of all pairs in blocks that stay in the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from pairing.solver.terms import Drawn, Ints
from pairing.solver.terms.drawn import DRAWN_BELOW, STEP, mix_in_place

ROWS, COLUMNS = 32, 2048  # seats by seats at a time
BATCH = 1 << 17  # pairs handed on at once, about


def low_pairs(lots: Drawn, seats: Ints, highest: npt.NDArray[np.float64], limit: float) -> Iterator[tuple[Ints, Ints]]:
    """
    Pairs (i < j) of the seats, every one with ``lot < highest[i] + highest[j] + limit`` among them.

    Others above it may come too: a block has one limit, that of its highest two seats. In batches.
    Quarters of whole numbers are exact in floating point, and prices are no others.
    """
    order = np.argsort(-highest, kind="stable")
    highest, seats = highest[order], seats[order]
    keys = lots.keys[seats]
    found: list[tuple[Ints, Ints]] = []
    many = 0
    spare = np.empty((2, ROWS * COLUMNS), dtype=np.uint32)
    for top in range(0, len(seats), ROWS):
        bottom = min(top + ROWS, len(seats))
        for left in range(top, len(seats), COLUMNS):
            below = int(min(DRAWN_BELOW, np.ceil(highest[top] + highest[left] + limit)))
            if below <= 0:
                break
            right = min(left + COLUMNS, len(seats))
            shape = (bottom - top, right - left)
            words, other = (each[: shape[0] * shape[1]].reshape(shape) for each in spare)
            np.add(keys[top:bottom, None], keys[None, left:right], out=words)
            mix_in_place(words, other)
            low = words < np.uint32(below * STEP) if below < DRAWN_BELOW else np.ones(shape, dtype=bool)
            p, q = np.divmod(np.flatnonzero(low), shape[1])
            p += top
            q += left
            if left < bottom:
                p, q = p[p < q], q[p < q]
            found.append((seats[p], seats[q]))
            many += len(p)
            if many > BATCH:
                yield _ordered(found)
                found, many = [], 0
    if found:
        yield _ordered(found)


def lowest_nearby(lots: Drawn, seats: Ints, width: int) -> Iterator[tuple[Ints, Ints]]:
    """
    Pairs (i < j) of the lowest lot there is, everybody held against ``width`` seats after them and as many before.

    Before and after are those of the keys, which are drawn from the seed: everybody has the same chance to be near to
    anybody. ``width`` is below half the number of seats. In batches.
    """
    keys = lots.keys[seats]
    order = np.argsort(keys, kind="stable")
    around = np.concatenate((order, order[: width + ROWS]))
    seats, keys = seats[around], keys[around]
    found: list[tuple[Ints, Ints]] = []
    many = 0
    spare = np.empty((2, ROWS * COLUMNS), dtype=np.uint32)
    for top in range(0, len(order), ROWS):
        bottom = min(top + ROWS, len(order))
        for left in range(top + 1, bottom + width, COLUMNS):
            right = min(left + COLUMNS, bottom + width)
            shape = (bottom - top, right - left)
            words, other = (each[: shape[0] * shape[1]].reshape(shape) for each in spare)
            np.add(keys[top:bottom, None], keys[None, left:right], out=words)
            mix_in_place(words, other)
            p, q = np.divmod(np.flatnonzero(words < np.uint32(STEP)), shape[1])
            p += top
            q += left
            near = (p < q) & (q <= p + width)
            found.append((seats[p[near]], seats[q[near]]))
            many += len(p)
            if many > BATCH:
                yield _ordered(found)
                found, many = [], 0
    if found:
        yield _ordered(found)


def _ordered(found: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """All of them together, the lower seat first."""
    i, j = (np.concatenate(side) for side in zip(*found, strict=True))
    return np.minimum(i, j), np.maximum(i, j)
