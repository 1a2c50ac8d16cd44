"""
Why no round satisfies the musts: a smallest set of them that clashes, and what easing each costs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from time import perf_counter

from pairing.errors import NoRoundExists, Relaxation
from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.draft import Draft, NothingFound
from pairing.solver.fewest_cases import fewest_cases
from pairing.solver.problem import Problem, RuleSetting, Seat, Sizes
from pairing.solver.rules import CATALOGUE, group_sizes
from pairing.tiers import Importance


def clash(problem: Problem, *, seconds: float = 30.0, clock: Callable[[], float] = perf_counter) -> NoRoundExists:
    """
    The clash, found by deletion: a must without which the rest still clashes is not part of it. Then every
    smaller set of musts is tried, but for those that some round found on the way meets.

    Each of the clashing rules is then set to the first place among the wishes and the round solved
    again; the cases it has there are the price. What was found when the ``seconds`` are over is told,
    and that it is not all.
    """
    return _Inquiry(problem, clock() + seconds, clock).run()


@dataclass(frozen=True)
class _WayOut:
    """One must eased: what it costs, and the seats of the cases that break it."""

    relaxation: Relaxation
    seats: frozenset[Seat]


class _Inquiry:
    """One search for the cause, within its time."""

    def __init__(self, problem: Problem, deadline: float, clock: Callable[[], float]) -> None:
        self.problem = problem
        self.deadline = deadline
        self.clock = clock
        self.complete = True  # until something could not be told in time
        self.met: list[frozenset[str]] = []  # by each of the rounds found so far

    def run(self) -> NoRoundExists:
        """What clashes, whom it concerns, and the ways out, cheapest first."""
        needed = self._needed()
        ways = [way for name in needed if name != group_sizes.NAME and (way := self._way_out(name)) is not None]
        ways.sort(key=lambda way: way.relaxation.price)
        people = ways[0].seats if ways else range(self.problem.n)
        return NoRoundExists(
            rules=needed if self._sizes_matter(needed) else needed[1:],
            people=tuple(sorted(people)),
            relaxations=[way.relaxation for way in ways],
            complete=self.complete,
        )

    def _needed(self) -> list[str]:
        """Musts that clash; none can be spared, as far as there was time to tell."""
        needed = list(self._musts)
        for name in self._musts:
            without = [other for other in needed if other != name]
            if name != group_sizes.NAME and self._clashes(without):
                needed = without
        return self._fewer_than(len(needed)) or needed

    def _fewer_than(self, many: int) -> list[str] | None:
        """The smallest of the sets of fewer musts that clash; None where there is none, as far as there was time."""
        others = [name for name in self._musts if name != group_sizes.NAME]
        for size in range(many - 1):
            for few in combinations(others, size):
                if any(met.issuperset(few) for met in self.met):
                    continue
                if self._clashes([group_sizes.NAME, *few]):
                    return [group_sizes.NAME, *few]
        return None

    def _sizes_matter(self, needed: Sequence[str]) -> bool:
        """False where dates are to blame: groups of any size at all are proven to clash as well."""
        if not self.problem.occasions or len(needed) < 2:
            return True
        most = max(occasion.seats for occasion in self.problem.occasions)
        sizes = Sizes(1, most, min(self.problem.sizes.preferred, most))
        try:
            return self._round(replace(self._with(needed), sizes=sizes, exact_sizes=None)) is not None
        except NothingFound:
            return True

    def _clashes(self, musts: Sequence[str]) -> bool:
        """True when it is proven that no round satisfies these musts."""
        try:
            return self._round(self._with(musts)) is None
        except NothingFound:
            self.complete = False
            return False

    def _way_out(self, name: str) -> _WayOut | None:
        """The must as a wish, all others off; None when that alone does not help, as far as is known."""
        eased = self._with([other for other in self._musts if other != name], wish=name)
        try:
            draft = self._round(eased)
        except NothingFound:
            self.complete = False
            return None
        if draft is None:
            return None
        plain = next(rule for rule in CATALOGUE if name == rule.NAME)
        broken = [case for case in plain.violations(draft.groups, draft.left_out, eased) if case.cost > 0]
        seats = frozenset(seat for case in broken for seat in case.seats)
        return _WayOut(Relaxation(name, len(broken), len(broken) <= fewest_cases(name, eased, draft)), seats)

    def _round(self, problem: Problem) -> Draft | None:
        """A round that satisfies the musts; None when it is proven that there is none.

        Raises `NothingFound` when neither is found in what is left of the time.
        """
        from pairing.solver.solve import draft_of

        left = self.deadline - self.clock()
        if left <= 0:
            raise NothingFound
        rules = compile_rules(problem)
        draft = draft_of(problem, rules, seconds=left)
        if draft is None:
            return None
        if any(rule.hard and rule.cost(draft.groups, draft.left_out) > 0 for rule in rules):
            raise NothingFound
        here = [rule.name for rule in self._hard if rule.cost(draft.groups, draft.left_out) <= 0]
        self.met.append(frozenset(here))
        return draft

    @cached_property
    def _musts(self) -> tuple[str, ...]:
        return tuple(rule.name for rule in self._hard)

    @cached_property
    def _hard(self) -> tuple[CompiledRule, ...]:
        return tuple(rule for rule in compile_rules(self.problem) if rule.hard)

    def _with(self, musts: Sequence[str], *, wish: str = "") -> Problem:
        """The same problem with these musts, the ``wish``, and everything else off."""
        settings = {}
        for rule in CATALOGUE:
            importance = Importance.HIGH if wish == rule.NAME else Importance.OFF
            if rule.NAME in musts or rule.NAME == group_sizes.NAME:
                importance = Importance.MUST
            own = self.problem.rules.get(rule.NAME)
            settings[rule.NAME] = RuleSetting(importance, own.parameters if own else {})
        return replace(self.problem, rules=settings)
