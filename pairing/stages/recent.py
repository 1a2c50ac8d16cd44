"""Which rounds may have something due, told from the facts that last, so that no others need be read and folded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pairing.config.model import Programme
from pairing.events import Fact, Kind
from pairing.life.due import PATIENCE

#: So long after its window a meeting may be: an occasion late in its period, a time that a group agreed on.
A_PERIOD = timedelta(days=31)

#: What is asked after a meeting lapses within this, with some days to spare for clocks that were put back.
AFTERWARDS = PATIENCE * 3


def recent_rounds(programmes: Mapping[str, Programme], lasting: Sequence[Fact], now: datetime) -> list[str]:
    """In the order they were planned: all that are not past, perhaps some that are; none of a programme that went."""
    alive = [
        (fact, fact.at + timedelta(days=programme.meet_within_days + 1))
        for fact in lasting
        if fact.kind is Kind.ROUND_PLANNED and (programme := programmes.get(str(fact.programme)))
    ]
    alive = [(fact, ends) for fact, ends in alive if now < ends + A_PERIOD + AFTERWARDS]
    later = _last_meetings(lasting, {fact.round for fact, _ in alive})
    return [str(fact.round) for fact, ends in alive if now < max(ends, later.get(str(fact.round), ends)) + AFTERWARDS]


def _last_meetings(lasting: Sequence[Fact], rounds: set[str | None]) -> dict[str, datetime]:
    """When the last meeting that any fact speaks of ends."""
    found: dict[str, datetime] = {}
    for fact in lasting:
        if fact.round in rounds and fact.kind in _WITH_MEETINGS:
            name = str(fact.round)
            found[name] = max(fact.once(_last_end), found.get(name, fact.at))
    return found


#: Facts that say when somebody meets.
_WITH_MEETINGS = {Kind.ROUND_PLANNED, Kind.GROUPS_CHANGED, Kind.GROUP_MOVED}


def _last_end(fact: Fact) -> datetime:
    """When the last meeting it speaks of ends; its own moment where it speaks of none."""
    groups = [fact.body] if fact.kind is Kind.GROUP_MOVED else fact.body["groups"]
    return max((datetime.fromisoformat(group["ends"]) for group in groups if group["ends"]), default=fact.at)
