"""
The tiers of a round in pairs as one cost that numpy works out for many pairs and trios at once.

A cost is one whole number (see `scale`); musts are no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from pairing.solver.compile import CompiledRule
from pairing.solver.matching.rungs import over_half, rungs_of, uniform
from pairing.solver.matching.scale import Flags, Scale
from pairing.solver.problem import Seat
from pairing.solver.terms import Drawn, Ints, Listed, Term, Unseated


class Ladder(Scale):
    """The tiers of one round in pairs. A cost is one whole number; words are ``[word, item]`` arrays."""

    def __init__(self, rules: Sequence[CompiledRule], n: int) -> None:
        self.n = n
        self.hard = tuple(term for rule in rules if rule.hard for term in rule.group_terms)
        self.rungs = rungs_of(rules, n)
        self.may_be_left = [True] * n
        for term in (term for rule in rules if rule.hard for term in rule.round_terms):
            if isinstance(term, Unseated):
                self.may_be_left = [may and not w for may, w in zip(self.may_be_left, term.weights, strict=True)]
        super().__init__([rung.widest() for rung in self.rungs], n)

    def allowed(self, i: Ints, j: Ints) -> Flags:
        """Which pairs break no must."""
        if not self.hard:
            return np.ones(len(i), dtype=bool)
        first, *others = self.hard
        fine: Flags = first.of_pairs(i, j) <= 0
        for term in others:
            fine &= term.of_pairs(i, j) <= 0
        return fine

    def allowed_within_trios(self, i: Ints, j: Ints) -> Flags:
        """Which pairs can be part of a trio that breaks no must."""
        fine = np.ones(len(i), dtype=bool)
        for term in self.hard:
            if term.grows:
                fine &= term.of_pairs(i, j) <= 0
        return fine

    def allowed_trios(self, i: Ints, j: Ints, k: Ints) -> Flags:
        """Which trios break no must; under a must no case is paid for by another."""
        fine = np.ones(len(i), dtype=bool)
        for term in self.hard:
            if term.additive:
                for a, b in ((i, j), (i, k), (j, k)):
                    fine &= term.of_pairs(a, b) <= 0
            else:
                fine &= term.of_trios(i, j, k) <= 0
        return fine

    @cached_property
    def shares(self) -> Ladder:
        """The same tiers and units for what a pair adds to a trio at least: the terms that are sums over pairs."""
        soft = (term for rung in self.rungs for term in rung.terms)
        if all(term.additive for term in (*self.hard, *soft)):
            return self
        return self._with(tuple(term for term in self.hard if term.grows), lambda term: term.additive)

    @cached_property
    def varying(self) -> Ladder:
        """The same tiers and units without what is the same for every two people; see `constant`."""
        if not any(uniform(term) for rung in self.rungs for term in rung.terms):
            return self
        return self._with(self.hard, lambda term: not uniform(term))

    @cached_property
    def level(self) -> Ladder | None:
        """The lot alone, all above it that can vary a must: a round that keeps to it has none before it.

        None where a round may cost less than nothing, or more for certain, or no lot decides.
        """
        above = tuple(term for rung in self.rungs[:-1] for term in rung.terms if not uniform(term))
        if self.lots is None or not self.no_wishes or self.crowded:
            return None
        ladder = Ladder.__new__(Ladder)
        ladder.n, ladder.may_be_left = self.n, self.may_be_left
        ladder.hard = self.hard + above
        ladder.rungs = self.rungs[-1:]
        ladder.word_of, ladder.place, ladder.shift, ladder.unit = [0], [0], [0], [1]
        ladder.width = ladder.bits = self.width[-1:]
        return ladder

    @cached_property
    def crowded(self) -> bool:
        """True when some value that pairs should not share is that of over half the people, though not of all."""
        return any(over_half(term) for rung in self.rungs for term in rung.terms)

    @cached_property
    def is_level(self) -> bool:
        """True when the lot is all that differs between rounds that satisfy the musts."""
        return len(self.rungs) == 1 and self.lots is not None

    def constant(self, pairs: int) -> int:
        """What so many pairs, of which a trio has three, cost beyond `varying`, whoever they are."""
        rungs = zip(self.rungs, self.unit, strict=True)
        return pairs * sum(uniform(term) * unit for rung, unit in rungs for term in rung.terms)

    def _with(self, hard: tuple[Term, ...], keeps: Callable[[Term], bool]) -> Ladder:
        ladder = Ladder.__new__(Ladder)
        for name in ("n", "may_be_left", "word_of", "place", "width", "bits", "shift", "unit"):
            setattr(ladder, name, getattr(self, name))
        ladder.hard = hard
        ladder.rungs = tuple(replace(rung, terms=tuple(filter(keeps, rung.terms))) for rung in self.rungs)
        return ladder

    def pairs(self, i: Ints, j: Ints) -> Ints:
        """The words of each pair's cost."""
        if self.is_level:
            return self.rungs[0].terms[0].of_pairs(i, j)[None]
        words = np.zeros((len(self.bits), len(i)), dtype=np.int64)
        for rung, word, place in zip(self.rungs, self.word_of, self.place, strict=True):
            for term in rung.terms:
                words[word] += term.of_pairs(i, j) << place
        return words

    def trios(self, i: Ints, j: Ints, k: Ints) -> Ints:
        """The words of each trio's cost."""
        words = np.zeros((len(self.bits), len(i)), dtype=np.int64)
        for rung, word, place in zip(self.rungs, self.word_of, self.place, strict=True):
            for term in rung.terms:
                words[word] += term.of_trios(i, j, k) << place
            words[word] += rung.per_trio << place
        return words

    def in_tier(self, rung: int, i: Ints, j: Ints) -> Ints | int:
        """What one tier makes pairs cost."""
        return sum(term.of_pairs(i, j) for term in self.rungs[rung].terms)

    def only_lots(self, words: Ints) -> Flags:
        """Which costs are nothing in any tier but the last."""
        above = 1 << self.width[-1]
        zero: Flags = ~words[1:].any(axis=0) & (words[0] >= 0) & (words[0] < above)
        return zero

    @cached_property
    def lots(self) -> Drawn | None:
        """The lot, where it is all the last tier holds."""
        terms = self.rungs[-1].terms
        return terms[0] if len(terms) == 1 and isinstance(terms[0], Drawn) else None

    @cached_property
    def wished(self) -> tuple[Ints, Ints]:
        """Listed pairs that some tier rewards, once each, ascending."""
        lists = [term.costs for rung in self.rungs for term in rung.terms if isinstance(term, Listed)]
        pairs = sorted({pair for costs in lists for pair, cost in costs.items() if cost < 0})
        i, j = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return i, j

    @cached_property
    def no_wishes(self) -> bool:
        """True when no pair can cost less than nothing."""
        return all(term.reach[0] >= 0 for rung in self.rungs for term in rung.terms)

    @cached_property
    def cheapest(self) -> int:
        """No pair costs less."""
        least = (sum(_least(term) for term in rung.terms) for rung in self.rungs)
        return sum(tier * unit for tier, unit in zip(least, self.unit, strict=True))

    @cached_property
    def rewards(self) -> tuple[int, ...]:
        """The least that a pair no list rewards may cost, at most 0, by tier."""
        return tuple(sum(term.reach[0] for term in rung.terms if not isinstance(term, Listed)) for rung in self.rungs)

    @cached_property
    def per_trio(self) -> int:
        """What a trio costs by itself, whoever it is."""
        return sum(rung.per_trio * unit for rung, unit in zip(self.rungs, self.unit, strict=True))

    def left_out(self, seat: Seat) -> int:
        """What leaving a seat out costs."""
        return sum(
            rung.left_out[seat] * unit for rung, unit in zip(self.rungs, self.unit, strict=True) if rung.left_out
        )


def _least(term: Term) -> int:
    """No pair costs less in this term."""
    return term.least if isinstance(term, Listed) else term.reach[0]
