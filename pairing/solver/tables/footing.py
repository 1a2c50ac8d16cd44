"""
What rules cost at the least at given sizes, whoever goes to which occasion; and heads shared out to cost just that.

Dates, seats and cover say who can be where, and a practice of which twelve can only come on the
day with ten tables sits two to a table twice. One headcount brings every rule in turn as low as
heads allow, those before it kept there.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from math import inf
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.counting import Aimed
from pairing.solver.tables.couples import Held
from pairing.solver.tables.head_costs import HeadCosts
from pairing.solver.tables.headcount import Headcount
from pairing.solver.terms import AtLeast, AtMost, Clash, Distinct, Unseated

if TYPE_CHECKING:
    from pairing.solver.tables.counting import Linear

EFFORT = 1.0  # CP-SAT's deterministic time for each rule: about as many seconds
LATER = 0.2  # and where the search stayed above what heads allow, for the bounds of the rules below


class Footing:
    """
    The least each rule costs at tables of ``sizes`` laid at any occasions, and an attendance that allows it.

    ``present``: everybody whom any table may hold. ``paid``: what rules about absences and cover cost.
    ``at``: the occasion of everybody, None for whoever is left out; None where there is nothing to gain.
    ``couples``: who had best sit together at each occasion, by the values they hold.
    The ``deadline`` (of `perf_counter`) breaks the search off; what is proven by then holds.
    """

    def __init__(
        self,
        problem: Problem,
        rules: Sequence[CompiledRule],
        present: Sequence[Seat],
        sizes: Sequence[int],
        *,
        paid: Mapping[int, int],
        random: Random,
        deadline: float = inf,
    ) -> None:
        self.problem, self.rules, self.sizes, self.paid = problem, rules, sizes, dict(paid)
        self.deadline = deadline
        self.types = list(_types(problem, rules, present).values())
        self.seed = random.randrange(1 << 30)
        self.aimed: dict[int, Aimed] = {}
        self.at: tuple[int | None, ...] | None = None
        self.tables: tuple[tuple[int, ...], ...] = ()
        self.couples: dict[int, list[tuple[Held, Held]]] = {}
        self._share_out(random)

    def _share_out(self, random: Random) -> None:
        """From the first rule about tables on, every rule as low as heads allow."""
        first = next((tier for tier, rule in enumerate(self.rules) if rule.group_terms), len(self.rules))
        above = {tier: cost for tier, cost in self.paid.items() if tier < first}
        heads = self._heads()
        rules = HeadCosts(heads)
        costs = self._costs(rules, above, range(len(self.rules)))
        aims = {tier: cost for tier, cost in costs.items() if tier >= first and not isinstance(cost, int)}
        if not any(self.rules[tier].group_terms for tier in aims):
            return
        self.aimed = heads.aim_at_all(aims, EFFORT)
        if self.aimed:
            self.at = attended(self.problem.n, heads, random)
            self.tables = heads.sizes()
            self.couples = _wanted(heads, rules)

    def least(self, tier: int, paid: Sequence[int]) -> int | None:
        """No round of these sizes costs less in a tier and no more than ``paid`` in those above.

        None where heads tell nothing of it.
        """
        if tier not in self.aimed or not self.rules[tier].group_terms:
            return None
        known = self.paid | {other: aimed.reached for other, aimed in self.aimed.items()}
        kept = {other: cost for other, cost in known.items() if other < tier}
        if all(paid[other] <= cost for other, cost in kept.items()):
            return self.aimed[tier].bound
        if perf_counter() > self.deadline:
            return None
        heads = self._heads()
        costs = self._costs(HeadCosts(heads), {other: paid[other] for other in kept}, range(tier + 1))
        aimed = heads.aim(costs[tier], LATER) if tier in costs else None
        return aimed.bound if aimed else None

    def _heads(self) -> Headcount:
        """A model of its own, broken off at the deadline."""
        heads = Headcount(self.problem, self.types, self.seed, self.sizes)
        heads.deadline = self.deadline
        return heads

    def _costs(self, rules: HeadCosts, caps: Mapping[int, int], tiers: range) -> dict[int, Linear]:
        """What each rule costs at least by heads, some of them held to what they may cost at most.

        Nothing when it is late: of thousands of people it takes seconds to write down.
        """
        costs: dict[int, Linear] = {}
        for tier in tiers:
            cost = rules.of(self.rules[tier])
            if perf_counter() > self.deadline:
                return {}
            if cost is not None:
                costs[tier] = cost
        for tier, cap in caps.items():
            if tier in costs:
                rules.heads.model.add(costs[tier] <= cap)
        return costs


def attended(people: int, heads: Headcount, random: Random) -> tuple[int | None, ...]:
    """The occasion of everybody by the counts found; chance says who of a type."""
    at: list[int | None] = [None] * people
    for places, members in zip(heads.counts(), heads.types, strict=True):
        queue = list(members)
        random.shuffle(queue)
        for occasion, count in enumerate(places):
            for _ in range(count):
                at[queue.pop()] = occasion
    return tuple(at)


def _wanted(heads: Headcount, rules: HeadCosts) -> dict[int, list[tuple[Held, Held]]]:
    """The couples to sit together at each occasion."""
    known = heads.known()
    return {
        k: [pair for pair, many in couples.items() for _ in range(known[many.index])]
        for k, couples in rules.couples.items()
    }


def _types(
    problem: Problem, rules: Sequence[CompiledRule], present: Sequence[Seat]
) -> dict[tuple[Hashable, ...], list[Seat]]:
    """People alike in dates, posts, weights, values and marks."""
    terms = [term for rule in rules for term in rule.terms]
    weights = [term.weights for term in terms if isinstance(term, Unseated)]
    values = [term.values for term in terms if isinstance(term, AtMost | Clash | Distinct)]
    marks = [term.marked for term in terms if isinstance(term, AtLeast)]
    types: dict[tuple[Hashable, ...], list[Seat]] = {}
    for seat in present:
        dates = problem.may_attend[seat] if problem.may_attend else -1
        posts = problem.cover_keys[seat] if problem.cover_keys else frozenset[int]()
        key = (dates, posts, *(each[seat] for each in (*weights, *values, *marks)))
        types.setdefault(key, []).append(seat)
    return types
