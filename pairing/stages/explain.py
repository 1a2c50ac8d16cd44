"""Why these two, or why somebody sat out: from the record, in plain words for the lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pairing.events import Kind
from pairing.life.round_life import fold_lives
from pairing.people.person import WEEKDAYS, Person, Standing
from pairing.plans import plan_of
from pairing.rounds import PlannedGroup, PlannedRound
from pairing.stages.desk import Desk
from pairing.stages.members import participants
from pairing.translate.words import RELATIVE, ROLE_NAMES, counted, unavoidable

_AWAY = {
    Standing.LEFT: "They are no longer on the staff list.",
    Standing.STOPPED: "They asked not to be invited any more.",
    Standing.PAUSED: "They have paused.",
}


#: Said of two who may well be put together another time.
CHANCE = "Among equally good rounds the draw is random, so nothing need have spoken against it."


@dataclass(frozen=True)
class Explanation:
    """Sentences about one person (or two) in their latest round; ``round`` is None when there is none."""

    round: str | None
    members: tuple[str, ...]
    sentences: tuple[str, ...]


def why_one(desk: Desk, person: Person, programme: str | None = None) -> Explanation:
    """Whom this person was put with in the latest round and why, or why they sat out."""
    plan = _latest(desk, programme)
    if plan is None:
        return Explanation(None, (), ("No round has been sent yet.",))
    group = _group_of(desk, plan, person.id)
    if group is not None:
        return Explanation(plan.round, group.members, (*group.why, *_quality(plan)))
    return Explanation(plan.round, (), tuple(_why_not(plan, person, desk)))


def why_two(desk: Desk, one: Person, other: Person, programme: str | None = None) -> Explanation:
    """Why these two were put together in the latest round, or what spoke against it."""
    plan = _latest(desk, programme)
    if plan is None:
        return Explanation(None, (), ("No round has been sent yet.", *_between(desk, one, other)))
    group = _group_of(desk, plan, one.id)
    if group is not None and other.id in group.members:
        return Explanation(plan.round, group.members, (*group.why, *_between(desk, one, other, upto=plan.round)))
    together = f"They were not put together in {plan.round}."
    chance = () if _apart(desk, one, other) else (CHANCE,)
    return Explanation(plan.round, (), (together, *_between(desk, one, other), *chance))


def _latest(desk: Desk, programme: str | None) -> PlannedRound | None:
    planned = [
        fact for fact in desk.store.events.facts(kinds=[Kind.ROUND_PLANNED]) if programme in {None, fact.programme}
    ]
    return plan_of(planned[-1]) if planned else None


def _group_of(desk: Desk, plan: PlannedRound, person: str) -> PlannedGroup | None:
    """The group somebody is in now, after whatever has changed the round since it was planned."""
    live = fold_lives(desk.store.events.facts(round=plan.round))[plan.round].group_of(person)
    return live.group if live else None


def _quality(plan: PlannedRound) -> Iterator[str]:
    gave_way = [tier for tier in plan.tiers if tier.cost > 0 and tier.rule not in RELATIVE]
    if not gave_way:
        yield "Every rule was kept in this round; among equally good rounds the draw is random."
    for tier in gave_way:
        if tier.rule == "no_repeat":
            yield "In the whole round some pairs met again" + ("; no better round exists." if tier.proved else ".")
            continue
        yield f"In the whole round: {counted(tier, in_pairs=plan.in_pairs)}; {unavoidable(tier)}."


def _why_not(plan: PlannedRound, person: Person, desk: Desk) -> Iterator[str]:
    life = fold_lives(desk.store.events.facts(round=plan.round))[plan.round]
    if person.id in life.by_choice:
        yield f"No longer part of {plan.round}: they said no, paused or stopped."
        return
    if person.id in life.without_group:
        yield f"Left out of {plan.round}: {life.without_group[person.id]}"
        yield "They go first next time."
        return
    if person.id in plan.people:
        yield f"Their group in {plan.round} was ended."
        return
    day = plan.planned_at.astimezone(desk.zone).date()
    yield f"Not part of {plan.round}."
    away = _away_on(person, day)
    if away is not None:
        yield away
    elif plan.programme not in desk.config.programmes:
        yield f"There is no programme {plan.programme} any more."
    elif person.id not in {one.id for one in participants(desk, plan.programme)}:
        opt_in = desk.config.programmes[plan.programme].opt_in
        yield f"They have not joined {plan.programme}." if opt_in else f"They have left {plan.programme}."
    else:
        yield "They were not on the list, or had paused, on the day it was planned."


def _away_on(person: Person, day: date) -> str | None:
    """Why somebody takes part in nothing on that day; None where they do."""
    if person.standing in _AWAY:
        return _AWAY[person.standing]
    if person.paused_until and person.paused_until > day:
        return f"They have paused until {person.paused_until.isoformat()}."
    if person.starts and person.starts > day:
        return f"Their first day, {person.starts.isoformat()}, was still to come."
    if person.ends and person.ends < day:
        return f"Their last day was {person.ends.isoformat()}."
    return None


def _between(desk: Desk, one: Person, other: Person, upto: str | None = None) -> Iterator[str]:
    """What speaks for and against the two, rule by rule."""
    names = desk.practice_names()
    shared = sorted(names.get(key, key) for key in one.practices & other.practices)
    if shared:
        yield f"They share a practice: {', '.join(shared)}."
    else:
        yield "They work at different practices."
    if one.role_group is other.role_group:
        yield f"They belong to one staff group: {ROLE_NAMES[one.role_group]}."
    yield from _about_days(one, other)
    yield from _apart(desk, one, other)
    yield from _about_history(desk, one, other, upto)


def _apart(desk: Desk, one: Person, other: Person) -> list[str]:
    """Why the two are never put together; empty where they may be."""
    why = []
    if one.line_manager == other.id or other.line_manager == one.id:
        why.append("One is the other's line manager, so they are kept apart.")
    if (one.id, other.id) in desk.config.apart or (other.id, one.id) in desk.config.apart:
        why.append("They are on the list of people kept apart (`apart` in pairs.toml).")
    return why


def _about_days(one: Person, other: Person) -> Iterator[str]:
    if one.working_days and other.working_days:
        common = [day for day in WEEKDAYS if day in one.working_days and day in other.working_days]
        yield f"Both work on {', '.join(common)}." if common else "They have no working day in common."


def _about_history(desk: Desk, one: Person, other: Person, upto: str | None) -> Iterator[str]:
    contacts = [contact for contact in desk.history().contacts_between(one.id, other.id) if contact.round != upto]
    if not contacts:
        yield "They had not been put together before."
    for contact in contacts:
        met = {True: "they met", False: "they did not meet", None: "not known whether they met"}[contact.met]
        yield f"Together in {contact.round} ({contact.date.isoformat()}): {met}."
