"""Why repeats cannot be avoided in a round of pairs: who has met everybody, or nearly everybody, they may meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing.solver.compile import compile_rules
from pairing.solver.matching.flow import short_of_partners
from pairing.solver.problem import Problem, Seat
from pairing.solver.rotations.partners import MOST_PEOPLE, Partners, before_repeats
from pairing.solver.rules import everyone_placed, no_repeat
from pairing.solver.terms import Ints
from pairing.tiers import Tier


@dataclass(frozen=True)
class Spent:
    """
    ``people`` may meet nobody new but ``partners``, who are fewer; so ``least`` pairs or more meet again.

    Whom somebody may meet: whoever no must and no rule before repeats that is kept in this round stands against.
    """

    people: tuple[Seat, ...]
    partners: tuple[Seat, ...]
    least: int


def spent(problem: Problem, tiers: Sequence[Tier], left_out: Sequence[Seat]) -> Spent | None:
    """
    The cause of repeats in the best round of these tiers; None where they have none that can be named.

    None too where the tiers before are not proved, where leaving people out could spare repeats, and above
    `MOST_PEOPLE`, as every pair is looked at.
    """
    rules = compile_rules(problem)
    before = [rule.name for rule in before_repeats(rules)]
    reached = {tier.rule: tier.cost for tier in tiers if tier.proved}
    known = everyone_placed.NAME in before and all(name in reached for name in [*before, no_repeat.NAME])
    if not (problem.in_pairs and problem.met and known and problem.n <= MOST_PEOPLE):
        return None
    pairs = Partners.of(problem, rules, reached)
    open_to_both = pairs.new & ~pairs.forbidden
    met_all = np.flatnonzero(pairs.degree(open_to_both) == 0)
    causes = [_cause(met_all, met_all[:0], len(left_out))]
    cut = short_of_partners(problem.n, pairs.i[open_to_both], pairs.j[open_to_both])
    if cut is not None:
        # Who stands on both sides is open to somebody short: without them nobody short is open to another.
        short, their_partners = cut
        people, partners = np.setdiff1d(short, their_partners), np.setdiff1d(their_partners, short)
        causes.append(_cause(people, partners, len(left_out)))
    return max((cause for cause in causes if cause.least > 0), key=lambda cause: cause.least, default=None)


def _cause(people: Ints, partners: Ints, left_out: int) -> Spent:
    """Of the people all but as many as there are partners, or sit out, meet again, two in a pair at best."""
    least = -(-(len(people) - len(partners) - left_out) // 2)
    return Spent(tuple(people.tolist()), tuple(partners.tolist()), least)
