"""What a plan means, for the lead: a headline, examples, what gave way, who is left out, what will be sent."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from pairing.atomic import write_whole
from pairing.config.formats import programme_title
from pairing.config.rhythm import period_name
from pairing.notify.dates import day_name, time_name
from pairing.notify.render import render
from pairing.people.person import Person
from pairing.plural import number_of, people_of
from pairing.rounds import PlannedGroup, PlannedRound
from pairing.stages.desk import Desk
from pairing.stages.letters import letters_of
from pairing.stages.table_plan import tables_of

EXAMPLES = 5
WIDTH = 80
GROUP_NAMES = {2: ("pair", "pairs"), 3: ("trio", "trios")}


def headline(desk: Desk, plan: PlannedRound) -> str:
    """One line: the round, how many people in how many groups, and how many are left out."""
    title = programme_title(desk.config.programmes[plan.programme])
    asked = len(plan.people) + len(plan.left_out)
    left = f"; {len(plan.left_out)} left out" if plan.left_out else ""
    return f"{title}, {period_name(plan.period)}: {people_of(asked)} → {_groups_in_words(plan)}{left}."


def preview(desk: Desk, plan: PlannedRound) -> Iterator[str]:
    """The lines a lead reads before saying yes. Names appear: this is the lead's own screen."""
    people = {person.id: person for person in desk.store.roster.people(with_left=True)}
    practices = desk.practice_names()
    yield from wrapped(headline(desk, plan), "")
    for sentence in (quality(plan), *plan.notes):
        yield from wrapped(sentence, "  ")
    yield ""
    if plan.groups:
        yield "  For example:"
    for group in plan.groups[:EXAMPLES]:
        yield from _example(group, people, practices) if not group.rotations else _seats_of_one(group, people)
    if plan.left_out:
        yield "  Left out this time (each gets a kind mail, and goes first next time):"
        for left in plan.left_out:
            yield from wrapped(f"{people[left.person].name}: {left.why}", "    ")
        yield ""
    yield from wrapped(_mails_in_words(desk, plan), "  ")


def wrapped(sentence: str, indent: str) -> list[str]:
    """The sentence in lines of at most 80 columns, the later ones indented further."""
    return textwrap.wrap(sentence, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")


def quality(plan: PlannedRound) -> str:
    """Whether a better round can exist, in one sentence."""
    tiers = [tier for tier in plan.tiers if tier.rule != "chance"]
    of_sizes = "" if plan.in_pairs else " with groups of these sizes"
    if all(tier.proved for tier in tiers):
        return f"Proved: no round{of_sizes} does better on any rule."
    proved = next(number for number, tier in enumerate(tiers) if not tier.proved)
    unproved = f"there may be a better round on {tiers[proved].rule} and what comes after it"
    if not proved:
        return f"Not proved: {unproved}."
    return f"Proved best{of_sizes} on the first {proved} of {len(tiers)} rules; {unproved}."


def write_sample(desk: Desk, plan: PlannedRound, folder: Path) -> Path:
    """One invitation as staff will see it, as an HTML file only this user can read; returns its path."""
    path = folder / f"{plan.round}-preview.html"
    write_whole(path, render(next(letters_of(desk, plan))).html.encode())
    return path


def _groups_in_words(plan: PlannedRound) -> str:
    """As in: 86 pairs and 1 trio; 24 groups of 6 to 8."""
    turns = [turn for group in plan.groups for turn in group.tables]
    if turns:
        each = sorted(len(table) for turn in turns for table in turn)
        of = f"{each[0]} to {each[-1]}" if each[0] < each[-1] else str(each[0])
        return f"{number_of(len(turns), 'rotation')} at {number_of(len(turns[0]), 'table')} of {of}"
    sizes = Counter(len(group.members) for group in plan.groups)
    if not sizes:
        return "no groups"
    if max(sizes) <= 3:
        parts = [number_of(count, *GROUP_NAMES[size]) for size, count in sorted(sizes.items())]
        return " and ".join(parts)
    low, high = min(sizes), max(sizes)
    return f"{number_of(sum(sizes.values()), 'group')} of {low}" + (f" to {high}" if high > low else "")


def _example(group: PlannedGroup, people: Mapping[str, Person], practices: Mapping[str, str]) -> Iterator[str]:
    named = [_shown(people[member], practices) for member in group.members]
    rest = [f"and {len(named) - 3} more"] if len(named) > 3 else []
    for line in [*named[:3], *rest]:
        yield from wrapped(line, "    ")
    yield from wrapped(f"{_when(group.starts)}; {group.where}.", "      ")
    yield ""


def _seats_of_one(group: PlannedGroup, people: Mapping[str, Person]) -> Iterator[str]:
    """A workshop: where its first member sits, rotation by rotation."""
    first = group.members[0]
    yield from wrapped(f"{people[first].name}, {_when(group.starts)}; {group.where}.", "    ")
    for number, table in enumerate(tables_of(group, first), 1):
        others = [people[other].name for other in group.tables[number - 1][table - 1] if other != first]
        yield from wrapped(f"{number}. table {table}, with {', '.join(others)}", "      ")
    yield ""


def _shown(person: Person, practices: Mapping[str, str]) -> str:
    return f"{person.name} ({person.role}, {practices.get(person.practice, person.practice)})"


def _when(start: datetime | None) -> str:
    return f"{day_name(start.date())}, {time_name(start)}" if start else "no day in common; they choose a time"


def _mails_in_words(desk: Desk, plan: PlannedRound) -> str:
    mails = len(plan.people) + len(plan.left_out)
    mail = desk.config.mail
    to = (
        f"written to the folder {mail.folder}/ (not mailed)"
        if mail.delivery == "folder"
        else f"sent by {mail.smtp.host}"
    )
    return f"{number_of(mails, 'message')} from {desk.mailbox}, {to}."
