"""
Ways that open groups nobody had left: their people and a few who seek a group are all grouped anew.

Thought of only where somebody had no group otherwise, and only where people choose their own time. A
group that is opened goes on with those of its people who are most together. Where these are too many to be
grouped in every way, some of them leave for one new group, and nobody else moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product

from pairing.solver.problem import Seat
from pairing.solver.repair.reckoning import Disturbance, Seats
from pairing.solver.repair.ways import MOST_GROUPS, Field, Way, bits

#: So many people are grouped anew at once, and so many ways are gone through: about a second.
MOST_APART = 9
MOST_TRIED = 5_000


def opened_ways(field: Field, at_most: int) -> Iterator[Way]:
    """Every such way that opens at most so many groups; `Field.thinned` is set where they were too many."""
    if field.problem.occasions:
        return
    tried = 0
    for many in range(1, at_most + 1):
        for places in combinations(field.open, many):
            if tried > MOST_TRIED or field.reckoning.groups > MOST_GROUPS:
                field.thinned = True
                return
            own = [seat for place in places for seat in field.given[place].seats]
            most = max(MOST_APART - len(own), field.largest - 1)
            field.thinned = field.thinned or most < len(field.seekers) + len(field.changes.spares)
            for seekers, spares in _joining(field, most):
                for groups in _groupings(field, own, places, (*seekers, *spares)):
                    tried += 1
                    yield from _as_way(field, places, groups, (seekers, spares))


def _joining(field: Field, most: int) -> Iterator[tuple[Seats, Seats]]:
    """Some who seek a group, and spares beside them."""
    for many in range(1, min(most, len(field.seekers)) + 1):
        for seekers in combinations(field.seekers, many):
            for help_out in range(min(most - many, len(field.changes.spares)) + 1):
                for spares in combinations(sorted(field.changes.spares), help_out):
                    yield seekers, spares


def _groupings(field: Field, own: Sequence[Seat], places: Sequence[int], joining: Seats) -> Iterator[list[Seats]]:
    """Every one there is for a few people; for more those in which as few as can be leave for one new group."""
    if len(own) + len(joining) <= MOST_APART:
        yield from _partitions(field, (*own, *joining))
        return
    field.thinned = True
    smallest = max(field.smallest, 2)
    for size in range(smallest, field.largest + 1):
        found = False
        for groups in _parting(field, places, joining, size - len(joining), smallest):
            found = True
            yield groups
        if found:
            return


def _parting(field: Field, places: Sequence[int], joining: Seats, leaving: int, smallest: int) -> Iterator[list[Seats]]:
    """So many leave these places in all, some from each, for a group with those who join; none breaks a must."""
    before = [field.given[place].seats for place in places]
    for counts in product(*(range(1, len(seats) - smallest + 1) for seats in before)):
        if sum(counts) != leaving:
            continue
        for leavers in product(*map(combinations, before, counts)):
            gone = {seat for some in leavers for seat in some}
            stay = [tuple(seat for seat in seats if seat not in gone) for seats in before]
            groups = [*stay, (*sorted(gone), *joining)]
            if all(field.reckoning.change((), group) is not None for group in groups):
                yield groups


def _partitions(field: Field, people: Sequence[Seat]) -> Iterator[list[Seats]]:
    """All of them in groups of allowed sizes that break no must."""
    if not people:
        yield []
        return
    first, rest = people[0], people[1:]
    for size in range(max(field.smallest, 2), min(field.largest, len(people)) + 1):
        for others in combinations(rest, size - 1):
            group = (first, *others)
            if field.reckoning.change((), group) is not None:
                remaining = [seat for seat in rest if seat not in others]
                yield from ([group, *groups] for groups in _partitions(field, remaining))


def _as_way(
    field: Field, places: Sequence[int], groups: Sequence[Seats], joining: tuple[Seats, Seats]
) -> Iterator[Way]:
    """The groups as a way, where each opened place goes on with one of them and really gives people away."""
    if len(groups) < len(places) or (len(groups) > len(places) and not field.changes.new_groups):
        return
    seekers, spares = joining
    best: tuple[int, tuple[int, ...]] | None = None
    for heirs in permutations(range(len(groups)), len(places)):
        cost = _disturbance(field, places, [groups[heir] for heir in heirs], spares)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, heirs)
    if best is None:
        return
    cost, heirs = best
    reckoning = field.reckoning
    cost += reckoning.of(Disturbance.TOUCHED, len(places)) + field.scattered(seekers) + field.gain(spares)
    for number, group in enumerate(groups):
        changed = reckoning.change((), group)
        assert changed is not None, "_partitions saw to it"
        beyond = max(0, len(group) - field.problem.sizes.preferred) if number not in heirs else 0
        cost += changed + reckoning.of(Disturbance.LARGER, beyond)
    for place in places:
        cost -= reckoning.cost(field.given[place].seats)
    heir_of = {heir: place for place, heir in zip(places, heirs, strict=True)}
    kept = tuple((heir_of.get(number), tuple(sorted(group))) for number, group in enumerate(groups))
    whom = sum(field.bit[seat] for seat in seekers)
    yield Way(cost, whom, kept, spares=bits(spares), places=bits(places), touched=len(places))


def _disturbance(field: Field, places: Sequence[int], heirs: Sequence[Seats], spares: Seats) -> int | None:
    """
    People who are moved, and places that suit badly; None where somebody must not come, or nobody goes.

    Spares come to a group only in place of somebody, or to a new one.
    """
    moved = unsuited = 0
    for place, heir in zip(places, heirs, strict=True):
        before = set(field.given[place].seats)
        new = [seat for seat in heir if seat not in before]
        fits = len(new) < len(heir) <= field.room(place)
        full = before <= set(heir) and any(seat in spares for seat in new)
        if full or not fits or not all(field.may_come(seat, place) for seat in new):
            return None
        moved += len(before - set(heir))
        unsuited += sum((seat, place) in field.unsuited for seat in new)
    if not moved:
        return None  # that is joining
    return field.reckoning.of(Disturbance.MOVED, moved) + field.reckoning.of(Disturbance.UNSUITED, unsuited)
