"""
The least each tier can cost, by counting, given the sizes of the groups.

The terms bring their own bounds. Added here is what the number of people tells beside them: who
must sit with listed people because there are not enough others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, combinations

from pairing.solver.compile import CompiledRule
from pairing.solver.tables.occasions import counts_heads
from pairing.solver.tables.plan import Plan
from pairing.solver.terms import Away, Clash, Listed, RoundTerm, Term, Unseated


def round_bounds(rules: Sequence[CompiledRule], plan: Plan, people: int, fullest: int) -> tuple[int, ...]:
    """
    One number a rule: no round with tables of these sizes costs less, whoever is left out.

    ``fullest``: nobody is listed with more people.

    How many are left out is not given by the sizes but itself at stake, so the rules about that
    are bounded by what no plan could avoid, until a rule that counts heads has told the number.
    """
    bounds, heads_known, least_so_far = [], False, True
    for rule, least in zip(rules, plan.absences, strict=True):
        here = sum(_bound(term, plan.sizes, people, fullest) for term in rule.terms if not isinstance(term, Unseated))
        unseated = [term for term in rule.round_terms if isinstance(term, Unseated)]
        given = sum(term.bound(plan.sizes) for term in unseated) if heads_known else 0
        planned = least_so_far and any(isinstance(term, Unseated | Away) for term in rule.round_terms)
        bounds.append(max(here + given, least) if planned else here + given)
        reached = sum(term.weights[seat] for term in unseated for seat in plan.left_out)
        least_so_far = least_so_far and reached <= least
        heads_known = heads_known or any(counts_heads(term) for term in unseated)
    return tuple(bounds)


def _bound(term: Term | RoundTerm, sizes: Sequence[int], people: int, fullest: int) -> int:
    own = term.bound(sizes)
    if isinstance(term, Listed):
        return max(own, _forced(term, sizes, people, fullest))
    if isinstance(term, Clash) and any(len(values) > 1 for values in term.values):
        return max(own, _spread(term, sizes, people))
    return own


def _spread(term: Clash, sizes: Sequence[int], people: int) -> int:
    """
    Every value spread evenly, people counted under each of theirs; what that counts double taken off.

    A pair sharing m values is one clash counted m times: m - 1 is taken off for every such pair,
    as if all of them sat together. People left out take their dearest places with them.
    """
    levels = [sum(size > level for size in sizes) for level in range(max(sizes, default=0))]
    marginals: list[int] = []
    for count in Counter(chain.from_iterable(term.values)).values():
        rest = count
        for level, room in enumerate(levels):
            marginals += [level] * min(rest, room)
            rest -= min(rest, room)
    several = [values for values in term.values if len(values) > 1]
    double = sum(max(0, len(one & other) - 1) for one, other in combinations(several, 2))
    gone = max(0, people - sum(sizes)) * max(map(len, term.values), default=0)
    marginals.sort()
    return term.cost * max(0, sum(marginals[: max(0, len(marginals) - gone)]) - double)


def _forced(term: Listed, sizes: Sequence[int], people: int, fullest: int) -> int:
    """Half of what everybody's cheapest partners cost, counting people not listed as free; the cheapest placed."""
    partners = sorted({size - 1 for size in sizes})
    if term.least >= 0 and people - 1 - fullest >= max(partners, default=0):
        return 0  # everybody has unlisted people enough
    listed: list[list[int]] = [[] for _ in range(people)]
    for (i, j), cost in term.costs.items():
        listed[i].append(cost)
        listed[j].append(cost)
    owed = sorted(min((_cheapest(costs, people, many) for many in partners), default=0) for costs in listed)
    return -(-sum(owed[: sum(sizes)]) // 2)


def _cheapest(costs: list[int], people: int, partners: int) -> int:
    """The least that so many partners cost one person: wishes first, then the unlisted, then the rest."""
    unlisted = people - 1 - len(costs)
    wishes = sum(sorted(cost for cost in costs if cost < 0)[:partners])
    dear = sorted(cost for cost in costs if cost >= 0)
    left = partners - (len(costs) - len(dear)) - unlisted
    return wishes + (sum(dear[:left]) if left > 0 else 0)
