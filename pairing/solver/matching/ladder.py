"""
Strict tiers as digits of one whole number.

A cost is a vector, one number per tier, compared from the first on. As no tier's total can reach
a quarter of the next one's unit, the vector is also one (long) whole number, and adding, comparing
and halving are those of Python's integers. Numpy sees the same number as a few 64-bit *words*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Seat
from pairing.solver.terms import Clash, Drawn, Ints, Listed, Term, Unseated

Flags = npt.NDArray[np.bool_]
WORD = 56  # bits of a word in use: room for sums of a few without overflow


@dataclass(frozen=True)
class Rung:
    """One tier: the terms that cost within groups, what leaving a seat out costs, what a trio costs by itself.

    ``rule`` is the place among the compiled rules; None for what no rule says: as few trios as possible, and
    where none asks for it, as few people left out as everything else allows.
    """

    rule: int | None
    terms: tuple[Term, ...] = ()
    left_out: tuple[int, ...] = ()
    per_trio: int = 0

    def widest(self) -> int:
        """No single group or person left out costs more than this, in either direction."""
        within = max(-sum(term.reach[0] for term in self.terms), sum(term.reach[1] for term in self.terms))
        return max(1, within, self.per_trio, max(self.left_out, default=0))


class Ladder:
    """The tiers of one round in pairs. A cost is one whole number; words are ``[word, item]`` arrays."""

    def __init__(self, rules: Sequence[CompiledRule], n: int) -> None:
        self.n = n
        self.hard = tuple(term for rule in rules if rule.hard for term in rule.group_terms)
        self.rungs = _rungs(rules, n)
        self.may_be_left = [True] * n
        for term in (term for rule in rules if rule.hard for term in rule.round_terms):
            if isinstance(term, Unseated):
                self.may_be_left = [may and not w for may, w in zip(self.may_be_left, term.weights, strict=True)]
        self._lay_out()

    def _lay_out(self) -> None:
        """Which word a tier's digit lies in, and how far up."""
        self.word_of: list[int] = []
        self.place: list[int] = []
        self.width: list[int] = []
        self.bits: list[int] = []
        for rung in reversed(self.rungs):
            width = (8 * (self.n + 2) * rung.widest()).bit_length()
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

    def allowed(self, i: Ints, j: Ints) -> Flags:
        """Which pairs break no must."""
        fine = np.ones(len(i), dtype=bool)
        for term in self.hard:
            fine &= term.of_pairs(i, j) <= 0
        return fine

    def allowed_within_trios(self, i: Ints, j: Ints) -> Flags:
        """Which pairs can be part of a trio that breaks no must."""
        fine = np.ones(len(i), dtype=bool)
        for term in self.hard:
            if term.grows:
                fine &= term.of_pairs(i, j) <= 0
        return fine

    def allowed_trios(self, i: Ints, j: Ints, k: Ints) -> Flags:
        """Which trios break no must; under a must no case is paid for by another."""
        fine = np.ones(len(i), dtype=bool)
        for term in self.hard:
            if term.additive:
                for a, b in ((i, j), (i, k), (j, k)):
                    fine &= term.of_pairs(a, b) <= 0
            else:
                fine &= term.of_trios(i, j, k) <= 0
        return fine

    @cached_property
    def shares(self) -> Ladder:
        """The same tiers and units for what a pair adds to a trio at least: the terms that are sums over pairs."""
        soft = (term for rung in self.rungs for term in rung.terms)
        if all(term.additive for term in (*self.hard, *soft)):
            return self
        return self._with(tuple(term for term in self.hard if term.grows), lambda term: term.additive)

    @cached_property
    def varying(self) -> Ladder:
        """The same tiers and units without what is the same for every two people; see `constant`."""
        if not any(_uniform(term) for rung in self.rungs for term in rung.terms):
            return self
        return self._with(self.hard, lambda term: not _uniform(term))

    @cached_property
    def level(self) -> Ladder | None:
        """The lot alone, every tier above it a must: a round that keeps to all of these has none before it.

        None where a round may cost less than nothing, or some of it for certain, or no lot decides.
        """
        above = tuple(term for rung in self.rungs[:-1] for term in rung.terms)
        if self.lots is None or not self.no_wishes or self.crowded:
            return None
        ladder = Ladder.__new__(Ladder)
        ladder.n, ladder.may_be_left = self.n, self.may_be_left
        ladder.hard = self.hard + above
        ladder.rungs = self.rungs[-1:]
        ladder.word_of, ladder.place, ladder.shift, ladder.unit = [0], [0], [0], [1]
        ladder.width = ladder.bits = self.width[-1:]
        return ladder

    @cached_property
    def crowded(self) -> bool:
        """True when some value that pairs should not share is that of over half the people."""
        return any(_over_half(term) for rung in self.rungs for term in rung.terms)

    @cached_property
    def is_level(self) -> bool:
        """True when the lot is all that differs between rounds that satisfy the musts."""
        return len(self.rungs) == 1 and self.lots is not None

    def constant(self, pairs: int) -> int:
        """What so many pairs, of which a trio has three, cost beyond `varying`, whoever they are."""
        rungs = zip(self.rungs, self.unit, strict=True)
        return pairs * sum(_uniform(term) * unit for rung, unit in rungs for term in rung.terms)

    def _with(self, hard: tuple[Term, ...], keeps: Callable[[Term], bool]) -> Ladder:
        ladder = Ladder.__new__(Ladder)
        for name in ("n", "may_be_left", "word_of", "place", "width", "bits", "shift", "unit"):
            setattr(ladder, name, getattr(self, name))
        ladder.hard = hard
        ladder.rungs = tuple(replace(rung, terms=tuple(filter(keeps, rung.terms))) for rung in self.rungs)
        return ladder

    def pairs(self, i: Ints, j: Ints) -> Ints:
        """The words of each pair's cost."""
        words = np.zeros((len(self.bits), len(i)), dtype=np.int64)
        for rung, word, place in zip(self.rungs, self.word_of, self.place, strict=True):
            for term in rung.terms:
                words[word] += term.of_pairs(i, j) << place
        return words

    def trios(self, i: Ints, j: Ints, k: Ints) -> Ints:
        """The words of each trio's cost."""
        words = np.zeros((len(self.bits), len(i)), dtype=np.int64)
        for rung, word, place in zip(self.rungs, self.word_of, self.place, strict=True):
            for term in rung.terms:
                words[word] += term.of_trios(i, j, k) << place
            words[word] += rung.per_trio << place
        return words

    def in_tier(self, rung: int, i: Ints, j: Ints) -> Ints | int:
        """What one tier makes pairs cost."""
        return sum(term.of_pairs(i, j) for term in self.rungs[rung].terms)

    def only_lots(self, words: Ints) -> Flags:
        """Which costs are nothing in any tier but the last."""
        above = 1 << self.width[-1]
        zero: Flags = ~words[1:].any(axis=0) & (words[0] >= 0) & (words[0] < above)
        return zero

    @cached_property
    def lots(self) -> Drawn | None:
        """The lot, where it is all the last tier holds."""
        terms = self.rungs[-1].terms
        return terms[0] if len(terms) == 1 and isinstance(terms[0], Drawn) else None

    @cached_property
    def wished(self) -> tuple[Ints, Ints]:
        """Listed pairs that some tier rewards, once each, ascending."""
        lists = [term.costs for rung in self.rungs for term in rung.terms if isinstance(term, Listed)]
        pairs = sorted({pair for costs in lists for pair, cost in costs.items() if cost < 0})
        i, j = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return i, j

    @cached_property
    def no_wishes(self) -> bool:
        """True when no pair can cost less than nothing."""
        return all(term.reach[0] >= 0 for rung in self.rungs for term in rung.terms)

    @cached_property
    def rewards(self) -> tuple[int, ...]:
        """The least that a pair no list rewards may cost, at most 0, by tier."""
        return tuple(sum(term.reach[0] for term in rung.terms if not isinstance(term, Listed)) for rung in self.rungs)

    def digits_of(self, words: Ints) -> Ints:
        """Whole numbers, in words as `words` gives them, by tier; below the first at most half a unit either way."""
        digits = np.empty((len(self.rungs), words.shape[1]), dtype=np.int64)
        carry = np.zeros(words.shape[1], dtype=np.int64)
        for rung in range(len(self.rungs) - 1, -1, -1):
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

    @property
    def per_trio(self) -> int:
        """What a trio costs by itself, whoever it is."""
        return sum(rung.per_trio * unit for rung, unit in zip(self.rungs, self.unit, strict=True))

    def left_out(self, seat: Seat) -> int:
        """What leaving a seat out costs."""
        return sum(
            rung.left_out[seat] * unit for rung, unit in zip(self.rungs, self.unit, strict=True) if rung.left_out
        )

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
        """The vector a whole number stands for, one entry per rung."""
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


def _uniform(term: Term) -> int:
    """What every pair costs, where all cost the same for certain and a trio three times that; else 0."""
    return term.cost if isinstance(term, Clash) and term.everywhere else 0


def _over_half(term: Term) -> bool:
    """True when more people share a value than can be kept apart in pairs and one trio."""
    if not isinstance(term, Clash):
        return False
    shared = Counter(chain.from_iterable(term.values))
    return max(shared.values(), default=0) > len(term.values) // 2


def _rungs(rules: Sequence[CompiledRule], n: int) -> tuple[Rung, ...]:
    """The tiers that can differ between rounds without broken musts, and as few trios as possible.

    Trios are counted after the musts and after every tier on who is placed, before all others. Where nothing
    counts people left out, an empty round would often do: so they count last, before the lot.
    """
    rungs: list[Rung] = []
    after = 0
    for number, rule in enumerate(rules):
        weights = [term.weights for term in rule.round_terms if isinstance(term, Unseated)]
        terms = () if rule.hard else rule.group_terms  # a must costs nothing in any round there is
        left_out = tuple(map(sum, zip(*weights, strict=True))) if weights and not rule.hard else ()
        if terms or left_out:
            rungs.append(Rung(number, terms, left_out))
        if rule.hard or left_out:
            after = len(rungs)
    rungs.insert(after, Rung(None, per_trio=1))
    asked = [term.weights for rule in rules for term in rule.round_terms if isinstance(term, Unseated)]
    if not any(min(weights, default=0) > 0 and len(set(weights)) == 1 for weights in asked):
        drawn = any(isinstance(term, Drawn) for term in rungs[-1].terms)
        rungs.insert(len(rungs) - drawn, Rung(None, left_out=(1,) * n))
    return tuple(rungs)
