"""
One person's meeting: which one is spoken about, how, until when, and which other times are on offer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from pairing.events import Fact
from pairing.life.answers import Answer, Source
from pairing.life.round_life import LiveGroup, RoundLife, fold_lives
from pairing.stages.desk import Desk


class Outcome(StrEnum):
    """What came of an act."""

    KEPT = "kept"
    SAME = "same"  # it was so already
    HELD = "held"  # kept and shown, not acted on: please answer again
    TOO_LATE = "too_late"  # kept and shown; the meeting has begun
    NO_MEETING = "no_meeting"  # no such live group, or not this person's
    LAPSED = "lapsed"  # that suggestion is no longer open
    NOT_MOVEABLE = "not_moveable"  # everybody's date (a lunch), or no usable time given
    STOPPED = "stopped"  # who has stopped cannot pause; rejoining comes first
    GONE = "gone"  # no longer on the staff list
    NO_NUMBER = "no_number"  # what was given is no telephone number


@dataclass(frozen=True)
class Meeting:
    """Which meeting somebody speaks about, and as whom. ``group`` is its number in the round."""

    person: str
    round: str
    group: int


@dataclass(frozen=True)
class Voice:
    """How somebody speaks. ``shown_at``: when the page with the button was shown; None where there was none."""

    source: Source
    now: datetime
    shown_at: datetime | None = None


def life_of(desk: Desk, round: str) -> RoundLife | None:
    """The round as it stands; None when there is no such round."""
    return fold_lives(desk.store.events.facts(round=round)).get(round)


def find_meeting(desk: Desk, meeting: Meeting) -> tuple[RoundLife, LiveGroup] | None:
    """The round and the live group meant; None when there is none, or it is not this person's."""
    life = life_of(desk, meeting.round)
    live = life.live.get(meeting.group) if life else None
    known = life is not None and life.plan.programme in desk.config.programmes
    if life is None or live is None or not known or meeting.person not in live.group.members:
        return None
    return life, live


def open_suggestions(life: RoundLife, group: int) -> dict[str, Fact]:
    """The times still on offer for a group, by who proposed them: since its last move, and not taken back."""
    return {
        fact.person: fact
        for fact in life.suggestions
        if fact.person
        and fact.body["group"] == group
        and group in life.live
        and not _moved_since(life, group, fact)
        and (said := life.answers.get(fact.person))
        and said.answer is Answer.ANOTHER_TIME
    }


def is_for_the_group(suggestion: Fact) -> bool:
    """True for times, or words that stand for one; a calendar's "maybe" with a comment is for the lead alone."""
    return bool(suggestion.body["slots"]) or suggestion.body["source"] != Source.CALENDAR.value


def cut_off(desk: Desk, life: RoundLife, live: LiveGroup) -> datetime:
    """Until when answers count: the meeting's beginning, or the end of the days to meet where no time is set."""
    return live.group.starts or window_ends(desk, life)


def day_of(desk: Desk, life: RoundLife, live: LiveGroup) -> date:
    """The day they meet on, or the last one they could where no time is set."""
    return cut_off(desk, life, live).astimezone(desk.zone).date()


def window_ends(desk: Desk, life: RoundLife) -> datetime:
    """The end of the last day to meet on."""
    days = desk.config.programmes[life.plan.programme].meet_within_days
    return _window_ends(life.plan.planned_at, days, desk.zone)


@lru_cache(maxsize=64)  # asked of every group of a round
def _window_ends(planned_at: datetime, days: int, zone: ZoneInfo) -> datetime:
    last = planned_at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(last, time.max, zone)


def _moved_since(life: RoundLife, group: int, fact: Fact) -> bool:
    moved = life.moved_at.get(group)
    return moved is not None and moved >= fact.at


def slots_of(fact: Fact) -> list[datetime]:
    """The times a suggestion holds."""
    return [datetime.fromisoformat(slot) for slot in fact.body["slots"]]
