"""
One round as it stands now: the plan, and everything that has changed it since.

    live groups     those planned, less those ended, plus those made by repairs
    without group   everybody else who was in the plan, and why
    answers         the last one of each person that counts (held ones apart)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pairing.events import Fact, Kind
from pairing.life.answers import Answer
from pairing.plans import from_record, group_from_record
from pairing.rounds import PlannedGroup, PlannedRound

#: In a group of so many everybody hears who comes and goes; at a table only who takes up a duty.
SMALL = 3


@dataclass(frozen=True)
class Said:
    """One person's last answer: what, when, and about which group."""

    answer: Answer
    at: datetime
    group: int


@dataclass(frozen=True)
class LiveGroup:
    """
    A group that is to meet. ``sequence`` is its calendar entries' SEQUENCE: raised by each move.

    ``news`` counts by member what has changed for them since they were invited and is to be told:
    another time or place, another partner in a group of two or three, a duty that is theirs now.
    """

    group: PlannedGroup
    sequence: int = 0
    made_at: datetime | None = None  # None: by the plan itself
    news: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Ended:
    """A group that will not meet, as it last was, and why. ``words`` are for its members, may be empty.

    ``late``: somebody dropped out when it was too late to find anybody else.
    """

    live: LiveGroup
    why: str
    words: str = ""
    late: bool = False


@dataclass(frozen=True)
class RoundLife:
    """Everything about one round, folded. ``ended`` maps a group's number to why it will not meet."""

    plan: PlannedRound
    live: Mapping[int, LiveGroup]
    ended: Mapping[int, str]
    without_group: Mapping[str, str]
    answers: Mapping[str, Said]
    held: tuple[tuple[str, Answer, datetime], ...] = ()
    suggestions: tuple[Fact, ...] = ()
    cancelled: bool = False
    moved_at: Mapping[int, datetime] = field(default_factory=dict)  # when a group last agreed on another time
    past: Mapping[int, Ended] = field(default_factory=dict)  # what `ended` names, as it last was
    by_choice: frozenset[str] = frozenset()  # of those without a group, who said no, paused or stopped

    def group_of(self, person: str) -> LiveGroup | None:
        """The live group somebody is in; None when there is none."""
        return next((live for live in self.live.values() if person in live.group.members), None)


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
            plan = from_record(fact.body)
            live = {group.number: LiveGroup(group) for group in plan.groups}
            without = {left.person: left.why for left in plan.left_out}
            drafts[plan.round] = _Draft(plan, live, without=without)
        elif fact.round in drafts:
            _apply(drafts[fact.round], fact)
    return {name: _finished(draft) for name, draft in drafts.items()}


def _apply(draft: _Draft, fact: Fact) -> None:
    if fact.kind is Kind.ANSWERED and fact.person:
        answer = Answer(fact.body["answer"])
        if fact.body.get("held"):
            draft.held.append((fact.person, answer, fact.at))
            if fact.body.get("undoes") and draft.answers.get(fact.person):
                draft.answers[fact.person].pop()
        else:
            said = Said(answer, fact.at, fact.body["group"])
            draft.answers.setdefault(fact.person, []).append(said)
    elif fact.kind is Kind.TIME_SUGGESTED:
        draft.suggestions.append(fact)
    elif fact.kind is Kind.GROUP_MOVED:
        _move(draft, fact)
    elif fact.kind is Kind.GROUPS_CHANGED:
        _change(draft, fact)
    elif fact.kind is Kind.ROUND_CANCELLED:
        draft.cancelled = True
        for number in list(draft.live):
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


def _change(draft: _Draft, fact: Fact) -> None:
    for ended in fact.body["ended"]:
        _end(draft, ended["group"], ended["why"], ended.get("words", ""), late=ended.get("late", False))
    for record in fact.body["groups"]:
        group = group_from_record(record)
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
    return replace(before, group=group, sequence=before.sequence + moved, news=news)


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
