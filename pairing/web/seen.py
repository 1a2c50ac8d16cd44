"""
A meeting as its page shows it: first names and roles, when and where, and what this person said so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pairing.events import Fact, Kind
from pairing.life.answers import Answer
from pairing.life.round_life import LiveGroup, RoundLife
from pairing.notify.dates import day_name, time_name
from pairing.notify.meeting_words import NOUNS
from pairing.notify.phrases import given_name, length, listed
from pairing.rounds import Format
from pairing.stages.meeting import cut_off, open_suggestions, slots_of, window_ends
from pairing.web.visit import Visit


@dataclass(frozen=True)
class Offer:
    """A time somebody else in the group proposes. ``value`` is the start in ISO 8601."""

    value: str
    day: str
    by: str
    words: str


@dataclass(frozen=True)
class Seen:
    """What the page shows. ``closed`` once answers change nothing any more."""

    heading: str
    noun: str
    others: tuple[tuple[str, str], ...]
    names: str
    when: str
    where: str
    until: str
    closed: bool
    table: bool
    timed: bool
    had_time: bool  # from the beginning, so that another one is a move
    not_now: str  # "not this month", "not this week": as the mail says it
    said: str
    held: bool
    offers: tuple[Offer, ...]
    own_slots: tuple[str, ...]


def seen(visit: Visit, life: RoundLife, live: LiveGroup) -> Seen:
    """The meeting as this visitor sees it."""
    desk, group = visit.desk, live.group
    table = life.plan.format in {Format.LUNCH, Format.WORKSHOP}
    noun = NOUNS[life.plan.format]
    others = tuple(_colleague(visit, member) for member in group.members if member != visit.person.id)
    names = listed([name for name, _ in others])
    ends = cut_off(desk, life, live).astimezone(desk.zone)
    said = life.answers.get(visit.person.id)
    counts = said is not None and said.group == group.number
    suggestions = open_suggestions(life, group.number)
    own = suggestions.get(visit.person.id)
    not_now = f"not this {'week' if life.plan.period.partition('-')[2].startswith('W') else 'month'}"
    in_words = {Answer.YES: "yes", Answer.ANOTHER_TIME: "suggest another time", Answer.NO: not_now}
    return Seen(
        heading=f"Your {noun} with {names}" if len(others) <= 3 else f"Your {noun} with {len(others)} colleagues",
        noun=noun,
        others=others,
        names=names,
        when=_when(visit, life, live),
        where=group.where or "You choose the place together, or make it a call",
        until=day_and_time(ends) if group.starts else f"the end of {day_name(ends.date())}",
        closed=visit.now >= ends,
        table=table,
        timed=group.starts is not None,
        had_time=all(planned.starts or planned.number != group.number for planned in life.plan.groups),
        not_now=not_now,
        said=in_words[said.answer] if said and counts else "",
        held=_held_last(visit, life),
        offers=tuple(_offers(visit, suggestions)),
        own_slots=tuple(day_and_time(slot.astimezone(desk.zone)) for slot in slots_of(own)) if own else (),
    )


def day_and_time(moment: datetime) -> str:
    """As in "Tuesday 1 December, 12:30pm"."""
    return f"{day_name(moment.date())}, {time_name(moment)}"


def _when(visit: Visit, life: RoundLife, live: LiveGroup) -> str:
    desk = visit.desk
    if live.group.starts and live.group.ends:
        starts, ends = (moment.astimezone(desk.zone) for moment in (live.group.starts, live.group.ends))
        return f"{day_name(starts.date())}, {time_name(starts)} to {time_name(ends)}"
    minutes = length(desk.config.programmes[life.plan.programme].minutes)
    return f"{minutes}, at a time you choose together, by {day_name(window_ends(desk, life).date())}"


def _colleague(visit: Visit, person: str) -> tuple[str, str]:
    found = visit.desk.store.roster.person(person)
    return (given_name(found.name), found.role) if found and found.name else ("a colleague", "")


def _offers(visit: Visit, suggestions: dict[str, Fact]) -> list[Offer]:
    zone = visit.desk.zone
    return [
        Offer(slot.isoformat(), day_and_time(slot.astimezone(zone)), _colleague(visit, person)[0], fact.body["words"])
        for person, fact in suggestions.items()
        if person != visit.person.id
        for slot in slots_of(fact)
        if slot > visit.now
    ]


def _held_last(visit: Visit, life: RoundLife) -> bool:
    """True when the newest answer of this person is held as doubtful, so that they should press again."""
    facts = visit.desk.store.events.facts(kinds=[Kind.ANSWERED], round=life.plan.round)
    mine = [fact for fact in facts if fact.person == visit.person.id]
    return bool(mine and mine[-1].body.get("held") and mine[-1].body.get("why") != "late")
