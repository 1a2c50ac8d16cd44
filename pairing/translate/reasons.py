"""
Why a group is as it is, in plain sentences. None of them names a person: they are kept with the
plan, and the names are put in where people read them.
"""

from __future__ import annotations

from collections.abc import Iterator

from pairing.people.person import WEEKDAYS, RoleGroup
from pairing.solver.problem import Pair
from pairing.solver.solution import Group
from pairing.translate.translation import Translation
from pairing.translate.words import ROLE_NAMES, rounds_ago


def group_reasons(group: Group, translation: Translation) -> Iterator[str]:
    """Why these people: what is good about the group first, then what gave way."""
    problem = translation.problem
    pairs = list(group.pairs())
    yield _about_practices(pairs, translation)
    yield _about_roles(group, translation)
    yield _about_history(pairs, translation)
    if len(group.seats) <= 3 and problem.working_days:
        yield _about_days(group, translation)


def _about_practices(pairs: list[Pair], translation: Translation) -> str:
    practices = translation.problem.practices
    shared = sum(bool(practices[i] & practices[j]) for i, j in pairs)
    if translation.single_practice is not None:
        return "One practice, so the draw mixes staff groups."
    if not shared:
        return "All from different practices."
    return f"{shared} of {len(pairs)} pairs share a practice; it could not be avoided everywhere."


def _about_roles(group: Group, translation: Translation) -> str:
    found = sorted({translation.problem.role[seat] for seat in group.seats})
    names = [ROLE_NAMES[list(RoleGroup)[role]] for role in found]
    if len(names) == 1:
        return f"One staff group ({names[0]})."
    return f"{len(names)} staff groups: {', '.join(names)}."


def _about_history(pairs: list[Pair], translation: Translation) -> str:
    met = sorted(translation.problem.met[pair] for pair in pairs if pair in translation.problem.met)
    if not met:
        return "None of them has met before."
    return f"{len(met)} of {len(pairs)} pairs have met, the last {rounds_ago(met[0])}."


def _about_days(group: Group, translation: Translation) -> str:
    bits = [translation.problem.working_days[seat] or 0b1111111 for seat in group.seats]
    common = bits[0]
    for own in bits[1:]:
        common &= own
    if not any(translation.problem.working_days[seat] for seat in group.seats):
        return "Working days are not known, so any weekday is possible."
    days = [day for number, day in enumerate(WEEKDAYS[:5]) if common >> number & 1]
    return f"All work on {', '.join(days)}." if days else "No working day in common, so a call is offered."
