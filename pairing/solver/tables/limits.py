"""
Who may sit where: occasions and cover, kept true by every change of the search.

A swap between two occasions is allowed only when both people can attend and no post ends up with
more people away at an hour than its cap (or than it had before, where the cap was already broken).
Seats cannot be exceeded: a swap changes no table's size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem, Seat
from pairing.solver.terms import Away


class Limits:
    """The occasion of every table (None for the pool and where there are none), and who is away when."""

    def __init__(
        self,
        problem: Problem,
        rules: Sequence[CompiledRule],
        occasions: Sequence[int | None],
        groups: Sequence[Sequence[Seat]],
    ) -> None:
        self.occasions = [*occasions, None]
        self.bound = any(occasion is not None for occasion in occasions)
        self.fixed = False  # set to keep everybody at their occasion
        self._may = problem.may_attend
        self._hours = [occasion.hours for occasion in problem.occasions]
        covered = [term for rule in rules for term in rule.round_terms if isinstance(term, Away)]
        self._caps = covered[0].caps if covered else {}
        self._keys: Sequence[tuple[int, ...]] = [
            tuple(sorted(key for key in keys if key in self._caps)) for keys in (covered[0].keys if covered else ())
        ] or [()] * problem.n
        self._away: Counter[tuple[int, int]] = Counter()
        self.recount(groups)

    def recount(self, groups: Sequence[Sequence[Seat]]) -> None:
        """Who is away when, counted afresh from the groups (the pool last, or left off)."""
        self._away.clear()
        for occasion, group in zip(self.occasions, groups, strict=False):
            for seat in group:
                self._count(seat, occasion, 1)

    def allow(self, i: Seat, a: int, j: Seat, b: int) -> bool:
        """True when person ``i`` of group ``a`` and ``j`` of group ``b`` may change places."""
        at_a, at_b = self.occasions[a], self.occasions[b]
        if at_a == at_b:
            return True
        if self.fixed or not (self._can(i, at_b) and self._can(j, at_a)):
            return False
        if self._keys[i] == self._keys[j] and at_a is not None and at_b is not None:
            return True
        return self._within_caps(i, at_b, at_a) and self._within_caps(j, at_a, at_b)

    def swapped(self, i: Seat, a: int, j: Seat, b: int) -> None:
        """Person ``i`` went from group ``a`` to ``b`` and ``j`` the other way."""
        at_a, at_b = self.occasions[a], self.occasions[b]
        if at_a != at_b:
            for seat, left, came in ((i, at_a, at_b), (j, at_b, at_a)):
                self._count(seat, left, -1)
                self._count(seat, came, 1)

    def _can(self, seat: Seat, occasion: int | None) -> bool:
        return occasion is None or not self._may or bool(self._may[seat] >> occasion & 1)

    def _within_caps(self, seat: Seat, to: int | None, left: int | None) -> bool:
        """No post of ``seat`` goes beyond its cap at an hour it was not away before."""
        if to is None:
            return True
        fresh = self._hours[to] - (self._hours[left] if left is not None else frozenset())
        return all(self._away[key, hour] < self._caps[key] for key in self._keys[seat] for hour in fresh)

    def _count(self, seat: Seat, occasion: int | None, by: int) -> None:
        if occasion is not None:
            for key in self._keys[seat]:
                for hour in self._hours[occasion]:
                    self._away[key, hour] += by
