"""
What people themselves, or the lead for them, have said about taking part: the last word of each, from the facts.

It outlives leaving: somebody who stopped, left and comes back has still stopped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pairing.events import Fact, Kind
from pairing.people.person import Standing

KINDS = (Kind.PERSON_PAUSED, Kind.PERSON_RESUMED, Kind.PERSON_STOPPED)

#: why somebody is paused whom nobody asked: the address is another person's too
SHARED_ADDRESS = "shared_address"


@dataclass(frozen=True)
class Wish:
    """``until`` is the end of a pause that has one; then the standing is still active."""

    standing: Standing = Standing.ACTIVE
    until: dt.date | None = None
    for_sharing: bool = False


NONE = Wish()


def wishes(facts: Iterable[Fact]) -> dict[str, Wish]:
    """The last wish of everybody who ever had one, by id."""
    last: dict[str, Wish] = {}
    for fact in facts:
        if fact.person is None:
            continue
        if fact.kind is Kind.PERSON_STOPPED:
            last[fact.person] = Wish(Standing.STOPPED)
        elif fact.kind is Kind.PERSON_RESUMED:
            last[fact.person] = NONE
        elif fact.kind is Kind.PERSON_PAUSED:
            last[fact.person] = _pause(fact)
    return last


def _pause(fact: Fact) -> Wish:
    until = fact.body.get("until")
    if until:
        return Wish(Standing.ACTIVE, dt.date.fromisoformat(until))
    return Wish(Standing.PAUSED, for_sharing=fact.body.get("why") == SHARED_ADDRESS)
