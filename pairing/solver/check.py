"""
The second reading: every round is held against the plain halves before it is kept.

Nothing here shares logic with what made the round. A round that breaks the structure, breaks a
must, or costs another sum than the engine says is rejected: a bug, and never sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pairing.errors import RoundRejected
from pairing.solver.compile import CompiledRule, costs_of
from pairing.solver.draft import Draft
from pairing.solver.problem import Problem
from pairing.solver.rule import Rule, Violation
from pairing.tiers import Importance


@dataclass(frozen=True)
class Reading:
    """What one rule says of a round in plain Python."""

    rule: str
    violations: tuple[Violation, ...]

    @cached_property
    def cost(self) -> int:
        """The sum over the violations."""
        return sum([violation.cost for violation in self.violations])


def read(draft: Draft, rules: Sequence[CompiledRule], problem: Problem) -> tuple[Reading, ...]:
    """Every compiled rule's plain half, in the rules' order."""
    from pairing.solver.rules import CATALOGUE

    plain: dict[str, Rule] = {rule.NAME: rule for rule in CATALOGUE}
    return tuple(
        Reading(rule.name, tuple(plain[rule.name].violations(draft.groups, draft.left_out, problem))) for rule in rules
    )


def check(
    draft: Draft, rules: Sequence[CompiledRule], problem: Problem, costs: Sequence[int] | None = None
) -> tuple[Reading, ...]:
    """The plain readings of a round that may be kept; ``costs`` by the terms where they are known already.

    Raises `RoundRejected` naming everything that is wrong.
    """
    wrong = list(structure_faults(draft, problem))
    readings = () if wrong else read(draft, rules, problem)
    costs = costs or draft.costs or costs_of(rules, draft.groups, draft.left_out)
    for rule, reading, cost, bound in zip(rules, readings, costs, draft.bounds, strict=False):
        if cost != reading.cost:
            wrong.append(f"{rule.name} costs {cost} to the engine and {reading.cost} read plainly")
        if rule.importance is Importance.MUST and any(violation.cost > 0 for violation in reading.violations):
            wrong.append(f"{rule.name} is a must and is broken")
        if bound > cost:
            wrong.append(f"{rule.name} costs {cost}, below the bound {bound}")
    if len(draft.bounds) != len(rules):
        wrong.append(f"{len(draft.bounds)} bounds for {len(rules)} rules")
    if wrong:
        raise RoundRejected("the round failed the plain check: " + "; ".join(wrong))
    return readings


def structure_faults(draft: Draft, problem: Problem) -> list[str]:
    """What is wrong with a round as such: somebody twice or nowhere, too full a table, a date nobody can make."""
    wrong = []
    seen = Counter(chain.from_iterable(group.seats for group in draft.groups))
    seen.update(draft.left_out)
    if seen != dict.fromkeys(range(problem.n), 1):
        wrong += [f"seat {seat} appears {count} times" for seat, count in sorted(seen.items()) if count > 1]
        wrong += [f"seat {seat} is forgotten" for seat in range(problem.n) if seat not in seen]
        wrong += [f"seat {seat} does not exist" for seat in sorted(seen) if not 0 <= seat < problem.n]
    wrong += [f"group {group.seats} is not in ascending order" for group in draft.groups if _unsorted(group.seats)]
    if not problem.occasions:
        return wrong + [f"group {g.seats} has an occasion" for g in draft.groups if g.occasion is not None]
    tables: Counter[int] = Counter()
    for group in draft.groups:
        if group.occasion is None or not 0 <= group.occasion < len(problem.occasions):
            wrong.append(f"group {group.seats} sits at no occasion")
            continue
        tables[group.occasion] += 1
        if len(group.seats) > problem.occasions[group.occasion].seats:
            wrong.append(f"group {group.seats} is too large for its table")
        if problem.may_attend:
            wrong += [
                f"seat {seat} cannot be at occasion {group.occasion}"
                for seat in group.seats
                if not problem.may_attend[seat] & (1 << group.occasion)
            ]
    return wrong + [
        f"occasion {number} has {count} tables of {problem.occasions[number].tables}"
        for number, count in sorted(tables.items())
        if count > problem.occasions[number].tables
    ]


def _unsorted(seats: Sequence[int]) -> bool:
    return list(seats) != sorted(seats) or not seats
