"""
A problem: everything one round's solver is told, in whole numbers.

People are *seats* ``0..n-1``. Attributes are small integers; what they stand for is known to
`pairing.translate` alone. A frozen value: changed by `dataclasses.replace`, never in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pairing.tiers import Importance

Seat = int
Pair = tuple[Seat, Seat]  # always i < j


@dataclass(frozen=True)
class Sizes:
    """Allowed sizes of a group, both ends included; ``preferred`` lies between them."""

    smallest: int
    largest: int
    preferred: int


@dataclass(frozen=True)
class Occasion:
    """One date and place at which ``tables`` tables of at most ``seats`` people stand.

    ``hours`` are opaque numbers of the hours it takes up: two occasions sharing one overlap.
    """

    tables: int
    seats: int
    hours: frozenset[int] = frozenset()


@dataclass(frozen=True)
class RuleSetting:
    """How one rule is set: its importance and its own whole-number parameters (see the rule's file)."""

    importance: Importance
    parameters: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """One round. Sequences are indexed by seat and have length n; pairs are ``(i, j)`` with i < j.

    practices       every practice a person belongs to (may be empty: belongs to none)
    role            role group
    sizes           allowed sizes, or `exact_sizes`: one size per group, in any order
    met             whole rounds since two people last met, 1 = last round; no entry = never met
    apart           pairs who must never be put together
    scores          whole-number cost of having two people together, negative = wanted
    working_days    bit d set = works on weekday d; 0 = not known, any day possible
    turns_missed    rounds in a row a person sat out or was let down
    contacts        people met outside one's own practices so far
    practice_meetings  contacts so far between two practices ``(p, q)``, p < q; no entry = none
    host, newcomer  who may host a table; who is new
    occasions       empty = one occasion with room for all; else people are seated at these
    may_attend      bit k set = can be at occasion k; empty tuple = everybody can be everywhere
    cover_keys      the (practice, role group) posts a person fills, as opaque numbers
    cover_caps      how many people of one post may be away at one hour; no entry = no limit
    rules           setting by rule name; a rule without an entry has its catalogue default
    seed            the only source of chance
    """

    practices: tuple[frozenset[int], ...]
    role: tuple[int, ...]
    sizes: Sizes
    exact_sizes: tuple[int, ...] | None = None
    met: Mapping[Pair, int] = field(default_factory=dict)
    apart: frozenset[Pair] = frozenset()
    scores: Mapping[Pair, int] = field(default_factory=dict)
    working_days: tuple[int, ...] = ()
    turns_missed: tuple[int, ...] = ()
    contacts: tuple[int, ...] = ()
    practice_meetings: Mapping[tuple[int, int], int] = field(default_factory=dict)
    host: tuple[bool, ...] = ()
    newcomer: tuple[bool, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    may_attend: tuple[int, ...] = ()
    cover_keys: tuple[frozenset[int], ...] = ()
    cover_caps: Mapping[int, int] = field(default_factory=dict)
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    seed: int = 0

    @property
    def n(self) -> int:
        """How many people take part."""
        return len(self.role)

    def parameter(self, rule: str, name: str, default: int) -> int:
        """A rule's own number as it is set, else the default."""
        setting = self.rules.get(rule)
        return default if setting is None else setting.parameters.get(name, default)

    @cached_property
    def in_pairs(self) -> bool:
        """True when the round is a matching: twos, threes where they must be, and no occasions."""
        return (
            self.exact_sizes is None
            and not self.occasions
            and self.sizes.smallest == self.sizes.preferred == 2
            and self.sizes.largest <= 3
        )
