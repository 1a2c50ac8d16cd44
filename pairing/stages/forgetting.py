"""
Erase a person: roster, their own words, mail owed to them or with their words in it, and mail of theirs kept aside.

Their id stays in the facts and names nobody.
"""

from __future__ import annotations

from pairing.events import Kind
from pairing.notify.messages import MessageKind
from pairing.notify.outbox import Entry, State
from pairing.people import acts
from pairing.people.person import Person
from pairing.stages.deliver import withdraw_owed_to
from pairing.stages.desk import Desk
from pairing.stages.mails.aside import FOLDER
from pairing.stages.sharing import unwrite_mail_naming


def forget(desk: Desk, person: Person) -> None:
    """All of it in one transaction, and the files after it; the caller holds the lock."""
    suggested = {fact.seq for fact in desk.store.events.facts(kinds=[Kind.TIME_SUGGESTED]) if fact.person == person.id}
    read = [fact for fact in desk.store.events.facts(kinds=[Kind.MAIL_READ]) if fact.person == person.id]
    with desk.store.transaction():
        unwrite_mail_naming(desk, person.id)
        acts.forget(person, desk.store.roster, desk.store.events, now=desk.opened_at)
        withdraw_owed_to(desk, person.id)
        waiting = desk.store.outbox.entries(states=[State.QUEUED, State.HELD, State.FAILED])
        theirs = [entry.key for entry in waiting if _passes_on(entry, suggested)]
        desk.store.outbox.withdraw(theirs, now=desk.opened_at)
    for fact in read:
        (desk.path / FOLDER / f"{fact.body['mail']}.eml").unlink(missing_ok=True)


def _passes_on(entry: Entry, suggested: set[int]) -> bool:
    """True for a letter that tells others of one of these suggestions."""
    kind, _, number = entry.key.split("/")[2].partition("-")
    return kind == MessageKind.SUGGESTION.value and number.isdigit() and int(number) in suggested
