"""In which round new partners run out, by counting: before it is made, and whatever the rounds look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing.solver.problem import Problem, Seat
from pairing.solver.rotations.partners import MOST_PEOPLE, Partners
from pairing.solver.rotations.series import full_rules
from pairing.tiers import Tier


@dataclass(frozen=True)
class Limit:
    """From ``round`` on, counted from 1, ``seat`` must meet somebody again: only ``partners`` are new to them."""

    round: int
    seat: Seat
    partners: int


def run_out(problem: Problem, tiers: Sequence[Tier]) -> Limit | None:
    """The person with the fewest new partners, given what the stricter rules cost; None where nobody meets."""
    smallest = min(problem.exact_sizes, default=1) if problem.exact_sizes else problem.sizes.smallest
    if not 2 <= problem.n <= MOST_PEOPLE or smallest < 2:
        return None
    partners = Partners.of(problem, full_rules(problem), {tier.rule: tier.cost for tier in tiers})
    new = partners.degree(partners.new & ~partners.forbidden)
    seat = int(np.argmin(new))
    return Limit(int(new[seat]) // (smallest - 1) + 1, seat, int(new[seat]))
