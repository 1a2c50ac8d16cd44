"""Rounds of a series as solutions, each read plainly once: when it was made, or again where those before it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pairing.solver.check import check
from pairing.solver.compile import compile_rules
from pairing.solver.draft import Draft
from pairing.solver.problem import Problem
from pairing.solver.rotations.series import Played, Prices, told
from pairing.solver.solution import Solution, Status
from pairing.solver.solve import tiers_of
from pairing.tiers import Tier


class Readings:
    """What is known of rounds by themselves; their bounds are only what no round at all goes below."""

    def __init__(self, problem: Problem, prices: Prices) -> None:
        self.problem = problem
        self.least = {rule.name: rule.least for rule in prices.rules}
        self._made: dict[int, tuple[Played, tuple[Played, ...], Solution]] = {}  # by the number of the round

    def remember(self, before: Sequence[Played], played: Played, solution: Solution) -> None:
        """A round just made after these, checked."""
        self._made[len(before)] = played, tuple(before), solution

    def of(self, rounds: Sequence[Played], number: int) -> Solution:
        """One round of these, from 0. Raises `RoundRejected` where it has to be read again, and fails."""
        played, before, made = self._made.get(number, (None, (), None))
        if made is None or played is not rounds[number] or list(before) != list(rounds[:number]):
            return self._read(rounds, number)
        tiers, proved = [], True
        for tier in made.tiers:
            bound = self.least.get(tier.rule, 0)
            proved = proved and tier.cost == bound
            tiers.append(Tier(tier.rule, tier.importance, tier.cost, bound, proved))
        return replace(made, tiers=tuple(tiers), status=Status.FEASIBLE, seconds=0.0)

    def _read(self, rounds: Sequence[Played], number: int) -> Solution:
        this, played = told(self.problem, rounds, number), rounds[number]
        rules = compile_rules(this)
        bounds = tuple(rule.least for rule in rules)
        tiers = tiers_of(rules, check(Draft(played.groups, played.left_out, bounds, played.notes), rules, this), bounds)
        return Solution(
            groups=tuple(sorted(played.groups, key=lambda group: group.seats)),
            left_out=tuple(sorted(played.left_out)),
            tiers=tiers,
            status=Status.FEASIBLE,
            seed=this.seed,
            notes=played.notes,
        )
