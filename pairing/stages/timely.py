"""
Mail that a date makes due: nudge, reminder, "did you meet?"; and after three silent rounds, in place
of the last, "do you want to stay?". At most four mails a person a round, invitation included.
"""

from __future__ import annotations

from collections.abc import Collection

from pairing.events import Fact, Kind
from pairing.life.due import Due, DueKind, due_dates
from pairing.life.post import MOST_MAILS
from pairing.life.round_life import RoundLife, fold_lives
from pairing.life.silence import ROUNDS, silent_people, without_a_word
from pairing.stages.book import Book

_LETTERS = (DueKind.NUDGE, DueKind.REMINDER, DueKind.DID_YOU_MEET)


def write_what_is_due(book: Book, name: str) -> None:
    """Each letter once a round, to people who take part and have had fewer than four."""
    life = book.lives[name]
    due = [row for row in due_dates(life, book.around(life), on=book.now) if row.kind in _LETTERS]
    if not due:
        return
    counted = book.posts[name].counted()
    due = [row for row in due if book.takes_part(row.person) and book.is_in(row.person, life)]
    silent = _silent(book, life, [row.person for row in due if row.kind is DueKind.DID_YOU_MEET])
    for row in due:
        if counted[row.person] < MOST_MAILS:  # two of them may be due at once
            counted[row.person] += 1
            _write(book, life, row, ask_to_stay=row.kind is DueKind.DID_YOU_MEET and row.person in silent)


def _write(book: Book, life: RoundLife, row: Due, *, ask_to_stay: bool) -> None:
    letters = book.letters(life)
    if not ask_to_stay:
        book.write(letters.due(row), expires=row.until)
        return
    book.write(letters.staying(row.person, ROUNDS), expires=row.until)
    book.happened(Fact(Kind.STAYING_ASKED, book.now, row.person, life.plan.programme, life.plan.round))


def _silent(book: Book, life: RoundLife, people: Collection[str]) -> frozenset[str]:
    """Those of them who said nothing in this round and the two before it."""
    name = life.plan.round
    if not people or not without_a_word(people, book.of_round[name]):
        return frozenset()
    planned = [str(fact.round) for fact in book.of(Kind.ROUND_PLANNED) if fact.programme == life.plan.programme]
    last = planned[: planned.index(name) + 1][-ROUNDS:]
    words = book.all_of(last)
    if not without_a_word(people, words):  # most people: nothing need be folded to know it
        return frozenset()
    lives = book.lives | fold_lives(fact for fact in words if fact.round not in book.lives)
    return silent_people([lives[each] for each in last], [*book.facts, *words]) & set(people)
