"""Tiers of all rounds together: every rule's cost beside a bound that is true of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from pairing.errors import NoRoundExists
from pairing.solver.draft import NothingFound
from pairing.solver.problem import Problem
from pairing.solver.rotations.bounds import least_repeats
from pairing.solver.rotations.series import Played, Prices, without_history
from pairing.solver.rules import no_repeat
from pairing.solver.solution import Group, Solution, Status
from pairing.solver.solve import solve
from pairing.tiers import Tier


@dataclass
class Alone:
    """
    What a round costs at least when nobody has met: no rule but the one about repeats looks at that.

    Tables are compared with tables of the same sizes, pairs with rounds of as many trios.
    """

    problem: Problem
    deadline: float  # of `perf_counter`
    _known: dict[tuple[int, ...], Solution | None] = field(default_factory=dict)

    def remember(self, solution: Solution) -> None:
        """A round that was made when nobody had met: the best of its sizes is not to be looked for again."""
        sizes = tuple(sorted((len(group.seats) for group in solution.groups), reverse=True))
        self._known.setdefault(() if self.problem.in_pairs else sizes, solution)

    def like(self, played: Played) -> Solution | None:
        """The best round of these sizes without any history; None where occasions decide sizes, or when it is late."""
        if self.problem.occasions:
            return None
        sizes = () if self.problem.in_pairs else played.sizes
        if sizes not in self._known and perf_counter() > self.deadline:
            return None
        if sizes not in self._known:
            fresh = without_history(self.problem)
            given = self.problem.exact_sizes if self.problem.in_pairs else sizes
            try:
                self._known[sizes] = solve(
                    replace(fresh, exact_sizes=given), seconds=max(0.1, self.deadline - perf_counter())
                )
            except (NoRoundExists, NothingFound):
                self._known[sizes] = None
        found = self._known[sizes]
        return found if found is not None and _trios(found.groups) == _trios(played.groups) else None


def _trios(groups: Sequence[Group]) -> int:
    return sum(len(group.seats) == 3 for group in groups)


def tiers_together(prices: Prices, rounds: Sequence[Played], alone: Alone) -> tuple[Tier, ...]:
    """
    Costs over all rounds, and for each what no rounds cost less, given the costs above.

    The sum of what each round costs alone is a bound as long as that is just what it costs above; the
    rule about repeats has its own, worked out while there is time. A bound is `proved` to be reached only if all above
    are.
    """
    total = dict(zip(prices.names, prices.total(rounds), strict=True))
    best = [alone.like(played) for played in rounds]
    tiers: list[Tier] = []
    proved, each_at_its_best = True, all(solution is not None for solution in best)
    for rule in prices.rules:
        cost = total[rule.name]
        bound = rule.least * len(rounds)
        if rule.name == no_repeat.NAME:
            if cost > bound and perf_counter() < alone.deadline:
                bound = max(bound, least_repeats(prices.problem, prices.rules, rounds, total))
        elif each_at_its_best:
            here = [_tier(solution, rule.name) for solution in best if solution is not None]
            bound = max(bound, sum(tier.bound for tier in here if tier))
            each_at_its_best = cost == bound
        proved = proved and cost == bound
        tiers.append(Tier(rule.name, rule.importance, cost, bound, proved))
    return tuple(tiers)


def _tier(solution: Solution, name: str) -> Tier | None:
    return next((tier for tier in solution.tiers if tier.rule == name), None)


def status_of(tiers: Sequence[Tier], *, timed_out: bool) -> Status:
    """OPTIMAL only when every tier is proved over all rounds together."""
    if all(tier.proved for tier in tiers):
        return Status.OPTIMAL
    return Status.TIMEOUT if timed_out else Status.FEASIBLE
