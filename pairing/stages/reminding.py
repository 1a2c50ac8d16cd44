"""
The one reminder, now and not when it is due: to whoever has an invitation to a meeting still to come and has not
answered it. The same letter under the same key as the one `advance` would write, so nobody ever gets two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pairing.errors import InputError
from pairing.life.due import QUIET, Due, DueKind, has_answered, lapses
from pairing.life.post import MOST_MAILS
from pairing.life.round_life import RoundLife
from pairing.stages.advance import apply
from pairing.stages.book import Book
from pairing.stages.desk import Desk
from pairing.stages.meeting import window_ends
from pairing.stages.undisturbed import undisturbed


@dataclass(frozen=True)
class Reminders:
    """
    Who is reminded (ids, in the round's order), and how many are not, by why: "answered", "reminded", "just invited",
    "not sent" (their invitation has not left), "too late" and "enough mail" (four of a round).
    """

    round: str
    people: tuple[str, ...]
    passed_over: dict[str, int] = field(default_factory=dict)


def reminders(desk: Desk, round: str) -> Reminders:
    """Who would be reminded now; nothing is kept."""
    book = Book.read(desk, desk.opened_at)
    return _sorted_out(book, _life(book, round))


def remind(desk: Desk, round: str) -> Reminders:
    """Owe each of them their reminder; harmless twice. The caller holds the lock."""

    def decide() -> tuple[Book, Reminders]:
        book = Book.read(desk, desk.opened_at)
        life = _life(book, round)
        found = _sorted_out(book, life)
        for person in found.people:
            live = life.group_of(person)
            assert live is not None, "who is reminded has a group"
            until = lapses(live, window_ends(desk, life))
            row = Due(book.now, DueKind.REMINDER, round, live.group.number, person, until)
            book.write(book.letters(life).due(row), expires=row.until)
        return book, found

    return undisturbed(desk.store, decide=decide, keep=lambda decided: apply(desk, decided[0].decided))[1]


def rounds_under_way(desk: Desk) -> list[str]:
    """The rounds with a meeting still to come, in the order they were planned."""
    book = Book.read(desk, desk.opened_at)
    return [
        name
        for name, life in book.lives.items()
        if any(book.now < (live.group.starts or window_ends(desk, life)) for live in life.live.values())
    ]


def _life(book: Book, round: str) -> RoundLife:
    if round not in book.lives:
        under_way = ", ".join(book.lives) or "none"
        raise InputError.at(round, "there is no such round under way", mend=f"There are: {under_way}")
    return book.lives[round]


def _sorted_out(book: Book, life: RoundLife) -> Reminders:
    people: list[str] = []
    passed_over: dict[str, int] = {}
    for person, why in _each(book, life):
        if why:
            passed_over[why] = passed_over.get(why, 0) + 1
        else:
            people.append(person)
    return Reminders(life.plan.round, tuple(people), passed_over)


def _each(book: Book, life: RoundLife) -> Iterator[tuple[str, str]]:
    """Every member with why they are not reminded, empty for those who are; those who are away are none of them."""
    counted, around = book.posts[life.plan.round].counted(), book.around(life)
    for live in life.live.values():
        for person in live.group.members:
            if not (book.takes_part(person) and book.is_in(person, life)):
                continue
            sent = around.invited.get((person, live.group.number))
            reasons = {
                "answered": has_answered(life, person, live.group.number),
                "reminded": (str(DueKind.REMINDER), person) in around.written,
                "not sent": sent is None,
                "too late": book.now >= lapses(live, around.window_ends),
                "just invited": sent is not None and book.now < sent + QUIET,
                "enough mail": counted[person] >= MOST_MAILS,
            }
            yield person, next((why for why, so in reasons.items() if so), "")
