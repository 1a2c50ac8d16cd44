"""
The engine for rounds in pairs: twos, a trio where the number is odd, nobody left out if it can be.

Nearly always everybody can be placed in pairs and, when odd, one trio; that is solved as a whole,
to a proven optimum of every tier. Where it cannot be (somebody whom nobody may meet, a must that
leaves one practice without partners), each part of the network that musts cut off is solved by
itself, with people left out and trios weighed against each other as the tiers say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic

from pairing.solver.compile import CompiledRule, costs_of
from pairing.solver.draft import Draft, NothingFound
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.mixture import mix
from pairing.solver.matching.partition import FEW, Partition, by_subsets, columns
from pairing.solver.matching.parts import parts
from pairing.solver.matching.perfect import Matcher
from pairing.solver.matching.trio import TrioSearch
from pairing.solver.problem import Problem, Seat
from pairing.solver.solution import Group
from pairing.solver.terms import Unseated
from pairing.tiers import Importance


@dataclass(frozen=True)
class Part:
    """Groups and people left out among some seats. No other choice costs less than ``least / 4``."""

    groups: tuple[tuple[Seat, ...], ...]
    left_out: tuple[Seat, ...]
    least: int
    timed_out: bool = False


def match(problem: Problem, rules: Sequence[CompiledRule], *, seconds: float = 30.0) -> Draft | None:
    """The best round in pairs; None only when it is proven that no round satisfies the musts.

    ``seconds`` is a safety net: the work is counted otherwise, so that a seed repeats. Raises
    `NothingFound` when neither a round nor that proof is at hand.
    """
    deadline = monotonic() + seconds
    engine = _Engine(problem, rules, deadline)
    try:
        parts = engine.solve()
    except NothingFound:
        return _by_placing_most(problem, rules, deadline)
    return None if parts is None else _draft(engine, rules, parts)


def _by_placing_most(problem: Problem, rules: Sequence[CompiledRule], deadline: float) -> Draft | None:
    """
    The round in which as many as can be are placed, where all must be: None when it is proven that somebody is not.

    Trios can then be taken one by one, each placing more. Raises `NothingFound` when somebody is left out and that
    need not be.
    """
    engine = _Engine(problem, [_as_wish(rule) for rule in rules], deadline)
    parts = engine.solve()
    assert parts is not None  # who may all be left out
    draft = _draft(engine, rules, parts)
    placing = [place for place, rule in enumerate(rules) if rule.hard and rule.round_terms]
    assert draft.costs is not None
    if not any(draft.costs[place] for place in placing):
        return draft
    if any(draft.bounds[place] for place in placing):
        return None
    raise NothingFound(f"the nearest leaves {len(draft.left_out)} out")


def _as_wish(rule: CompiledRule) -> CompiledRule:
    """A must about who is placed as a wish above all others; any other rule as it is."""
    about = any(isinstance(term, Unseated) for term in rule.round_terms)
    return replace(rule, importance=Importance.HIGH) if about and rule.hard else rule


def _draft(engine: _Engine, rules: Sequence[CompiledRule], parts: Sequence[Part]) -> Draft:
    """The parts as one round, each tier beside its bound."""
    groups = sorted(tuple(sorted(group)) for part in parts for group in part.groups)
    left_out = tuple(sorted(seat for part in parts for seat in part.left_out))
    drafted = tuple(Group(group) for group in groups)
    trios = sum(len(group) == 3 for group in groups)
    costs = costs_of(rules, drafted, left_out)
    bounds = _bounds(engine.ladder, costs, (trios, len(left_out)), sum(part.least for part in parts))
    if engine.placing_first and not left_out and trios == engine.n % 2:
        bounds = _counted(engine.ladder, rules, costs, bounds, [len(group) for group in groups])
    return Draft(
        groups=drafted,
        left_out=left_out,
        bounds=bounds,
        notes=(("sizes", {"groups": len(groups), "trios": trios}),),
        timed_out=any(part.timed_out for part in parts),
        costs=tuple(costs),
    )


def _bounds(ladder: Ladder, costs: Sequence[int], heads: tuple[int, int], least: int) -> tuple[int, ...]:
    """One bound per rule; below a tier with a gap only what no round at all can go below.

    ``heads``: how many trios there are, and how many people left out.
    """
    trios, left_out = heads
    reached = [
        costs[rung.rule] if rung.rule is not None else trios if rung.per_trio else left_out for rung in ladder.rungs
    ]
    proven = ladder.bounds(reached, -(-least // 4))
    bounds = [0] * len(costs)
    for rung, bound in zip(ladder.rungs, proven, strict=True):
        if rung.rule is not None:
            wishes = ladder.n * sum(term.reach[0] for term in rung.terms)
            bounds[rung.rule] = wishes if bound is None else max(bound, wishes)
    return tuple(bounds)


def _counted(
    ladder: Ladder, rules: Sequence[CompiledRule], costs: Sequence[int], bounds: Sequence[int], sizes: Sequence[int]
) -> tuple[int, ...]:
    """The bounds, and where they leave a gap below the tier of as few trios as possible, what counting says.

    Everybody being placed, and in as few trios as can be, these are the sizes of every round so good.
    """
    counted = list(bounds)
    below = [rung.rule for rung in ladder.rungs]
    for rule in (rule for rule in below[below.index(None) :] if rule is not None):
        if bounds[rule] < costs[rule]:
            counted[rule] = max(bounds[rule], rules[rule].bound(sizes))
    return tuple(counted)


class _Engine:
    """One round in pairs being made."""

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
        varying = self.ladder.varying
        constant = 4 * self.ladder.constant(len(seats) // 2 + 2 * odd)
        if varying.level is not None:
            level = self._matched(varying.level, seats, constant + 4 * odd * varying.per_trio, patient=False)
            if level is not None:
                return level
        return self._matched(varying, seats, constant)

    def _matched(self, ladder: Ladder, seats: Sequence[Seat], constant: int, *, patient: bool = True) -> Part | None:
        """All in pairs and, when odd, one trio; None where that cannot be or, without patience, is not found soon."""
        field = Field(ladder, seats)
        if len(seats) % 2 == 0:
            matching = Matcher(ladder, field, self.deadline, patient=patient).match()
            if matching is None:
                return None
            return Part(matching.pairs, (), matching.proof.bound() + constant, matching.timed_out)
        found = TrioSearch(ladder, field, self.deadline, patient=patient).run()
        if found is None:
            return None
        return Part((found.trio, *found.matching.pairs), (), found.least + constant, found.timed_out)


def _as_part(found: Partition) -> Part:
    """Columns as groups and people left out."""
    return Part(
        tuple(column.seats for column in found.chosen if len(column.seats) > 1),
        tuple(column.seats[0] for column in found.chosen if len(column.seats) == 1),
        4 * found.least,
        found.timed_out,
    )
