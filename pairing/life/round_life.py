"""
One round as it stands now: the plan, and everything that has changed it since.

    live groups     those planned, less those ended, plus those made by repairs
    without group   everybody else who was in the plan, and why
    answers         the last one of each person that counts (held ones apart)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pairing.events import Fact, Kind
from pairing.life.answers import Answer
from pairing.life.records import Ended, LiveGroup, RoundLife, Said
from pairing.plans import plan_of, regrouped
from pairing.rounds import PlannedGroup, PlannedRound

__all__ = ["Ended", "LiveGroup", "RoundLife", "Said", "fold_lives"]

#: In a group of so many everybody hears who comes and goes; at a table only who takes up a duty.
SMALL = 3


@dataclass
class _Draft:
    plan: PlannedRound
    live: dict[int, LiveGroup]
    ended: dict[int, str] = field(default_factory=dict)
    without: dict[str, str] = field(default_factory=dict)
    answers: dict[str, list[Said]] = field(default_factory=dict)
    held: list[tuple[str, Answer, datetime]] = field(default_factory=list)
    suggestions: list[Fact] = field(default_factory=list)
    cancelled: bool = False
    moved_at: dict[int, datetime] = field(default_factory=dict)
    past: dict[int, Ended] = field(default_factory=dict)
    by_choice: set[str] = field(default_factory=set)


def fold_lives(facts: Iterable[Fact]) -> dict[str, RoundLife]:
    """Every round planned by `pairs`, by its name, in the order they were planned."""
    drafts: dict[str, _Draft] = {}
    for fact in facts:
        if fact.kind is Kind.ROUND_PLANNED:
            plan, live = plan_of(fact), dict(fact.once(_as_planned))
            without = {left.person: left.why for left in plan.left_out}
            drafts[plan.round] = _Draft(plan, live, without=without)
        elif (change := _CHANGES.get(fact.kind)) and fact.round in drafts:
            change(drafts[fact.round], fact)
    return {name: _finished(draft) for name, draft in drafts.items()}


def _as_planned(fact: Fact) -> Mapping[int, LiveGroup]:
    return {group.number: LiveGroup(group) for group in plan_of(fact).groups}


def _answer(draft: _Draft, fact: Fact) -> None:
    if not fact.person:
        return
    said = fact.once(_said)
    if fact.body.get("held"):
        draft.held.append((fact.person, said.answer, fact.at))
        if fact.body.get("undoes") and draft.answers.get(fact.person):
            draft.answers[fact.person].pop()
    else:
        draft.answers.setdefault(fact.person, []).append(said)


def _said(fact: Fact) -> Said:
    return Said(Answer(fact.body["answer"]), fact.at, fact.body["group"])


def _suggest(draft: _Draft, fact: Fact) -> None:
    draft.suggestions.append(fact)


def _cancel(draft: _Draft, fact: Fact) -> None:
    draft.cancelled = True
    for number, live in list(draft.live.items()):
        draft.without |= dict.fromkeys(live.group.members, "The round was cancelled.")
        _end(draft, number, "the round was cancelled", fact.body.get("words", ""))


def _move(draft: _Draft, fact: Fact) -> None:
    body: Mapping[str, Any] = fact.body
    live = draft.live.get(body["group"])
    if live is not None:
        moved = replace(
            live.group,
            starts=datetime.fromisoformat(body["starts"]),
            ends=datetime.fromisoformat(body["ends"]),
            where=body.get("where") or live.group.where,
        )
        draft.live[body["group"]] = _changed(live, moved)
        draft.moved_at[body["group"]] = fact.at
        _content(draft, moved, fact.at)


def _content(draft: _Draft, moved: PlannedGroup, at: datetime) -> None:
    """Who wanted another time and proposed this one has said yes to it; who proposed others has said nothing of it."""
    number = moved.number
    proposed = {each.person for each in draft.suggestions if each.body["group"] == number and _holds(each, moved)}
    for person in moved.members:
        said = draft.answers.get(person, [])
        if said and said[-1].answer is Answer.ANOTHER_TIME and said[-1].group == number:
            draft.answers[person] = [*said, Said(Answer.YES, at, number)] if person in proposed else []


def _holds(suggestion: Fact, moved: PlannedGroup) -> bool:
    return any(datetime.fromisoformat(slot) == moved.starts for slot in suggestion.body["slots"])


def _change(draft: _Draft, fact: Fact) -> None:
    for ended in fact.body["ended"]:
        _end(draft, ended["group"], ended["why"], fact.body.get("words", ""), late=ended.get("late", False))
    for group in regrouped(fact):
        before = draft.live.get(group.number)
        draft.live[group.number] = _changed(before, group) if before else LiveGroup(group, made_at=fact.at)
        for member in group.members:
            draft.without.pop(member, None)
            draft.by_choice.discard(member)
    for left in fact.body["left_out"]:
        draft.without[left["person"]] = left["why"]
        if left.get("by_choice"):
            draft.by_choice.add(left["person"])


def _end(draft: _Draft, number: int, why: str, words: str, *, late: bool = False) -> None:
    live = draft.live.pop(number, None)
    if live is not None:
        draft.ended[number] = why
        draft.past[number] = Ended(live, why, words, late)


def _changed(before: LiveGroup, group: PlannedGroup) -> LiveGroup:
    """A group that lives on: what has changed, and for whom that is news."""
    old = before.group
    moved = (old.starts, old.ends, old.where) != (group.starts, group.ends, group.where)
    small = set(old.members) != set(group.members) and max(len(old.members), len(group.members)) <= SMALL
    news = dict(before.news)
    for member in set(group.members) & set(old.members):
        duty = member in {group.host, group.first_mover} - {old.host, old.first_mover}
        if moved or small or duty:
            news[member] = news.get(member, 0) + 1
    return before._replace(group=group, sequence=before.sequence + moved, news=news)


#: Which facts change a round, and how. Mail sent and attendance are read where they are needed.
_CHANGES: Mapping[Kind, Callable[[_Draft, Fact], None]] = {
    Kind.ANSWERED: _answer,
    Kind.TIME_SUGGESTED: _suggest,
    Kind.GROUP_MOVED: _move,
    Kind.GROUPS_CHANGED: _change,
    Kind.ROUND_CANCELLED: _cancel,
}


def _finished(draft: _Draft) -> RoundLife:
    return RoundLife(
        plan=draft.plan,
        live=draft.live,
        ended=draft.ended,
        without_group=draft.without,
        answers={person: said[-1] for person, said in draft.answers.items() if said},
        held=tuple(draft.held),
        suggestions=tuple(draft.suggestions),
        cancelled=draft.cancelled,
        moved_at=draft.moved_at,
        past=draft.past,
        by_choice=frozenset(draft.by_choice),
    )
