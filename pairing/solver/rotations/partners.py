"""Who can still be new to whom, given what the rules before the one about repeats cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem
from pairing.solver.rules import no_repeat
from pairing.solver.terms import Ints

MOST_PEOPLE = 2000  # every pair is looked at


@dataclass(frozen=True)
class Partners:
    """
    Every pair of people (``i < j``), and what stands against it.

    ``forbidden``  no round with these costs can hold them
    ``dear``       each costs a rule that comes before repeats; at most ``spare`` of them meet in all
    ``new``        have not met before the first round
    """

    people: int
    i: Ints
    j: Ints
    forbidden: np.typing.NDArray[np.bool_]
    dear: np.typing.NDArray[np.bool_]
    new: np.typing.NDArray[np.bool_]
    spare: int

    @classmethod
    def of(cls, problem: Problem, rules: Sequence[CompiledRule], reached: Mapping[str, int]) -> Partners:
        """Given what each rule before repeats costs in all rounds together."""
        i, j = (side.astype(np.int64) for side in np.triu_indices(problem.n, 1))
        forbidden, dear = np.zeros(len(i), dtype=bool), np.zeros(len(i), dtype=bool)
        spare = 0
        for rule in before_repeats(rules):
            if not rule.hard and any(term.reach[0] < 0 for term in rule.group_terms):
                continue  # a wish fulfilled elsewhere may pay for such a pair
            for term in rule.group_terms:
                costly = term.of_pairs(i, j) > 0 if term.grows and term.reach[0] >= 0 else np.zeros(len(i), dtype=bool)
                if rule.hard or reached.get(rule.name, 0) == 0:
                    forbidden |= costly
                elif term.additive and costly.any():
                    least = int(term.of_pairs(i[costly], j[costly]).min())
                    spare += reached[rule.name] // least
                    dear |= costly
        met = np.zeros((problem.n, problem.n), dtype=bool)
        for one, other in problem.met:
            met[one, other] = True
        return cls(problem.n, i, j, forbidden, dear & ~forbidden, ~met[i, j], spare)

    def degree(self, chosen: np.typing.NDArray[np.bool_]) -> Ints:
        """How many of the chosen pairs each person is in."""
        here = np.bincount(self.i[chosen], minlength=self.people) + np.bincount(self.j[chosen], minlength=self.people)
        return here.astype(np.int64)


def before_repeats(rules: Sequence[CompiledRule]) -> list[CompiledRule]:
    """The rules that come before the one about repeats, and every must."""
    names = [rule.name for rule in rules]
    place = names.index(no_repeat.NAME) if no_repeat.NAME in names else len(names)
    return [rule for at, rule in enumerate(rules) if at < place or (rule.hard and rule.name != no_repeat.NAME)]
