"""
Counts that CP-SAT chooses, and costs of them brought down one after the other: what every headcount stands on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING

LEAST_SECONDS = 0.5  # for some counts at all, however late it is

if TYPE_CHECKING:  # CP-SAT takes a second to import: only rounds that need it pay
    from ortools.sat.python import cp_model

    Linear = cp_model.LinearExpr | cp_model.IntVar | int


@dataclass(frozen=True)
class Aimed:
    """No counts cost less than ``bound``; those found cost ``reached``."""

    bound: int
    reached: int


class Counting:
    """A model of counts, and the best of them found so far. ``deadline`` (of `perf_counter`) breaks off any aim."""

    def __init__(self, seed: int) -> None:
        from ortools.sat.python import cp_model

        self.model = cp_model.CpModel()
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1
        self.solver.parameters.linearization_level = 2  # proves in 0.1 s what level 1 does not in 5 s
        self.solver.parameters.cp_model_presolve = False  # takes longer than the rest: nothing here is redundant
        self.solver.parameters.random_seed = seed
        self.deadline = inf
        self.counted = False  # whether there are counts at all
        self._feasible = (cp_model.OPTIMAL, cp_model.FEASIBLE)
        self._sum = cp_model.LinearExpr.sum
        self._flat = cp_model.FlatIntExpr
        self.variables: list[cp_model.IntVar] = []
        self.highest: list[int] = []
        self.values: list[int] = []

    def new(self, highest: int) -> cp_model.IntVar:
        """A count from 0 on."""
        variable = self.model.new_int_var(0, max(highest, 0), "")
        self.variables.append(variable)
        self.highest.append(max(highest, 0))
        self.values.append(0)
        return variable

    def sum(self, parts: Iterable[Linear]) -> Linear:
        """The sum, made at once: adding up one by one takes longer than solving. A number where nothing varies."""
        listed = list(parts)
        varying = [part for part in listed if not isinstance(part, int)]
        if not varying:
            return sum(part for part in listed if isinstance(part, int))
        total: Linear = self._sum(listed)
        return total

    def aim_at_all(self, costs: Mapping[int, Linear], effort: float) -> dict[int, Aimed]:
        """Each cost (none of them ever below nothing) brought down in turn; nothing where no counts were found.

        Most often all but the first can cost nothing: it is aimed at with all of them behind it, in one go.
        """
        first, *others = costs
        behind = self.sum(costs[other] for other in others)
        weight = 1 + self._most(behind)
        both = self._minimised(weight * costs[first] + behind, effort)
        if both is None:
            return {}
        reached, rest = divmod(both.reached, weight)
        found = {first: Aimed(-((weight - 1 - both.bound) // weight), reached)}
        if not rest:
            return found | dict.fromkeys(others, Aimed(0, 0))
        self.model.add(costs[first] <= reached)
        for other in others:
            aimed = self.aim(costs[other], effort)
            if aimed is None:
                break
            found[other] = aimed
        return found

    def _most(self, cost: Linear) -> int:
        """No counts cost more."""
        if isinstance(cost, int):
            return cost
        flat = self._flat(cost)
        highest = {variable.index: high for variable, high in zip(self.variables, self.highest, strict=True)}
        parts = zip(flat.vars, flat.coeffs, strict=True)
        return int(flat.offset) + sum(max(0, coefficient * highest[variable.index]) for variable, coefficient in parts)

    def aim(self, cost: Linear, effort: float) -> Aimed | None:
        """The cost brought down as far as the effort goes (deterministic seconds), and kept there.

        None where no counts were found, or where it is late and there are some.
        """
        aimed = self._minimised(cost, effort)
        if aimed is not None and not isinstance(cost, int):
            self.model.add(cost <= aimed.reached)
        return aimed

    def _minimised(self, cost: Linear, effort: float) -> Aimed | None:
        if isinstance(cost, int):
            return Aimed(cost, cost)
        if self.counted and perf_counter() > self.deadline:
            return None
        self.model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools leaves it unannotated
        for variable, value in zip(self.variables, self.values, strict=True):
            self.model.add_hint(variable, value)
        self.model.minimize(cost)
        self.solver.parameters.max_deterministic_time = effort
        self.solver.parameters.max_time_in_seconds = max(LEAST_SECONDS, self.deadline - perf_counter())
        if self.solver.solve(self.model) not in self._feasible:
            return None
        self.counted = True
        self.values = [self.solver.value(variable) for variable in self.variables]
        reached = round(self.solver.objective_value)
        # The bound is a float of a whole number: 1.0000000000000004 is 1, and must not become 2.
        return Aimed(-int(-(self.solver.best_objective_bound - 1e-6) // 1), reached)

    def known(self) -> dict[int, int]:
        """The counts found, by the number of the variable."""
        return {variable.index: value for variable, value in zip(self.variables, self.values, strict=True)}
