"""Somebody who comes late is placed as in a repair: beside people left out, else in a group that has room."""

from __future__ import annotations

from pairing.errors import InputError
from pairing.life.answers import Answer
from pairing.stages.advance import apply
from pairing.stages.advanced import Advanced
from pairing.stages.book import Book
from pairing.stages.desk import Desk
from pairing.stages.repair import place_latecomer
from pairing.stages.undisturbed import undisturbed


def add_latecomer(desk: Desk, round: str, person: str) -> bool:
    """
    Put somebody into a round that is under way; the next `advance` invites them and tells whom it concerns.

    False when no group can take them. Raises `InputError` when the round is past, or they do not take
    part, have a group, or said no to this round.
    """

    def decide() -> tuple[bool, Advanced]:
        book = Book.read(desk, desk.opened_at)
        refuse_unless_free(book, round, person)
        return place_latecomer(book, round, person), book.decided

    placed, _ = undisturbed(desk.store, decide=decide, keep=lambda decided: apply(desk, decided[1]))
    return placed


def refuse_unless_free(book: Book, round: str, person: str) -> None:
    """Raise `InputError` unless they may be put into this round."""
    life = book.lives.get(round)
    if life is None:
        raise InputError.at(round, "there is no such round under way")
    if not book.takes_part(person) or not book.is_in(person, life):
        raise InputError.at(person, "does not take part", mend=f"See why: pairs people show {person}")
    if life.group_of(person) is not None:
        raise InputError.at(person, f"has a group in {round} already")
    said = life.answers.get(person)
    if said is not None and said.answer is Answer.NO:
        raise InputError.at(person, f"said no to {round}")
