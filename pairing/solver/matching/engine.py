"""
One round in pairs, from the whole to the parts.

Everybody is first tried as one: in pairs, and one trio where the number is odd. Where that cannot be or is not
sure to be best, each part of the network that musts cut off is solved by itself, whatever it takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairing.solver.compile import CompiledRule
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.mixture import mix
from pairing.solver.matching.partition import FEW, Partition, by_subsets, columns
from pairing.solver.matching.parts import parts
from pairing.solver.matching.perfect import Matcher
from pairing.solver.matching.trio import TrioSearch
from pairing.solver.problem import Problem, Seat


@dataclass(frozen=True)
class Part:
    """Groups and people left out among some seats, and their cost. No other choice costs less than ``least / 4``."""

    groups: tuple[tuple[Seat, ...], ...]
    left_out: tuple[Seat, ...]
    cost: int
    least: int
    timed_out: bool = False


class Engine:
    """One round in pairs being made; ``deadline`` by `time.monotonic`."""

    def __init__(self, problem: Problem, rules: Sequence[CompiledRule], deadline: float) -> None:
        self.n = problem.n
        self.trios = problem.sizes.largest >= 3
        self.ladder = Ladder(rules, problem.n)
        self.deadline = deadline
        first = self.ladder.rungs[0]
        # Nobody is left out who can be placed: then everybody placed, in as few trios as their
        # number allows, beats all else.
        self.placing_first = not any(self.ladder.may_be_left) or min(first.left_out, default=0) > 0

    def solve(self) -> list[Part] | None:
        """The whole, or part by part where musts cut it apart."""
        if not self.n:
            return []
        apart = parts(self.ladder) if self.ladder.hard else []
        if len(apart) < 2:
            whole = self._everybody(range(self.n))
            if whole is not None:
                return [whole]
        solved = [self._part(seats) for seats in apart or [list(range(self.n))]]
        found = [part for part in solved if part is not None]
        return found if len(found) == len(solved) else None

    def _part(self, seats: list[Seat]) -> Part | None:
        """One part of the network, whatever it takes; None when its musts cannot be met."""
        if len(seats) > FEW:
            placed = self._everybody(seats) if len(seats) < self.n else None
            if placed is not None:
                return placed
            field = Field(self.ladder, seats)
            if self._hopeless(field):
                return None
            found = mix(self.ladder, field, trios=self.trios, deadline=self.deadline)
        else:
            found = by_subsets(seats, columns(self.ladder, seats, trios=self.trios))
        return None if found is None else _as_part(found)

    def _hopeless(self, field: Field) -> bool:
        """
        True when nobody may sit out and it is proven that somebody would; pairs alone do not do.

        Where three may meet only if any two of them may, a trio is half of each of its three pairs: then
        no round with trios places more people than the fractional matching.
        """
        if any(self.ladder.may_be_left[seat] for seat in field.seats.tolist()):
            return False
        if not self.trios:  # an even number has been tried in vain if placing comes first
            return len(field.seats) % 2 == 1 or self.placing_first
        grows = all(term.grows for term in self.ladder.hard)
        return grows and Matcher(self.ladder, field, self.deadline).prices() is None

    def _everybody(self, seats: Sequence[Seat]) -> Part | None:
        """All in pairs and, when odd, one trio; None where that cannot be or is not sure to be best."""
        odd = len(seats) % 2 == 1
        if not self.placing_first or (odd and (not self.trios or len(seats) < 3)):
            return None
        constant = self.ladder.constant(len(seats) // 2 + 2 * odd)
        if self.ladder.level is not None:
            level = self._matched(self.ladder.level, seats, constant + odd * self.ladder.per_trio, patient=False)
            if level is not None:
                return level
        return self._matched(self.ladder.varying, seats, constant)

    def _matched(self, ladder: Ladder, seats: Sequence[Seat], constant: int, *, patient: bool = True) -> Part | None:
        """All in pairs and, when odd, one trio; None where that cannot be or, without patience, is not found soon."""
        field = Field(ladder, seats)
        if len(seats) % 2 == 0:
            matching = Matcher(ladder, field, self.deadline, patient=patient).match()
            if matching is None:
                return None
            cost, least = matching.four_costs // 4, matching.proof.bound()
            return Part(matching.pairs, (), cost + constant, least + 4 * constant, matching.timed_out)
        found = TrioSearch(ladder, field, self.deadline, patient=patient).run()
        if found is None:
            return None
        cost, groups = found.four_costs // 4, (found.trio, *found.matching.pairs)
        return Part(groups, (), cost + constant, found.least + 4 * constant, found.timed_out)


def _as_part(found: Partition) -> Part:
    """Columns as groups and people left out."""
    return Part(
        tuple(column.seats for column in found.chosen if len(column.seats) > 1),
        tuple(column.seats[0] for column in found.chosen if len(column.seats) == 1),
        sum(column.cost for column in found.chosen),
        4 * found.least,
        found.timed_out,
    )
