"""All rounds of few tables, gone through in arrays, against going through them one by one."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from functools import cache, cached_property
from itertools import combinations
from random import Random

import numpy as np
import pytest
from sparing import slow_but

from pairing.solver.tables import covers
from pairing.solver.tables.charges import Charge, Kind
from pairing.solver.tables.covers import MOST_PEOPLE, Covers
from pairing.solver.tables.holding import BLOCK, Holding
from pairing.solver.tables.pricing import TooMuchWork

PLENTY = 10**8


class Puzzle:
    """Tables of mixed sizes, some people left out, what all of them cost and what is charged for them."""

    def __init__(self, random: Random) -> None:
        sizes = random.choice(([2, 2, 2], [3, 2, 2], [3, 3], [4, 3, 2], [1, 3, 3], [1, 1, 2]))
        absent = random.choice((0, 0, 1, 2))
        self.people = sum(sizes) + absent
        self.kinds = []
        for size in sorted(set(sizes)):
            every = list(combinations(range(self.people), size))
            kept = sorted(random.sample(every, max(1, round(len(every) * random.choice((0.1, 0.5, 1.0))))))
            self.kinds.append(Kind(np.array(kept, dtype=np.int64), sizes.count(size)))
        if absent:
            self.kinds.append(Kind(np.arange(self.people)[:, None], absent))
        self.costs = self._numbers(random)
        self.charges = [Charge(self._numbers(random), random.randint(-10, 30)) for _ in range(random.randrange(3))]
        self.ceiling = random.randint(-10, 25)

    def _numbers(self, random: Random) -> tuple[np.ndarray, ...]:
        low = random.choice((-5, 0))
        return tuple(np.array([random.randint(low, 9) for _ in kind.tables], dtype=np.int64) for kind in self.kinds)

    @cached_property
    def rounds(self) -> np.ndarray:
        """A row for every choice of tables that seats everybody once, so many of each kind, by number; each once."""
        tables = [(place, set(table)) for place, kind in enumerate(self.kinds) for table in kind.tables.tolist()]
        seating = [[at for at, (_, table) in enumerate(tables) if person in table] for person in range(self.people)]
        many = [kind.many for kind in self.kinds]

        def on(chosen: tuple[int, ...], seated: frozenset[int]) -> Iterator[list[int]]:
            if len(chosen) == sum(many):
                yield sorted(chosen)
                return
            first = next(person for person in range(self.people) if person not in seated)
            for at in seating[first]:
                place, table = tables[at]
                if not table & seated and sum(tables[each][0] == place for each in chosen) < many[place]:
                    yield from on((*chosen, at), seated | table)

        return np.array(list(on((), frozenset())), dtype=np.int64).reshape(-1, sum(many))

    def paid(self, of_tables: tuple[np.ndarray, ...]) -> np.ndarray:
        """What every round pays in all."""
        return np.concatenate(of_tables)[self.rounds].sum(axis=1)

    def least(self) -> int | None:
        """What the cheapest round up to the ceiling costs that pays no charge too much."""
        allowed = self.paid(self.costs) <= self.ceiling
        for charge in self.charges:
            allowed &= self.paid(charge.of_tables) <= charge.limit
        return min(self.paid(self.costs)[allowed].tolist(), default=None)


@cache
def puzzle_of(seed: int) -> Puzzle:
    """Not to be changed: its rounds are gone through once for all ways of looking for the cheapest."""
    return Puzzle(Random(seed))


@pytest.mark.parametrize(("last", "at_once"), [(7, 1 << 18), (0, 1 << 18), (1, 20)])
@pytest.mark.parametrize("seed", slow_but(range(40), *range(12)))
def test_the_cheapest_round_is_found_and_none_where_there_is_none(
    seed: int, last: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(covers, "LAST", last)
    monkeypatch.setattr(covers, "AT_ONCE", at_once)
    monkeypatch.setattr(covers, "CHUNK", at_once)
    puzzle = puzzle_of(seed)

    found = Covers(puzzle.people, puzzle.kinds, puzzle.costs, puzzle.charges, work=PLENTY).cheapest(puzzle.ceiling)

    least = puzzle.least()
    assert (found.cost if found else None) == least
    if found is not None:
        assert sorted(found.chosen) in puzzle.rounds.tolist()
        assert int(np.concatenate(puzzle.costs)[list(found.chosen)].sum()) == least


@pytest.mark.parametrize("seed", slow_but(range(30), *range(12)))
def test_a_charge_that_falls_with_the_ceiling_loses_no_round_it_is_true_of(seed: int) -> None:
    puzzle = copy(puzzle_of(seed))
    true = Charge(tuple(paid * 3 - 1 for paid in puzzle.costs), -sum(kind.many for kind in puzzle.kinds), 3)
    puzzle.charges = []

    found = Covers(puzzle.people, puzzle.kinds, puzzle.costs, [true], work=PLENTY).cheapest(puzzle.ceiling)

    assert (found.cost if found else None) == puzzle.least()


def test_more_work_than_allowed_is_given_up() -> None:
    tables = np.array(list(combinations(range(8), 2)), dtype=np.int64)
    free = np.zeros(len(tables), dtype=np.int64)
    allowed = Covers(8, [Kind(tables, 4)], [free], [], work=PLENTY)
    assert allowed.cheapest(0) is not None

    with pytest.raises(TooMuchWork):
        Covers(8, [Kind(tables, 4)], [free], [], work=PLENTY - allowed.work - 1).cheapest(0)


@pytest.mark.parametrize("size", [1, 3, 9])
def test_as_many_people_as_there_are_bits_are_counted_right(size: int) -> None:
    tables = np.arange(MOST_PEOPLE).reshape(-1, size)
    costs = np.arange(len(tables), dtype=np.int64)

    found = Covers(MOST_PEOPLE, [Kind(tables, len(tables))], [costs], [], work=PLENTY).cheapest(10**6)

    assert found is not None
    assert found.cost == int(costs.sum())
    assert Covers(MOST_PEOPLE, [Kind(tables, len(tables) - 1)], [costs], [], work=PLENTY).cheapest(10**6) is None


@pytest.mark.parametrize("tables", [0, 1, BLOCK, BLOCK + 1, 3 * BLOCK - 1])
def test_people_are_counted_over_all_blocks_of_tables(tables: int) -> None:
    random = np.random.default_rng(tables)
    holding, chosen = random.random((tables, 13)) < 0.3, random.random((BLOCK, tables)) < 0.5
    assert Holding(holding).counts(chosen).tolist() == (chosen.astype(int) @ holding.astype(int)).tolist()


def test_products_stay_too_small_for_threads() -> None:
    """Threads of OpenBLAS wait for each other far longer than they work where the cores are busy."""
    assert BLOCK * BLOCK * MOST_PEOPLE <= 1 << 18
