"""
Whom the plan left out is told so once. Where a pause withdrew that word before it left, and the pause was
taken back, it is written anew: nobody is left out in silence (design decision 5).
"""

from __future__ import annotations

from datetime import timedelta

from pairing.life.post import may_have_arrived
from pairing.life.round_life import RoundLife
from pairing.notify.identity import entry_key
from pairing.notify.messages import MessageKind
from pairing.notify.outbox import State
from pairing.stages.book import Book
from pairing.stages.meeting import window_ends


def write_to_left_out_again(book: Book, name: str) -> None:
    """To whoever takes part again, still has no group, and was written nothing that may have left."""
    life = book.lives[name]
    if life.cancelled or window_ends(book.desk, life) <= book.now:
        return
    for left in life.plan.left_out:
        if _is_still_left_out(book, life, left.person) and _was_withdrawn(book, name, left.person):
            key = book.posts[name].free_key(entry_key(name, left.person, MessageKind.LEFT_OUT, 0))
            letter = book.letters(life).writer.to_left_out(book.people[left.person], left.why, key)
            book.write(letter, expires=window_ends(book.desk, life) + timedelta(days=1))


def _is_still_left_out(book: Book, life: RoundLife, person: str) -> bool:
    waits = person in life.without_group and person not in life.by_choice
    return waits and book.takes_part(person) and book.is_in(person, life)


def _was_withdrawn(book: Book, name: str, person: str) -> bool:
    """True when every word of it was withdrawn unsent; with no word at all there was none to withdraw."""
    mine = [each for each in book.posts[name].entries if each.person == person and each.kind == MessageKind.LEFT_OUT]
    return bool(mine) and all(each.state is State.WITHDRAWN and not may_have_arrived(each) for each in mine)
