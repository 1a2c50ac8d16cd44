"""People left out with a table that broke a must: brought back to new tables of those who may sit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from time import perf_counter

import numpy as np

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Problem, Seat
from pairing.solver.solution import Group
from pairing.solver.tables.plan import Plan, unplaceable

BLOCK = 400  # people looked at together: who may sit with whom is known of every two of them
STARTS = 40  # tables begun in vain, one after the other, before no more are
GRACE = 0.5  # seconds after the deadline: a round with many left out is better than one without tables


def regained(problem: Problem, rules: Sequence[CompiledRule], plan: Plan, random: Random, deadline: float) -> Plan:
    """The plan, whose tables all meet the musts, with more such tables, and more people at them where there is room."""
    outside = unplaceable(problem, rules)
    waiting = [seat for seat in plan.left_out if seat not in outside]
    random.shuffle(waiting)
    regaining = _Regaining(problem, rules, plan, random, deadline + GRACE)
    for start in range(0, len(waiting), BLOCK):
        regaining.seat(waiting[start : start + BLOCK])
    groups = regaining.groups
    there = {seat for group in groups for seat in group.seats}
    return replace(
        plan,
        groups=tuple(group.seats for group in groups),
        occasions=tuple(group.occasion for group in groups),
        left_out=tuple(seat for seat in range(problem.n) if seat not in there),
    )


class _Regaining:
    """The tables that stand; every one of them meets the musts at any time."""

    def __init__(
        self, problem: Problem, rules: Sequence[CompiledRule], plan: Plan, random: Random, deadline: float
    ) -> None:
        self._problem, self._random, self._deadline = problem, random, deadline
        musts = [rule for rule in rules if rule.hard]
        self._of_groups = [term for rule in musts for term in rule.group_terms]
        self._of_rounds = [term for rule in musts for term in rule.round_terms]
        self.groups = [Group(tuple(sorted(g)), k) for g, k in zip(plan.groups, plan.occasions, strict=True)]

    def seat(self, waiting: list[Seat]) -> None:
        """Table after table, the largest first, until none can be begun any more; then who fits at one with room."""
        may = self._may_sit_together(waiting)
        vain = 0
        while vain < STARTS and waiting and perf_counter() < self._deadline:
            group = next((g for size, k in self._free(len(waiting)) if (g := self._begun(waiting, may, size, k))), None)
            vain += 1
            if group is not None:
                vain = 0
                self.groups.append(group)
                waiting = [seat for seat in waiting if seat not in group.seats]
        for seat in waiting:
            if perf_counter() < self._deadline:
                self._join(seat)

    def _may_sit_together(self, people: Sequence[Seat]) -> dict[Seat, int]:
        """For everybody, as bits, with whom no must is broken whoever else sits there."""
        i, j = np.array(people)[:, None], np.array(people)[None, :]
        may = i != j
        for term in self._of_groups:
            if term.grows:
                may &= term.of_pairs(np.minimum(i, j), np.maximum(i, j)) <= 0
        return {
            seat: sum(1 << people[other] for other in np.flatnonzero(row).tolist())
            for seat, row in zip(people, may, strict=True)
        }

    def _free(self, people: int) -> Iterator[tuple[int, int | None]]:
        """Sizes and occasions of tables there may yet be for so many, larger ones first."""
        problem = self._problem
        if problem.exact_sizes is None:
            sizes = set(range(problem.sizes.smallest, problem.sizes.largest + 1))
        else:
            sizes = set(Counter(problem.exact_sizes) - Counter(len(group.seats) for group in self.groups))
        taken = Counter(group.occasion for group in self.groups)
        for size in sorted((size for size in sizes if size <= people), reverse=True):
            if not problem.occasions:
                yield size, None
            for k, occasion in enumerate(problem.occasions):
                if taken[k] < occasion.tables and size <= occasion.seats:
                    yield size, k

    def _begun(self, waiting: Sequence[Seat], may: dict[Seat, int], size: int, k: int | None) -> Group | None:
        """A table begun by chance and filled with whoever leaves the most to choose from; None where that failed."""
        able = sum(1 << seat for seat in waiting if self._comes(seat, k))
        seated: list[Seat] = []
        while len(seated) < size and able.bit_count() >= size - len(seated):
            fit = [seat for seat in waiting if able >> seat & 1]
            self._random.shuffle(fit)
            best = max(fit, key=lambda seat: (may[seat] & able).bit_count()) if seated else fit[0]
            seated.append(best)
            able &= may[best]
        group = Group(tuple(sorted(seated)), k)
        return group if len(seated) == size and self._holds(group) else None

    def _join(self, seat: Seat) -> None:
        """Somebody sits down at a table that may have one more, if there is one."""
        if self._problem.exact_sizes is not None:
            return
        for number, group in enumerate(self.groups):
            k, room = group.occasion, self._problem.sizes.largest
            if k is not None:
                room = min(room, self._problem.occasions[k].seats)
            larger = Group(tuple(sorted((*group.seats, seat))), k)
            if len(group.seats) < room and self._comes(seat, k) and self._holds(larger, number):
                self.groups[number] = larger
                return

    def _comes(self, seat: Seat, occasion: int | None) -> bool:
        may = self._problem.may_attend
        return occasion is None or not may or bool(may[seat] >> occasion & 1)

    def _holds(self, group: Group, instead_of: int | None = None) -> bool:
        """True when no must is broken at the table, nor in the round with it."""
        if any(term.of_group(group.seats) > 0 for term in self._of_groups):
            return False
        groups = [*(each for number, each in enumerate(self.groups) if number != instead_of), group]
        return not any(term.of_round(groups, ()) > 0 for term in self._of_rounds)
