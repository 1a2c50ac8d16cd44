"""Who takes part in a programme today: here, neither paused nor stopped, and one of its members."""

from __future__ import annotations

from pairing.life.joining import KINDS, Joined, joined
from pairing.people.person import Person
from pairing.stages.desk import Desk


def words_on_joining(desk: Desk) -> Joined:
    """Everybody's last word on every programme."""
    return joined(desk.store.events.facts(kinds=KINDS))


def participants(desk: Desk, name: str) -> list[Person]:
    """Everybody who is to be invited to a round of this programme planned today, by id."""
    words, programme = words_on_joining(desk), desk.config.programmes[name]
    return [
        person
        for person in desk.store.roster.people()
        if person.takes_part_on(desk.today) and words.is_in(person.id, name, programme)
    ]


def programme_of(desk: Desk, round: str) -> str | None:
    """The programme of a round's name; what is about no round of it yet carries its bare name. None if unknown."""
    names = [name for name in desk.config.programmes if round == name or round.startswith(f"{name}-")]
    return max(names, key=len, default=None)
