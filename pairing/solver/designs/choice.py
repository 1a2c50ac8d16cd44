"""Which design fits so many people, the sizes allowed and the number of rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from pairing.solver.designs.affine import affine
from pairing.solver.designs.circle import circle
from pairing.solver.designs.design import Block, Design
from pairing.solver.designs.transversal import transversal
from pairing.solver.designs.triples import triples

MOST_TRIED = 6


def fitting(
    people: int,
    smallest: int,
    largest: int,
    preferred: int,
    rounds: int,
    *,
    late: Callable[[], bool] = lambda: False,
) -> list[Design]:
    """
    A few designs with rounds enough, groups nearest the preferred size first; else those with the most rounds.

    Empty where nothing is known for so many people in groups of these sizes. Of hundreds of people there are as
    many designs to make: when it is ``late`` no more are.
    """
    found = [design for design in _as_many_as_can_be(people, smallest, largest, late) if design.rounds]
    enough = [design for design in found if len(design.rounds) >= rounds]

    def away(design: Design) -> float:
        return abs(people / len(design.rounds[0]) - preferred)

    if enough:
        return sorted(enough, key=away)[:MOST_TRIED]
    most = max((len(design.rounds) for design in found), default=0)
    return [design for design in found if len(design.rounds) == most]


def _as_many_as_can_be(people: int, smallest: int, largest: int, late: Callable[[], bool]) -> Iterator[Design]:
    """Designs with groups of these sizes, until it is late."""
    for design in _made(people, smallest, largest):
        if design is not None and _within(design, smallest, largest):
            yield design
        if late():
            return


@cache
def _designs(people: int, smallest: int, largest: int) -> tuple[Design, ...]:
    """Every design known with groups of these sizes."""
    return tuple(_as_many_as_can_be(people, smallest, largest, lambda: False))


def _made(people: int, smallest: int, largest: int) -> Iterator[Design | None]:
    """One design after another, None for each that there is not."""
    for size in range(smallest, largest + 1):
        special = circle(people) if size == 2 else triples(people) if size == 3 else None
        yield from (special, affine(people, size))
    for groups in range(-(-people // largest), people // max(smallest, 1) + 1):
        seated = transversal(people, groups)
        yield seated  # its rows never meet
        if seated is not None:
            longer = _with_rows_among_themselves(seated, smallest, largest)
            if longer is not seated:
                yield longer


def _within(design: Design, smallest: int, largest: int) -> bool:
    return smallest <= design.sizes[0] and design.sizes[-1] <= largest


def _with_rows_among_themselves(design: Design, smallest: int, largest: int) -> Design:
    """More rounds, in which the rows, whose people never met, are seated within themselves."""
    inner = [_longest(len(row), smallest, largest) for row in design.rows]
    if any(each is None for each in inner):
        return design
    laid = [(row, each) for row, each in zip(design.rows, inner, strict=True) if each is not None]
    more = min(len(each.rounds) for _, each in laid)
    extra = tuple(
        tuple(tuple(row[point] for point in block) for row, each in laid for block in each.rounds[number])
        for number in range(more)
    )
    return Design(design.points, (*design.rounds, *extra), _standing(laid, more))


def _longest(people: int, smallest: int, largest: int) -> Design | None:
    """The design with the most rounds; where there is none, one round of even groups."""
    found = _designs(people, smallest, largest)
    if found:
        return max(found, key=lambda design: len(design.rounds))
    groups = people // smallest
    if not groups or -(-people // groups) > largest:
        return None
    return Design(people, (tuple(tuple(range(group, people, groups)) for group in range(groups)),))


def _standing(laid: list[tuple[Block, Design]], rounds: int) -> tuple[Block, ...]:
    """Who still never meets, where the rows meet within themselves: their own rows, when all rounds are used."""
    return tuple(
        tuple(row[point] for point in inner) for row, each in laid for inner in each.rows if rounds <= len(each.rounds)
    )
