"""Tables that are equally good come out equally often, of equal sizes and of unequal ones: against all there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from sparing import slow_but

from pairing.solver.problem import Sizes
from pairing.solver.solve import solve

# People, sizes, practices, how many best rounds there are, and the chi-square one fair draw in a thousand exceeds.
EVEN = {
    "six at two tables": (6, Sizes(3, 3, 3), (1, 1, 1, 1, 1, 1), 10, 27.9),
    "two practices of three": (6, Sizes(3, 3, 3), (3, 3), 9, 26.1),
    "five, three and two": (5, Sizes(2, 3, 3), (1, 1, 1, 1, 1), 10, 27.9),
    "seven, four and three": (7, Sizes(3, 4, 3), (1, 1, 1, 1, 1, 1, 1), 35, 65.2),
    "seven, one sits out": (7, Sizes(3, 3, 3), (1, 1, 1, 1, 1, 1, 1), 70, 111.1),
    "eight at three tables": (8, Sizes(2, 3, 3), (1,) * 8, 280, 356.6),
}
QUICK = ["six at two tables", "five, three and two"]


def examine(people, name, each):
    n, sizes, practices, outcomes, most = EVEN[name]
    where = tuple(frozenset({practice}) for practice, count in enumerate(practices) for _ in range(count))
    problem = people(n, sizes=sizes, practices=where, role=(0,) * n)
    rounds = Counter()
    for seed in range(each * outcomes):
        solution = solve(replace(problem, seed=seed))
        rounds[tuple(group.seats for group in solution.groups), solution.left_out] += 1

    assert len(rounds) == outcomes
    assert sum((count - each) ** 2 / each for count in rounds.values()) < most


@pytest.mark.parametrize("name", slow_but(QUICK, "six at two tables"))
def test_tables_that_are_equally_good_come_out_equally_often(people, name):
    examine(people, name, 15)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(EVEN) - set(QUICK)))
def test_more_tables_that_are_equally_good_come_out_equally_often(people, name):
    examine(people, name, 20 if EVEN[name][3] < 50 else 8)
