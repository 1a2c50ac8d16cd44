"""The tiers of a round in pairs: what can differ between rounds that break no must."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from pairing.solver.compile import CompiledRule
from pairing.solver.terms import Clash, Drawn, Term, Unseated


@dataclass(frozen=True)
class Rung:
    """One tier: the terms that cost within groups, what leaving a seat out costs, what a trio costs by itself.

    ``rule`` is the place among the compiled rules; None for what no rule says: as few trios as possible, and
    where none asks for it, as few people left out as everything else allows.
    """

    rule: int | None
    terms: tuple[Term, ...] = ()
    left_out: tuple[int, ...] = ()
    per_trio: int = 0

    def widest(self) -> int:
        """No single group or person left out costs more than this, in either direction."""
        reach = [term.reach for term in self.terms]
        within = max(-sum([least for least, _ in reach]), sum([most for _, most in reach]))
        return max(1, within, self.per_trio, max(self.left_out, default=0))


def rungs_of(rules: Sequence[CompiledRule], n: int) -> tuple[Rung, ...]:
    """The tiers that can differ between rounds without broken musts, and as few trios as possible.

    Trios are counted where `before_trios` says. Where nothing counts people left out, an empty round would
    often do: so they count last, before the lot.
    """
    rungs: list[Rung] = []
    asked = _asked(rules)
    after, last_before = 0, _before_trios(rules, asked)
    for number, (rule, weights) in enumerate(zip(rules, asked, strict=True)):
        terms = () if rule.hard else rule.group_terms  # a must costs nothing in any round there is
        several = len(weights) > 1
        charged = tuple(map(sum, zip(*weights, strict=True))) if several else weights[0] if weights else ()
        left_out = () if rule.hard else charged
        if terms or left_out:
            rungs.append(Rung(number, terms, left_out))
        if number < last_before:
            after = len(rungs)
    rungs.insert(after, Rung(None, per_trio=1))
    if not any(min(each, default=0) > 0 and len(set(each)) == 1 for weights in asked for each in weights):
        drawn = any(isinstance(term, Drawn) for term in rungs[-1].terms)
        rungs.insert(len(rungs) - drawn, Rung(None, left_out=(1,) * n))
    return tuple(rungs)


def before_trios(rules: Sequence[CompiledRule]) -> int:
    """
    How many rules come before as few trios as possible: the musts, and those on who is placed.

    But none after the first that charges for everybody left out, if others stand between them: what is
    settled by then are the heads, and as few trios as these allow come before better matches.
    """
    return _before_trios(rules, _asked(rules))


def _asked(rules: Sequence[CompiledRule]) -> list[list[tuple[int, ...]]]:
    """What each rule charges for people left out."""
    return [[term.weights for term in rule.round_terms if isinstance(term, Unseated)] for rule in rules]


def _before_trios(rules: Sequence[CompiledRule], asked: Sequence[Sequence[tuple[int, ...]]]) -> int:
    before, settled = 0, False
    for number, (rule, weights) in enumerate(zip(rules, asked, strict=True)):
        if settled and rule.group_terms and not rule.hard:
            break
        settled = settled or any(min(each, default=0) > 0 for each in weights)
        if rule.hard or weights:
            before = number + 1
    return before


def uniform(term: Term) -> int:
    """What every pair costs, where all cost the same for certain and a trio three times that; else 0."""
    return term.cost if isinstance(term, Clash) and term.everywhere else 0


def over_half(term: Term) -> bool:
    """True when more people share a value than can be kept apart in pairs and one trio, but not all."""
    if not isinstance(term, Clash) or uniform(term):
        return False
    shared = Counter(chain.from_iterable(term.values))
    return max(shared.values(), default=0) > len(term.values) // 2
