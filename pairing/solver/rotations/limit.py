"""In which round new partners run out, by counting: before it is made, and whatever the rounds look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing.solver.problem import Problem, Seat
from pairing.solver.rotations.partners import MOST_PEOPLE, Partners, before_repeats
from pairing.solver.rotations.series import full_rules
from pairing.solver.rules import everyone_placed
from pairing.tiers import Tier


@dataclass(frozen=True)
class Limit:
    """From ``round`` on, counted from 1, ``seat`` must meet somebody again: only ``partners`` are new to them."""

    round: int
    seat: Seat
    partners: int


def run_out(problem: Problem, tiers: Sequence[Tier]) -> Limit | None:
    """
    The person with the fewest new partners, given what the stricter rules cost; None where nobody need meet.

    Of all rounds this person may sit out as many as people are left out in all.
    """
    smallest = min(problem.exact_sizes, default=1) if problem.exact_sizes else problem.sizes.smallest
    if not 2 <= problem.n <= MOST_PEOPLE or smallest < 2:
        return None
    rules, reached = full_rules(problem), {tier.rule: tier.cost for tier in tiers}
    if everyone_placed.NAME not in (rule.name for rule in before_repeats(rules)):
        return None
    partners = Partners.of(problem, rules, reached)
    new = partners.degree(partners.new & ~partners.forbidden)
    seat = int(np.argmin(new))
    without = int(new[seat]) // (smallest - 1) + reached[everyone_placed.NAME]
    return Limit(without + 1, seat, int(new[seat]))
