"""
Who is in which programme: each person's last word on it, and where they have said nothing, what the programme says.

A pause or a stop is another thing: it is about all programmes (`Person.takes_part_on`), and coming
back brings somebody back to the programmes they were in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pairing.config.programme import Programme
from pairing.events import Fact, Kind

#: What `joined` reads.
KINDS = (Kind.PROGRAMME_JOINED, Kind.PROGRAMME_LEFT, Kind.PERSON_FORGOTTEN)


@dataclass(frozen=True)
class Joined:
    """The last words: True for joined, False for left, by programme and person."""

    words: Mapping[tuple[str, str], bool]

    def is_in(self, person: str, name: str, programme: Programme) -> bool:
        """True when this person is one of the programme called ``name``."""
        return self.words.get((name, person), not programme.opt_in)

    def has_spoken(self, person: str, name: str) -> bool:
        """True when they have joined or left it by a word."""
        return (name, person) in self.words


def joined(facts: Iterable[Fact]) -> Joined:
    """From the facts; who was forgotten has said nothing."""
    words: dict[tuple[str, str], bool] = {}
    for fact in facts:
        if fact.kind is Kind.PERSON_FORGOTTEN:
            words = {about: word for about, word in words.items() if about[1] != fact.person}
        elif fact.kind in KINDS and fact.person and fact.programme:
            words[fact.programme, fact.person] = fact.kind is Kind.PROGRAMME_JOINED
    return Joined(words)
