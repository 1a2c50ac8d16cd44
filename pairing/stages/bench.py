"""
What the rules say about a few people and the groups they might join: the small sub-problem of a repair.

The same translation and the same compiled rules as for a whole round, with this round's own meetings
left out of the history; so a repair breaks no must and prefers what the solver would prefer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pairing.errors import NoRoundExists
from pairing.history import History
from pairing.life.round_life import RoundLife
from pairing.people.person import Person
from pairing.rounds import PlannedGroup
from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.draft import NothingFound
from pairing.solver.problem import Problem, RuleSetting
from pairing.solver.solution import Group
from pairing.solver.solve import solve
from pairing.stages.book import Book
from pairing.stages.meeting import window_ends
from pairing.stages.plan import read_scores
from pairing.tiers import Importance
from pairing.translate.reasons import group_reasons
from pairing.translate.to_problem import Circumstances, Translation, to_problem

#: Somebody who was just let down goes before everybody who merely sat out, however long.
LET_DOWN = 1000

SECONDS = 20.0

#: Costs by rule, in the rules' order: the smaller tuple is the better.
Costs = tuple[int, ...]


@dataclass
class Bench:
    """Everybody a repair of this round may concern, as the rules see them."""

    book: Book
    life: RoundLife
    people: Sequence[Person]

    @cached_property
    def history(self) -> History:
        """The past without this round."""
        formats = {name: programme.format for name, programme in self.book.desk.config.programmes.items()}
        before = [fact for fact in self.book.all_rounds() if fact.round != self.life.plan.round]
        return History.fold(before, formats=formats)

    @cached_property
    def translation(self) -> Translation:
        """All of them, as one problem."""
        return self._translated(self.people)

    @cached_property
    def rules(self) -> tuple[CompiledRule, ...]:
        """The rules that cost something within a group or at a date; a lot is not drawn twice."""
        return tuple(rule for rule in compile_rules(self.translation.problem) if rule.name != "chance")

    @cached_property
    def seat(self) -> Mapping[str, int]:
        """Each person's seat."""
        return {person.id: seat for seat, person in enumerate(self.translation.people)}

    def change(
        self, before: Sequence[PlannedGroup], after: Sequence[PlannedGroup], others: Sequence[PlannedGroup] = ()
    ) -> Costs | None:
        """What turning some groups into others costs, rule by rule; None when a must would be broken (more).

        ``others`` are the groups that stay: who is away when depends on everybody.
        """
        old, new, rest = ([self._seated(group) for group in some] for some in (before, after, others))
        costs = []
        for rule in self.rules:
            cost = _within(rule, new) - _within(rule, old)
            if self.translation.occasions:
                cost += _over_all(rule, [*rest, *new]) - _over_all(rule, [*rest, *old])
            if rule.hard and rule.name != "group_sizes" and cost > 0:
                return None
            costs.append(cost)
        return tuple(costs)

    def fits_table(self, person: str, group: PlannedGroup) -> bool:
        """True when the group's date and table have room for this person; always where there is no fixed date."""
        occasion = self._occasion(group)
        if occasion is None:
            return True
        problem = self.translation.problem
        may = not problem.may_attend or bool(problem.may_attend[self.seat[person]] >> occasion & 1)
        return may and len(group.members) < group.room(problem.occasions[occasion].seats)

    def match(self, waiting: Collection[str], spares: Collection[str]) -> list[tuple[str, ...]]:
        """The best groups among those waiting and those left out; only groups somebody waiting is in.

        As many as possible of the waiting have one, whatever the importance of the rules below the musts.
        """
        people = [self.book.people[person] for person in sorted({*waiting, *spares})]
        if len(people) < 2:
            return []
        translation = self._translated(people)
        problem = _waiting_first(translation, waiting)
        try:
            solution = solve(problem, seconds=SECONDS)
        except (NoRoundExists, NothingFound):
            return []
        groups = [tuple(translation.people[seat].id for seat in group.seats) for group in solution.groups]
        return [group for group in groups if set(group) & set(waiting)]

    def reasons(self, group: PlannedGroup) -> tuple[str, ...]:
        """Why these people, in sentences for the lead."""
        return tuple(group_reasons(self._seated(group), self.translation))

    def _translated(self, people: Sequence[Person]) -> Translation:
        desk, plan = self.book.desk, self.life.plan
        programme = self.book.programme(self.life)
        planned = plan.planned_at.astimezone(desk.zone).date()
        last = max([window_ends(desk, self.life).date(), *(o.date for o in programme.occasions)])
        scores = read_scores(desk.path, programme)
        around = Circumstances(plan.programme, desk.today, (planned, last), self.history, scores, desk.practice_names())
        return to_problem(people, programme, desk.config, around, plan.seed)

    def _seated(self, group: PlannedGroup) -> Group:
        return Group(tuple(sorted(self.seat[member] for member in group.members)), self._occasion(group))

    def _occasion(self, group: PlannedGroup) -> int | None:
        if group.starts is None:
            return None
        local = group.starts.astimezone(self.book.desk.zone)
        found = ((o.date, o.start, o.place) for o in self.translation.occasions)
        here = (local.date(), local.time(), group.where)
        return next((number for number, occasion in enumerate(found) if occasion == here), None)


def _waiting_first(translation: Translation, waiting: Collection[str]) -> Problem:
    problem = translation.problem
    missed = problem.turns_missed or (0,) * problem.n
    turns = tuple(
        turn + LET_DOWN * (person.id in waiting) for turn, person in zip(missed, translation.people, strict=True)
    )
    placed = {name: RuleSetting(Importance.HIGH) for name in ("everyone_placed", "turns_missed")}
    return replace(problem, turns_missed=turns, rules=dict(problem.rules) | placed)


def _within(rule: CompiledRule, groups: Sequence[Group]) -> int:
    return sum(term.of_group(group.seats) for term in rule.group_terms for group in groups)


def _over_all(rule: CompiledRule, groups: Sequence[Group]) -> int:
    return sum(term.of_round(groups, ()) for term in rule.round_terms) if rule.name == "cover" else 0
