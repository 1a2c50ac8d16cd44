"""
Importance and tiers: how rules are ranked, and what each one cost.

Ground floor: the solver and everything above it share these two words and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Importance(StrEnum):
    """How much a rule counts; each rule is its own strict tier, by importance, then catalogue order."""

    MUST = "must"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    OFF = "off"


@dataclass(frozen=True)
class Tier:
    """What one rule cost in a round, and the least it could have cost given the tiers above it.

    ``proved`` is true only when ``cost == bound`` here and in every tier above.
    """

    rule: str
    importance: Importance
    cost: int
    bound: int
    proved: bool
