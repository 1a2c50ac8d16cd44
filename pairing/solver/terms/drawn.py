"""The lot among equally good rounds: one number a pair, cheap enough to draw for every pair there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pairing.solver.problem import Seat
from pairing.solver.terms.pairwise import Pairwise
from pairing.solver.terms.protocols import Ints

DRAWN_BELOW = 1000  # lots are 0..999: fine enough to make an optimum all but unique
STEP = 2**32 // DRAWN_BELOW + 1  # a lot is a word of 32 bits divided by this
FULL = 2**64 - 1
Words32: TypeAlias = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Drawn(Pairwise):
    """
    0..999 for every pair of ``people`` seats, drawn from the seed, the same on every machine.

    Every seat has a key of 32 bits (splitmix64: Steele, Lea, Flood 2014); the lot of two seats is the
    mixed sum of their keys. Mixing costs two products, so that the pairs of 20,000 people can all be drawn.
    """

    seed: int
    people: int

    @property
    def reach(self) -> tuple[int, int]:
        """No pair and no trio costs less or more than these."""
        return 0, 3 * (DRAWN_BELOW - 1)

    @cached_property
    def keys(self) -> Words32:
        """One key a seat."""
        seats = np.arange(self.people, dtype=np.uint64)
        return (_mixed(_start(self.seed) + seats) >> np.uint64(32)).astype(np.uint32)

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """The lot of each pair."""
        words = mix_in_place(self.keys[i] + self.keys[j])
        return (words // np.uint32(STEP)).astype(np.int64)

    def of_group(self, seats: Sequence[Seat]) -> int:
        """The sum of the lots of the group's pairs."""
        pairs = np.array(list(combinations(seats, 2)), dtype=np.int64).reshape(-1, 2)
        return int(self.of_pairs(pairs[:, 0], pairs[:, 1]).sum())

    def bound(self, sizes: Sequence[int]) -> int:  # noqa: ARG002 - the lots may all be 0
        """Nothing: the lots may all be 0."""
        return 0


def mix_in_place(x: Words32, spare: Words32 | None = None) -> Words32:
    """Sums of two keys, mixed where they lie: every bit above decides every bit of the result.

    Arithmetic modulo 2^32 is meant; the constants are those of "hash prospector" (Wellons 2018).
    """
    spare = np.empty_like(x) if spare is None else spare
    np.right_shift(x, np.uint32(16), out=spare)
    np.bitwise_xor(x, spare, out=x)
    np.multiply(x, np.uint32(0x21F0AAAD), out=x)
    np.right_shift(x, np.uint32(15), out=spare)
    np.bitwise_xor(x, spare, out=x)
    np.multiply(x, np.uint32(0xD35A2D97), out=x)
    return x


def _start(seed: int) -> np.uint64:
    """The seed by one step of splitmix64: for a single number Python is faster."""
    number = (seed + 0x9E3779B97F4A7C15) & FULL
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 & FULL
    number = (number ^ number >> 27) * 0x94D049BB133111EB & FULL
    return np.uint64(number ^ number >> 31)


def _mixed(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """One step of splitmix64; arithmetic modulo 2^64 is meant."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
