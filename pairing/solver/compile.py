"""
From settings to tiers: every rule that is on, compiled, in strict order.

Order: importance (must, high, medium, low), then the catalogue's order; `chance` always last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TypeGuard

import numpy as np

from pairing.errors import InputError
from pairing.errors import Problem as Fault
from pairing.solver.problem import Problem, RuleSetting, Seat
from pairing.solver.rule import Rule
from pairing.solver.solution import Group
from pairing.solver.terms import Listed, RoundTerm, Term, Unseated
from pairing.tiers import Importance

ORDER = (Importance.MUST, Importance.HIGH, Importance.MEDIUM, Importance.LOW)
FEW_TRIOS = 4  # fewer are summed one by one


@dataclass(frozen=True)
class CompiledRule:
    """One tier: a rule's name, how much it counts, and the terms whose sum is its cost."""

    name: str
    importance: Importance
    terms: tuple[Term | RoundTerm, ...]
    group_terms: tuple[Term, ...] = field(init=False, repr=False, compare=False)
    round_terms: tuple[RoundTerm, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Those summed over groups apart from those only a whole round can tell."""
        object.__setattr__(self, "group_terms", tuple([term for term in self.terms if _tells_groups(term)]))
        object.__setattr__(self, "round_terms", tuple([term for term in self.terms if _tells_rounds(term)]))

    @property
    def hard(self) -> bool:
        """True for a must: no group and no round may cost anything here."""
        return self.importance is Importance.MUST

    @property
    def counted_by_engines(self) -> bool:
        """True where groups and who is left out tell it all: no term about sizes, occasions or cover."""
        return all(isinstance(term, Unseated) for term in self.round_terms)

    @cached_property
    def least(self) -> int:
        """No round at all costs less, however large its groups: every wish fulfilled."""
        wishes = [term.costs.values() for term in self.group_terms if isinstance(term, Listed) and term.least < 0]
        return sum(min(0, cost) for costs in wishes for cost in costs)

    def cost(self, groups: Sequence[Group], left_out: Sequence[Seat]) -> int:
        """What the rule costs in a round."""
        return costs_of((self,), groups, left_out)[0]

    def bound(self, sizes: Sequence[int]) -> int:
        """No round with groups of these sizes costs less; the terms' bounds add up."""
        return sum(term.bound(sizes) for term in self.terms)


def costs_of(rules: Sequence[CompiledRule], groups: Sequence[Group], left_out: Sequence[Seat]) -> list[int]:
    """What each rule costs in a round."""
    over = _over_groups(groups if any(rule.group_terms for rule in rules) else ())
    return [
        sum(over(term) for term in rule.group_terms) + sum(term.of_round(groups, left_out) for term in rule.round_terms)
        for rule in rules
    ]


def _over_groups(groups: Sequence[Group]) -> Callable[[Term], int]:
    """What a term sums to over the groups: the twos and threes of a round in pairs all at once."""
    if not groups:
        return lambda term: 0  # noqa: ARG005 - whatever it is
    twos = [group.seats for group in groups if len(group.seats) == 2]
    threes = [group.seats for group in groups if len(group.seats) == 3]
    if len(twos) + len(threes) < len(groups):
        return lambda term: sum([term.of_group(group.seats) for group in groups])
    i, j = np.array(twos, dtype=np.int64).reshape(-1, 2).T.copy()
    if len(threes) < FEW_TRIOS:
        return lambda term: int(term.of_pairs(i, j).sum()) + sum(term.of_group(seats) for seats in threes)
    a, b, c = np.array(threes, dtype=np.int64).T.copy()
    return lambda term: int(term.of_pairs(i, j).sum()) + int(term.of_trios(a, b, c).sum())


def _tells_rounds(term: Term | RoundTerm) -> TypeGuard[RoundTerm]:
    """Whether it is a `RoundTerm`; asking the protocol itself takes longer than the cost."""
    return hasattr(term, "of_round")


def _tells_groups(term: Term | RoundTerm) -> TypeGuard[Term]:
    """Whether it is a `Term`."""
    return hasattr(term, "of_group")


def compile_rules(problem: Problem) -> tuple[CompiledRule, ...]:
    """The tiers of this problem, first the musts; rules that are off, or have nothing to say, are left out."""
    from pairing.solver.rules import CATALOGUE

    faults = setting_faults(problem.rules)
    if faults:
        raise InputError(*faults)
    told: dict[Importance, list[CompiledRule]] = {importance: [] for importance in ORDER}
    for rule in CATALOGUE:
        importance = importance_of(rule, problem)
        terms = () if importance is Importance.OFF else tuple(rule.terms(problem))
        if terms:
            told[importance].append(CompiledRule(rule.NAME, importance, terms))
    return tuple(chain.from_iterable(told.values()))


def importance_of(rule: Rule, problem: Problem) -> Importance:
    """As set, or the rule's default."""
    setting = problem.rules.get(rule.NAME)
    if rule.NAME == "chance" and setting and setting.importance is not Importance.OFF:
        return rule.DEFAULT  # always last: a lot is nobody's must
    return setting.importance if setting else rule.DEFAULT


def setting_faults(rules: Mapping[str, RuleSetting]) -> list[Fault]:
    """What is wrong with these settings: rules or parameters that do not exist, sizes that are no must."""
    from pairing.solver.rules import CATALOGUE

    known = {rule.NAME: rule for rule in CATALOGUE}
    faults = []
    for name, setting in rules.items():
        if name not in known:
            faults.append(Fault(f"there is no rule {name!r}", "rules", mend=f"Rules are: {', '.join(known)}."))
            continue
        if name == "group_sizes" and setting.importance is not Importance.MUST:
            faults.append(
                Fault("group_sizes is always a must", "rules", mend="Allow other sizes instead, under sizes.")
            )
        offered = known[name].PARAMETERS
        faults += [
            Fault(
                f"rule {name} has no parameter {parameter!r}",
                "rules",
                mend=f"It has: {', '.join(offered) or 'none'}.",
            )
            for parameter in setting.parameters
            if parameter not in offered
        ]
    return faults
