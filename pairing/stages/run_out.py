"""
By when a practice must meet again, by counting alone: whatever the rounds look like, somebody has nobody new left.

A person needs somebody new in every round and has only so many; the people of a practice and the
others together have only so many pairs. Where a practice is so large that some of it must be put
among themselves, only those who are not are counted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pairing.config.formats import programme_sizes
from pairing.config.model import Config
from pairing.history import History
from pairing.people.person import Person
from pairing.solver.rules import different_practice
from pairing.tiers import Importance


@dataclass(frozen=True)
class Meeting:
    """One round to come: its month from 1 on, its programme, and everybody who would be in it."""

    month: int
    programme: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class RunOut:
    """From this month on somebody of a practice must meet again.

    ``one`` is true when the figures are one person's and not the whole practice's: so many pairs with
    people of other practices are ``possible``, so many of them ``met``, and ``needed`` by then.
    """

    practice: str
    month: int
    people: int
    taking_part: int
    possible: int
    met: int
    needed: int
    one: bool


@dataclass(frozen=True)
class _Partners:
    """How many share a practice with a person (the person as well), may be put with them, and have met them."""

    own: int
    possible: int
    met: int

    @property
    def new(self) -> int:
        return self.possible - self.met


def run_out(config: Config, history: History, meetings: Sequence[Meeting]) -> tuple[RunOut, ...]:
    """For each practice the first month, if any, the earliest first; nothing where no programme mixes practices."""
    mixing = [meeting for meeting in meetings if _mixes(config, meeting.programme)]
    people = {person.id: person for meeting in mixing for person in meeting.people}
    partners = _all_partners(config, history, people.values())
    found = []
    for practice in sorted({key for person in people.values() for key in person.practices}):
        own = [person for person in people.values() if practice in person.practices]
        here = _first(config, practice, own, partners, mixing)
        if here is not None:
            found.append(here)
    return tuple(sorted(found, key=lambda each: (each.month, -each.people, each.practice)))


def _first(
    config: Config,
    practice: str,
    own: Sequence[Person],
    partners: Mapping[str, _Partners],
    meetings: Sequence[Meeting],
) -> RunOut | None:
    """The first month in which one person of the practice, or all of it together, need more than there is."""
    possible, met = (sum(getattr(partners[person.id], name) for person in own) for name in ("possible", "met"))
    scarcest = min(own, key=lambda person: (not partners[person.id].possible, partners[person.id].new, person.id))
    least = partners[scarcest.id]
    each_needs, all_need = 0, 0
    for meeting in sorted(meetings, key=lambda meeting: meeting.month):
        taking_part = len(meeting.people)
        here = sum(practice in person.practices for person in meeting.people)
        size = programme_sizes(config.programmes[meeting.programme]).smallest
        tables = taking_part // size
        if least.own <= tables and scarcest in meeting.people:
            each_needs += size - 1
        among = _even_spread_pairs(here, tables) if tables else 0
        all_need += min(max(0, here * (size - 1) - 2 * among), here * (taking_part - here))
        if least.possible and each_needs > least.new:
            return RunOut(practice, meeting.month, here, taking_part, least.possible, least.met, each_needs, one=True)
        if possible and all_need > possible - met:
            return RunOut(practice, meeting.month, here, taking_part, possible, met, all_need, one=False)
    return None


def _even_spread_pairs(count: int, tables: int) -> int:
    """Pairs who share a table when so many people are spread evenly over the tables."""
    each, more = divmod(count, tables)
    return more * (each + 1) * each // 2 + (tables - more) * each * (each - 1) // 2


def _mixes(config: Config, programme: str) -> bool:
    rule = config.programmes[programme].rules.get(different_practice.NAME)
    return rule is None or rule.importance is not Importance.OFF


def _all_partners(config: Config, history: History, people: Collection[Person]) -> dict[str, _Partners]:
    apart = {frozenset(pair) for pair in config.apart}
    apart |= {frozenset((person.id, person.line_manager)) for person in people if person.line_manager}
    found = {}
    for person in people:
        others = [
            other.id
            for other in people
            if other.id != person.id
            and not person.practices & other.practices
            and frozenset((person.id, other.id)) not in apart
        ]
        met = sum(
            any(contact.met is not False for contact in history.contacts_between(person.id, other)) for other in others
        )
        own = sum(bool(person.practices & other.practices) for other in people)
        found[person.id] = _Partners(own, len(others), met)
    return found
