"""
What one tier charges, for very many tables at once: the arrays behind the columns.

Made for rounds of at most a few hundred people: what two people cost lies in a square array.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pairing.solver.compile import CompiledRule
from pairing.solver.terms import Accompanied, AtLeast, AtMost, Distinct, Drawn, Shared, Term, Unseated
from pairing.solver.terms.protocols import Ints

Tables = npt.NDArray[np.int64]  # one table a row, its people in ascending order


@dataclass(frozen=True)
class Tally:
    """One tier: ``pairs[i, j]`` between two people, ``whole`` for a table, ``absent[i]`` for who is left out."""

    pairs: Ints
    whole: tuple[Term, ...]
    absent: Ints

    @classmethod
    def of(cls, rule: CompiledRule, people: int) -> Tally:
        """The tier of one rule. The recorded lot is not charged, as in the search."""
        i, j = (each.ravel() for each in np.indices((people, people), dtype=np.int64))
        pairs = np.zeros(people * people, dtype=np.int64)
        whole = []
        for term in rule.group_terms:
            if term.additive and not isinstance(term, Drawn):
                pairs += term.of_pairs(i, j)
            elif not term.additive:
                whole.append(term)
        square = pairs.reshape(people, people)
        np.fill_diagonal(square, 0)
        absent = np.zeros(people, dtype=np.int64)
        for unseated in rule.round_terms:
            if isinstance(unseated, Unseated):
                absent += np.array(unseated.weights, dtype=np.int64)
        return cls(square, tuple(whole), absent)

    @property
    def never_pays(self) -> bool:
        """True when nothing costs less than nothing (a whole table never does)."""
        return bool(self.pairs.min(initial=0) >= 0)

    @property
    def says_of_tables(self) -> bool:
        """False for a tier that only knows who is left out."""
        return bool(self.whole) or bool(self.pairs.any())

    def of_tables(self, tables: Tables) -> Ints:
        """What each table costs."""
        total = self.of_whole(tables)
        for place in range(1, tables.shape[1]):
            for other in range(place):
                total += self.pairs[tables[:, other], tables[:, place]]
        return total

    def of_whole(self, tables: Tables) -> Ints:
        """What the terms that look at a table whole charge each table."""
        total = np.zeros(len(tables), dtype=np.int64)
        for term in self.whole:
            total += _whole(term, tables)
        return total


def _whole(term: Term, tables: Tables) -> Ints:
    """`of_group` for many tables of one size."""
    if isinstance(term, AtLeast):
        return _missing(term.least - _marks(term.marked)[tables].sum(axis=1))
    if isinstance(term, AtMost):
        return _at_most(term, tables)
    if isinstance(term, Distinct):
        return _distinct(term, tables)
    if isinstance(term, Shared):
        known = np.array([bits or -1 for bits in term.bits], dtype=np.int64)
        nothing: Ints = np.equal(np.bitwise_and.reduce(known[tables], axis=1), 0).astype(np.int64)
        return nothing
    if isinstance(term, Accompanied):
        alone = ~_marks(term.companions)[tables].any(axis=1)
        left: Ints = np.where(alone, _marks(term.marked)[tables].sum(axis=1), 0)
        return left
    return np.array([term.of_group(table) for table in tables.tolist()], dtype=np.int64)


def _missing(number: Ints) -> Ints:
    """The number where it is above nothing, else 0."""
    missing: Ints = np.where(number > 0, number, 0)
    return missing


def _marks(flags: Sequence[bool]) -> Ints:
    return np.array(flags, dtype=np.int64)


def _at_most(term: AtMost, tables: Tables) -> Ints:
    total = np.zeros(len(tables), dtype=np.int64)
    for value in sorted(set().union(*term.values)):
        holders = _marks([value in each for each in term.values])
        if holders.sum() > term.most:
            total += _missing(holders[tables].sum(axis=1) - term.most)
    return total


def _distinct(term: Distinct, tables: Tables) -> Ints:
    kinds = sorted(set(term.values))
    different = np.zeros(len(tables), dtype=np.int64)
    for kind in kinds:
        different += _marks([value == kind for value in term.values])[tables].any(axis=1)
    needed = min(term.least, tables.shape[1], len(kinds))
    return _missing(needed - different)
