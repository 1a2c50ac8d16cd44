"""A workshop's table plan on paper: a page for every rotation, then everybody with their tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from pairing.atomic import write_whole
from pairing.config.formats import programme_title
from pairing.config.rhythm import period_name
from pairing.people.person import Person
from pairing.rounds import PlannedGroup, PlannedRound
from pairing.stages.desk import Desk

_STYLE = """
body { font: 12pt sans-serif; margin: 1.5cm; }
section { break-after: page; }
.tables { display: flex; flex-wrap: wrap; gap: 0.6cm; }
.table { border: 1px solid #4c6272; padding: 0.3cm; width: 5.4cm; break-inside: avoid; }
h1 { font-size: 16pt; } h2 { font-size: 13pt; margin: 0 0 0.2cm; }
ul { list-style: none; margin: 0; padding: 0; }
td, th { padding: 0.05cm 0.4cm 0.05cm 0; text-align: left; }
small { color: #4c6272; }
"""


def write_table_plan(desk: Desk, plan: PlannedRound, folder: Path) -> Path | None:
    """``ROUND-tables.html``, readable by this user only; its path, None where no tables change."""
    groups = [group for group in plan.groups if group.rotations]
    if not groups:
        return None
    path = folder / f"{plan.round}-tables.html"
    write_whole(path, page(desk, plan, groups).encode())
    return path


def page(desk: Desk, plan: PlannedRound, groups: Sequence[PlannedGroup]) -> str:
    """The whole page; ``groups`` as they are now. Names appear: it is the lead's own."""
    people = {person.id: person for person in desk.store.roster.people(with_left=True)}
    practices = desk.practice_names()
    title = f"{programme_title(desk.config.programmes[plan.programme])}, {period_name(plan.period)}"
    parts = [part for group in groups for part in _room(title, group, people, practices)]
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n' + "\n".join(parts) + "\n</body></html>\n"


def _room(title: str, group: PlannedGroup, people: Mapping[str, Person], practices: Mapping[str, str]) -> Iterator[str]:
    for number, turn in enumerate(group.tables, 1):
        yield f"<section><h1>{escape(title)}: rotation {number}</h1>\n<p>{escape(group.where)}</p>"
        yield '<div class="tables">'
        for table, members in enumerate(turn, 1):
            lines = "".join(f"<li>{_named(people[member], practices)}</li>" for member in members)
            yield f'<div class="table"><h2>Table {table}</h2><ul>{lines}</ul></div>'
        yield "</div></section>"
    yield f"<section><h1>{escape(title)}: who sits where</h1>\n<table><tr><th>Name</th>"
    yield "".join(f"<th>{number}</th>" for number in range(1, len(group.rotations) + 1)) + "</tr>"
    for member in sorted(group.members, key=lambda member: people[member].name.casefold()):
        cells = "".join(f"<td>{table or 'any'}</td>" for table in tables_of(group, member))
        yield f"<tr><td>{escape(people[member].name)}</td>{cells}</tr>"
    yield "</table></section>"


def tables_of(group: PlannedGroup, member: str) -> list[int]:
    """The number of a member's table in each rotation, from 1 on; 0 where they have none."""
    return [next((number for number, table in enumerate(turn, 1) if member in table), 0) for turn in group.tables]


def _named(person: Person, practices: Mapping[str, str]) -> str:
    return f"{escape(person.name)}<br><small>{escape(practices.get(person.practice, person.practice))}</small>"
