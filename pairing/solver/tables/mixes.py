"""
The least a tier can cost whatever the mix of kinds at each table: a linear programme over mixes.

A round is a choice of mixes that uses up the people of every kind (Dantzig and Wolfe 1960; GLOP).
Its prices are rounded to whole numbers and every table of every size is priced at them exactly,
so the bound (Lagrange) is true whatever the floating point did. Mixes are added until none pays.
A tier above may be held to what it reached: a row of the programme, whose price is charged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from pairing.solver.tables.pricing import Market, Mix, TooMuchWork, Work

UNIT = 1 << 20  # prices are whole numbers of this fraction of one unit of cost
NEAR = UNIT >> 10  # a mix that pays less than this is no longer worth adding
PASSES = 300
STARTS = 10  # mixes of each size from which better ones are climbed to
SLACK = 1e-6  # of GLOP; it only decides when to stop

Table = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Question:
    """What is asked for: kinds with their heads, the sizes, what two kinds cost (not negative), a round known.

    ``absent``: how many of the heads have no seat. ``goal``: a bound so high ends the search.
    ``above``: what two kinds cost in a tier (not negative either) that may not cost more than ``reached``.
    """

    heads: Sequence[int]
    absent: int
    sizes: Sequence[int]
    costs: Table
    known: Sequence[Mix]
    goal: int
    above: Table | None = None
    reached: int = 0


@dataclass(frozen=True)
class Prices:
    """What seating one of each kind earns, and what a unit of the tier above is charged (not negative)."""

    of_kinds: Sequence[int]
    of_above: int = 0


def least_cost(question: Question, work: int) -> int:
    """No round costs less; 0 where nothing better was found within so many branches."""
    programme = Programme(question)
    budget, best = Work(work), 0
    try:
        for _ in range(PASSES):
            if not programme.solved():
                break
            prices = programme.prices()
            if programme.add(climbing(question, prices, programme.columns)):
                continue
            bound, fresh = priced(question, prices, programme.columns, budget)
            best = max(best, bound)
            enough = min(question.goal, programme.value())
            if best >= enough or not programme.add(fresh):
                break
    except TooMuchWork:
        pass
    return best


def climbing(question: Question, prices: Prices, known: Sequence[Mix]) -> list[Mix]:
    """Mixes that pay at these prices, found at once from those that nearly do; none there proves nothing."""
    market = Market(prices.of_kinds, _charged(question, prices.of_above), question.heads, Work(0))
    fresh: list[Mix] = []
    for size in sorted(set(question.sizes)):
        nearest = sorted((-market.worth(mix), mix) for mix in known if len(mix) == size)[:STARTS]
        found = {market.climbed(mix) for _, mix in nearest}
        fresh += sorted(mix for mix in found if market.worth(mix) > NEAR - nearest[0][0])
    return fresh


def priced(question: Question, prices: Prices, known: Sequence[Mix], budget: Work) -> tuple[int, list[Mix]]:
    """The bound that these prices prove, in whole units of cost, and the mixes that pay at them."""
    of_kinds = prices.of_kinds
    market = Market(of_kinds, _charged(question, prices.of_above), question.heads, budget)
    total = sum(price * heads for price, heads in zip(of_kinds, question.heads, strict=True))
    dearest = sorted((price for price, heads in zip(of_kinds, question.heads, strict=True) for _ in range(heads)))
    total -= sum(dearest[len(dearest) - question.absent :])  # whoever is left out
    total -= prices.of_above * question.reached
    fresh: list[Mix] = []
    for size, many in sorted(Counter(question.sizes).items()):
        held = max(market.worth(mix) for mix in known if len(mix) == size)
        total -= many * market.best_table(size, held)
        if market.best > held + NEAR:
            fresh += market.found
    return -(-total // UNIT), fresh


def _charged(question: Question, charge: int) -> list[list[int]]:
    """What two kinds cost, a unit of the tier above at its charge."""
    scaled = [[cost * UNIT for cost in row] for row in question.costs]
    if question.above is None or not charge:
        return scaled
    return [
        [cost + charge * more for cost, more in zip(row, extra, strict=True)]
        for row, extra in zip(scaled, question.above, strict=True)
    ]


@dataclass
class Programme:
    """The linear programme over the mixes known so far."""

    question: Question
    columns: list[Mix] = field(default_factory=list)

    def __post_init__(self) -> None:
        from ortools.linear_solver import pywraplp

        question = self.question
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.afresh = pywraplp.MPSolverParameters()
        self.afresh.SetIntegerParam(self.afresh.INCREMENTALITY, self.afresh.INCREMENTALITY_OFF)
        endless = self.solver.infinity()
        self.kinds = [self.solver.Constraint(-endless if question.absent else heads, heads) for heads in question.heads]
        self.sizes = {size: self.solver.Constraint(many, many) for size, many in Counter(question.sizes).items()}
        self.above = self.solver.Constraint(-endless, question.reached)
        self.known: set[Mix] = set()
        self.add(question.known)

    def add(self, mixes: Sequence[Mix]) -> bool:
        """New columns for those not there yet; False when all were."""
        fresh = sorted(set(mixes) - self.known)
        for mix in fresh:
            column = self.solver.NumVar(0, self.solver.infinity(), "")
            self.solver.Objective().SetCoefficient(column, _within(mix, self.question.costs))
            self.sizes[len(mix)].SetCoefficient(column, 1)
            if self.question.above is not None:
                self.above.SetCoefficient(column, _within(mix, self.question.above))
            for kind, heads in Counter(mix).items():
                self.kinds[kind].SetCoefficient(column, heads)
        self.known.update(fresh)
        self.columns += fresh
        return bool(fresh)

    def solved(self) -> bool:
        """False when GLOP gave up, from where it stood and afresh."""
        if self.solver.Solve() == self.solver.OPTIMAL:
            return True
        return bool(self.solver.Solve(self.afresh) == self.solver.OPTIMAL)

    def value(self) -> int:
        """What more mixes can only lower: no bound of this kind will come out higher."""
        return ceil(float(self.solver.Objective().Value()) - SLACK)

    def prices(self) -> Prices:
        """The duals in whole numbers; any prices prove a bound, the charge for the tier above not being negative."""
        charge = max(0, round(-self.above.dual_value() * UNIT)) if self.question.above is not None else 0
        return Prices([round(row.dual_value() * UNIT) for row in self.kinds], charge)


def _within(mix: Mix, costs: Table) -> int:
    """What the people of one table cost together."""
    return sum(costs[a][b] for place, a in enumerate(mix) for b in mix[:place])
