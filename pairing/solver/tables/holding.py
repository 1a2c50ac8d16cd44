"""Who is at which table, as a matrix in blocks: how many of some tables hold each person, for many choices at once.

Only products too small for threads are asked for. OpenBLAS shares out those of more than 2**18
multiplications, and where another process has the second core, its threads wait for one another
ten times as long as they work.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

BLOCK = 64  # tables in one product, and at most as many choices; people are no more than bits of a word

Bools = npt.NDArray[np.bool_]


class Holding:
    """``holding``: a row for each table, a column for each person."""

    def __init__(self, holding: Bools) -> None:
        tables, people = holding.shape
        self._blocks = -(-tables // BLOCK)
        padded = np.zeros((self._blocks * BLOCK, people), dtype=np.float32)
        padded[:tables] = holding
        self._holding = padded.reshape(self._blocks, BLOCK, people)

    def counts(self, chosen: Bools) -> npt.NDArray[np.float32]:
        """How many of the tables of each choice hold each person; a row for each choice, at most `BLOCK` of them."""
        padded = np.zeros((len(chosen), self._blocks * BLOCK), dtype=np.float32)
        padded[:, : chosen.shape[1]] = chosen
        parts = padded.reshape(len(chosen), self._blocks, BLOCK).transpose(1, 0, 2)
        counted: npt.NDArray[np.float32] = np.matmul(parts, self._holding).sum(axis=0)
        return counted
