"""
Tiers in which most pairs cost something of their own: when a floor is annealed as a matrix, and how.

Pair costs of the tiers above are kept as matrices too. What only a whole table can tell, and what
occasions and cover allow, is asked of the floor and its limits before each change is made.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isqrt

import numpy as np

from pairing.solver.problem import Seat
from pairing.solver.tables.annealing import Annealing
from pairing.solver.tables.costs import Costs
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.layers import pair_costs
from pairing.solver.tables.limits import Limits

FEWEST_PEOPLE = 13  # smaller rounds are solved outright where the search does not suffice
MOST_WITHOUT = 0.5  # share of the pairs that may cost the same as most others
FEWEST_VALUES = 16  # meetings are priced by how long ago they were: a dozen values at most
MOST_PEOPLE = 1200  # the costs of all pairs are kept, 8 bytes each
# With nothing above, a few likely people of each table are looked at (measured on MDGPLIB):
MOST_LIKELY_COPIES, PAIRS, SEATS = 64, 320, 16_000  # until so many pairs of tables meet in a step, or people sit there
LIKELY_STEPS_PER_PERSON, GROWTH = 34, 38  # steps grow as the people's number to the power of 2.5, divided by this
MOST_LIKELY_STEPS = 32_000  # about 20 seconds of an idle core
# Else every swap is:
MOST_COPIES, SWAPS = 16, 40_000  # copies of the round cool side by side until a step looks at half so many swaps
STEPS_PER_PERSON, STEPS_PER_PAIR = 88, 1.66  # the more of the two (measured on MDGPLIB)
MOST_WORK = 3_300_000_000  # swaps looked at, and so much for a step itself: about 20 seconds of an idle core
STEP = 12_000
WISHED = 4  # part of the steps where only few pairs are wished for


def work_for(people: int, tables: int, *, free: bool) -> tuple[int, int]:
    """Copies of the round, and steps, that take seconds rather than minutes. ``free``: nothing above, no guard."""
    if free:
        copies = min(MOST_LIKELY_COPIES, 2 * PAIRS // max(tables, 1), SEATS // people)
        return max(2, copies), min(MOST_LIKELY_STEPS, max(LIKELY_STEPS_PER_PERSON * people, isqrt(people**5) // GROWTH))
    size = -(-people // max(tables, 1))
    copies = min(MOST_COPIES, max(2, SWAPS // (people * size)))
    wanted = max(STEPS_PER_PERSON * people, int(STEPS_PER_PAIR * people * (people - 1) / 2))
    return copies, min(wanted, MOST_WORK // (copies * people * size // 2 + STEP))


def is_unstructured(costs: Costs, tier: int) -> bool:
    """True when listed pairs are most of all pairs and cost many different things in this tier."""
    listed = sum(map(len, costs.listed))
    enough = FEWEST_PEOPLE <= costs.people <= MOST_PEOPLE
    if not enough or listed < MOST_WITHOUT * costs.people * (costs.people - 1):
        return False
    if any(special.tier == tier for special in costs.specials):
        return False
    values, counts = np.unique(pair_costs(costs, tier), return_counts=True)
    return len(values) >= FEWEST_VALUES and int(counts.max()) <= MOST_WITHOUT * costs.people**2


def is_wished(costs: Costs, tier: int) -> bool:
    """True when some pairs cost less than nothing in this tier, be they few: tables are then built of wishes."""
    enough = costs.wishes and FEWEST_PEOPLE <= costs.people <= MOST_PEOPLE
    if not enough or any(special.tier == tier for special in costs.specials):
        return False
    return bool((pair_costs(costs, tier) < 0).any())


def anneal_scores(
    floor: Floor,
    limits: Limits,
    tier: int,
    seed: int,
    *,
    late: Callable[[], bool],
    deadline: float = inf,
    gain: float = inf,
    part: int = 1,
) -> list[list[Seat]]:
    """Tables (the pool last, as it was) after annealing a tier; those above are as good as before or better.

    It is ``late`` from the ``deadline`` of `perf_counter` on: where it is sure to come first, the tables cool faster.
    It ends when the tier costs less by the ``gain``, and after a ``part`` of the steps.

    Costs and limits no longer fit the floor afterwards: it has to be restored from what is returned.
    """
    costs = floor.costs
    matrices = [matrix for above in range(tier) if (matrix := pair_costs(costs, above)).any()]
    telling = any(len(set(special.key)) > 1 for special in costs.specials[: floor.wholes.depth])
    guard = Guard(floor, limits, tier) if telling or limits.bound else None
    copies, steps = work_for(costs.people, floor.pool, free=not matrices and guard is None)
    annealing = Annealing(
        groups=floor.groups[: floor.pool],
        costs=pair_costs(costs, tier),
        above=matrices,
        copies=copies,
        steps=steps // part,
        seed=seed,
        late=late,
        deadline=deadline,
        guard=guard,
        gain=gain,
    )
    return [*annealing.run(), floor.groups[floor.pool]]


class Guard:
    """Keeps a floor and its limits in step with an annealing, and refuses what they do."""

    def __init__(self, floor: Floor, limits: Limits, tier: int) -> None:
        self.floor = floor
        self.limits = limits
        self.tier = tier
        self.ceiling = floor.costs.margin(tier - 1) if tier else 1 << (sum(floor.costs.widths) + 2)

    def standing(self) -> int:
        """What the tiers above cost now, as one number."""
        return self.floor.costs.prefix(self.floor.total, self.tier - 1) if self.tier else 0

    def vetoes(self, i: Seat | None, a: int, j: Seat | None, b: int) -> bool:
        """True when person ``i`` of table ``a`` and ``j`` of ``b`` may not change places (None: an empty seat)."""
        if i is None or j is None:
            return self._vetoes_move(*((i, b) if i is not None else (j, a)))
        if self.limits.bound and not self.limits.allow(i, a, j, b):
            return True
        change = self.floor.swap_cost(i, j, self.ceiling)
        if change > self.ceiling:
            return True
        self.floor.swap(i, j, change)
        if self.limits.bound:
            self.limits.swapped(i, a, j, b)
        return False

    def _vetoes_move(self, seat: Seat | None, to: int) -> bool:
        assert seat is not None  # of two seats that change places, one has a person
        if self.limits.occasions[self.floor.where[seat]] != self.limits.occasions[to]:
            return True
        change = self.floor.move_cost(seat, to, self.ceiling)
        if change > self.ceiling:
            return True
        self.floor.move(seat, to, change)
        return False
