"""
Who is at which occasion where there was no time to count: one occasion filled after the other, in whole tables.

The occasion that can take the most of those still without one comes next. Nobody is at an occasion they
cannot make, and no cover that is a must is broken; that as few as can be are left out is not claimed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from pairing.solver.compile import CompiledRule
from pairing.solver.group_count import even, fitting, group_counts
from pairing.solver.problem import Problem, Seat, Sizes
from pairing.solver.solution import Group
from pairing.solver.terms import Away, Unseated


def away(rules: Sequence[CompiledRule], at: Sequence[int | None]) -> list[int]:
    """What absences and cover cost, rule by rule."""
    there: dict[int, list[Seat]] = {}
    for seat, k in enumerate(at):
        if k is not None:
            there.setdefault(k, []).append(seat)
    groups = [Group(tuple(seats), k) for k, seats in there.items()]
    left_out = [seat for seat, k in enumerate(at) if k is None]
    terms = [[term for term in rule.round_terms if isinstance(term, Unseated | Away)] for rule in rules]
    return [sum(term.of_round(groups, left_out) for term in each) for each in terms]


class Filling:
    """The occasions being filled: ``at`` says where everybody is, ``tables`` the sizes at each occasion."""

    def __init__(
        self, problem: Problem, rules: Sequence[CompiledRule], present: Sequence[Seat], random: Random
    ) -> None:
        self.problem = problem
        self.at: list[int | None] = [None] * problem.n
        everywhere = (1 << len(problem.occasions)) - 1
        self._dates = [dates & everywhere for dates in problem.may_attend] or [everywhere] * problem.n
        self.tables: list[tuple[int, ...]] = [()] * len(problem.occasions)
        self._covers = [term for rule in rules if rule.hard for term in rule.round_terms if isinstance(term, Away)]
        self._away: list[Counter[tuple[int, int]]] = [Counter() for _ in self._covers]
        self._listed = None if problem.exact_sizes is None else Counter(problem.exact_sizes)
        self._waiting = self._in_order(rules, present, random)
        closed: set[int] = set()
        while self._waiting and len(closed) < len(problem.occasions):
            able = {k: self._able(k) for k in range(len(problem.occasions)) if k not in closed}
            laid = {k: self._laid(k, len(takers)) for k, takers in able.items()}
            best = max(laid, key=lambda k: (sum(laid[k]), -k))
            if not laid[best]:
                break
            closed.add(best)
            self._seat(best, laid[best])

    def _in_order(self, rules: Sequence[CompiledRule], present: Sequence[Seat], random: Random) -> list[Seat]:
        """Whoever costs most when left out first, then whoever can make the fewest occasions; chance among equals."""
        terms = [term for rule in rules for term in rule.round_terms if isinstance(term, Unseated)]
        queue = list(present)
        random.shuffle(queue)
        return sorted(queue, key=lambda seat: ([-term.weights[seat] for term in terms], self._dates[seat].bit_count()))

    def _able(self, k: int) -> list[Seat]:
        """Those waiting who can be at an occasion together with all before them."""
        here = [seat for seat in self._waiting if self._dates[seat] >> k & 1]
        taken = [away.copy() for away in self._away]
        return [seat for seat in here if self._covered(seat, k, taken)] if taken else here

    def _covered(self, seat: Seat, k: int, taken: Sequence[Counter[tuple[int, int]]]) -> bool:
        """True, and counted, when no post of theirs is short while they are away."""
        for term, away in zip(self._covers, taken, strict=True):
            hours = [(post, hour) for post in term.keys[seat] if post in term.caps for hour in term.occasions[k].hours]
            if any(away[each] >= term.caps[each[0]] for each in hours):
                return False
        for term, away in zip(self._covers, taken, strict=True):
            away.update((post, hour) for post in term.keys[seat] for hour in term.occasions[k].hours)
        return True

    def _laid(self, k: int, people: int) -> tuple[int, ...]:
        """The tables that hold the most of so many people at an occasion."""
        occasion, sizes = self.problem.occasions[k], self.problem.sizes
        if self._listed is not None:
            fit = sorted((size for size in self._listed.elements() if size <= occasion.seats), reverse=True)
            return fitting(fit[: occasion.tables], people)
        allowed = Sizes(sizes.smallest, min(sizes.largest, occasion.seats), sizes.preferred)
        for placed in range(min(people, allowed.largest * occasion.tables), allowed.smallest - 1, -1):
            counts = [tables for tables in group_counts(placed, allowed) if tables <= occasion.tables]
            if counts:
                return even(placed, min(counts, key=lambda tables: abs(placed - tables * sizes.preferred)))
        return ()

    def _seat(self, k: int, tables: tuple[int, ...]) -> None:
        """The first of those able sit there."""
        self.tables[k] = tables
        if self._listed is not None:
            self._listed.subtract(tables)
        for seat in self._able(k)[: sum(tables)]:
            self._covered(seat, k, self._away)
            self.at[seat] = k
        self._waiting = [seat for seat in self._waiting if self.at[seat] is None]
