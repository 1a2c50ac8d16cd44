"""
What a rule module offers. A rule is a module, not a class: no state, no inheritance.

It says the same thing twice, with no shared logic between the halves:

- ``terms(problem)``: the solver half, compiled to the few primitives of `terms` that the search
  understands at any size;
- ``violations(groups, left_out, problem)``: the plain half, a reading of the rule in ordinary
  Python, run in production on every solution before it is kept.

The rule's cost is the sum of its violations' costs, and equals the terms' total for every
partition, good or bad (`tests/unit/solver/test_rules_agree.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from pairing.solver.problem import Problem, Seat
from pairing.solver.solution import Group
from pairing.solver.terms import RoundTerm, Term
from pairing.tiers import Importance


class Violation(NamedTuple):
    """One broken case: which rule, which seats, and what it costs (negative for a wish fulfilled)."""

    rule: str
    seats: tuple[Seat, ...]
    cost: int = 1


class Rule(Protocol):
    """A rule module. ``SENTENCE`` says what is true of a good round; ``DEFAULT`` is its importance.

    ``PARAMETERS`` names its whole-number parameters with their defaults and a sentence each.
    """

    NAME: str
    SENTENCE: str
    DEFAULT: Importance
    PARAMETERS: dict[str, tuple[int, str]]

    def terms(self, problem: Problem) -> Sequence[Term | RoundTerm]:
        """The solver half; nothing where the problem has no data for the rule."""

    def violations(self, groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:
        """The plain half."""
