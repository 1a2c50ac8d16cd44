"""Who may still be put into a round that is under way."""

from __future__ import annotations

from pairing.errors import InputError
from pairing.life.answers import Answer
from pairing.stages.book import Book


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
