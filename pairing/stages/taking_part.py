"""
Pause, stop and come back, by the person's own word: believed at once.
"""

from __future__ import annotations

from datetime import date

from pairing.life.answers import Answer, answered
from pairing.life.post import ENDINGS, waiting_of
from pairing.life.round_life import RoundLife, fold_lives
from pairing.people import acts
from pairing.people.person import Person, Standing
from pairing.stages.desk import Desk
from pairing.stages.meeting import Meeting, Outcome, Voice, cut_off, day_of


def pause(desk: Desk, person: str, until: date | None, voice: Voice) -> Outcome:
    """Not invited until the day given, or until they come back; their meetings to come are declined."""
    with desk.store.transaction():
        found = _here(desk, person)
        if found is None:
            return Outcome.GONE
        if found.standing is Standing.STOPPED:
            return Outcome.STOPPED
        if until is not None and until <= desk.today:
            return Outcome.NOT_MOVEABLE
        changed = acts.pause(found, desk.store.roster, desk.store.events, now=voice.now, until=until)
        step_back(desk, person, voice)
        return Outcome.KEPT if changed else Outcome.SAME


def stop(desk: Desk, person: str, voice: Voice) -> Outcome:
    """Never invited again unless they come back; their meetings to come are declined."""
    with desk.store.transaction():
        found = _here(desk, person)
        if found is None:
            return Outcome.GONE
        changed = acts.stop(found, desk.store.roster, desk.store.events, now=voice.now)
        step_back(desk, person, voice)
        return Outcome.KEPT if changed else Outcome.SAME


def rejoin(desk: Desk, person: str, voice: Voice) -> Outcome:
    """Invited again from the next round on."""
    with desk.store.transaction():
        found = _here(desk, person)
        if found is None:
            return Outcome.GONE
        changed = acts.resume(found, desk.store.roster, desk.store.events, now=voice.now)
        return Outcome.KEPT if changed else Outcome.SAME


def step_back(desk: Desk, person: str, voice: Voice, programme: str | None = None) -> None:
    """
    Decline what is still to come, and withdraw what is still owed to them but for cancellations.

    Of one ``programme`` only, where it is given.
    """
    found = desk.store.roster.person(person)
    for name, life in fold_lives(desk.store.events.facts()).items():
        if programme not in {None, life.plan.programme} or life.plan.programme not in desk.config.programmes:
            continue
        for number, live in life.live.items():
            if programme is None and found and found.takes_part_on(day_of(desk, life, live)):
                continue  # they are back by then
            if person in live.group.members and voice.now < cut_off(desk, life, live):
                unseen = Voice(voice.source, voice.now)
                _decline(desk, life, Meeting(person, name, number), unseen)
    waiting = waiting_of(desk.store.outbox.heads(), [person])
    keys = [each.key for each in waiting if programme in {None, each.programme} and each.kind not in ENDINGS]
    desk.store.outbox.withdraw(keys, now=voice.now)


def _decline(desk: Desk, life: RoundLife, meeting: Meeting, voice: Voice) -> None:
    standing = life.answers.get(meeting.person)
    if standing and (standing.answer, standing.group) == (Answer.NO, meeting.group):
        return
    fact = answered(
        at=voice.now,
        programme=life.plan.programme,
        round=meeting.round,
        group=meeting.group,
        person=meeting.person,
        answer=Answer.NO,
        source=voice.source,
    )
    desk.store.events.append([fact])


def _here(desk: Desk, person: str) -> Person | None:
    found = desk.store.roster.person(person)
    return found if found and found.standing is not Standing.LEFT else None
