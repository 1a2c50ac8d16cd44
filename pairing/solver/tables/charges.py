"""Tables that may make a round, kind by kind, and what they are charged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pairing.solver.tables.tally import Tables, Tally
from pairing.solver.terms.protocols import Ints


@dataclass(frozen=True)
class Kind:
    """Tables of one size, or people who may be left out (as tables of one): ``many`` of them make a round."""

    tables: Tables
    many: int
    left_out: bool = False


@dataclass(frozen=True)
class Charge:
    """
    What each table pays, kind by kind; no round of interest pays more than the limit.

    ``limit``: at a ceiling of 0; it rises by ``slope`` with every unit of the ceiling.
    """

    of_tables: tuple[Ints, ...]
    limit: int
    slope: int = 0

    def of_some(self, which: Sequence[npt.NDArray[np.bool_] | slice]) -> Charge:
        """The same for some tables of each kind."""
        return replace(self, of_tables=tuple(each[some] for each, some in zip(self.of_tables, which, strict=True)))


def paid(tier: Tally, kinds: Sequence[Kind]) -> tuple[Ints, ...]:
    """What tables cost in a tier, and people left out."""
    return tuple(tier.absent[kind.tables[:, 0]] if kind.left_out else tier.of_tables(kind.tables) for kind in kinds)
