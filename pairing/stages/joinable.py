"""Who may join which group of a round under way, and who is free to help out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pairing.life.answers import Answer
from pairing.life.due import is_over
from pairing.life.round_life import RoundLife
from pairing.rounds import PlannedGroup
from pairing.stages.book import Book
from pairing.stages.dropouts import is_late
from pairing.stages.meeting import window_ends
from pairing.stages.regroup import Regroup


@dataclass
class Joinable:
    """One round, as it stands."""

    book: Book
    life: RoundLife
    regroup: Regroup

    def is_open(self, number: int) -> bool:
        """True for a group that may take somebody in: its meeting is not near, and nobody is about to leave."""
        live = self.life.live[number]
        over = is_over(live, window_ends(self.book.desk, self.life), self.book.now)
        near = over or is_late(self.book, self.life, live)
        return not near and not any(_says_no(self.life, member) for member in live.group.members)

    def not_free(self, people: Sequence[str], groups: Iterable[PlannedGroup]) -> Iterator[tuple[str, int]]:
        """Who would come to which group on a day that is none of theirs."""
        for group in groups:
            for person in people:
                if person not in group.members and not self.regroup.is_free(person, group):
                    yield person, group.number

    def told_before(self, people: Collection[str], groups: Iterable[PlannedGroup]) -> Iterator[tuple[str, int]]:
        """Who was in which group once and is not: an entry that was cancelled is not invited to again."""
        for group in groups:
            for person in people:
                if person not in group.members and (person, group.number) in self._told:
                    yield person, group.number

    @cached_property
    def _told(self) -> frozenset[tuple[str, int]]:
        post = self.book.posts[self.life.plan.round]
        return frozenset((*post.standings, *post.planned.items()))


def spares(book: Book, life: RoundLife) -> list[str]:
    """People left out who could still join: here, and not by their own choice unless they said yes since."""
    return [person for person in life.without_group if _is_spare(book, life, person)]


def _is_spare(book: Book, life: RoundLife, person: str) -> bool:
    said = life.answers.get(person)
    willing = person not in life.by_choice or (said is not None and said.answer is Answer.YES)
    here = book.takes_part(person) and book.is_in(person, life)
    return here and willing and not _says_no(life, person) and life.group_of(person) is None


def _says_no(life: RoundLife, person: str) -> bool:
    said = life.answers.get(person)
    return said is not None and said.answer is Answer.NO
