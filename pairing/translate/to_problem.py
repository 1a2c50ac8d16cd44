"""
From people, rules and history to a `Problem`.

People are sorted by id, practices by key, so that the same inputs always give the same seats and
the same digest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pairing.config.formats import programme_sizes
from pairing.config.model import Config, Occasion, Programme
from pairing.history import History
from pairing.people.person import WEEKDAYS, Person, RoleGroup
from pairing.solver.problem import Occasion as SeatedOccasion
from pairing.solver.problem import Pair, Problem, RuleSetting, Sizes
from pairing.solver.rules import CATALOGUE
from pairing.tiers import Importance
from pairing.translate.translation import Translation

#: Somebody counts as new for this long after their first day.
NEWCOMER_DAYS = 92

#: What mixing practices cannot do where everybody shares one.
NEEDS_PRACTICES = ("different_practice", "table_spread", "reach")


@dataclass(frozen=True)
class Circumstances:
    """What surrounds a round: the programme's name, its window and what is known of the past.

    ``scores`` are the lead's own, by two ids in ascending order; ``names`` the practices' display
    names by key.
    """

    programme: str
    day: date
    window: tuple[date, date]
    history: History
    scores: Mapping[tuple[str, str], int]
    names: Mapping[str, str]


def to_problem(
    people: Sequence[Person],
    programme: Programme,
    config: Config,
    around: Circumstances,
    seed: int,
) -> Translation:
    """The problem of one round for those people, every one of them taking part."""
    people = tuple(sorted(people, key=lambda person: person.id))
    seat = {person.id: number for number, person in enumerate(people)}
    practices = tuple(sorted({key for person in people for key in person.practices}))
    number = {key: index for index, key in enumerate(practices)}
    occasions = tuple(o for o in programme.occasions if around.window[0] <= o.date <= around.window[1])
    shared = frozenset.intersection(*(person.practices for person in people)) if people else frozenset()
    single = min(shared) if shared and len(people) > 1 else None
    sizes = programme_sizes(programme)
    posts = _posts(people)
    history = around.history
    outside = history.contacts_outside({p.id: p.practices for p in people})
    turns = history.turns_missed(around.programme)
    problem = Problem(
        practices=tuple(frozenset(number[key] for key in person.practices) for person in people),
        role=tuple(list(RoleGroup).index(person.role_group) for person in people),
        sizes=Sizes(sizes.smallest, sizes.largest, sizes.preferred),
        met=_seated(history.rounds_since(around.programme), seat),
        apart=_apart(people, config, seat),
        scores=_seated(around.scores, seat),
        working_days=tuple(_day_bits(person) for person in people),
        turns_missed=tuple(turns.get(person.id, 0) for person in people),
        contacts=tuple(outside.get(person.id, 0) for person in people),
        practice_meetings=_practice_meetings(history, people, number),
        host=tuple(person.host for person in people),
        newcomer=tuple(_is_new(person, around.day) for person in people),
        occasions=tuple(_seated_occasion(occasion, programme.minutes) for occasion in occasions),
        may_attend=tuple(_may_attend(person, occasions) for person in people) if occasions else (),
        cover_keys=tuple(posts[person.id] for person in people),
        cover_caps=_cover_caps(posts, programme.cover_percent),
        rules=_rules(programme, single),
        seed=seed,
    )
    return Translation(problem, people, practices, occasions, single, around.names)


def works_on(person: Person, day: date) -> bool:
    """True when ``day`` may be a working day of theirs: one of the days they gave, else Monday to Friday."""
    if not person.working_days:
        return day.weekday() < 5
    return WEEKDAYS[day.weekday()] in person.working_days


def _day_bits(person: Person) -> int:
    return sum(1 << WEEKDAYS.index(day) for day in person.working_days)


def _is_new(person: Person, day: date) -> bool:
    return person.starts is not None and day - timedelta(days=NEWCOMER_DAYS) < person.starts <= day


def _may_attend(person: Person, occasions: Sequence[Occasion]) -> int:
    return sum(
        1 << index
        for index, occasion in enumerate(occasions)
        if works_on(person, occasion.date) and person.takes_part_on(occasion.date)
    )


def _seated_occasion(occasion: Occasion, minutes: int) -> SeatedOccasion:
    start = datetime.combine(occasion.date, occasion.start)
    last = start + timedelta(minutes=minutes - 1)
    first_hour = start.toordinal() * 24 + start.hour
    last_hour = last.toordinal() * 24 + last.hour
    return SeatedOccasion(occasion.tables, occasion.seats, frozenset(range(first_hour, last_hour + 1)))


def _seated(listed: Mapping[tuple[str, str], int], seat: Mapping[str, int]) -> dict[Pair, int]:
    """Entries between people who both take part, by seats in ascending order."""
    found = {
        (min(seat[a], seat[b]), max(seat[a], seat[b])): value
        for (a, b), value in listed.items()
        if a in seat and b in seat
    }
    return dict(sorted(found.items()))


def _apart(people: Sequence[Person], config: Config, seat: Mapping[str, int]) -> frozenset[Pair]:
    """The lead's list, and everybody with their line manager."""
    listed = list(config.apart) + [(p.id, p.line_manager) for p in people if p.line_manager and p.line_manager != p.id]
    return frozenset(
        (min(seat[a], seat[b]), max(seat[a], seat[b])) for a, b in listed if a in seat and b in seat and a != b
    )


def _posts(people: Sequence[Person]) -> dict[str, frozenset[int]]:
    """The posts each person fills: one for each of their practices, with their staff group."""
    posts = sorted({(key, person.role_group) for person in people for key in person.practices})
    number = {post: index for index, post in enumerate(posts)}
    return {person.id: frozenset(number[key, person.role_group] for key in person.practices) for person in people}


def _cover_caps(posts: Mapping[str, frozenset[int]], percent: int) -> dict[int, int]:
    """At most ``percent`` of the people of a post away at once, and always one."""
    filled: dict[int, int] = {}
    for keys in posts.values():
        for key in keys:
            filled[key] = filled.get(key, 0) + 1
    return {key: max(1, count * percent // 100) for key, count in sorted(filled.items())}


def _practice_meetings(
    history: History, people: Sequence[Person], number: Mapping[str, int]
) -> dict[tuple[int, int], int]:
    counted = history.practice_meetings({person.id: person.practice for person in people})
    found: dict[tuple[int, int], int] = {}
    for (one, other), meetings in counted.items():
        if one in number and other in number and one != other:
            low, high = sorted((number[one], number[other]))
            found[low, high] = found.get((low, high), 0) + meetings
    return dict(sorted(found.items()))


def _rules(programme: Programme, single_practice: str | None) -> dict[str, RuleSetting]:
    defaults = {rule.NAME: rule.DEFAULT for rule in CATALOGUE}
    settings = {
        name: RuleSetting(
            importance=rule.importance or defaults[name],
            parameters={key: int(value) for key, value in (rule.model_extra or {}).items()},
        )
        for name, rule in sorted(programme.rules.items())
    }
    if single_practice is not None:
        for name in NEEDS_PRACTICES:
            settings[name] = replace(settings.get(name, RuleSetting(Importance.OFF)), importance=Importance.OFF)
    return settings
