"""
The least that repeats can cost in all rounds together, by counting.

Each person needs a partner in every round and has only so many who are new; all rounds together
need so many meetings, and only so many new ones exist. What is missing must be repeats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb

import numpy as np

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem
from pairing.solver.rotations.partners import MOST_PEOPLE, Partners, before_repeats
from pairing.solver.rotations.series import Played
from pairing.solver.rules import no_repeat
from pairing.solver.terms import Ints, Unseated


def least_repeats(
    problem: Problem, rules: Sequence[CompiledRule], rounds: Sequence[Played], reached: Mapping[str, int]
) -> int:
    """
    No rounds cost less at the rule about repeats, given what the rules before it cost.

    At tables, given the sizes of the groups as well, and nothing where people may sit out to be spared a repeat; in
    pairs, when nobody can be left out.
    """
    if not 2 <= problem.n <= MOST_PEOPLE:
        return 0
    if problem.in_pairs:
        if not _everybody_placed(rules, reached):
            return 0
        odd = problem.n % 2
        sizes = [(*([2] * (problem.n // 2 - odd)), *([3] * odd)) for _ in rounds]
        fewest, absent = 1, 0
    else:
        sizes = [played.sizes for played in rounds]
        if not all(sizes) or not _heads_are_counted(rules, rounds):
            return 0  # a round without groups, or with fewer, repeats nobody
        fewest, absent = min(map(min, sizes), default=1) - 1, sum(len(played.left_out) for played in rounds)
    if fewest < 0:
        return 0
    partners = Partners.of(problem, rules, reached)
    needed = fewest * len(rounds)
    slack = absent * fewest
    meetings = sum(comb(size, 2) for each in sizes for size in each)
    each, horizon = no_repeat.prices(problem)
    cheap = partners.new & ~partners.forbidden & ~partners.dear
    any_new = partners.new & ~partners.forbidden
    found = 0
    for free, spare in ((cheap, partners.spare), (any_new, 0)):
        missing = np.maximum(needed - partners.degree(free), 0)
        by_person = -(-(int(missing.sum()) - slack - 2 * spare) // 2)
        in_all = meetings - spare - int(free.sum())
        cheapest = each + _youth(problem, horizon, len(rounds))
        found = max(found, max(by_person, in_all, 0) * cheapest)
        if not spare and not slack and not problem.met:
            found = max(found, _by_spacing(partners.degree(free), fewest, len(rounds), (each, horizon)))
    return found


def _heads_are_counted(rules: Sequence[CompiledRule], rounds: Sequence[Played]) -> bool:
    """True when no rounds that cost the rules before repeats as much place fewer people."""
    left_out = any(played.left_out for played in rounds)
    asked = [t.weights for rule in before_repeats(rules) for t in rule.round_terms if isinstance(t, Unseated)]
    return any(min(weights, default=0) > 0 and (len(set(weights)) == 1 or not left_out) for weights in asked)


def _everybody_placed(rules: Sequence[CompiledRule], reached: Mapping[str, int]) -> bool:
    """True when the rules before repeats leave nobody out."""
    return any(
        isinstance(term, Unseated) and min(term.weights, default=1) > 0 and (rule.hard or reached.get(rule.name) == 0)
        for rule in before_repeats(rules)
        for term in rule.round_terms
    )


def _youth(problem: Problem, horizon: int, rounds: int) -> int:
    """What a repeat costs at least for being recent: it is as old as there are rounds for."""
    longest = max([rounds - 1, *(since + rounds - 1 for since in problem.met.values())])
    return max(0, horizon - longest)


def _by_spacing(partners: Ints, each: int, rounds: int, prices: tuple[int, int]) -> int:
    """
    Half of what everybody's own repeats cost when they lie as far apart as can be.

    Somebody with D partners and T meetings has T - D repeats; the gaps between a meeting and the
    one before with the same person add up to no more than the D last rounds less the D first.
    """
    turns = [number for number in range(rounds) for _ in range(each)]
    total = 0
    for known in partners.tolist():
        repeats = len(turns) - known
        if repeats > 0:
            gaps = sum(turns[len(turns) - known :]) - sum(turns[:known]) if known else 0
            total += repeats * prices[0] + max(0, repeats * prices[1] - gaps)
    return -(-total // 2)
