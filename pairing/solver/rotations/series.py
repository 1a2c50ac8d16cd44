"""Rounds in a row: what each is told of the others, and what they cost together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pairing.solver.compile import CompiledRule, compile_rules, costs_of
from pairing.solver.problem import Pair, Problem, Seat
from pairing.solver.rules import chance, no_repeat
from pairing.solver.solution import Group

Costs = tuple[int, ...]


@dataclass(frozen=True)
class Played:
    """One round as it stands: its groups, ascending, and who is left out."""

    groups: tuple[Group, ...]
    left_out: tuple[Seat, ...] = ()
    notes: tuple[tuple[str, dict[str, int]], ...] = ()
    timed_out: bool = False

    @cached_property
    def pairs(self) -> list[Pair]:
        """Everybody who meets."""
        return [pair for group in self.groups for pair in group.pairs()]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Sizes of its groups, largest first."""
        return tuple(sorted((len(group.seats) for group in self.groups), reverse=True))


def told(problem: Problem, rounds: Sequence[Played], number: int) -> Problem:
    """The problem of one round (from 0) after those before it: everything is so many rounds longer ago."""
    met = {pair: since + number for pair, since in problem.met.items()}
    for before, played in enumerate(rounds[:number]):
        met.update(dict.fromkeys(played.pairs, number - before))
    return replace(problem, met=met, seed=problem.seed + number)


def told_of_all(problem: Problem, rounds: Sequence[Played], number: int) -> Problem:
    """As `told`, and the rounds after it as well: as if they were as long ago as they are ahead."""
    this = told(problem, rounds, number)
    met = dict(this.met)
    for after, played in enumerate(rounds[number + 1 :], 1):
        for pair in played.pairs:
            met[pair] = min(after, met.get(pair, after))
    return replace(this, met=met)


def without_history(problem: Problem) -> Problem:
    """The same with nobody having met: what every round is at least."""
    return replace(problem, met={})


def full_rules(problem: Problem) -> tuple[CompiledRule, ...]:
    """
    The tiers as they are once somebody has met.

    But for the lot: each round draws its own, and over several no optimum of it could be proved.
    """
    met = problem.met or ({(0, 1): 1} if problem.n > 1 else {})
    return tuple(rule for rule in compile_rules(replace(problem, met=met)) if rule.name != chance.NAME)


@dataclass(frozen=True)
class Prices:
    """What rounds of one problem cost together, rule by rule in the order of the tiers."""

    problem: Problem
    rules: tuple[CompiledRule, ...]
    _known: dict[tuple[object, ...], Costs] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, problem: Problem) -> Prices:
        """With the rule about repeats in its place, though nobody may have met yet."""
        return cls(problem, full_rules(problem))

    @property
    def names(self) -> tuple[str, ...]:
        """The rules, strictest first."""
        return tuple(rule.name for rule in self.rules)

    def total(self, rounds: Sequence[Played]) -> Costs:
        """The sums over all rounds, strictest rule first: the smaller tuple is the better series."""
        each = [self._alone(played) for played in rounds]
        return tuple(
            sum(self._repeats_by_round(rounds)) if rule.name == no_repeat.NAME else sum(costs[place] for costs in each)
            for place, rule in enumerate(self.rules)
        )

    def _alone(self, played: Played) -> Costs:
        """What one round costs, rule by rule, but for repeats; counted once."""
        round_ = (played.groups, played.left_out)
        if round_ not in self._known:
            others = [replace(rule, terms=()) if rule.name == no_repeat.NAME else rule for rule in self.rules]
            self._known[round_] = tuple(costs_of(others, *round_))
        return self._known[round_]

    def repeats(self, total: Costs) -> int:
        """The part of a total that repeats make up; 0 where that rule is off."""
        return total[self.names.index(no_repeat.NAME)] if no_repeat.NAME in self.names else 0

    def breaks_a_must(self, total: Costs) -> bool:
        """True for the total of rounds of which one breaks a must."""
        return any(rule.hard and cost > 0 for rule, cost in zip(self.rules, total, strict=True))

    def _repeats_by_round(self, rounds: Sequence[Played]) -> Iterator[int]:
        """What the rule about repeats charges each round; only pairs who meet in it need be told."""
        last = {pair: -since for pair, since in self.problem.met.items()}
        for number, played in enumerate(rounds):
            met = {pair: number - last[pair] for pair in played.pairs if pair in last}
            terms = no_repeat.terms(replace(self.problem, met=met))
            yield sum(term.of_group(group.seats) for term in terms for group in played.groups)
            last.update(dict.fromkeys(played.pairs, number))
