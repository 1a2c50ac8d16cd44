"""
A round on record: who was to meet, and what is known of whether they did.

Met, planned and unknown are three things (design decision 15). What a member says depends on the
size of the group: one of two says "we met", one of three or more says "I came".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from pairing.rounds import Format

#: Two people, the smaller id first.
Pair = tuple[str, str]


class Contact(NamedTuple):
    """Two people in one group. ``met`` is None when nobody has said; that counts as met for repeats."""

    date: date
    programme: str
    format: Format
    round: str
    group: str
    met: bool | None


@dataclass(frozen=True)
class GroupOnRecord:
    """A group by the name it has in its round ("3"). ``says`` is the latest word of each member, where there is one."""

    name: str
    members: tuple[str, ...]
    date: date
    says: Mapping[str, bool | None]
    host: str | None = None
    first_mover: str | None = None
    prompts: tuple[str, ...] = ()
    rotations: tuple[tuple[tuple[str, ...], ...], ...] = ()

    @cached_property
    def pairs(self) -> Sequence[Pair]:
        """Every two members; at a workshop every two who shared a table."""
        if not self.rotations:
            return list(combinations(sorted(self.members), 2))
        tables = (table for turn in self.rotations for table in turn)
        return sorted({pair for table in tables for pair in combinations(sorted(table), 2)})

    @cached_property
    def may_have_met(self) -> Sequence[Pair]:
        """Those of `pairs` of whom it is not sure that they did not meet."""
        return [pair for pair in self.pairs if self.met(*pair) is not False] if self.says else self.pairs

    def met(self, one: str, other: str) -> bool | None:
        """
        Whether two members met; None when it is not known.

        In a two, one yes is enough, and a no counts unless the other says yes. At a larger table
        both must have come, and one who did not is enough for no.
        """
        if not self.says:
            return None
        words = {self.says.get(one), self.says.get(other)}
        if len(self.members) == 2:
            return True if True in words else False if False in words else None
        return False if False in words else True if words == {True} else None

    @property
    def outcome(self) -> bool | None:
        """True when any two met, False when surely none did, None when it is not known."""
        met = {self.met(one, other) for one, other in self.pairs}
        return True if True in met else False if met == {False} else None

    def let_down(self, person: str) -> bool:
        """True for a member who was there for the others, and none of them came.

        In a two, who says they did not meet was let down, and so goes first next time; who is
        silent was not. At a larger table it is who came and found nobody.
        """
        if self.says.get(person) is not (len(self.members) > 2):
            return False
        others = [member for member in self.members if member != person]
        return bool(others) and all(self.met(person, other) is False for other in others)

    @property
    def disagreement(self) -> bool:
        """True when one of two says they met and the other that they did not."""
        return len(self.members) == 2 and {self.says.get(member) for member in self.members} == {True, False}


@dataclass(frozen=True)
class RoundOnRecord:
    """A round that was planned by `pairs`, or ``imported`` from before.

    ``began`` is the day it was planned (imported: its first meeting); ``period`` is None where an
    imported round's name has none.
    """

    round: str
    programme: str
    format: Format
    period: str | None
    began: date
    groups: tuple[GroupOnRecord, ...]
    left_out: tuple[str, ...] = ()
    imported: bool = False

    def contacts(self) -> Iterator[tuple[Pair, Contact]]:
        """Every two people who shared a group."""
        for group in self.groups:
            for one, other in group.pairs:
                met = group.met(one, other)
                yield (one, other), Contact(group.date, self.programme, self.format, self.round, group.name, met)

    def groups_of(self, person: str) -> list[GroupOnRecord]:
        """The person's groups; several where a round has rotations."""
        return [group for group in self.groups if person in group.members]


@dataclass(frozen=True)
class MetFigure:
    """Groups that met, that did not, and of which nobody has said; the unknown are never counted as met."""

    yes: int
    no: int
    unknown: int
