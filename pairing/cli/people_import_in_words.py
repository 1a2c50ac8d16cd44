"""What a staff file holds and would change, as a lead reads it and as facts."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from pairing.cli.options import print_json, say
from pairing.people.diff import Change, Changes
from pairing.people.person import Person
from pairing.people.remarks import Gravity, Remark, of_gravity
from pairing.people.roles import GROUP_WORDS, UnknownRole
from pairing.plural import number_of, people_of

if TYPE_CHECKING:  # it is read there, and shown here
    from pairing.cli.people_import import Reading

SHOWN = 12  # of each kind of change; the rest is counted
INPUT_TO_MEND = 3
_HEADINGS = {
    Gravity.ERROR: "{count} to mend (these rows are skipped):",
    Gravity.WARNING: "{count} to look at (the rows are kept unless it says otherwise):",
    Gravity.NOTICE: "For information:",
}


def show(reading: Reading, *, as_json: bool) -> None:
    """What was found, gravest first, on stderr; then what would change, on stdout."""
    for gravity in Gravity:
        remarks = of_gravity(reading.remarks, gravity)
        if remarks:
            say(_HEADINGS[gravity].format(count=len(remarks)))
            for remark in remarks:
                say(_in_words(remark, reading.staff.file))
    _show_roles(reading.staff.unknown_roles)
    if as_json:
        print_json(as_facts(reading))
    else:
        click.echo("\n".join(change_lines(reading.changes)))


def as_facts(reading: Reading) -> dict[str, Any]:
    """The same as JSON: ids only, and remarks with their places."""
    changes = reading.changes
    return {
        "file": reading.staff.file,
        "people": changes.people,
        "joined": [person.id for person in changes.joined],
        "back": [person.id for person in changes.back],
        "left": [person.id for person in changes.left],
        "moved": [_change_facts(change) for change in changes.moved],
        "changed": [_change_facts(change) for change in changes.changed],
        "kept": [person.id for person in changes.kept],
        "unchanged": len(changes.unchanged),
        "unknown_roles": [
            {"title": role.title, "count": role.count, "suggestion": role.suggestion}
            for role in reading.staff.unknown_roles
        ],
        "remarks": [
            {
                "gravity": remark.gravity,
                "sheet": remark.sheet,
                "rows": list(remark.rows),
                "column": remark.column,
                "what": remark.what,
                "mend": remark.mend,
            }
            for remark in reading.remarks
        ],
    }


def finish(reading: Reading, *, imported: bool) -> int:
    """The last line; the exit code is 3 while rows of the file need mending."""
    skipped = len(reading.staff.broken)
    if imported:
        say(
            f"{people_of(reading.changes.people)} on the list."
            + (f" {skipped} row{'s' if skipped > 1 else ''} skipped: mend and import again." if skipped else "")
        )
    return INPUT_TO_MEND if reading.staff.errors else 0


def change_lines(changes: Changes) -> list[str]:
    """What joined, left and moved, in lines a lead reads."""
    if changes.nothing:
        lines = [f"Nothing changes: {people_of(changes.people)} on the list, as before."]
    else:
        lines = [f"{people_of(changes.people)} on the list ({changes.on_list} before)."]
    names = {practice.key: practice.name for practice in changes.practices}
    lines += _block("joined", [_line(person, names) for person in changes.joined])
    lines += _block("back", [_line(person, names) for person in changes.back])
    lines += _block("left", [_line(person, names) for person in changes.left])
    lines += _block("moved practice", [_move(change, names) for change in changes.moved])
    lines += _block("changed", [_what_changed(change) for change in changes.changed])
    if changes.kept:
        lines += _block("stay as they were (their row cannot be read)", [_line(one, names) for one in changes.kept])
    if changes.unchanged and not changes.nothing:
        lines.append(f"  {len(changes.unchanged)} unchanged")
    return lines


def _show_roles(unknown: Sequence[UnknownRole]) -> None:
    if not unknown:
        return
    count = len(unknown)
    say(f"{number_of(count, 'role title is', 'role titles are')} not known, and counted as other until you say more.")
    say("Add under [roles] in pairs.toml (gp, nurse, dpc, admin or other):")
    for role in unknown:
        hints = [people_of(role.count)]
        if role.suggestion:
            like = f', like "{role.like}"' if role.like else ""
            hints.append(f"is it {GROUP_WORDS[role.suggestion]}{like}?")
        say(f"  {role.line:<44} # {'; '.join(hints)}")


def _in_words(remark: Remark, file: str) -> str:
    problem = remark.as_problem(file)
    first = f"{problem.where}: {problem.what}." if problem.where else f"{problem.what}."
    width = max(60, min(shutil.get_terminal_size().columns, 120))
    text = f"{first} {problem.mend}".strip()
    return textwrap.fill(
        text, width, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def _block(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    shown = [f"    {line}" for line in lines[:SHOWN]]
    more = [f"    and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [f"  {len(lines)} {title}", *shown, *more]


def _line(person: Person, names: dict[str, str]) -> str:
    return f"{person.name}, {person.role or 'no role'}, {names.get(person.practice, person.practice)} ({person.id})"


def _move(change: Change, names: dict[str, str]) -> str:
    before, after = change.before.practice, change.after.practice
    return f"{change.after.name}: {names.get(before, before)} to {names.get(after, after)} ({change.after.id})"


def _what_changed(change: Change) -> str:
    return f"{change.after.name}: {', '.join(field.replace('_', ' ') for field in change.fields)} ({change.after.id})"


def _change_facts(change: Change) -> dict[str, Any]:
    return {"person": change.after.id, "fields": list(change.fields)}
