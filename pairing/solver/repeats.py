"""Why a round of pairs cannot do without repeats, or colleagues: for whom there is nobody else, or too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing.solver.compile import compile_rules
from pairing.solver.matching.flow import short_of_partners
from pairing.solver.problem import Problem, Seat
from pairing.solver.rotations.partners import MOST_PEOPLE, Partners, before_repeats
from pairing.solver.rules import different_practice, everyone_placed, no_repeat
from pairing.solver.terms import Ints
from pairing.tiers import Tier

FEW = 500  # people beyond whom looking at every pair takes as long as the round


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
    pairs = _partners(problem, tiers)
    return None if pairs is None else _short(pairs, pairs.new & ~pairs.forbidden, len(left_out))


def new_in_circles(problem: Problem, tiers: Sequence[Tier], left_out: Sequence[Seat]) -> bool:
    """
    True when everybody could ask and be asked by somebody new, at no rule's cost, in an even round that has repeats.

    So asking goes round in circles of an odd number, and pairs cannot all be made of it.
    """
    pairs = None if left_out or problem.n % 2 else _partners(problem, tiers)
    if pairs is None or not any(tier.rule == no_repeat.NAME and tier.cost for tier in tiers):
        return False
    chosen = pairs.new & ~pairs.forbidden & ~pairs.dear
    return short_of_partners(pairs.people, pairs.i[chosen], pairs.j[chosen]) is None


def _partners(problem: Problem, tiers: Sequence[Tier]) -> Partners | None:
    """Who is new to whom; None where too little is proved, or people may sit out, or are too many to look at."""
    rules = compile_rules(problem)
    before = [rule.name for rule in before_repeats(rules)]
    reached = {tier.rule: tier.cost for tier in tiers if tier.proved}
    known = everyone_placed.NAME in before and all(name in reached for name in [*before, no_repeat.NAME])
    if not (problem.in_pairs and problem.met and known and problem.n <= MOST_PEOPLE):
        return None
    return Partners.of(problem, rules, reached)


def colleagues(problem: Problem, tiers: Sequence[Tier], left_out: Sequence[Seat]) -> Spent | None:
    """
    Why colleagues have to be together in the best round of these tiers; None where no cause can be named.

    ``people`` may be put with nobody of another practice but ``partners``, who are fewer.
    """
    rules = compile_rules(problem)
    names = [rule.name for rule in rules]
    if different_practice.NAME not in names or not problem.in_pairs:
        return None
    place = names.index(different_practice.NAME)
    proved = {tier.rule for tier in tiers if tier.proved}
    if everyone_placed.NAME not in names[:place] or not proved.issuperset(names[: place + 1]):
        return None
    cost = next(tier.cost for tier in tiers if tier.rule == different_practice.NAME)
    largest = _largest_practice(problem, len(left_out))
    if largest is not None and largest.least == cost > 0:
        return largest  # nothing more could be named, and no pair need be looked at
    if not cost or problem.n > FEW:
        return None
    pairs = Partners.of(problem, [*(rule for rule in rules[:place] if rule.hard), rules[place]], {})
    return _short(pairs, ~pairs.forbidden, len(left_out), cost)


def _largest_practice(problem: Problem, left_out: int) -> Spent | None:
    """Its people, and everybody else."""
    sizes = Counter(practice for own in problem.practices for practice in own)
    if not sizes:
        return None
    practice = max(sizes, key=lambda each: (sizes[each], -each))
    inside = np.array([practice in own for own in problem.practices])
    return _cause(np.flatnonzero(inside), np.flatnonzero(~inside), left_out)


def nobody_allowed(problem: Problem) -> tuple[Seat, ...]:
    """In a round of pairs, those whom a must keeps from everybody; nobody above `FEW`."""
    if not problem.in_pairs or not 2 <= problem.n <= FEW:
        return ()
    pairs = Partners.of(problem, [rule for rule in compile_rules(problem) if rule.hard], {})
    return tuple(np.flatnonzero(pairs.degree(~pairs.forbidden) == 0).tolist())


def _short(
    pairs: Partners, chosen: np.typing.NDArray[np.bool_], left_out: int, enough: int | None = None
) -> Spent | None:
    """Who has too few of the chosen partners: those with none, or those with too few where these cause more.

    Where ``enough`` is given, no more than that is looked for.
    """
    alone = np.flatnonzero(pairs.degree(chosen) == 0)
    causes = [_cause(alone, alone[:0], left_out)]
    if enough is not None and causes[0].least >= enough:
        return causes[0]
    cut = short_of_partners(pairs.people, pairs.i[chosen], pairs.j[chosen])
    if cut is not None:
        # Who stands on both sides is open to somebody short: without them nobody short is open to another.
        short, their_partners = cut
        people, partners = np.setdiff1d(short, their_partners), np.setdiff1d(their_partners, short)
        causes.append(_cause(people, partners, left_out))
    return max((cause for cause in causes if cause.least > 0), key=lambda cause: cause.least, default=None)


def _cause(people: Ints, partners: Ints, left_out: int) -> Spent:
    """Of the people all but as many as there are partners, or sit out, meet again, two in a pair at best."""
    least = -(-(len(people) - len(partners) - left_out) // 2)
    return Spent(tuple(people.tolist()), tuple(partners.tolist()), least)
