"""Tables that may make a round, kind by kind, and what they are charged."""

from __future__ import annotations

from dataclasses import dataclass

from pairing.solver.tables.tally import Tables
from pairing.solver.terms.protocols import Ints


@dataclass(frozen=True)
class Kind:
    """Tables of one size, or people who may be left out (tables of one): ``many`` of them make a round."""

    tables: Tables
    many: int


@dataclass(frozen=True)
class Charge:
    """
    What each table pays, kind by kind; no round of interest pays more than the limit.

    ``limit``: at a ceiling of 0; it rises by ``slope`` with every unit of the ceiling.
    """

    of_tables: tuple[Ints, ...]
    limit: int
    slope: int = 0
