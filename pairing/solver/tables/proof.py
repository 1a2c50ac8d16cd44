"""
Better bounds for tiers that stay above their counting bound, worked out only where one does.

Given the costs reached in the tiers above. Sums over pairs of kinds are bounded at any size; every
other tier only in small rounds, over all tables there could be (`columns`).
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem, Seat
from pairing.solver.tables.columns import Settled, settle
from pairing.solver.tables.costs import Costs
from pairing.solver.tables.effort import Means
from pairing.solver.tables.floor import Floor
from pairing.solver.tables.left import Proved
from pairing.solver.tables.mixes import Question, least_cost
from pairing.solver.tables.occasions import counts_heads
from pairing.solver.tables.quest import Questions
from pairing.solver.terms import Between, Clash, Drawn, Unseated

WORK = 40_000  # branches of the pricing: about half a second
MOST_KINDS = 40
MOST_LAID_OUT = 2_000  # kinds of which every two have a place in a square: those of so many are never so few alike
SWAYS = range(-6, 5)  # prices tried for a unit of the tier above
MOST_PRICED = 120  # kinds beyond which these are not tried
LEAST_AT_COLUMNS, MOST_AT_COLUMNS = 13, 80  # people in a round settled over all tables; fewer are solved outright
LARGEST_AT_COLUMNS = 8  # and at one table
TRIES = 2_000_000_000  # tables tried while rounds are gone through: about six seconds
CP_EFFORT = 6.0  # CP-SAT's deterministic seconds for all tiers of a round

Matrix = list[list[int]]


class Proof:
    """What may still be proven about one plan's tiers. ``outside``: people whom no table may hold."""

    def __init__(self, problem: Problem, rules: Sequence[CompiledRule], costs: Costs, outside: frozenset[Seat]) -> None:
        self.costs = costs
        self.placeable = [
            seat
            for seat in range(problem.n)
            if seat not in outside and (not problem.may_attend or problem.may_attend[seat])
        ]
        self.by_kinds = [
            not rule.round_terms and all(isinstance(term, Clash | Between | Drawn) for term in rule.group_terms)
            for rule in rules
        ]
        self._matrices: dict[int, Matrix] = {}
        self._rules = rules
        self._questions = Questions(rules, problem.n)
        self._small = LEAST_AT_COLUMNS <= problem.n <= MOST_AT_COLUMNS and not problem.occasions
        self._means = Means(TRIES, CP_EFFORT)
        self._proved: Proved | None = None

    def settled(self, floor: Floor, tier: int, bounds: Sequence[int], deadline: float) -> Settled:
        """A tier over all tables there could be, where the round is small; CP-SAT only below tiers that are proved."""
        paid = [self.costs.digit(floor.total, other) for other in range(tier + 1)]
        if not self._may_be_settled(floor, tier, paid):
            return Settled(bounds[tier])
        proved = all(cost <= bound for cost, bound in zip(paid[:tier], bounds, strict=False))
        settled = settle(
            self._questions.about(floor, tier),
            floor.groups[: floor.pool],
            paid[tier],
            means=self._means if proved else Means(0, 0.0),
            seconds=deadline - perf_counter(),
            proved=self._proved,
        )
        self._proved = settled.proved or self._proved
        return settled

    def _may_be_settled(self, floor: Floor, tier: int, paid: Sequence[int]) -> bool:
        """How many are left out is settled nowhere here, and under a broken must nothing is."""
        above, sizes = self._rules[:tier], [len(table) for table in floor.groups[: floor.pool]]
        heads_known = any(counts_heads(term) for rule in above for term in rule.round_terms)
        absence = any(isinstance(term, Unseated) for term in self._rules[tier].round_terms)
        return (
            self._small
            and 0 < max(sizes, default=0) <= LARGEST_AT_COLUMNS
            and (heads_known or not absence)
            and not any(rule.hard and cost > 0 for rule, cost in zip(above, paid, strict=False))
        )

    def bound(self, floor: Floor, tier: int, bounds: Sequence[int]) -> int:
        """No round of these sizes costs less in a tier, given what the tiers above cost on this floor."""
        if not self.by_kinds[tier] or floor.pool == 0 or len(self.costs.table) > MOST_LAID_OUT:
            return bounds[tier]
        costs = self._matrix(tier)
        if min(map(min, costs)) < 0:
            return bounds[tier]
        above = self._above(tier)
        if above is not None:
            reached = self.costs.digit(floor.total, above)
            swayed = self._swayed(floor, tier, above, bounds[above], reached)
            return max(bounds[tier], swayed, self._by_mixes(floor, tier, above))
        return max(bounds[tier], self._by_mixes(floor, tier, None))

    def _above(self, tier: int) -> int | None:
        """The nearest tier above that is a sum over kinds as well."""
        return next((other for other in reversed(range(tier)) if self.by_kinds[other]), None)

    def _matrix(self, tier: int) -> Matrix:
        """What two kinds cost in one tier."""
        if tier not in self._matrices:
            self._matrices[tier] = self.costs.of_kinds(tier)
        return self._matrices[tier]

    def _by_mixes(self, floor: Floor, tier: int, above: int | None) -> int:
        """The bound by a linear programme over the mixes of tables, kinds alike in these tiers taken as one."""
        mine = self._matrix(tier)
        other = self._matrix(above) if above is not None else None
        number: dict[tuple[int, ...], int] = {}
        keys = [tuple(row) for row in mine] if other is None else [(*a, *b) for a, b in zip(mine, other, strict=True)]
        merged = [number.setdefault(key, len(number)) for key in keys]
        if len(number) > MOST_KINDS or (other is not None and min(map(min, other)) < 0):
            return 0
        first = [merged.index(kind) for kind in range(len(number))]
        heads = [0] * len(number)
        for seat in self.placeable:
            heads[merged[self.costs.kind[seat]]] += 1
        tables = floor.groups[: floor.pool]
        question = Question(
            heads=heads,
            absent=len(self.placeable) - sum(map(len, tables)),
            sizes=[len(table) for table in tables],
            costs=[[mine[a][b] for b in first] for a in first],
            known=[tuple(sorted(merged[self.costs.kind[seat]] for seat in table)) for table in tables],
            goal=self.costs.digit(floor.total, tier),
            above=None if other is None else [[other[a][b] for b in first] for a in first],
            reached=0 if above is None else self.costs.digit(floor.total, above),
        )
        return least_cost(question, WORK)

    def _swayed(self, floor: Floor, tier: int, above: int, least: int, reached: int) -> int:
        """
        Half of what everybody's cheapest partners cost, the tier above charged beside this one.

        That tier costs between its least and what it reached, so whatever a unit of it is priced
        at, the price of what it may cost comes off again (Lagrange).
        """
        mine, other = self._matrix(tier), self._matrix(above)
        sizes = [len(table) for table in floor.groups[: floor.pool]]
        kinds = range(len(mine))
        best = 0
        for sway in SWAYS if len(mine) <= MOST_PRICED else ():
            table = {(a, b): mine[a][b] + sway * other[a][b] for a in kinds for b in range(a, len(mine))}
            bound = Between(tuple(self.costs.kind), table).bound(sizes)
            best = max(best, bound - sway * (reached if sway > 0 else least))
        return best
