"""
What any round like one to come asks of its people: how many contacts, and how many of them with colleagues at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pairing.config.formats import programme_rotations, programme_sizes
from pairing.config.model import Programme
from pairing.people.person import Person
from pairing.rounds import Format, PlannedRound
from pairing.solver.rules import CATALOGUE, different_practice, kept_apart, no_repeat
from pairing.tiers import Importance


@dataclass(frozen=True)
class Meeting:
    """
    One round to come: its month from 1 on, everybody who would be in it, and what no round like it goes without.

    Whoever is placed has at least ``contacts``; there are at most ``groups`` at each of its ``turns``. So many
    people are ``left_out``, and so many pairs of colleagues together, as few as there can be. ``mixes`` is
    true when fewer of those come before new faces, ``parts`` when people kept apart never meet.
    """

    month: int
    people: tuple[Person, ...]
    contacts: int
    groups: int
    turns: int = 1
    left_out: int = 0
    same_practice: int = 0
    mixes: bool = True
    parts: bool = True

    @cached_property
    def members(self) -> Mapping[str, frozenset[str]]:
        """The people of each practice who would be there, by id."""
        found: dict[str, set[str]] = {}
        for person in self.people:
            for practice in person.practices:
                found.setdefault(practice, set()).add(person.id)
        return {practice: frozenset(ids) for practice, ids in found.items()}

    @cached_property
    def ids(self) -> frozenset[str]:
        """Everybody who would be there."""
        return frozenset(person.id for person in self.people)

    @cached_property
    def forcing(self) -> tuple[str, ...]:
        """Practices so large that all pairs of colleagues are theirs, in whatever round has no more of them."""
        return tuple(
            practice
            for practice, ids in self.members.items()
            if self.turns * _even_spread_pairs(max(0, len(ids) - self.left_out), self.groups) == self.same_practice
        )

    def avoids_colleagues(self, person: Person) -> bool:
        """True when nobody of their practices can be with them."""
        return not self.same_practice or any(practice not in person.practices for practice in self.forcing)

    def outside(self, practice: str) -> int:
        """How many contacts with people of other practices those of this one have at least."""
        own = self.members.get(practice, frozenset())
        aside = not self.same_practice or any(own.isdisjoint(self.members[other]) for other in self.forcing)
        among = 0 if aside else self.same_practice
        return max(0, max(0, len(own) - self.left_out) * self.contacts - 2 * among)


def meeting_of(plan: PlannedRound, programme: Programme, month: int, people: tuple[Person, ...]) -> Meeting:
    """What any round like this plan asks of those who would be in it."""
    smallest = programme_sizes(programme).smallest
    turns = programme_rotations(programme) if programme.format is Format.WORKSHOP else 1
    tiers = {tier.rule: tier for tier in plan.tiers}
    colleagues, together = tiers.get(different_practice.NAME), tiers.get(kept_apart.NAME)
    return Meeting(
        month=month,
        people=people,
        contacts=(smallest - 1) * turns,
        groups=(len(people) - len(plan.left_out)) // smallest,
        turns=turns,
        left_out=len(plan.left_out),
        same_practice=colleagues.cost if colleagues else 0,
        mixes=colleagues is not None and _before_repeats(different_practice.NAME, programme),
        parts=(together is None or not together.cost) and _before_repeats(kept_apart.NAME, programme),
    )


def _before_repeats(rule: str, programme: Programme) -> bool:
    """True when no repeat is spared at this rule's cost."""
    place = {each.NAME: number for number, each in enumerate(CATALOGUE)}
    usual = {each.NAME: each.DEFAULT for each in CATALOGUE}

    def rank(name: str) -> tuple[int, int]:
        own = programme.rules.get(name)
        return list(Importance).index((own and own.importance) or usual[name]), place[name]

    return rank(rule) < rank(no_repeat.NAME)


def _even_spread_pairs(count: int, tables: int) -> int:
    """Pairs who share a table when so many people are spread evenly over the tables."""
    if not tables:
        return 0
    each, more = divmod(count, tables)
    return more * (each + 1) * each // 2 + (tables - more) * each * (each - 1) // 2
