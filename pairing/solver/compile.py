"""
From settings to tiers: every rule that is on, compiled, in strict order.

Order: importance (must, high, medium, low), then the catalogue's order; `chance` always last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.errors import InputError
from pairing.errors import Problem as Fault
from pairing.solver.problem import Problem, RuleSetting, Seat
from pairing.solver.rule import Rule
from pairing.solver.solution import Group
from pairing.solver.terms import RoundTerm, Term
from pairing.tiers import Importance

ORDER = (Importance.MUST, Importance.HIGH, Importance.MEDIUM, Importance.LOW)


@dataclass(frozen=True)
class CompiledRule:
    """One tier: a rule's name, how much it counts, and the terms whose sum is its cost."""

    name: str
    importance: Importance
    terms: tuple[Term | RoundTerm, ...]

    @property
    def hard(self) -> bool:
        """True for a must: no group and no round may cost anything here."""
        return self.importance is Importance.MUST

    @cached_property
    def group_terms(self) -> tuple[Term, ...]:
        """The terms summed over groups."""
        return tuple(term for term in self.terms if not isinstance(term, RoundTerm))

    @cached_property
    def round_terms(self) -> tuple[RoundTerm, ...]:
        """The terms only a whole round can tell."""
        return tuple(term for term in self.terms if isinstance(term, RoundTerm))

    def cost(self, groups: Sequence[Group], left_out: Sequence[Seat]) -> int:
        """What the rule costs in a round."""
        within = sum(_over_groups(term, groups) for term in self.group_terms)
        return within + sum(term.of_round(groups, left_out) for term in self.round_terms)

    def bound(self, sizes: Sequence[int]) -> int:
        """No round with groups of these sizes costs less; the terms' bounds add up."""
        return sum(term.bound(sizes) for term in self.terms)


def _over_groups(term: Term, groups: Sequence[Group]) -> int:
    """One term over all groups, the twos and threes of a round in pairs at once."""
    by_size = {size: [group.seats for group in groups if len(group.seats) == size] for size in (2, 3)}
    if len(by_size[2]) + len(by_size[3]) < len(groups):
        return sum(term.of_group(group.seats) for group in groups)
    twos, threes = (np.array(each, dtype=np.int64).reshape(-1, size).T for size, each in by_size.items())
    return int(term.of_pairs(*twos).sum()) + int(term.of_trios(*threes).sum())


def compile_rules(problem: Problem) -> tuple[CompiledRule, ...]:
    """The tiers of this problem, first the musts; rules that are off, or have nothing to say, are left out."""
    from pairing.solver.rules import CATALOGUE

    faults = setting_faults(problem.rules)
    if faults:
        raise InputError(*faults)
    compiled = [
        CompiledRule(rule.NAME, importance_of(rule, problem), tuple(rule.terms(problem)))
        for rule in CATALOGUE
        if importance_of(rule, problem) is not Importance.OFF
    ]
    told = [rule for rule in compiled if rule.terms]
    return tuple(sorted(told, key=lambda rule: ORDER.index(rule.importance)))


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
