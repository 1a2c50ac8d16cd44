"""
The primitives a rule compiles to. The engines know these and never a rule's name.

Per group, additive over its pairs:
    Clash        two people sharing a value of an attribute cost c
    Listed       listed pairs cost what the list says
    Between      the classes of two people, looked up in a table
    Drawn        0..999 for every pair, drawn from the seed
Per group, from its members:
    AtMost       people of one value beyond k
    AtLeast      people with a mark missing to k
    Distinct     values missing to r
    Shared       1 when no bit is common to all
    Accompanied  marked people in a group without a companion
Per round:
    Unseated     people left out, weighted
    Sized        groups outside the allowed sizes
    Seated       people at an occasion they cannot attend
    Away         people of one post away at one hour beyond the cap

Every term has ``bound``: a number no round can go below, found by counting. It must be true even
where people share several values (two people who share two practices clash once).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pairing.solver.problem import Seat

Ints = npt.NDArray[np.int64]


class Term(Protocol):
    """A cost of whole numbers.

    ``additive``: the cost of a group is the sum over its pairs.
    """

    additive: bool

    def of_pairs(self, i: Ints, j: Ints) -> Ints:
        """The cost of each group of exactly two, ``{i[k], j[k]}``; vectorised, any size."""

    def of_group(self, seats: Sequence[Seat]) -> int:
        """The cost of one group."""

    def bound(self, sizes: Sequence[int]) -> int:
        """No partition of everybody into groups of these sizes costs less."""
