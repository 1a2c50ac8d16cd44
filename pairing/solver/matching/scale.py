"""
Strict tiers as digits of one whole number.

A cost is a vector, one number per tier, compared from the first on. As no tier's total can reach
a quarter of the next one's unit, the vector is also one (long) whole number, and adding, comparing
and halving are those of Python's integers. Numpy sees the same number as a few 64-bit *words*.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pairing.solver.terms import Ints

Flags = npt.NDArray[np.bool_]
WORD = 56  # bits of a word in use: room for sums of a few without overflow


class Scale:
    """Where each tier's digit lies; words are ``[word, item]`` arrays, the lowest word first."""

    def __init__(self, widest: Sequence[int], n: int) -> None:
        """``widest``: what no single group or person left out costs more than, by tier, among ``n`` people."""
        self.word_of: list[int] = []
        self.place: list[int] = []
        self.width: list[int] = []
        self.bits: list[int] = []
        for most in reversed(widest):
            width = (8 * (n + 2) * most).bit_length()
            if not self.bits or self.bits[-1] + width > WORD:
                self.bits.append(0)
            self.word_of.append(len(self.bits) - 1)
            self.place.append(self.bits[-1])
            self.width.append(width)
            self.bits[-1] += width
        for each in (self.word_of, self.place, self.width):
            each.reverse()
        self.shift = [0]  # of each word within the whole number, lowest first
        for bits in self.bits[:-1]:
            self.shift.append(self.shift[-1] + bits)
        self.unit = [1 << self.shift[word] + place for word, place in zip(self.word_of, self.place, strict=True)]

    def whole(self, words: Ints) -> list[int]:
        """Words as whole numbers, one per item."""
        columns = [column.tolist() for column in words]
        totals: list[int] = columns[0]
        for shift, column in zip(self.shift[1:], columns[1:], strict=True):
            totals = [total + (digit << shift) for total, digit in zip(totals, column, strict=True)]
        return totals

    def words(self, numbers: Sequence[int]) -> Ints:
        """Whole numbers as words: the lower ones not negative, the highest with the sign."""
        rows = []
        rest = list(numbers)
        for bits in self.bits[:-1]:
            mask = (1 << bits) - 1
            rows.append([number & mask for number in rest])
            rest = [number >> bits for number in rest]
        rows.append(rest)
        return np.array(rows, dtype=np.int64).reshape(len(self.bits), len(numbers))

    def negative(self, words: Ints) -> Flags:
        """Where a number given in (unnormalised) words is below zero."""
        carry = np.zeros(words.shape[1:], dtype=np.int64)
        for word, bits in zip(words[:-1], self.bits[:-1], strict=True):
            carry = (word + carry) >> bits
        below: Flags = words[-1] + carry < 0
        return below

    def carried(self, words: Ints) -> Ints:
        """The same numbers with every word but the highest from 0 up to its unit: sortable word by word."""
        rows = []
        carry = np.zeros(words.shape[1:], dtype=np.int64)
        for word, bits in zip(words[:-1], self.bits[:-1], strict=True):
            whole = word + carry
            carry = whole >> bits
            rows.append(whole - (carry << bits))
        return np.array([*rows, words[-1] + carry])

    def digits(self, number: int) -> list[int]:
        """The vector a whole number stands for, one entry per tier."""
        vector = []
        for unit in self.unit:
            digit = (number + unit // 2) // unit
            vector.append(digit)
            number -= digit * unit
        return vector

    def bounds(self, reached: Sequence[int], least: int) -> list[int | None]:
        """
        What ``least``, a lower bound on every round's whole number, says of each tier.

        Equal to the cost reached down to the first tier with a gap, there the bound given the
        tiers above, and None below: nothing is known of those.
        """
        found: list[int | None] = []
        prefix = 0
        for digit, unit in zip(reached, self.unit, strict=True):
            prefix += digit * unit
            # A round's lower tiers add less than a quarter of this tier's unit, so its tiers down
            # to here make at least (least - unit/4) / unit, rounded up.
            missing = prefix // unit - -((unit // 4 - least) // unit)
            found.append(digit - max(0, missing))
            if missing > 0:
                break
        return found + [None] * (len(self.unit) - len(found))

    def digits_of(self, words: Ints) -> Ints:
        """Whole numbers, in words as `words` gives them, by tier; below the first at most half a unit either way."""
        digits = np.empty((len(self.unit), words.shape[1]), dtype=np.int64)
        carry = np.zeros(words.shape[1], dtype=np.int64)
        for rung in range(len(self.unit) - 1, -1, -1):
            if not self.place[rung]:
                rest = words[self.word_of[rung]] + carry
            if rung == 0:
                digits[rung] = rest
                break
            half = 1 << self.width[rung] - 1
            digits[rung] = (rest + half & 2 * half - 1) - half
            rest = rest - digits[rung] >> self.width[rung]
            if not self.place[rung - 1]:
                carry = rest
        return digits
