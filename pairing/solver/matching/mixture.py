"""
People left out and trios weighed against each other, where not everybody can be placed in pairs.

Without trios the matching with shadows is exact, and its prices show whether any trio could gain.
If some could, trios are taken one by one while they do, and CP-SAT then looks through all groups
there are, where these are not too many, for a better round or the proof that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np

from pairing.solver.draft import NothingFound
from pairing.solver.matching.edges import two_of
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.partition import Column, Partition, by_cp_sat, columns
from pairing.solver.matching.perfect import Matcher, Matching
from pairing.solver.matching.proof import Proof
from pairing.solver.matching.triangles import Trio, trios_among, trios_below

MANY = 40_000  # groups CP-SAT can be given
MOST_THREES = 500_000  # threes that are looked through for those groups
TRIED = 8  # trios tried at each step


@dataclass(frozen=True)
class Mixture:
    """Some trios, the others matched or left out, and four times what all of it costs."""

    trios: tuple[Trio, ...]
    matching: Matching
    four_costs: int


def mix(ladder: Ladder, field: Field, *, trios: bool, deadline: float) -> Partition | None:
    """The best found of all mixtures, as columns, with what none can undercut; None when there is proven to be none.

    Raises `NothingFound` when neither is at hand.
    """
    matcher = Matcher(ladder, field, deadline, shadows=True)
    matching = matcher.match()
    gain = _greatest_gain(ladder, field, matching, deadline) if trios else None
    if gain is None:
        if matching is None:
            return None
        return _as_columns(ladder, Mixture((), matching, 0), matching.proof.bound() // 4)
    by_steps = None if matching is None else _one_by_one(ladder, field, matcher, matching)
    if _too_many(ladder, field) or (by_steps is not None and monotonic() > deadline):
        if matching is None or by_steps is None:
            raise NothingFound
        return _as_columns(ladder, by_steps, (matching.proof.bound() + len(field.seats) // 3 * gain) // 4)
    options = columns(ladder, field.seats.tolist(), trios=True)
    found = by_cp_sat(ladder, field.seats.tolist(), options, deadline)
    if found is None or by_steps is None:
        if found is not None and not found.chosen:
            raise NothingFound
        return found
    ours = _as_columns(ladder, by_steps, found.least)
    better = not found.chosen or _cost(ours) < _cost(found)
    return Partition(ours.chosen, found.least, found.timed_out) if better else found


def _too_many(ladder: Ladder, field: Field) -> bool:
    """Whether there are more trios than CP-SAT can be given; guessed from the share of pairs that may be in one."""
    threes = len(field.seats) ** 3 // 6
    if threes > MOST_THREES:
        return True
    i, j = two_of(field.seats)
    return bool(threes * np.mean(ladder.allowed_within_trios(i, j)) ** 3 > MANY)


def _greatest_gain(ladder: Ladder, field: Field, matching: Matching | None, deadline: float) -> int | None:
    """No trio has less surplus, below 0; None when no trio gains anything.

    Any trio counts where there is no matching without.
    """
    if matching is None:
        there = trios_among(ladder, *two_of(field.seats), [0] * ladder.n, 1)
        return 0 if there.found else None
    gaining = trios_below(ladder, field, _both(ladder, matching.proof), 0, 1, deadline=deadline)
    least = min([surplus for surplus, _ in gaining.found] + [0 if gaining.all_seen else gaining.unseen], default=0)
    return least if least < 0 else None


def _both(ladder: Ladder, proof: Proof) -> list[int]:
    """Prices of seats with their shadows, which leave together."""
    n = ladder.n
    return [price + shadow for price, shadow in zip(proof.prices[:n], proof.prices[n:], strict=True)]


def _one_by_one(ladder: Ladder, field: Field, matcher: Matcher, matching: Matching) -> Mixture:
    """Trios taken while they gain, the most promising first."""
    now = Mixture((), matching, matching.four_costs)
    while True:
        absent = [seat for trio in now.trios for seat in trio]
        left = np.setdiff1d(field.seats, np.array(absent, dtype=np.int64))
        if len(left) < 3 or monotonic() > matcher.deadline:
            return now
        here, prices = Field(ladder, left.tolist()), _both(ladder, now.matching.proof)
        for _, trio in trios_below(ladder, here, prices, 0, TRIED, deadline=matcher.deadline).found:
            if monotonic() > matcher.deadline:
                return now
            others = matcher.match(without=[*absent, *trio])
            if others is not None:
                chosen = (*now.trios, trio)
                cost = others.four_costs + 4 * sum(_trio_cost(ladder, each) for each in chosen)
                if cost < now.four_costs:
                    now = Mixture(chosen, others, cost)
                    break
        else:
            return now


def _trio_cost(ladder: Ladder, trio: Trio) -> int:
    a, b, c = (np.array([seat], dtype=np.int64) for seat in trio)
    return ladder.whole(ladder.trios(a, b, c))[0]


def _as_columns(ladder: Ladder, mixture: Mixture, least: int) -> Partition:
    """The mixture group by group."""
    i, j = np.array(mixture.matching.pairs, dtype=np.int64).reshape(-1, 2).T
    chosen = [Column(trio, _trio_cost(ladder, trio)) for trio in mixture.trios]
    chosen += [
        Column(pair, cost) for pair, cost in zip(mixture.matching.pairs, ladder.whole(ladder.pairs(i, j)), strict=True)
    ]
    chosen += [Column((seat,), ladder.left_out(seat)) for seat in mixture.matching.left_out]
    return Partition(tuple(chosen), least, mixture.matching.timed_out)


def _cost(partition: Partition) -> int:
    return sum(column.cost for column in partition.chosen)
