"""
A mobile number, by its owner's own word: shown to who is in a group with them, and to nobody else.

The number is in the roster and in mail still owed; facts say only that it was shared or taken back.
Taken back, it is erased at once, and mail to others that would still carry it is unwritten: `advance`
writes it anew without the number.
"""

from __future__ import annotations

from pairing.life.round_life import fold_lives
from pairing.notify.outbox import Entry, State
from pairing.people import acts
from pairing.people.mobile import tidy_number
from pairing.people.person import Standing
from pairing.stages.desk import Desk
from pairing.stages.meeting import Outcome, Voice


def share_number(desk: Desk, person: str, text: str, voice: Voice) -> Outcome:
    """From now on their groups see this number. ``text`` is as they wrote it; `Outcome.NO_NUMBER` when it is none."""
    number = tidy_number(text)
    if number is None:
        return Outcome.NO_NUMBER
    with desk.store.transaction():
        found = desk.store.roster.person(person)
        if found is None or found.standing is Standing.LEFT:
            return Outcome.GONE
        replaced = found.mobile and found.mobile != number
        roster, events = desk.store.roster, desk.store.events
        changed = acts.share_mobile(found, roster, events, now=voice.now, number=number, source=voice.source.value)
        if replaced:
            unwrite_mail_naming(desk, person)
        return Outcome.KEPT if changed else Outcome.SAME


def withdraw_number(desk: Desk, person: str, voice: Voice) -> Outcome:
    """Nobody is shown their number any more."""
    with desk.store.transaction():
        found = desk.store.roster.person(person)
        if found is None:
            return Outcome.GONE
        roster, events = desk.store.roster, desk.store.events
        if not acts.withdraw_mobile(found, roster, events, now=voice.now, source=voice.source.value):
            return Outcome.SAME
        unwrite_mail_naming(desk, person)
        return Outcome.KEPT


def unwrite_mail_naming(desk: Desk, person: str) -> None:
    """Mail about this person's meetings that has not left yet, to the others in them."""
    rounds = {
        name: {member for live in life.live.values() if person in live.group.members for member in live.group.members}
        for name, life in fold_lives(desk.store.events.facts()).items()
    }
    waiting = desk.store.outbox.entries(states=[State.QUEUED, State.HELD])
    desk.store.outbox.unwrite([entry.key for entry in waiting if _may_name(entry, rounds, person)])


def _may_name(entry: Entry, rounds: dict[str, set[str]], person: str) -> bool:
    return entry.person != person and entry.person in rounds.get(entry.round, ())
