"""
How many groups, and of which sizes: a decision taken before anybody is seated.

The number of groups is the strongest lever on repeats there is, so it is taken by forecast: how
many rounds without a repeat can be expected to exist at all (see `saturation`). Among the counts
that the allowed sizes permit, the one nearest the preferred size is taken, unless repeats would
then be forced and smaller groups avoid most of them. What was traded is in ``numbers``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from pairing.solver.problem import Problem, Seat, Sizes
from pairing.solver.saturation import Acquaintance

WORTH_IT = 2  # smaller groups are taken when they divide the forecast repeats by this or more


@dataclass(frozen=True)
class SizeChoice:
    """Sizes in descending order, how many people no size has room for, and the preview's numbers.

    ``numbers``: people, groups, smallest and largest size used, left_out; and where repeats made
    the choice, groups_preferred, repeats_preferred and repeats (forecasts, not promises).
    """

    sizes: tuple[int, ...]
    left_out: int
    numbers: dict[str, int] = field(default_factory=dict)


def choose_sizes(problem: Problem, people: Collection[Seat] | None = None) -> SizeChoice:
    """The sizes for these people (everybody if not given), leaving out as few as sizes allow."""
    seats = range(problem.n) if people is None else people
    if problem.exact_sizes is not None:
        sizes = fitting(problem.exact_sizes, len(seats))
        return _choice(sizes, len(seats), {})
    placed = seatable(len(seats), problem.sizes)
    if placed == 0:
        return _choice((), len(seats), {})
    counts = group_counts(placed, problem.sizes)
    preferred = min(counts, key=lambda groups: (abs(placed - groups * problem.sizes.preferred), -groups))
    if len(counts) == 1 or not problem.met:
        return _choice(even(placed, preferred), len(seats), {})
    return _by_forecast(Acquaintance.among(problem, seats), placed, counts, preferred)


def _by_forecast(known: Acquaintance, placed: int, counts: range, preferred: int) -> SizeChoice:
    """The preferred count, or the nearest larger one that avoids most of the forecast repeats."""
    expected = known.forced_repeats(even(placed, preferred))
    chosen, repeats = preferred, expected
    for groups in range(preferred + 1, counts.stop):
        if repeats == 0:
            break
        fewer = known.forced_repeats(even(placed, groups))
        if fewer < repeats:
            chosen, repeats = groups, fewer
    if chosen == preferred or repeats * WORTH_IT > expected:
        traded = {} if expected == 0 else {"repeats": expected}
        return _choice(even(placed, preferred), known.people, traded)
    traded = {"groups_preferred": preferred, "repeats_preferred": expected, "repeats": repeats}
    return _choice(even(placed, chosen), known.people, traded)


def _choice(sizes: tuple[int, ...], people: int, traded: dict[str, int]) -> SizeChoice:
    return SizeChoice(sizes, people - sum(sizes), size_numbers(people, sizes) | traded)


def size_numbers(people: int, sizes: Collection[int]) -> dict[str, int]:
    """How many people, groups and left out, and the smallest and largest size in use."""
    numbers = {"people": people, "groups": len(sizes), "left_out": people - sum(sizes)}
    return numbers | {"smallest": min(sizes), "largest": max(sizes)} if sizes else numbers


def even(people: int, groups: int) -> tuple[int, ...]:
    """People spread over so many groups as evenly as can be, largest first."""
    size, more = divmod(people, groups)
    return (size + 1,) * more + (size,) * (groups - more)


def group_counts(people: int, sizes: Sizes) -> range:
    """Every number of groups into which so many people can be split; empty if there is none."""
    return range(-(-people // sizes.largest), people // sizes.smallest + 1) if people else range(0)


def sizes_are_chosen(problem: Problem) -> bool:
    """True when the same people could be split in another way: what is proved is then proved of the sizes taken."""
    if problem.in_pairs or problem.exact_sizes is not None:
        return False
    sizes, people = problem.sizes, seatable(problem.n, problem.sizes)
    counts = group_counts(people, sizes)
    if len(counts) != 1:
        return len(counts) > 1
    spare, room = people - counts[0] * sizes.smallest, counts[0] * sizes.largest - people
    return counts[0] > 1 and sizes.largest - sizes.smallest > 1 and min(spare, room) > 1


def seatable(people: int, sizes: Sizes) -> int:
    """The most of so many people that groups of the allowed sizes can hold."""
    return next((placed for placed in range(people, 0, -1) if group_counts(placed, sizes)), 0)


def fitting(sizes: Collection[int], people: int) -> tuple[int, ...]:
    """The given sizes, or where they need more people than there are, those that seat the most."""
    best: dict[int, tuple[int, ...]] = {0: ()}
    for size in sorted(sizes, reverse=True):
        for total, chosen in list(best.items()):
            if total + size <= people:
                best.setdefault(total + size, (*chosen, size))
    return best[max(best)]
