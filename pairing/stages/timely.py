"""
Mail that a date makes due: nudge, reminder, "did you meet?"; and after three silent rounds, in place
of the last, "do you want to stay?". At most four mails a person a round, invitation included.
"""

from __future__ import annotations

from pairing.events import Fact, Kind
from pairing.life.due import Due, DueKind, due_dates
from pairing.life.post import MOST_MAILS
from pairing.life.round_life import RoundLife, fold_lives
from pairing.life.silence import ROUNDS, silent_people
from pairing.stages.book import Book

_LETTERS = (DueKind.NUDGE, DueKind.REMINDER, DueKind.DID_YOU_MEET)


def write_what_is_due(book: Book, name: str) -> None:
    """Each letter once a round, to people who take part and have had fewer than four."""
    life = book.lives[name]
    due = [row for row in due_dates(life, book.around(life)) if row.kind in _LETTERS and row.is_now(book.now)]
    if not due:
        return
    counted = book.posts[name].counted()
    silent = _silent(book, life) if any(row.kind is DueKind.DID_YOU_MEET for row in due) else frozenset()
    for row in due:
        here = book.takes_part(row.person) and book.is_in(row.person, life)
        if here and counted[row.person] < MOST_MAILS:
            counted[row.person] += 1
            _write(book, life, row, ask_to_stay=row.kind is DueKind.DID_YOU_MEET and row.person in silent)


def _write(book: Book, life: RoundLife, row: Due, *, ask_to_stay: bool) -> None:
    letters = book.letters(life)
    if not ask_to_stay:
        book.write(letters.due(row), expires=row.until)
        return
    book.write(letters.staying(row.person, ROUNDS), expires=row.until)
    book.happened(Fact(Kind.STAYING_ASKED, book.now, row.person, life.plan.programme, life.plan.round))


def _silent(book: Book, life: RoundLife) -> frozenset[str]:
    """Who said nothing in this round and the two before it."""
    planned = [
        str(fact.round)
        for fact in book.facts
        if fact.kind is Kind.ROUND_PLANNED and fact.programme == life.plan.programme
    ]
    last = planned[: planned.index(life.plan.round) + 1][-ROUNDS:]
    words = book.all_of(last)
    lives = fold_lives(words)
    return silent_people([lives[name] for name in last], [*book.facts, *words])
