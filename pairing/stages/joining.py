"""
Into one programme, out of it, and staying in it, by the person's own word or the lead's for them.

Each act is one transaction and harmless twice. Pausing and stopping are about all programmes and
stand in `taking_part`.
"""

from __future__ import annotations

from pairing.events import Fact, Kind
from pairing.people.person import Standing
from pairing.stages.desk import Desk
from pairing.stages.meeting import Outcome, Voice
from pairing.stages.members import words_on_joining
from pairing.stages.taking_part import rejoin, step_back


def join(desk: Desk, person: str, name: str, voice: Voice) -> Outcome:
    """In the programme called ``name`` from its next round on; whoever paused or stopped comes back with it."""
    with desk.store.transaction():
        came_back = rejoin(desk, person, voice)
        programme = desk.config.programmes.get(name)
        if came_back is Outcome.GONE or programme is None or words_on_joining(desk).is_in(person, name, programme):
            return came_back
        _keep(desk, Kind.PROGRAMME_JOINED, person, name, voice)
        return Outcome.KEPT


def leave(desk: Desk, person: str, name: str, voice: Voice) -> Outcome:
    """Out of this programme and of no other; its meetings to come are declined."""
    with desk.store.transaction():
        found = desk.store.roster.person(person)
        if found is None or found.standing is Standing.LEFT:
            return Outcome.GONE
        if not words_on_joining(desk).is_in(person, name, desk.config.programmes[name]):
            return Outcome.SAME
        _keep(desk, Kind.PROGRAMME_LEFT, person, name, voice)
        step_back(desk, person, voice, programme=name)
        return Outcome.KEPT


def stay(desk: Desk, person: str, name: str, voice: Voice) -> Outcome:
    """The answer to "would you like to stay?": nobody is asked again before as many silent rounds as before."""
    with desk.store.transaction():
        outcome = join(desk, person, name, voice)
        if outcome is Outcome.GONE or not is_asked_to_stay(desk, person, name):
            return outcome
        _keep(desk, Kind.STAYING_SAID, person, name, voice)
        return Outcome.KEPT


def is_asked_to_stay(desk: Desk, person: str, name: str) -> bool:
    """True while the question whether they want to stay is open."""
    said = [
        fact
        for fact in desk.store.events.facts(kinds=[Kind.STAYING_ASKED, Kind.STAYING_SAID])
        if (fact.person, fact.programme) == (person, name)
    ]
    return bool(said) and said[-1].kind is Kind.STAYING_ASKED


def _keep(desk: Desk, kind: Kind, person: str, name: str, voice: Voice) -> None:
    fact = Fact(kind, voice.now, person=person, programme=name, body={"source": voice.source.value})
    desk.store.events.append([fact])
