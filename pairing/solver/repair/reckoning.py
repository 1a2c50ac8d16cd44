"""
What a way costs, as one whole number: first whom it disturbs, then the rules in their strict order.

Every digit is wide enough that no sum of a repair reaches the next, so comparing two numbers compares
digit by digit and nothing is traded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import combinations

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Pair, Problem, Seat
from pairing.solver.rules import chance, group_sizes
from pairing.solver.terms import Unseated

#: Bits of a digit: the costs of a few hundred people stay far below.
WIDTH = 48

Seats = tuple[Seat, ...]


class Disturbance(IntEnum):
    """What counts before any rule but the musts, in this order."""

    LET_DOWN = 0  # people who were to have a group and have none
    MOVED = 1  # people taken out of a group that nobody had left
    TOO_SMALL = 2  # groups that go on below the smallest size
    TOUCHED = 3  # groups that nobody had left and that change
    SCATTERED = 4  # people of a group somebody left who go elsewhere
    UNSUITED = 5  # people where it suits them badly
    LARGER = 6  # people of new groups beyond the preferred size


class Reckoning:
    """The costs of one problem; each group, and each two people, are reckoned once."""

    def __init__(self, problem: Problem) -> None:
        left_alone = {chance.NAME, group_sizes.NAME}  # a lot is not drawn twice; sizes are kept by how groups are made
        rules = [rule for rule in compile_rules(problem) if rule.name not in left_alone]
        self._digits = len(Disturbance) + len(rules)
        self._musts = sum(rule.hard for rule in rules)
        self._of_pairs = [(t, term) for t, rule in enumerate(rules) for term in rule.group_terms if term.additive]
        self._of_groups = [(t, term) for t, rule in enumerate(rules) for term in rule.group_terms if not term.additive]
        self._pairs: dict[Pair, int] = {}
        self._groups: dict[Seats, int] = {}
        self.tiers = {rule.name: tier for tier, rule in enumerate(rules)}
        self.hard = {rule.name for rule in rules if rule.hard}
        self.unseated = [0] * problem.n
        for tier, rule in enumerate(rules):
            for term in rule.round_terms:
                if isinstance(term, Unseated):
                    for seat, weight in enumerate(term.weights):
                        self.unseated[seat] += self.of_tier(tier, weight)

    @property
    def groups(self) -> int:
        """How many groups were reckoned so far."""
        return len(self._groups)

    def of_tier(self, tier: int, cost: int) -> int:
        """A rule's cost as part of the number."""
        return cost << WIDTH * (self._digits - 1 - len(Disturbance) - tier)

    def of(self, disturbance: Disturbance, count: int = 1) -> int:
        """A disturbance as part of the number."""
        return count << WIDTH * (self._digits - 1 - disturbance)

    def cost(self, seats: Sequence[Seat]) -> int:
        """What one group costs as it is, musts and all; nobody at all costs nothing."""
        key = tuple(sorted(seats))
        if key not in self._groups:
            number = sum(self._pair(pair) for pair in combinations(key, 2))
            if key:
                number += sum(self.of_tier(tier, term.of_group(key)) for tier, term in self._of_groups)
            self._groups[key] = number
        return self._groups[key]

    def change(self, before: Sequence[Seat], after: Sequence[Seat]) -> int | None:
        """What turning one group into another costs; None where a must would be broken (more)."""
        old, new = self.cost(before), self.cost(after)
        musts = zip(self._broken(old), self._broken(new), strict=True)
        return None if any(now > max(then, 0) for then, now in musts) else new - old

    def _pair(self, pair: Pair) -> int:
        if pair not in self._pairs:
            self._pairs[pair] = sum(self.of_tier(tier, term.of_group(pair)) for tier, term in self._of_pairs)
        return self._pairs[pair]

    def _broken(self, number: int) -> Iterator[int]:
        """The digits of the musts, which stand before all other rules; a digit may be below nothing."""
        shift = WIDTH * (self._digits - len(Disturbance) - self._musts)
        rest = (number + (1 << shift >> 1)) >> shift
        for _ in range(self._musts):
            digit = (rest + (1 << WIDTH - 1)) % (1 << WIDTH) - (1 << WIDTH - 1)
            yield digit
            rest = (rest - digit) >> WIDTH
