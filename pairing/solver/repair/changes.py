"""What a repair is asked, and what it answers. A *place* is a group's position in the given round."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pairing.solver.problem import Seat
from pairing.solver.solution import Group, Status


@dataclass(frozen=True)
class Changes:
    """
    What has happened to a round, and what may be done about it.

    broken      places of groups that somebody left; those who stay are the group as it is given
    waiting     people without a group who are to have one
    spares      people without a group who help out where they are needed
    closed      places that nobody joins and nobody leaves
    rooms       how many a place holds; no entry: the largest size, or the seats of its occasion
    barred      (person, place): never there            unsuited    only where nowhere else is as good
    new_groups  whether groups may be made that were not there
    moves       whether people of other groups may be moved, where somebody had no group otherwise
    enough      so many of a broken group go on below the smallest size; None: nobody does
    """

    broken: Collection[int] = ()
    waiting: Collection[Seat] = ()
    spares: Collection[Seat] = ()
    closed: Collection[int] = ()
    rooms: Mapping[int, int] = field(default_factory=dict)
    barred: Collection[tuple[Seat, int]] = ()
    unsuited: Collection[tuple[Seat, int]] = ()
    new_groups: bool = True
    moves: bool = True
    enough: int | None = None


@dataclass(frozen=True)
class Repaired:
    """
    The round as it is mended. ``groups`` are as many as were given, None for one that ended; ``new`` ones
    beside them. ``left_out`` were to have a group and have none; ``spares`` are those nobody needed.
    ``touched`` are places of groups nobody had left and that changed. OPTIMAL: nothing better is in reach.
    """

    groups: tuple[Group | None, ...]
    new: tuple[Group, ...]
    left_out: tuple[Seat, ...]
    spares: tuple[Seat, ...]
    touched: tuple[int, ...]
    status: Status

    @property
    def standing(self) -> tuple[Group, ...]:
        """All groups there are now."""
        return (*(group for group in self.groups if group is not None), *self.new)
