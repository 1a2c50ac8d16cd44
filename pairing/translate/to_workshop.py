"""From a workshop's rotations to a planned round: one group for each room, with tables that change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

from pairing.plural import number_of
from pairing.rounds import PlannedRound
from pairing.solver.rotations.workshop import Hall, Workshop
from pairing.solver.solution import Group, Solution
from pairing.translate.notes import round_notes
from pairing.translate.translation import Translation


def rooms(workshop: Workshop) -> Solution:
    """The solution with one group for each occasion: everybody who is there."""
    groups = tuple(Group(hall.seats, hall.occasion) for hall in workshop.halls)
    return replace(workshop.attendance, groups=groups, tiers=workshop.tiers, status=workshop.status)


def with_rotations(plan: PlannedRound, workshop: Workshop, translation: Translation) -> PlannedRound:
    """The round made of `rooms`, each group with its tables, and notes about all of them."""
    people = translation.people
    random = Random(plan.seed)  # noqa: S311 - which table is number 1, recorded by the seed
    groups = tuple(
        replace(
            group,
            host=None,
            first_mover=None,
            rotations=tuple(
                tuple(tuple(people[seat].id for seat in table.seats) for table in random.sample(turn, len(turn)))
                for turn in hall.rotations
            ),
            why=tuple(_about(hall)),
        )
        for group, hall in zip(plan.groups, workshop.halls, strict=True)
    )
    tables = tuple(table for hall in workshop.halls for turn in hall.rotations for table in turn)
    seated = replace(workshop.attendance, groups=tables, tiers=workshop.tiers, notes=())
    notes = (*(line for hall in workshop.halls for line in _about(hall)), *round_notes(seated, translation))
    return replace(plan, groups=groups, notes=notes)


def _about(hall: Hall) -> Iterator[str]:
    """How many tables how often, whether anybody sits with somebody twice, and whether tables are smaller for it."""
    again = sum(count - 1 for count in _together(hall.rotations).values())
    turns = len(hall.rotations)
    tables = f"{number_of(turns, 'rotation')} at {number_of(len(hall.rotations[0]), 'table')}"
    if not again:
        yield f"{tables}; nobody sits with the same person twice."
    else:
        yield f"{tables}; {number_of(again, 'time')} two people sit together again."
    if hall.at_first is not None:
        yield f"At {hall.at_first} larger tables more would sit together again."
    needed = sum(min(len(table.seats) for table in turn) - 1 for turn in hall.rotations)
    if again and needed >= len(hall.seats):
        others = number_of(len(hall.seats) - 1, "other")
        yield f"Everybody sits with {needed} people or more in all, and there are only {others}."


def _together(rotations: Sequence[Sequence[Group]]) -> Counter[tuple[int, int]]:
    return Counter(pair for turn in rotations for table in turn for pair in combinations(table.seats, 2))
