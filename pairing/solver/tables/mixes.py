"""
The least a tier can cost whatever the mix of kinds at each table: a linear programme over mixes.

A round is a choice of mixes that uses up the people of every kind (Dantzig and Wolfe 1960; GLOP).
Its prices are rounded to whole numbers and every table of every size is priced at them exactly,
so the bound (Lagrange) is true whatever the floating point did. Mixes are added until none pays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from pairing.solver.tables.pricing import Market, Mix, TooMuchWork, Work

UNIT = 1 << 20  # prices are whole numbers of this fraction of one unit of cost
NEAR = UNIT >> 10  # a mix that pays less than this is no longer worth adding
PASSES = 60
SLACK = 1e-6  # of GLOP; it only decides when to stop

Table = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Question:
    """What is asked for: kinds with their heads, the sizes, what two kinds cost (not negative), a round known.

    ``absent``: how many of the heads have no seat. ``goal``: a bound so high ends the search.
    """

    heads: Sequence[int]
    absent: int
    sizes: Sequence[int]
    costs: Table
    known: Sequence[Mix]
    goal: int


def least_cost(question: Question, work: int) -> int:
    """No round costs less; 0 where nothing better was found within so many branches."""
    programme = Programme(question)
    budget, best = Work(work), 0
    try:
        for _ in range(PASSES):
            if not programme.solved():
                break
            bound, fresh = priced(question, programme.prices(), programme.columns, budget)
            best = max(best, bound)
            enough = min(question.goal, programme.value())
            if best >= enough or not programme.add(fresh):
                break
    except TooMuchWork:
        pass
    return best


def priced(question: Question, prices: Sequence[int], known: Sequence[Mix], budget: Work) -> tuple[int, list[Mix]]:
    """The bound that these prices prove, in whole units of cost, and the mixes that pay at them."""
    scaled = [[cost * UNIT for cost in row] for row in question.costs]
    market = Market(prices, scaled, question.heads, budget)
    total = sum(price * heads for price, heads in zip(prices, question.heads, strict=True))
    dearest = sorted((price for price, heads in zip(prices, question.heads, strict=True) for _ in range(heads)))
    total -= sum(dearest[len(dearest) - question.absent :])  # whoever is left out
    fresh: list[Mix] = []
    for size, many in sorted(Counter(question.sizes).items()):
        held = max(market.worth(mix) for mix in known if len(mix) == size)
        total -= many * market.best_table(size, held)
        if market.best > held + NEAR:
            fresh += market.found
    return -(-total // UNIT), fresh


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
        self.known: set[Mix] = set()
        self.add(question.known)

    def add(self, mixes: Sequence[Mix]) -> bool:
        """New columns for those not there yet; False when all were."""
        fresh = sorted(set(mixes) - self.known)
        for mix in fresh:
            column = self.solver.NumVar(0, self.solver.infinity(), "")
            self.solver.Objective().SetCoefficient(column, _within(mix, self.question.costs))
            self.sizes[len(mix)].SetCoefficient(column, 1)
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

    def prices(self) -> list[int]:
        """The duals of the kinds in whole numbers; any prices prove a bound."""
        return [round(row.dual_value() * UNIT) for row in self.kinds]


def _within(mix: Mix, costs: Table) -> int:
    """What the people of one table cost together."""
    return sum(costs[a][b] for place, a in enumerate(mix) for b in mix[:place])
