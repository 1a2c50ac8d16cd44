"""
What can be done to the roster: each act keeps the people and the facts it makes, within the caller's transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from pairing.errors import InputError
from pairing.events import EventLog, Fact, Kind
from pairing.people.diff import Changes, compare
from pairing.people.ids import new_ids
from pairing.people.person import Person, Roster, Standing
from pairing.people.staff_file import StaffList
from pairing.people.wishes import KINDS, SHARED_ADDRESS, wishes


def changes_of(staff: StaffList, roster: Roster, events: EventLog, *, secret: bytes) -> Changes:
    """What importing this list would change; nothing is kept."""
    everybody = roster.people(with_left=True)
    listed = {row.id for row in staff.rows}
    given = len(events.facts(kinds=[Kind.PERSON_JOINED]))
    ids = new_ids(secret, given, lambda one: one in listed or roster.person(one) is not None)
    wished = wishes(events.facts(kinds=KINDS))
    return compare(staff, everybody, new_id=lambda: next(ids), wishes=wished)


def import_staff(
    changes: Changes, roster: Roster, events: EventLog, *, now: dt.datetime, file_date: dt.date, skipped: int = 0
) -> None:
    """Keep what `changes_of` found, and the facts that say so. Nobody is ever deleted."""
    moved, changed = [[change.after for change in some] for some in (changes.moved, changes.changed)]
    roster.save_practices(changes.practices)
    left = [replace(person, mobile="") for person in changes.left]  # agreed for as long as they are colleagues
    roster.save([*changes.joined, *changes.back, *moved, *changed, *left])
    facts = [Fact(Kind.PERSON_JOINED, now, person.id) for person in (*changes.joined, *changes.back)]
    facts += [Fact(Kind.PERSON_LEFT, now, person.id) for person in changes.left]
    facts += [Fact(Kind.MOBILE_WITHDRAWN, now, p.id, body={"source": "import"}) for p in changes.left if p.mobile]
    facts += [
        Fact(
            Kind.PERSON_MOVED,
            now,
            change.after.id,
            body={"before": change.before.practice, "after": change.after.practice},
        )
        for change in changes.moved
    ]
    facts += [Fact(Kind.PERSON_PAUSED, now, one, body={"until": None, "why": SHARED_ADDRESS}) for one in changes.parted]
    facts += [Fact(Kind.PERSON_RESUMED, now, one) for one in changes.rejoined]
    counts = {
        "people": changes.people,
        "joined": len(changes.joined),
        "back": len(changes.back),
        "left": len(changes.left),
        "moved": len(changes.moved),
        "changed": len(changes.changed),
        "skipped": skipped,
        "file_date": file_date.isoformat(),
    }
    events.append([*facts, Fact(Kind.STAFF_IMPORTED, now, body=counts)])


def pause(person: Person, roster: Roster, events: EventLog, *, now: dt.datetime, until: dt.date | None) -> bool:
    """Not invited from now on, until the day given or until resumed; False when that was so already."""
    _here(person)
    if until is not None and until <= now.date():
        raise InputError.at("--until", f"{until.isoformat()} is not in the future")
    standing = Standing.PAUSED if until is None else Standing.ACTIVE
    after = replace(person, standing=standing, paused_until=until)
    if person.standing is Standing.STOPPED:
        raise InputError.at(person.id, "has stopped altogether", mend=f"pairs people resume {person.id} comes first.")
    if after == person:
        return False
    roster.save([after])
    body = {"until": until.isoformat() if until else None}
    events.append([Fact(Kind.PERSON_PAUSED, now, person.id, body=body)])
    return True


def resume(person: Person, roster: Roster, events: EventLog, *, now: dt.datetime) -> bool:
    """Invited again; False when that was so already."""
    _here(person)
    after = replace(person, standing=Standing.ACTIVE, paused_until=None)
    if after == person:
        return False
    roster.save([after])
    events.append([Fact(Kind.PERSON_RESUMED, now, person.id)])
    return True


def stop(person: Person, roster: Roster, events: EventLog, *, now: dt.datetime) -> bool:
    """Never invited again unless resumed, whatever later staff lists say; False when that was so already."""
    _here(person)
    if person.standing is Standing.STOPPED:
        return False
    roster.save([replace(person, standing=Standing.STOPPED)])
    events.append([Fact(Kind.PERSON_STOPPED, now, person.id)])
    return True


def share_mobile(
    person: Person, roster: Roster, events: EventLog, *, now: dt.datetime, number: str, source: str
) -> bool:
    """They agree that whoever is in a group with them sees this number; False when that was so already."""
    _here(person)
    if person.mobile == number:
        return False
    roster.save([replace(person, mobile=number)])
    events.append([Fact(Kind.MOBILE_SHARED, now, person.id, body={"source": source})])
    return True


def withdraw_mobile(person: Person, roster: Roster, events: EventLog, *, now: dt.datetime, source: str) -> bool:
    """Their number is erased; False when there was none."""
    if not person.mobile:
        return False
    roster.save([replace(person, mobile="")])
    events.append([Fact(Kind.MOBILE_WITHDRAWN, now, person.id, body={"source": source})])
    return True


def forget(person: Person, roster: Roster, events: EventLog, *, now: dt.datetime) -> None:
    """
    Name, address, number and all they wrote are gone, and what the lead wrote with their name in it.

    The id and its facts stay, and say nothing about anybody.
    """
    for other in _managed_by(person, roster.people(with_left=True)):
        roster.save([replace(other, line_manager=None)])
    roster.forget(person.id)
    events.forget_words(person.id, name=person.name)
    events.append([Fact(Kind.PERSON_FORGOTTEN, now, person.id)])


def _managed_by(person: Person, people: Sequence[Person]) -> list[Person]:
    return [other for other in people if other.line_manager == person.id]


def _here(person: Person) -> None:
    if person.standing is Standing.LEFT:
        raise InputError.at(person.id, "is no longer on the staff list", mend="Import a list that names them.")
