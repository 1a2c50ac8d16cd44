"""Seats for those who come late to a workshop: at each turn the emptiest table of people new to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pairing.rounds import PlannedGroup


def with_seats(group: PlannedGroup) -> PlannedGroup:
    """The group with a place in every rotation for each member who has none; others stay where they sit."""
    seated = {member for turn in group.rotations for table in turn for member in table}
    for member in group.members:
        if member not in seated and group.rotations:
            group = _seated(group, member)
    return group


def _seated(group: PlannedGroup, member: str) -> PlannedGroup:
    met: set[str] = set()
    turns = []
    for planned, now in zip(group.rotations, group.tables, strict=True):
        chosen = _best_table(now, met)
        met.update(now[chosen])
        turns.append(tuple((*table, member) if number == chosen else table for number, table in enumerate(planned)))
    return replace(group, rotations=tuple(turns))


def _best_table(tables: Sequence[Sequence[str]], met: set[str]) -> int:
    """As few as possible met before, then as few as possible there, then the first."""
    return min(range(len(tables)), key=lambda number: (len(met.intersection(tables[number])), len(tables[number])))
