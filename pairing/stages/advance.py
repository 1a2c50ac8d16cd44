"""
The heart of the scheduler: from the facts and the clock to what happens next (design decision 10).

`advance` only decides, and deciding twice at one moment decides nothing new; `apply` keeps the
decision in one transaction. `pairs tick`, `pairs run` and the workers all call it.
"""

from __future__ import annotations

from datetime import datetime

from pairing.life.due import Due, due_dates
from pairing.stages.advanced import Advanced
from pairing.stages.announcing import announce_to_newcomers
from pairing.stages.book import Book
from pairing.stages.bounces import believe_bounces
from pairing.stages.desk import Desk
from pairing.stages.dropouts import Broken, broken_groups
from pairing.stages.failures import tell_failures
from pairing.stages.left_out_again import write_to_left_out_again
from pairing.stages.reporting import digest
from pairing.stages.telling import pass_on_suggestions, tell_changes, withdraw_from_those_away
from pairing.stages.timely import write_what_is_due
from pairing.stages.undisturbed import undisturbed


def advance(desk: Desk, now: datetime) -> Advanced:
    """What is due at ``now``, and what happens. Nothing is kept."""
    book = Book.read(desk, now)
    believe_bounces(book)  # an address that takes no mail pauses its person
    for name in book.lives:
        if broken := broken_groups(book, name):  # somebody said no, paused, stopped, left
            _mend(book, name, broken)  # the fewest possible are moved
    withdraw_from_those_away(book)  # a pause is believed at once
    for name in book.lives:
        tell_changes(book, name)  # calendars follow the facts: cancel, invite, update
        write_to_left_out_again(book, name)  # whose word of it a short pause withdrew
        pass_on_suggestions(book, name)  # another time, to those who can accept it
        write_what_is_due(book, name)  # reminder, nudge, "did you meet?", "do you want to stay?"
        digest(book, name)  # to the lead, once a round
    announce_to_newcomers(book)  # what a programme is, to who came onto its list since
    tell_failures(book)  # to the lead, the same day
    return book.decided


def apply(desk: Desk, advanced: Advanced) -> None:
    """Keep what was decided, all of it or nothing."""
    if not advanced:
        return
    store = desk.store
    with store.transaction():
        store.outbox.withdraw(advanced.withdrawn, now=desk.opened_at)
        store.roster.save(advanced.people)
        store.events.append(advanced.facts)
        store.outbox.add(advanced.entries)


def advance_now(desk: Desk) -> Advanced:
    """Decide and keep, on facts that nothing has been added to meanwhile; the caller holds the lock."""
    desk.store.outbox.take_back(desk.mailbox)  # claims of runs that died: what they held is owed again
    return undisturbed(desk.store, decide=lambda: advance(desk, desk.opened_at), keep=lambda each: apply(desk, each))


def upcoming(desk: Desk, now: datetime) -> list[Due]:
    """Every due date of every round that is alive, the earliest first; those past were passed over."""
    book = Book.read(desk, now)
    rows = [row for life in book.lives.values() for row in due_dates(life, book.around(life))]
    return sorted(row for row in rows if row.until > now)


def _mend(book: Book, name: str, broken: list[Broken]) -> None:
    from pairing.stages.repair import mend  # the solver is loaded only when a group is broken

    mend(book, name, broken)
