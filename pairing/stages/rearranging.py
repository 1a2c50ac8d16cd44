"""What the lead wants changed by hand, and the groups that come of it. Pure: members by number, nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pairing.errors import InputError

#: Instead of a group's number: no group this time.
OUT = "out"


@dataclass(frozen=True)
class Wish:
    """
    ``adds`` are latecomers to be placed where they suit best; ``moves`` are (person, number of a group or
    `OUT`), ``swaps`` two people, ``times`` (number, aware start), ``places`` (number, words). People are
    ids. Adding comes first, then moves, then swaps.
    """

    adds: tuple[str, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    swaps: tuple[tuple[str, str], ...] = ()
    times: tuple[tuple[int, datetime], ...] = ()
    places: tuple[tuple[int, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.adds) or self.by_name

    @property
    def by_name(self) -> bool:
        """True where groups or their members are named, besides latecomers."""
        return bool(self.moves or self.swaps or self.times or self.places)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who is moved or swapped, in order, once."""
        return tuple(
            dict.fromkeys([*(person for person, _ in self.moves), *(one for two in self.swaps for one in two)])
        )


def rearrange(groups: Mapping[int, Sequence[str]], wish: Wish) -> dict[int, tuple[str, ...]]:
    """
    The members of every group afterwards; a group nobody is left in has none.

    Raises `InputError` where a group does not exist, or would be left with one person alone.
    """
    after = {number: list(members) for number, members in groups.items()}
    for person, target in wish.moves:
        _take_out(after, person)
        if target != OUT:
            _group(after, target).append(person)
    for one, other in wish.swaps:
        first, second = _place(after, one), _place(after, other)
        if first[0] is second[0]:
            raise InputError.at(f"{one} and {other}", "they are in one group, so there is nothing to swap")
        first[0][first[1]], second[0][second[1]] = other, one
    for number, _ in (*wish.times, *wish.places):
        _group(after, str(number))
    for number, members in after.items():
        if len(members) == 1 and len(groups[number]) > 1:
            what = f"{members[0]} would be left alone in it"
            mend = f"Move them too: --move {members[0]} GROUP, or --move {members[0]} {OUT}"
            raise InputError.at(f"group {number}", what, mend=mend)
    return {number: tuple(members) for number, members in after.items()}


def _take_out(groups: Mapping[int, list[str]], person: str) -> None:
    for members in groups.values():
        if person in members:
            members.remove(person)


def _group(groups: Mapping[int, list[str]], named: str) -> list[str]:
    if not named.isdigit() or int(named) not in groups:
        there = ", ".join(map(str, groups)) or "none"
        raise InputError.at(f"group {named}", "there is no such group to change", mend=f"There are: {there}")
    return groups[int(named)]


def _place(groups: Mapping[int, list[str]], person: str) -> tuple[list[str], int]:
    for members in groups.values():
        if person in members:
            return members, members.index(person)
    mend = f"Put them into a group: --move {person} GROUP"
    raise InputError.at(person, "they are in no group of this round that is still to meet", mend=mend)
