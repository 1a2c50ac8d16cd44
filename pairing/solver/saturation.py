"""
Whether a round without repeats can be expected to exist, by counting.

The first moment: the number of ways to seat the people, times the share of them that spread every
practice evenly, times the chance that no two of a group have met. Where too few are left to be
found, repeats must be expected, and the smallest count of repeats that leaves enough is the
forecast. For groups of 3 to 7 it names, to about one round, the month in which searches begin to
repeat (60 in fives: the ninth; 100 in fives: the seventeenth).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from math import lgamma, log, log1p

import numpy as np

from pairing.solver.problem import Problem, Seat
from pairing.solver.terms import Clash

FINDABLE = 0.25  # log of ways per contact at which searches find a round without repeats (measured, 30 to 100 people)


@dataclass(frozen=True)
class Acquaintance:
    """Who knows whom among ``people`` people: the share of the pairs across practices who met.

    ``practices`` holds the head count of every practice of two or more; ``unmet`` the number of
    colleagues each person has not met, ascending.
    """

    people: int
    met_share: float
    practices: tuple[int, ...]
    unmet: tuple[int, ...]

    @classmethod
    def among(cls, problem: Problem, seats: Collection[Seat]) -> Acquaintance:
        """Counted from ``problem.met``, whole and pair by pair."""
        inside = np.array(sorted(seats), dtype=np.int64)
        here = np.zeros(problem.n, dtype=bool)
        here[inside] = True
        pairs = np.fromiter(chain.from_iterable(problem.met), dtype=np.int64, count=2 * len(problem.met)).reshape(-1, 2)
        if len(inside) < problem.n:
            pairs = pairs[here[pairs].all(axis=1)]
        known = np.bincount(pairs.ravel(), minlength=problem.n)[inside]
        met = int((Clash(problem.practices).of_pairs(pairs[:, 0], pairs[:, 1]) == 0).sum())
        counts = Counter(practice for seat in inside.tolist() for practice in problem.practices[seat])
        practices = tuple(count for count in counts.values() if count > 1)
        people = len(inside)
        across = people * (people - 1) // 2 - sum(count * (count - 1) // 2 for count in practices)
        return cls(
            people=people,
            met_share=min(met / max(across, met, 1), 1.0),
            practices=practices,
            unmet=tuple(np.sort(people - 1 - known).tolist()),
        )

    def forced_repeats(self, sizes: Sequence[int]) -> int:
        """How many repeats to expect at least when groups have these sizes; a forecast."""
        contacts = sum(size * (size - 1) // 2 for size in sizes)
        return max(self._by_person(sizes), self._by_counting_rounds(sizes, contacts))

    def _by_person(self, sizes: Sequence[int]) -> int:
        """People who need more new colleagues than there are, halved: two share a repeat."""
        needed = sorted(size - 1 for size in sizes for _ in range(size))
        missing = sum(max(0, need - unmet) for need, unmet in zip(needed, self.unmet, strict=False))
        return -(-missing // 2)

    def _by_counting_rounds(self, sizes: Sequence[int], contacts: int) -> int:
        if self.met_share == 0:
            return 0
        across = contacts - sum(_even_spread_pairs(count, len(sizes)) for count in self.practices)
        if across <= 0:
            return 0
        if self.met_share == 1:
            return across
        ways = _log_partitions(sizes) + sum(self._log_spread(count, sizes) for count in self.practices)
        ways += across * (log1p(-self.met_share) - FINDABLE)
        repeats = 0
        while ways < 0 and repeats < across:
            ways += log((across - repeats) / (repeats + 1)) + log(self.met_share / (1 - self.met_share))
            repeats += 1
        return repeats

    def _log_spread(self, count: int, sizes: Sequence[int]) -> float:
        """Log of the chance that a practice of ``count`` falls evenly over groups of about one size."""
        groups, seats = len(sizes), sum(sizes)
        size = seats / groups
        each, more = divmod(count, groups)
        if each >= size or count >= seats:
            return 0.0
        chance = _log_choose(groups, more) - _log_choose(seats, count)
        chance += more * _log_choose(size, min(each + 1, size)) + (groups - more) * _log_choose(size, each)
        return min(chance, 0.0)


def _even_spread_pairs(count: int, groups: int) -> int:
    """Pairs within groups when ``count`` people are spread evenly over them."""
    each, more = divmod(count, groups)
    return more * (each + 1) * each // 2 + (groups - more) * each * (each - 1) // 2


def _log_choose(n: float, k: float) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _log_partitions(sizes: Sequence[int]) -> float:
    """Log of the number of ways to split people into unordered groups of these sizes."""
    same = Counter(sizes)
    return lgamma(sum(sizes) + 1) - sum(many * lgamma(size + 1) + lgamma(many + 1) for size, many in same.items())
