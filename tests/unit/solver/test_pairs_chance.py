"""Among equally good rounds the draw is fair, and a seed repeats wherever it is drawn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from pairing.solver import pairs
from pairing.solver.compile import compile_rules
from pairing.solver.problem import Sizes

# The value of chi-square that one fair draw in a thousand exceeds, by degrees of freedom.
ONE_IN_A_THOUSAND = {2: 13.8, 5: 20.5, 9: 27.9, 14: 36.1, 17: 40.8, 104: 152.9}


def drawn(problem, seeds):
    """How often each round comes out over so many seeds."""
    rounds = Counter()
    for seed in range(seeds):
        problem = replace(problem, seed=seed)
        draft = pairs.match(problem, compile_rules(problem))
        rounds[tuple(group.seats for group in draft.groups), draft.left_out] += 1
    return rounds


def chi_square(counts, outcomes):
    """How far the counts are from an even share of all outcomes."""
    expected = sum(counts.values()) / outcomes
    return sum((count - expected) ** 2 / expected for count in counts.values()) + expected * (outcomes - len(counts))


def practices(*sizes):
    return tuple(frozenset((practice,)) for practice, size in enumerate(sizes) for _ in range(size))


# People, practices, and how many best rounds there are: all alike, so that each has an even share.
EVEN = {
    "four": (4, practices(1, 1, 1, 1), 3),
    "five, one trio": (5, practices(1, 1, 1, 1, 1), 10),
    "six": (6, practices(1, 1, 1, 1, 1, 1), 15),
    "two practices of three": (6, practices(3, 3), 6),
    "seven, one trio": (7, practices(1, 1, 1, 1, 1, 1, 1), 105),
    "three of one practice, three alone": (6, practices(3, 1, 1, 1), 6),
}


@pytest.mark.parametrize("name", ["four", "two practices of three"])
def test_best_rounds_that_are_alike_come_out_equally_often(name, people):
    n, where, best = EVEN[name]

    rounds = drawn(people(n, practices=where, role=(0,) * n), 20 * best)

    assert len(rounds) == best
    assert chi_square(rounds, best) < ONE_IN_A_THOUSAND[best - 1]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["five, one trio", "six", "seven, one trio", "three of one practice, three alone"])
def test_best_rounds_that_are_alike_come_out_equally_often_among_more(name, people):
    n, where, best = EVEN[name]

    rounds = drawn(people(n, practices=where, role=(0,) * n), max(300, 6 * best))

    assert len(rounds) == best
    assert chi_square(rounds, best) < ONE_IN_A_THOUSAND[best - 1]


def test_without_trios_everybody_sits_out_equally_often(people):
    rounds = drawn(people(3, sizes=Sizes(2, 2, 2)), 300)

    assert len(rounds) == 3
    assert chi_square(rounds, 3) < ONE_IN_A_THOUSAND[2]


@pytest.mark.slow
def test_pairs_that_are_alike_have_an_even_share_where_rounds_are_not(people):
    """
    Two practices of two and two people alone: best rounds come in two kinds, each kind even within itself.

    Kind one pairs the practices with one another (and the two alone), kind two mixes; which kind comes
    how often is decided by sums of lots and is not promised. Pairs of the same kinds of people are.
    """
    rounds = drawn(people(6, practices=practices(2, 2, 1, 1), role=(0,) * 6), 1200)

    met = Counter(pair for (groups, _), count in rounds.items() for pair in groups for _ in range(count))
    across = {pair: count for pair, count in met.items() if pair[0] < 2 <= pair[1] < 4}
    aside = {pair: count for pair, count in met.items() if pair[0] < 4 <= pair[1]}
    # Pairs of one round exclude each other, so these shares are steadier than chance: the bound is safe.
    assert chi_square(across, 4) < 16.3
    assert chi_square(aside, 8) < 24.3


ROUND = """
import json, sys
from random import Random
from pairing.solver.problem import Problem, Sizes
from pairing.solver.solve import solve
n = int(sys.argv[1])
random = Random(n)
problem = Problem(
    practices=tuple(frozenset((random.randrange(9),)) for _ in range(n)),
    role=tuple(random.randrange(3) for _ in range(n)),
    sizes=Sizes(2, 3, 2),
    met={(i, i + 1): 1 for i in range(n - 1)},
    turns_missed=tuple(random.randrange(2) for _ in range(n)),
    working_days=tuple(random.choice([0, 1, 2, 3]) for _ in range(n)),
    seed=5,
)
solution = solve(problem)
tiers = [[tier.rule, tier.cost, tier.bound] for tier in solution.tiers]
print(json.dumps([[group.seats for group in solution.groups], tiers]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("n", [60, 301])
def test_a_seed_repeats_in_every_process_on_any_number_of_cores(n):
    answers = set()
    for hash_seed, threads in (("0", "1"), ("1", "2"), ("77", "8")):
        env = os.environ | {
            "PYTHONHASHSEED": hash_seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads,
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", ROUND, str(n)], check=True, capture_output=True, text=True, env=env
        )
        answers.add(done.stdout)

    assert len(answers) == 1
    assert json.loads(answers.pop())[0]
