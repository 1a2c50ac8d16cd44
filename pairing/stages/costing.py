"""What every rule says of a round as it is and as it would be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from pairing.rounds import PlannedGroup
from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.draft import Draft
from pairing.solver.solution import Group
from pairing.tiers import Importance
from pairing.translate.translation import Translation


@dataclass(frozen=True)
class RuleChange:
    """One rule whose cost differs. ``broken``: a must that costs something it did not before."""

    rule: str
    importance: Importance
    before: int
    after: int

    @property
    def broken(self) -> bool:
        """True when a must would be broken, or broken more."""
        return self.importance is Importance.MUST and self.after > self.before


@dataclass(frozen=True)
class Costing:
    """The rules of one round, over everybody in ``translation``."""

    translation: Translation
    zone: ZoneInfo

    def changes(self, before: Iterable[PlannedGroup], after: Iterable[PlannedGroup]) -> tuple[RuleChange, ...]:
        """Every rule that costs another sum afterwards, in the rules' order; a lot is not drawn twice."""
        old, new = self.costs(before), self.costs(after)
        return tuple(
            RuleChange(rule.name, rule.importance, old[rule.name], new[rule.name])
            for rule in self._rules
            if old[rule.name] != new[rule.name]
        )

    def costs(self, groups: Iterable[PlannedGroup]) -> dict[str, int]:
        """Each rule's cost; whoever is in none of the groups is left out."""
        draft = self._draft(groups)
        return {rule.name: rule.cost(draft.groups, draft.left_out) for rule in self._rules}

    def floors(self, groups: Iterable[PlannedGroup]) -> dict[str, int]:
        """What each rule costs at least in any round with groups of these sizes."""
        sizes = [len(group.members) for group in groups if group.members]
        return {rule.name: rule.bound(sizes) for rule in self._rules}

    def faults(self, group: PlannedGroup) -> list[str]:
        """What speaks against a date: more people than seats, and who cannot come then; ids, in sentences."""
        problem, occasion = self.translation.problem, self._occasion(group)
        if occasion is None:
            return []
        seats = problem.occasions[occasion].seats
        full = [f"Group {group.number} has {len(group.members)} people for {seats} seats."]
        away = [
            f"{member} cannot come to group {group.number} on its date."
            for member in group.members
            if problem.may_attend and not problem.may_attend[self._seat[member]] >> occasion & 1
        ]
        return [*(full if len(group.members) > seats else []), *away]

    def _draft(self, groups: Iterable[PlannedGroup]) -> Draft:
        seated = tuple(self.seated(group) for group in groups if group.members)
        placed = {seat for group in seated for seat in group.seats}
        left_out = tuple(seat for seat in range(self.translation.problem.n) if seat not in placed)
        return Draft(groups=seated, left_out=left_out, bounds=())

    def seated(self, group: PlannedGroup) -> Group:
        """The group as the solver knows it."""
        return Group(tuple(sorted(self._seat[member] for member in group.members)), self._occasion(group))

    def _occasion(self, group: PlannedGroup) -> int | None:
        if group.starts is None or not self.translation.occasions:
            return None
        local = group.starts.astimezone(self.zone)
        here = (local.date(), local.time(), group.where)
        dates = ((each.date, each.start, each.place) for each in self.translation.occasions)
        return next((number for number, date in enumerate(dates) if date == here), None)

    @cached_property
    def _rules(self) -> Sequence[CompiledRule]:
        return tuple(rule for rule in compile_rules(self.translation.problem) if rule.name != "chance")

    @cached_property
    def _seat(self) -> dict[str, int]:
        return {person.id: seat for seat, person in enumerate(self.translation.people)}
