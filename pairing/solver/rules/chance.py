"""
Among equally good rounds, a recorded lot decides.

    coffees:  cost = sum over pairs of a lot of 0..999, drawn from the seed
    tables:   no cost; the seed shuffles the start of the search

The lot is a hash of the seed and the two seats, so it is the same on every machine: each seat's key
is 32 bits of splitmix64, and the sum of two keys is mixed once more.
Always the last tier, whatever its importance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.solver.problem import Problem, Seat
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.terms import Drawn, Term
from pairing.tiers import Importance

NAME = "chance"
SENTENCE = "Among equally good rounds a recorded lot decides."
DEFAULT = Importance.LOW
PARAMETERS: dict[str, tuple[int, str]] = {}


def terms(problem: Problem) -> Sequence[Term]:
    """One lot for every pair; nothing at tables, where no optimum over lots can be proved."""
    if not problem.in_pairs:
        return ()
    return (Drawn(problem.seed, problem.n),)


def violations(groups: Sequence[Group], left_out: Sequence[Seat], problem: Problem) -> Iterator[Violation]:  # noqa: ARG001 - one shape for all rules
    """Name every pair with its lot."""
    if not problem.in_pairs:
        return
    first = _step(problem.seed)
    for group in groups:
        keys = {seat: _step(first + seat) >> 32 for seat in group.seats}
        for low, high in group.pairs():
            lot = _mixed_32(keys[low] + keys[high]) * 1000 // (2**32 + 704)
            if lot:
                yield Violation(NAME, (low, high), lot)


def _mixed_32(number: int) -> int:
    """The sum of two keys, mixed, in whole numbers."""
    full = (1 << 32) - 1
    number &= full
    number = (number ^ number >> 16) * 0x21F0AAAD & full
    return (number ^ number >> 15) * 0xD35A2D97 & full


def _step(number: int) -> int:
    """One splitmix64 step in whole numbers, apart from the array form the solver half uses."""
    full = (1 << 64) - 1
    number = (number + 0x9E3779B97F4A7C15) & full
    number = ((number ^ number >> 30) * 0xBF58476D1CE4E5B9) & full
    number = ((number ^ number >> 27) * 0x94D049BB133111EB) & full
    return number ^ number >> 31
