"""
Everybody at exactly one of few tables, as cheaply as can be: all the ways there are, gone through in arrays.

The person whom the fewest tables hold is seated first, in every way there is, then the next one still
standing, for thousands of beginnings at once; people are bits. A beginning that has spent more than any
round up to the ceiling may is dropped. Prices of the linear programme make that early (`Charge`), so
where few tables are left this takes a small part of what CP-SAT takes. Whole numbers throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from time import monotonic

import numpy as np
import numpy.typing as npt

from pairing.solver.tables.charges import Charge, Kind
from pairing.solver.tables.holding import BLOCK, Holding
from pairing.solver.tables.pricing import TooMuchWork
from pairing.solver.terms.protocols import Ints

MOST_PEOPLE = 63  # bits of a word, and as many tables as six bits count
CHUNK = 4096  # beginnings carried on at once
AT_ONCE = 1 << 18  # tables tried in one array: two megabytes
LAST = 7  # tables at last just go to the first person standing: to look for a better one would take longer
JOINED = 20  # times as long it takes to carry on with a table as to try it
DEARER = 4  # times as long it takes to try a table for everybody as for one person
DIGIT = 7  # bits that count the tables of one kind, the highest of which stays set while there is room

Bits = npt.NDArray[np.uint64]
ONE = np.uint64(1)
_NOWHERE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Cover:
    """The cheapest round: what it costs, and which of the tables of all kinds, one after the other, it is made of."""

    cost: int
    chosen: tuple[int, ...]


@dataclass(frozen=True)
class _Begun:
    """Beginnings of rounds: who is seated, how many tables of each kind are left, what was spent, and the tables."""

    seated: Bits
    room: Bits
    spent: Ints
    chosen: Ints

    def some(self, which: npt.NDArray[np.bool_] | slice) -> _Begun:
        return _Begun(self.seated[which], self.room[which], self.spent[which], self.chosen[which])


class Covers:
    """The ways to seat everybody; ``costs`` are brought down. ``work``: how many tables may be tried in all."""

    def __init__(
        self,
        people: int,
        kinds: Sequence[Kind],
        costs: Sequence[Ints],
        charges: Sequence[Charge],
        *,
        work: int,
        deadline: float = inf,
    ) -> None:
        self.people, self.kinds, self.work, self.deadline = people, kinds, work, deadline
        self.costs = np.concatenate([np.empty(0, dtype=np.int64), *costs])
        every = [*charges, Charge(tuple(costs), 0, 1)]
        self._limits = [charge.limit - self._least(charge) for charge in every]
        self._slopes = [charge.slope for charge in every]
        self._paid = np.concatenate([self._beyond_least(charge) for charge in every]).reshape(len(every), -1)

    def _least(self, charge: Charge) -> int:
        """What a round of the cheapest tables pays."""
        pairs = zip(self.kinds, charge.of_tables, strict=True)
        return sum(kind.many * int(paid.min()) for kind, paid in pairs if len(paid))

    @staticmethod
    def _beyond_least(charge: Charge) -> Ints:
        """What each table pays beyond the cheapest of its kind, which is never negative."""
        return np.concatenate([paid - paid.min() if len(paid) else paid for paid in charge.of_tables])

    def _lay_out(self, able: Ints) -> None:
        """The tables as bits, people in order of how few of those that are able hold them; each under its first."""
        holding = np.zeros((len(self.costs), self.people), dtype=bool)
        self._taken, self._room, at = np.zeros(len(self.costs), dtype=np.uint64), 0, 0
        for place, kind in enumerate(self.kinds):
            rows = np.arange(at, at + len(kind.tables))
            holding[rows[:, None], kind.tables] = True
            self._taken[rows] = 1 << (DIGIT * place)
            self._room |= (kind.many | 1 << (DIGIT - 1)) << (DIGIT * place)
            at += len(rows)
        self._marks = np.uint64(sum(1 << (DIGIT * place + DIGIT - 1) for place in range(len(self.kinds))))
        holding = holding[:, np.argsort(holding[able].sum(axis=0), kind="stable")]
        self._bits: Bits = (holding * (ONE << np.arange(self.people, dtype=np.uint64))).sum(axis=1, dtype=np.uint64)
        self._people = ONE << np.arange(self.people, dtype=np.uint64)
        first = holding.argmax(axis=1)
        # Who spends least by the first charge comes first: good rounds are met early.
        ranked = able[np.argsort(self._paid[0, able], kind="stable")]
        self._under = [ranked[first[ranked] == person] for person in range(self.people)]
        self._able, self._held = ranked, np.ascontiguousarray(holding[ranked].T)
        self._holding = Holding(holding[ranked])

    def cheapest(self, ceiling: int) -> Cover | None:
        """The cheapest round up to the ceiling; None where there is none. Raises `TooMuchWork`."""
        self._lay_out(np.flatnonzero((self._paid <= self._limits_at(ceiling)[:, None]).all(axis=0)))
        everybody = np.uint64((1 << self.people) - 1)
        best: Cover | None = None
        nobody = np.zeros((1, 0), dtype=np.int64)
        room = np.array([self._room], dtype=np.uint64)
        waiting = [_Begun(np.zeros(1, np.uint64), room, np.zeros((1, len(self._limits)), np.int64), nobody)]
        while waiting:
            begun = waiting.pop()
            limits = self._limits_at(ceiling)
            begun = begun.some((begun.spent <= limits).min(axis=1, initial=True))
            full = begun.seated == everybody
            if full.any():
                rounds = begun.chosen[full]
                costs = self.costs[rounds].sum(axis=1)
                cheapest = int(costs.argmin())
                best = Cover(int(costs[cheapest]), tuple(rounds[cheapest].tolist()))
                ceiling = best.cost - 1
                begun = begun.some(~full)
            grown = self._grown(begun, limits)
            waiting += [grown.some(slice(at, at + CHUNK)) for at in range(0, len(grown.seated), CHUNK)][::-1]
        return best

    def _limits_at(self, ceiling: int) -> Ints:
        pairs = zip(self._limits, self._slopes, strict=True)
        return np.array([limit + slope * ceiling for limit, slope in pairs], dtype=np.int64)

    def _grown(self, begun: _Begun, limits: Ints) -> _Begun:
        """Each beginning with every table that seats one more person standing and nobody seated."""
        few = int(begun.chosen.shape[1]) + LAST > sum(kind.many for kind in self.kinds)
        found = self._with_first(begun) if few else self._with_fewest(begun, limits)
        parent, table = (np.concatenate(each) for each in zip(*found, strict=True))
        self._count(len(parent) * JOINED)
        able = (begun.room[parent] - self._taken[table]) & self._marks == self._marks
        for spent, paid, limit in zip(begun.spent.T, self._paid, limits, strict=True):
            able &= spent[parent] + paid[table] <= limit
        parent, table = parent[able], table[able]
        return _Begun(
            begun.seated[parent] | self._bits[table],
            begun.room[parent] - self._taken[table],
            begun.spent[parent] + self._paid[:, table].T,
            np.column_stack([begun.chosen[parent], table]),
        )

    def _with_first(self, begun: _Begun) -> Iterator[tuple[Ints, Ints]]:
        """Beginnings, and tables that seat the first person standing."""
        yield _NOWHERE, _NOWHERE
        standing = ~begun.seated
        first = np.log2((standing & (~standing + ONE)).astype(np.float64)).astype(np.int64)
        for person in np.unique(first):
            everyone, tables = np.flatnonzero(first == person), self._under[person]
            for rows in self._parts(everyone, len(tables), 1, CHUNK):
                one, other = np.nonzero((begun.seated[rows, None] & self._bits[tables]) == 0)
                yield rows[one], tables[other]

    def _with_fewest(self, begun: _Begun, limits: Ints) -> Iterator[tuple[Ints, Ints]]:
        """Beginnings, and tables that seat the person standing whom the fewest can still seat."""
        yield _NOWHERE, _NOWHERE
        tables = self._able
        for rows in self._parts(np.arange(len(begun.seated)), len(tables), DEARER, BLOCK):
            fit = (begun.seated[rows, None] & self._bits[tables]) == 0
            for spent, paid, limit in zip(begun.spent.T, self._paid, limits, strict=True):
                fit &= paid[tables] <= (limit - spent[rows])[:, None]
            seating = self._holding.counts(fit)
            seating[(begun.seated[rows, None] & self._people) != 0] = np.inf
            one, other = np.nonzero(fit & self._held[seating.argmin(axis=1)])
            yield rows[one], tables[other]

    def _parts(self, rows: Ints, tables: int, dearer: int, most: int) -> Iterator[Ints]:
        """So many at once; the tables tried are counted. May raise `TooMuchWork`."""
        step = min(most, max(1, AT_ONCE // max(1, tables)))
        for at in range(0, len(rows), step):
            part = rows[at : at + step]
            self._count(len(part) * tables * dearer)
            yield part

    def _count(self, tries: int) -> None:
        self.work -= tries
        if self.work < 0 or monotonic() > self.deadline:
            raise TooMuchWork
