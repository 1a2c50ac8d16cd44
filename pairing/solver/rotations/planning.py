"""Rounds made one after another, then together where that ends in repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from pairing.errors import NoRoundExists, Relaxation, RoundRejected
from pairing.solver.compile import CompiledRule, importance_of
from pairing.solver.draft import NothingFound
from pairing.solver.problem import Problem, RuleSetting
from pairing.solver.rotations.bounds import least_repeats
from pairing.solver.rotations.ease import ease
from pairing.solver.rotations.laid import lay_out
from pairing.solver.rotations.matchings import split_anew
from pairing.solver.rotations.polish import polish
from pairing.solver.rotations.readings import Readings
from pairing.solver.rotations.rotate import Rotations
from pairing.solver.rotations.series import Played, Prices, told
from pairing.solver.rotations.together import Alone, status_of, tiers_together
from pairing.solver.rules import everyone_placed, group_sizes, no_repeat
from pairing.solver.saturation import Acquaintance
from pairing.solver.solution import Status
from pairing.solver.solve import solve
from pairing.tiers import Importance

SWEEPS = 2
MOST_POLISHED = 1_500  # people times rounds beyond which rounds are not made again
AT_TABLES = 60  # people beyond which tables are not


class Planning:
    """The best rounds so far. ``broken``: two meet twice though that is a must."""

    def __init__(self, problem: Problem, rounds: int, deadline: float) -> None:
        self.problem = problem
        self.wanted = rounds
        self.deadline = deadline
        self.prices = Prices.of(problem)
        self.rounds: list[Played] = []
        self.total: tuple[int, ...] = ()
        self.alone = Alone(problem, deadline)
        self.readings = Readings(problem, self.prices)

    @property
    def repeats(self) -> int:
        """What repeats cost in the best rounds so far."""
        return self.prices.repeats(self.total)

    @property
    def broken(self) -> bool:
        """True when a must about all rounds does not hold."""
        return self.prices.breaks_a_must(self.total)

    def plan(self) -> None:
        """
        One round after another; at tables only until somebody meets again, then by a design if there is one.

        Where meeting twice is forbidden, it is only disliked at first: a round that avoids it by many
        trios leaves the next ones less. If it cannot be mended, every round avoids it as it can.
        """
        self._plan_tables() if not self.problem.in_pairs else self._keep(self._one_by_one([]))
        if self.repeats > 0:
            self._improve()
        if self.broken:
            self._keep(self._one_by_one([], strictly=True))

    def _plan_tables(self) -> None:
        made = self._one_by_one([], until_repeat=True)
        if len(made) < self.wanted or self.prices.repeats(self.prices.total(made)) > 0:
            for laid in lay_out(self.problem, self.wanted, self.deadline):
                rounds = self._one_by_one(laid)
                self._keep(rounds)
                if self._all_proved():
                    return
                self._keep(ease(self.problem, rounds, self.prices, self.deadline))
        if not self.rounds or perf_counter() < self.deadline:
            self._keep(self._one_by_one(made))

    def _one_by_one(
        self, before: Sequence[Played], *, until_repeat: bool = False, strictly: bool = False
    ) -> list[Played]:
        """The rest of the rounds after these, each as good as can be after those before it."""
        made = list(before)
        while len(made) < self.wanted:
            if until_repeat and made and self._saturated(made):
                break
            made.append(self._next(made, strictly=strictly))
            if until_repeat and self.prices.repeats(self.prices.total(made)) > 0:
                break
        return made

    def _saturated(self, made: Sequence[Played]) -> bool:
        """True when a round after these is expected to repeat somebody: searching for one takes longest."""
        this = told(self.problem, [*made, Played(())], len(made))
        known = Acquaintance.among(this, [seat for group in made[-1].groups for seat in group.seats])
        return known.forced_repeats(made[-1].sizes) > 0

    def _improve(self) -> None:
        """Fewer repeats: by splitting anew, by making each round again."""
        if self.problem.in_pairs:
            reached = dict(zip(self.prices.names, self.total, strict=True))
            split = split_anew(self.problem, self.rounds, reached, self.deadline)
            if split is not None:
                self._keep(split)
        people = self.problem.n
        small = people * self.wanted <= MOST_POLISHED and (self.problem.in_pairs or people <= AT_TABLES)
        if small and self.repeats > self._least_repeats():
            sweeps = SWEEPS if self.problem.in_pairs else 1
            self._keep(polish(self.problem, self.rounds, self.prices, sweeps=sweeps, deadline=self.deadline))

    def _all_proved(self) -> bool:
        tiers = tiers_together(self.prices, self.rounds, self.alone)
        return not self.broken and all(tier.proved for tier in tiers)

    def clash(self) -> NoRoundExists | None:
        """Why no rounds can meet the musts together; None where that is not proven."""
        placed = importance_of(everyone_placed, self.problem) is Importance.MUST
        least = self._least_repeats() if placed else 0
        if not least:
            return None
        rules = list(self.prices.rules)
        for rule in self.prices.rules:  # a must that is not needed for the proof is not named
            rest = [other for other in rules if other is not rule]
            spared = rule.name not in (group_sizes.NAME, everyone_placed.NAME, no_repeat.NAME)
            if spared and (not rule.hard or self._least_repeats(rest)):
                rules = rest
        return NoRoundExists(
            rules=tuple(rule.name for rule in rules),
            people=tuple(range(self.problem.n)),
            relaxations=(self._relaxation(least),),
        )

    def _relaxation(self, least: int) -> Relaxation:
        """What repeats there are if they are disliked only, beside the fewest that cost so much at least."""
        each, horizon = no_repeat.prices(self.problem)
        fewest = -(-least // max(1, each + horizon - 1))
        met, found = set(self.problem.met), 0
        for played in self.rounds:
            found += sum(pair in met for pair in played.pairs)
            met.update(played.pairs)
        return Relaxation(no_repeat.NAME, max(found, fewest), found == fewest)

    def checked(self) -> Rotations:
        """The rounds, each read again plainly, with the tiers of all of them."""
        solutions = tuple(self.readings.of(self.rounds, number) for number in range(len(self.rounds)))
        tiers = tiers_together(self.prices, self.rounds, self.alone)
        for tier in tiers:
            if tier.bound > tier.cost:
                raise RoundRejected(f"{tier.rule} costs {tier.cost} over all rounds, below the bound {tier.bound}")
        late = perf_counter() > self.deadline or any(played.timed_out for played in self.rounds)
        return Rotations(solutions, tiers, status_of(tiers, timed_out=late))

    def _next(self, before: Sequence[Played], *, strictly: bool) -> Played:
        """One more round."""
        this = told(self.problem, [*before, Played(())], len(before))
        if before and not strictly and importance_of(no_repeat, self.problem) is Importance.MUST:
            own = self.problem.rules[no_repeat.NAME].parameters
            this = replace(this, rules={**this.rules, no_repeat.NAME: RuleSetting(Importance.HIGH, own)})
        try:
            solution = solve(this, seconds=self._left() / max(1, self.wanted - len(before)))
        except NoRoundExists:
            if not before:
                raise
            raise self.clash() or NothingFound from None  # other rounds before it might have left one
        if not this.met:
            self.alone.remember(solution)
        played = Played(solution.groups, solution.left_out, solution.notes, solution.status is Status.TIMEOUT)
        if this.rules == self.problem.rules:
            self.readings.remember(before, played, solution)
        return played

    def _keep(self, rounds: Sequence[Played]) -> None:
        """These rounds from now on, if they are no worse; one that breaks a must gives way to one that does not."""
        total = self.prices.total(rounds)
        broken = self.prices.breaks_a_must(total)
        if not self.rounds or (broken, total) <= (self.broken, self.total):
            self.rounds, self.total = list(rounds), total

    def _least_repeats(self, rules: Sequence[CompiledRule] | None = None) -> int:
        """No rounds that keep to these rules, or to all, repeat people at less."""
        reached = dict(zip(self.prices.names, self.total, strict=True))
        return least_repeats(self.problem, self.prices.rules if rules is None else rules, self.rounds, reached)

    def _left(self) -> float:
        return max(0.1, self.deadline - perf_counter())
