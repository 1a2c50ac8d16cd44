"""
Annealing for scores without structure: most pairs have a cost of their own, so no bound is near.

The maximally diverse grouping problem (Gallego et al. 2013; Lai and Hao 2016). Copies of the round cool
side by side, and every so often the best take the place of the worst (population annealing, Hukushima
and Iba 2003): far better than one copy cooled as much more slowly, and in arrays hardly dearer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from pairing.solver.problem import Seat
from pairing.solver.tables.copies import Copies, Guardian
from pairing.solver.tables.layers import Numbers
from pairing.solver.tables.pace import pace

HOT, COLD = 0.9, 0.15  # share of the pairs of tables that swap when cooling begins and ends (measured on MDGPLIB)
START, COOLER, LEVELS, TRIED = 0.5, 0.93, 160, 12  # the scan for these heats: first, factor, most, steps of each
SELECTIONS, SHARE = 60, 0.25  # how often while cooling the worst give way to the best, and how many of them


@dataclass
class Annealing:
    """One run over tables of people, ``groups``; ``costs`` of the tier itself, ``above`` of those it must not harm.

    ``late`` breaks off, at the ``deadline`` of `perf_counter`. With a ``guard`` there is one copy alone. When the
    tier has come down by the ``gain``, no better is looked for.
    """

    groups: Sequence[Sequence[Seat]]
    costs: Numbers
    above: Sequence[Numbers]
    copies: int
    steps: int
    seed: int
    late: Callable[[], bool]
    deadline: float = inf
    guard: Guardian | None = None
    gain: float = inf

    def run(self) -> list[list[Seat]]:
        """The best tables met."""
        if len(self.groups) < 2:
            return [list(group) for group in self.groups]
        copies = Copies(self.groups, self.costs, self.above, many=self.copies, seed=self.seed, guard=self.guard)
        hot, cold = self._heats(copies)
        if hot > 0:
            self._cool(copies, hot, cold)
        return copies.best_tables

    def _heats(self, copies: Copies) -> tuple[float, float]:
        """The heats at which tables swap as often as they shall at first and at last: scores differ in this."""
        heat = START * copies.typical_change()
        hot = cold = heat
        for _ in range(LEVELS):
            if self.late():
                break
            swapped = sum(copies.step(heat) for _ in range(TRIED)) / TRIED
            hot, cold = heat if swapped >= HOT else hot, heat
            if swapped < COLD:
                break
            heat *= COOLER
        return hot, cold

    def _cool(self, copies: Copies, hot: float, cold: float) -> None:
        """The heat falls by equal factors."""
        selections, start = 1, copies.least[-1]
        for share in pace(self.steps, self.late, self.deadline):
            if share * SELECTIONS >= selections:
                selections += 1
                copies.select(SHARE)
            copies.step(hot * (cold / hot) ** share)
            if start - copies.least[-1] >= self.gain:
                break
