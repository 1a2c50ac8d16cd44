"""
What the rounds to come lose by a pair who meet now, where everybody will soon have met nearly everybody.

A later table without repeats is a set of people of whom no two have met. Pairs are priced by the
trios of such people they belong to: each trio counts for every member, the more the fewer they have
left. So people with few common colleagues still to meet come together first, and what is left
stays in clusters, in which tables can still be found.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem
from pairing.solver.tables.costs import Costs
from pairing.solver.tables.layers import Numbers, pair_costs
from pairing.solver.terms import Listed

FEWEST_PEOPLE = 13  # smaller rounds are solved outright where the search does not suffice
MOST_PEOPLE = 150  # what every pair loses is worked out
FORESEEN = 12  # rounds like this one: with new pairs enough for more, repeats are too far away to be seen
SCALE = 100  # prices are whole numbers, their standard deviation about this
SHARE = 1 << 24  # of this a person's trios have equal parts

Open = npt.NDArray[np.int64]


def tier_of_meetings(problem: Problem, rules: Sequence[CompiledRule]) -> int | None:
    """The tier that lists who has met; None where nobody has, or where it counts for nothing."""
    for tier, rule in enumerate(rules):
        lists = [term for term in rule.group_terms if isinstance(term, Listed)]
        if problem.met and any(term.costs.keys() == problem.met.keys() for term in lists):
            return tier
    return None


def in_sight(problem: Problem, sizes: Sequence[int]) -> bool:
    """True where so many rounds like this one that we look no further would use up everybody's new colleagues."""
    contacts = sum(size * (size - 1) // 2 for size in sizes)
    pairs = problem.n * (problem.n - 1) // 2 - len(problem.met)
    return FEWEST_PEOPLE <= problem.n <= MOST_PEOPLE and 0 < pairs < FORESEEN * contacts


def open_pairs(costs: Costs, tier: int) -> Open:
    """1 for two who may still meet at no cost in any tier down to this one."""
    free = np.ones((costs.people, costs.people), dtype=bool)
    for each in range(tier + 1):
        free &= pair_costs(costs, each) <= 0
    np.fill_diagonal(free, False)
    return free.astype(np.int64)


def prices(pairs: Open) -> Numbers | None:
    """What is lost by each pair's meeting; None where all lose alike."""
    if not pairs.any():
        return None
    common = pairs @ pairs
    trios = (pairs * common).sum(axis=1) // 2
    share = SHARE // (trios + 1)
    lost = common * (share[:, None] + share[None, :]) + (pairs * share) @ pairs
    felt = lost[pairs > 0]
    spread = float(felt.std())
    if spread == 0:
        return None
    return np.where(pairs > 0, np.round((lost - felt.mean()) * (SCALE / spread)), 0.0)
