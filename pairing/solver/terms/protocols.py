"""What every primitive offers: costs of whole numbers, of pairs at once, of one group, and a bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from pairing.solver.problem import Seat
from pairing.solver.solution import Group

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def above_nothing(numbers: Ints) -> Ints:
    """The numbers that are above nothing, else 0: what is missing to as many as there should be."""
    return np.where(numbers > 0, numbers, 0)


class Term(Protocol):
    """A cost of whole numbers, the sum over the groups of a round.

    ``additive``: the cost of a group is the sum over its pairs. Nobody's absence costs anything.
    """

    @property
    def additive(self) -> bool:
        """True when the cost of a group is the sum over its pairs."""

    @property
    def grows(self) -> bool:
        """True when two who break it together break it in any group that holds both."""

    @property
    def reach(self) -> tuple[int, int]:
        """No pair and no trio costs less or more than these (the first at most 0, the second at least 0)."""

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """The cost of each group of exactly two, ``{i[k], j[k]}``; vectorised, of any shapes that go together."""

    def of_trios(self, i: Ints, j: Ints, k: Ints) -> Ints:
        """The cost of each group of exactly three; vectorised, any size."""

    def of_group(self, seats: Sequence[Seat]) -> int:
        """The cost of one group."""

    def bound(self, sizes: Sequence[int]) -> int:
        """No round with groups of these sizes costs less, whoever is left out when they hold fewer than all."""


@runtime_checkable
class RoundTerm(Protocol):
    """A cost that only the whole round can tell."""

    def of_round(self, groups: Sequence[Group], left_out: Sequence[Seat]) -> int:
        """The cost of one round."""

    def bound(self, sizes: Sequence[int]) -> int:
        """No round with groups of these sizes costs less."""
