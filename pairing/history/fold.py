"""
From facts to rounds on record. Pure; later facts replace earlier ones about the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from pairing.events import Fact, Kind
from pairing.history.record import GroupOnRecord, RoundOnRecord
from pairing.plans import plan_of, regrouped
from pairing.rounds import Format, PlannedGroup

#: What `fold` reads; everything else may be left out of the facts it is given.
KINDS = (
    Kind.ROUND_PLANNED,
    Kind.MEETING_IMPORTED,
    Kind.ATTENDANCE_RECORDED,
    Kind.GROUPS_CHANGED,
    Kind.GROUP_MOVED,
    Kind.ROUND_CANCELLED,
)

#: The largest group that is taken for a coffee where an imported programme's format is not known.
_LARGEST_COFFEE = 3

_PERIOD = re.compile(r"\d{4}-(W?\d{2})")


#: What was said, by round: about which programme and group (None = any), by whom.
_Words = dict[str, dict[tuple[str | None, str | None, str], bool | None]]


@dataclass
class _Draft:
    """A round while its facts are read."""

    programme: str
    round: str
    format: Format | None = None
    period: str | None = None
    began: date | None = None
    groups: dict[str, GroupOnRecord] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    imported: bool = False


def fold_rounds(facts: Iterable[Fact], formats: Mapping[str, Format]) -> tuple[RoundOnRecord, ...]:
    """Every round, the earliest first. ``formats`` names the format of programmes whose rounds were imported."""
    drafts: dict[tuple[str, str], _Draft] = {}
    words: _Words = {}
    for fact in facts:
        if fact.kind is Kind.ROUND_PLANNED:
            _plan(drafts, fact)
        elif fact.kind is Kind.MEETING_IMPORTED:
            _import(drafts, words, fact)
        elif (changed := _CHANGES.get(fact.kind)) and (str(fact.programme), str(fact.round)) in drafts:
            changed(drafts[str(fact.programme), str(fact.round)], fact)
        elif fact.kind is Kind.ATTENDANCE_RECORDED and fact.round and fact.person:
            group = fact.body.get("group")
            said = words.setdefault(fact.round, {})
            # Put last, so that of two words the later one is also the later in the dictionary.
            about = (fact.programme, None if group is None else str(group), fact.person)
            said.pop(about, None)
            said[about] = fact.body.get("met")
    for draft in drafts.values():
        _hear(draft, words)
    known = {draft.programme: draft.format for draft in drafts.values() if draft.format} | dict(formats)
    finished = (_finished(draft, known) for draft in drafts.values())
    return tuple(sorted(finished, key=lambda past: past.began))


def _plan(drafts: dict[tuple[str, str], _Draft], fact: Fact) -> None:
    plan = plan_of(fact)
    drafts[plan.programme, plan.round] = _Draft(
        programme=plan.programme,
        round=plan.round,
        format=plan.format,
        period=plan.period,
        began=plan.planned_at.date(),
        groups=dict(fact.once(_as_planned)),
        left_out=tuple(left.person for left in plan.left_out),
    )


def _as_planned(fact: Fact) -> Mapping[str, GroupOnRecord]:
    plan = plan_of(fact)
    return {str(group.number): _on_record(group, plan.planned_at.date()) for group in plan.groups}


def _on_record(group: PlannedGroup, day: date) -> GroupOnRecord:
    """A planned group; on the day of the plan itself where they choose their own time."""
    return GroupOnRecord(
        name=str(group.number),
        members=group.members,
        date=group.starts.date() if group.starts else day,
        says={},
        host=group.host,
        first_mover=group.first_mover,
        prompts=group.prompts,
        rotations=group.tables,
    )


def _regroup(draft: _Draft, fact: Fact) -> None:
    """
    People dropped out and groups were mended: who was together is who is together now.

    Left out are those who found no other group; who would not or could not come is not there at all.
    """
    for ended in fact.body["ended"]:
        draft.groups.pop(str(ended["group"]), None)
    for made in regrouped(fact):
        group = _on_record(made, draft.began or fact.at.date())
        draft.groups[group.name] = group
    placed = {member for group in draft.groups.values() for member in group.members}
    let_down = (left["person"] for left in fact.body["left_out"] if not left.get("by_choice"))
    draft.left_out = tuple(dict.fromkeys(one for one in (*draft.left_out, *let_down) if one not in placed))


def _move(draft: _Draft, fact: Fact) -> None:
    name = str(fact.body["group"])
    if name in draft.groups:
        day = datetime.fromisoformat(fact.body["starts"]).date()
        draft.groups[name] = replace(draft.groups[name], date=day)


def _cancel(draft: _Draft, fact: Fact) -> None:  # noqa: ARG001  # one shape for all changes
    """Nobody met, and nobody missed a turn that others had."""
    draft.groups, draft.left_out = {}, ()


_CHANGES = {Kind.GROUPS_CHANGED: _regroup, Kind.GROUP_MOVED: _move, Kind.ROUND_CANCELLED: _cancel}


def _import(drafts: dict[tuple[str, str], _Draft], words: _Words, fact: Fact) -> None:
    programme, name, group = fact.body["programme"], str(fact.round), str(fact.body["group"])
    draft = drafts.setdefault((programme, name), _Draft(programme, name, imported=True))
    day = date.fromisoformat(fact.body["date"])
    if draft.imported:
        draft.began = min(draft.began or day, day)
        period = name.removeprefix(f"{programme}-")
        draft.period = period if _PERIOD.fullmatch(period) else None
    draft.groups[group] = GroupOnRecord(group, tuple(fact.body["members"]), day, says=dict(fact.body["met"]))
    for person in fact.body["members"]:  # what was said before this import is replaced by it
        said = words.get(name, {})
        said.pop((programme, group, person), None)
        said.pop((None, group, person), None)


def _hear(draft: _Draft, words: _Words) -> None:
    """Enter what members said about this round: about one group, or about all they were in."""
    says: dict[str, dict[str, bool | None]] = {}
    for (programme, group, person), met in words.get(draft.round, {}).items():
        if programme is not None and programme != draft.programme:
            continue
        for name in draft.groups if group is None else [group]:
            if name in draft.groups and person in draft.groups[name].members:
                says.setdefault(name, dict(draft.groups[name].says))[person] = met
    for name, said in says.items():
        draft.groups[name] = replace(draft.groups[name], says=said)


def _finished(draft: _Draft, formats: Mapping[str, Format | None]) -> RoundOnRecord:
    largest = max((len(group.members) for group in draft.groups.values()), default=0)
    guess = Format.COFFEE if largest <= _LARGEST_COFFEE else Format.LUNCH
    assert draft.began is not None
    return RoundOnRecord(
        round=draft.round,
        programme=draft.programme,
        format=draft.format or formats.get(draft.programme) or guess,
        period=draft.period,
        began=draft.began,
        groups=tuple(draft.groups.values()),
        left_out=draft.left_out,
        imported=draft.imported,
    )
