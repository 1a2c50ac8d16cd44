"""
The engine for rounds in pairs: twos, a trio where the number is odd, nobody left out if it can be.

Nearly always everybody can be placed in pairs and, when odd, one trio; that is solved as a whole,
to a proven optimum of every tier. Where it cannot be (somebody whom nobody may meet, a must that
leaves one practice without partners), each part of the network that musts cut off is solved by
itself, with people left out and trios weighed against each other as the tiers say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

from pairing.solver.compile import CompiledRule
from pairing.solver.draft import Draft, NothingFound
from pairing.solver.matching.engine import Engine, Part
from pairing.solver.matching.ladder import Ladder
from pairing.solver.problem import Problem, Seat
from pairing.solver.solution import Group
from pairing.solver.terms import Unseated
from pairing.tiers import Importance


def match(problem: Problem, rules: Sequence[CompiledRule], *, seconds: float = 30.0) -> Draft | None:
    """The best round in pairs; None only when it is proven that no round satisfies the musts.

    ``seconds`` is a safety net: the work is counted otherwise, so that a seed repeats. Raises
    `NothingFound` when neither a round nor that proof is at hand.
    """
    deadline = monotonic() + seconds
    engine = Engine(problem, rules, deadline)
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
    engine = Engine(problem, [_as_wish(rule) for rule in rules], deadline)
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


def _draft(engine: Engine, rules: Sequence[CompiledRule], parts: Sequence[Part]) -> Draft:
    """The parts as one round, each tier beside its bound."""
    groups = sorted([tuple(sorted(group)) for part in parts for group in part.groups])
    left_out = tuple(sorted([seat for part in parts for seat in part.left_out]))
    drafted = tuple(map(Group, groups))
    trios = len([group for group in groups if len(group) == 3])
    reached = engine.ladder.digits(sum([part.cost for part in parts]))
    costs = _costs(engine.ladder, rules, reached, drafted, left_out)
    bounds = _bounds(engine.ladder, reached, len(costs), sum([part.least for part in parts]))
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


def _costs(
    ladder: Ladder,
    rules: Sequence[CompiledRule],
    reached: Sequence[int],
    groups: Sequence[Group],
    left_out: Sequence[Seat],
) -> list[int]:
    """What each rule costs: the engine's own count where that holds all of its terms."""
    counted = {rung.rule: digit for rung, digit in zip(ladder.rungs, reached, strict=True)}
    return [
        counted[place] if place in counted and rule.counted_by_engines else rule.cost(groups, left_out)
        for place, rule in enumerate(rules)
    ]


def _bounds(ladder: Ladder, reached: Sequence[int], rules: int, least: int) -> tuple[int, ...]:
    """One bound per rule; below a tier with a gap only what no round at all can go below."""
    proven = ladder.bounds(reached, -(-least // 4))
    bounds = [0] * rules
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
