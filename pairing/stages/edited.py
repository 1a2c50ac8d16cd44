"""What an edit by hand comes to: the groups that change, what that costs by every rule, and what looks odd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pairing.life.round_life import RoundLife
from pairing.rounds import PlannedGroup
from pairing.stages.book import Book
from pairing.stages.costing import Costing, RuleChange
from pairing.stages.dropouts import is_late
from pairing.stages.repair import Repair


@dataclass(frozen=True)
class Edit:
    """
    What an edit does. ``before`` and ``after`` hold the groups that change, by number; ``left_out`` are
    people without a group afterwards who had one, ``mails`` (person, kind of message).
    """

    round: str
    sent: bool
    before: Mapping[int, PlannedGroup]
    after: Mapping[int, PlannedGroup]
    left_out: tuple[str, ...]
    rules: tuple[RuleChange, ...]
    warnings: tuple[str, ...]
    mails: tuple[tuple[str, str], ...] = ()

    @property
    def broken(self) -> tuple[str, ...]:
        """The musts this would break."""
        return tuple(change.rule for change in self.rules if change.broken)


def described(book: Book, before: RoundLife, after: RoundLife, repair: Repair) -> Edit:
    """What is different afterwards, and what it costs."""
    old, new = ({number: live.group for number, live in life.live.items()} for life in (before, after))
    changed = {number for number in {*old, *new} if old.get(number) != new.get(number)}
    had = {member for number in changed & old.keys() for member in old[number].members}
    placed = {member for group in new.values() for member in group.members}
    costing = Costing(repair.bench.translation, book.desk.zone)
    return Edit(
        round=before.plan.round,
        sent=True,
        before={number: group for number, group in old.items() if number in changed},
        after={number: group for number, group in new.items() if number in changed},
        left_out=tuple(sorted(had - placed)),
        rules=costing.changes(old.values(), new.values()),
        warnings=tuple(_warnings(book, before, old, [new[n] for n in sorted(changed & new.keys())], repair)),
    )


def _warnings(
    book: Book, life: RoundLife, old: Mapping[int, PlannedGroup], new: Sequence[PlannedGroup], repair: Repair
) -> Iterator[str]:
    """What a careful lead would want to know besides the rules."""
    costing = Costing(repair.bench.translation, book.desk.zone)
    known = {fault for group in old.values() for fault in costing.faults(group)}
    for group in new:
        yield from (fault for fault in costing.faults(group) if fault not in known)
        same = old.get(group.number)
        for member in group.members:
            stays = same is not None and member in same.members
            if (not stays or same is None or same.starts != group.starts) and not _is_free(repair, member, group, old):
                yield f"{member} does not work, or meets somebody else, on the day of group {group.number}."
        if group.number in life.live and is_late(book, life, life.live[group.number]):
            yield f"Group {group.number} meets in less than {repair.regroup.programme.repair_until_hours} hours."


def _is_free(repair: Repair, member: str, group: PlannedGroup, old: Mapping[int, PlannedGroup]) -> bool:
    """True when the day suits them; the meeting they are taken out of stands in no way."""
    if group.starts is None:
        return True
    day = group.starts.astimezone(repair.book.desk.zone).date()
    own = (each.starts for each in old.values() if member in each.members and each.starts)
    leaves = any(starts.astimezone(repair.book.desk.zone).date() == day for starts in own)
    others = group.members if leaves else tuple(one for one in group.members if one != member)
    return repair.regroup.is_free(member, replace(group, members=others))
