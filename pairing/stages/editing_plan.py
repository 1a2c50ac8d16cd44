"""
A saved plan, changed by the lead's hand before it is sent: the same changes, and what they cost.

What is sent is still exactly what was approved: the plan is saved anew, with its new costs. A bound
holds given the costs above it; so below the first rule that costs another sum, only what no round can
undercut is claimed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from pairing.errors import InputError
from pairing.notify.plain import one_line
from pairing.plans import plan_path
from pairing.plural import number_of
from pairing.rounds import LeftOut, PlannedGroup, PlannedRound
from pairing.stages.approve import is_approved, refuse_if_overtaken
from pairing.stages.costing import Costing
from pairing.stages.desk import Desk
from pairing.stages.due import turns
from pairing.stages.edited import Edit
from pairing.stages.editing import MOST_WORDS, TAKEN_OUT
from pairing.stages.pending import find, keep
from pairing.stages.plan import translated
from pairing.stages.rearranging import Wish, rearrange
from pairing.tiers import Tier
from pairing.translate.reasons import group_reasons
from pairing.translate.translation import Translation


def is_saved(desk: Desk, round: str) -> bool:
    """True for a plan that awaits approval."""
    return plan_path(desk.path / "plans", round).exists() and not is_approved(desk, round)


def look_at_plan(desk: Desk, round: str, wish: Wish) -> Edit:
    """What it would do; nothing is kept."""
    return _decide(desk, round, wish)[1]


def edit_plan(desk: Desk, round: str, wish: Wish) -> Edit:
    """Do it: the plan is saved anew, under its own name."""
    plan, edit = _decide(desk, round, wish)
    keep(desk, plan)
    return edit


def _decide(desk: Desk, round: str, wish: Wish) -> tuple[PlannedRound, Edit]:
    plan = find(desk, round)
    refuse_if_overtaken(desk, plan)
    turn = next((turn for turn in turns(desk) if turn.round == plan.round), None)
    if turn is None:
        raise InputError.at(round, "its time is over", mend="Plan again: pairs plan")
    _refuse(desk, plan, wish)
    costing = Costing(translated(desk, turn, plan.seed), desk.zone)
    groups = {group.number: group for group in plan.groups}
    members = rearrange({number: group.members for number, group in groups.items()}, wish)
    after = dict(_changed(desk, plan, wish, members, costing.translation))
    ended = {number for number, now in members.items() if not now}
    if not after and not ended:
        raise InputError.at(round, "this would change nothing")
    result = [after.get(number, group) for number, group in groups.items() if number not in ended]
    edit = Edit(
        round=plan.round,
        sent=False,
        before={number: group for number, group in groups.items() if number in {*after, *ended}},
        after=after,
        left_out=tuple(person for person in wish.people if person in plan.people and person not in _members(result)),
        rules=costing.changes(groups.values(), result),
        warnings=tuple(fault for group in after.values() for fault in costing.faults(group)),
    )
    tiers = tuple(_tiers(plan.tiers, costing.costs(result), costing.floors(result)))
    return _with(plan, result, edit, tiers), edit


def _refuse(desk: Desk, plan: PlannedRound, wish: Wish) -> None:
    if wish.adds:
        raise InputError.at(plan.round, "it was not sent, so nobody comes late", mend="Plan again: pairs plan")
    known = {*plan.people, *(left.person for left in plan.left_out)}
    for person in wish.people:
        if person not in known:
            what = f"is not in the plan {plan.round}"
            raise InputError.at(person, what, mend="Plan again, and they are: pairs plan")
    for number, starts in wish.times:
        if starts <= desk.opened_at:
            raise InputError.at(f"group {number}", f"{starts:%Y-%m-%d %H:%M} is past")


def _changed(
    desk: Desk, plan: PlannedRound, wish: Wish, members: Mapping[int, tuple[str, ...]], translation: Translation
) -> Iterator[tuple[int, PlannedGroup]]:
    """The groups that change, by number; who leaves a duty passes it on to the first who may have it."""
    costing = Costing(translation, desk.zone)
    minutes = timedelta(minutes=desk.config.programmes[plan.programme].minutes)
    times, places = dict(wish.times), dict(wish.places)
    hosts = {person.id for person in translation.people if person.host}
    for group in plan.groups:
        number, now = group.number, members[group.number]
        if not now:
            continue
        changed = replace(
            group,
            members=now,
            host=_duty(group.host, [member for member in now if member in hosts], now),
            first_mover=_duty(group.first_mover, now, now),
            where=one_line(places[number], most=MOST_WORDS) if number in places else group.where,
        )
        if number in times:
            length = group.ends - group.starts if group.starts and group.ends else minutes
            changed = replace(changed, starts=times[number], ends=times[number] + length)
        if changed != group:
            why = tuple(group_reasons(costing.seated(changed), translation))
            yield number, replace(changed, why=why)


def _duty(before: str | None, willing: Collection[str], members: Collection[str]) -> str | None:
    return before if before is None or before in members else next(iter(willing), None)


def _members(groups: list[PlannedGroup]) -> set[str]:
    return {member for group in groups for member in group.members}


def _with(plan: PlannedRound, groups: list[PlannedGroup], edit: Edit, tiers: tuple[Tier, ...]) -> PlannedRound:
    placed = _members(groups)
    left = [each for each in plan.left_out if each.person not in placed]
    left += [LeftOut(person, TAKEN_OUT) for person in edit.left_out]
    count = len(edit.before)
    note = f"{number_of(count, 'group was', 'groups were')} changed by hand."
    return replace(
        plan,
        groups=tuple(groups),
        left_out=tuple(left),
        tiers=tiers,
        notes=tuple(dict.fromkeys([*plan.notes, note])),
    )


def _tiers(tiers: tuple[Tier, ...], costs: Mapping[str, int], floors: Mapping[str, int]) -> Iterator[Tier]:
    """New costs. The bound of the first that differs still holds; below it only what no round can undercut."""
    same = proved = True
    for tier in tiers:
        cost = costs.get(tier.rule, tier.cost)
        bound = min(cost, tier.bound if same else floors.get(tier.rule, cost))
        proved = proved and cost == bound and (tier.proved or not same)
        yield Tier(tier.rule, tier.importance, cost, bound, proved)
        same = same and cost == tier.cost
