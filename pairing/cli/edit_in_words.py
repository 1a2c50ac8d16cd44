"""What a change by hand would do to a round, as the lead reads it and as facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pairing.notify.dates import day_name, time_name
from pairing.notify.messages import MessageKind
from pairing.people.person import Person
from pairing.plural import number_of
from pairing.rounds import PlannedGroup
from pairing.stages.costing import RuleChange
from pairing.stages.desk import Desk
from pairing.stages.edited import Edit
from pairing.stages.preview import wrapped

#: What mails are called whose kind is no noun.
_MAILS = {
    MessageKind.PARTNER_LEFT.value: ("note that a partner left", "notes that a partner left"),
    MessageKind.LEFT_OUT.value: ("note to somebody without a group", "notes to people without a group"),
}


def lines_of(desk: Desk, seen: Edit) -> Iterator[str]:
    """What would happen, with names: this is the lead's own screen."""
    people = {person.id: person for person in desk.store.roster.people(with_left=True)}
    yield f"{seen.round} ({'sent' if seen.sent else 'planned, not sent'}):"
    for number, group in seen.before.items():
        now = seen.after.get(number)
        yield from wrapped(f"group {number}: {_names(group, people)}", "  ")
        yield from wrapped(f"becomes {_names(now, people)}; {_where(now, desk)}" if now else "ends", "    ")
    for number, group in seen.after.items():
        if number not in seen.before:
            yield from wrapped(f"new group {number}: {_names(group, people)}; {_where(group, desk)}", "  ")
    if seen.left_out:
        names = ", ".join(_name(people, person) for person in seen.left_out)
        yield from wrapped(f"without a group then, and first next time: {names}", "  ")
    for change in seen.rules:
        yield from wrapped(_rule(change), "  ")
    for warning in seen.warnings:
        yield from wrapped(f"Look twice: {warning}", "  ")
    counted = Counter(kind for _, kind in seen.mails)
    if seen.sent:
        mails = ", ".join(number_of(count, *_MAILS.get(kind, (kind,))) for kind, count in sorted(counted.items()))
        yield from wrapped(f"Mail that goes out at once: {mails or 'none'}.", "  ")


def _rule(change: RuleChange) -> str:
    must = " (a must!)" if change.broken else ""
    better = "better" if change.after < change.before else "worse"
    return f"{change.rule}: {change.before} before, {change.after} then; {better}{must}"


def _names(group: PlannedGroup | None, people: Mapping[str, Person]) -> str:
    return ", ".join(_name(people, member) for member in group.members) if group else ""


def _name(people: Mapping[str, Person], person: str) -> str:
    return f"{people[person].name} ({person})" if person in people else person


def _where(group: PlannedGroup, desk: Desk) -> str:
    starts = group.starts.astimezone(desk.zone) if group.starts else None
    when = f"{day_name(starts.date())}, {time_name(starts)}" if starts else "at a time they choose"
    return f"{when}; {group.where}" if group.where else when


def facts_of(seen: Edit) -> dict[str, Any]:
    """The same as JSON: ids only."""
    return {
        "round": seen.round,
        "state": "sent" if seen.sent else "planned",
        "before": [_group(group) for group in seen.before.values()],
        "after": [_group(group) for group in seen.after.values()],
        "left_out": list(seen.left_out),
        "rules": [
            {"rule": each.rule, "importance": each.importance.value, "before": each.before, "after": each.after}
            for each in seen.rules
        ],
        "broken": list(seen.broken),
        "warnings": list(seen.warnings),
        "messages": [{"person": person, "kind": kind} for person, kind in seen.mails],
    }


def _group(group: PlannedGroup) -> dict[str, Any]:
    return {
        "group": group.number,
        "members": list(group.members),
        "when": group.starts.isoformat() if group.starts else None,
        "where": group.where,
    }
