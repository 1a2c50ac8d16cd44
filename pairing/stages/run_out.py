"""
By when a practice must meet again, by counting alone: whatever the rounds look like, somebody has nobody new left.

A person needs somebody new in every round and has only so many; the people of a practice and the
others together have only so many pairs. Colleagues are nobody new where mixing practices comes
before new faces, but for the pairs of colleagues a round cannot do without: whoever may be in one
of those, or may sit out, is not counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pairing.config.model import Config
from pairing.history import History
from pairing.people.person import Person
from pairing.stages.round_ahead import Meeting


@dataclass(frozen=True)
class RunOut:
    """From this month on somebody of a practice must meet again.

    ``one`` is true when the figures are one person's and not the whole practice's: so many pairs with
    people they may be put with are ``possible``, so many of them ``met``, and ``needed`` by then.
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
    """How many a person may be put with, and how many of them they have met."""

    possible: int
    met: int


@dataclass(frozen=True)
class _View:
    """The rounds that count, in order, and whom each person may be put with in them."""

    meetings: tuple[Meeting, ...]
    people: Mapping[str, Person]
    partners: Mapping[str, _Partners]
    mixing: bool


def run_out(config: Config, history: History, meetings: Sequence[Meeting]) -> tuple[RunOut, ...]:
    """For each practice the first month, if counting tells one, the earliest first."""
    ordered = sorted(meetings, key=lambda meeting: meeting.month)
    mixing = [meeting for meeting in ordered if meeting.mixes]
    views = [_view(config, history, mixing, mixing=True), _view(config, history, ordered, mixing=False)]
    found: dict[str, RunOut] = {}
    for each in (each for view in views for each in _all_found(view)):
        best = found.setdefault(each.practice, each)
        if _sooner(each) < _sooner(best):
            found[each.practice] = each
    return tuple(sorted(found.values(), key=lambda each: (each.month, -each.people, each.practice)))


def _sooner(found: RunOut) -> tuple[int, bool, int, int]:
    return found.month, not found.one, found.possible - found.met, found.possible


def _all_found(view: _View) -> Iterator[RunOut]:
    """Every practice's month as a whole, and every person's, once for each of their practices."""
    for person in view.people.values():
        yield from _of_one(person, view)
    if view.mixing:
        for practice in sorted({key for person in view.people.values() for key in person.practices}):
            yield from _of_all(practice, view)


def _of_one(person: Person, view: _View) -> Iterator[RunOut]:
    """The first month by which this person needs more people than are new to them."""
    own, needed = view.partners[person.id], 0
    if not own.possible:
        return
    for meeting in view.meetings:
        if person.id not in meeting.ids or meeting.left_out or (view.mixing and not meeting.avoids_colleagues(person)):
            continue
        needed += meeting.contacts
        if needed > own.possible - own.met:
            for practice in sorted(person.practices):
                yield _found(practice, meeting, own.possible, own.met, needed, one=True)
            return


def _of_all(practice: str, view: _View) -> Iterator[RunOut]:
    """The first month by which the people of a practice need more pairs with others than are new."""
    own = [view.partners[person.id] for person in view.people.values() if practice in person.practices]
    possible, met = sum(each.possible for each in own), sum(each.met for each in own)
    needed = 0
    for meeting in view.meetings:
        needed += meeting.outside(practice)
        if possible and needed > possible - met:
            yield _found(practice, meeting, possible, met, needed, one=False)
            return


def _found(practice: str, meeting: Meeting, possible: int, met: int, needed: int, *, one: bool) -> RunOut:
    here = len(meeting.members.get(practice, ()))
    return RunOut(practice, meeting.month, here, len(meeting.people), possible, met, needed, one)


def _view(config: Config, history: History, meetings: Sequence[Meeting], *, mixing: bool) -> _View:
    people = {person.id: person for meeting in meetings for person in meeting.people}
    never: dict[str, set[str]] = {id: {id} for id in people}
    if all(meeting.parts for meeting in meetings):
        apart = [*config.apart, *((p.id, p.line_manager) for p in people.values() if p.line_manager)]
        for one, other in apart:
            if one in people and other in people:
                never[one].add(other)
                never[other].add(one)
    if mixing:
        colleagues = _members(people.values())
        for person in people.values():
            never[person.id].update(*(colleagues[practice] for practice in person.practices))
    met = dict.fromkeys(people, 0)
    for one, other in history.times:
        if one in people and other in people and other not in never[one]:
            met[one] += 1
            met[other] += 1
    partners = {id: _Partners(len(people) - len(never[id]), met[id]) for id in people}
    return _View(tuple(meetings), people, partners, mixing)


def _members(people: Collection[Person]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for person in people:
        for practice in person.practices:
            found.setdefault(practice, set()).add(person.id)
    return found
