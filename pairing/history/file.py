"""
The history file: CSV ``round, date, programme, group, person, met``, one row per person and group.

``met`` is yes, no or empty. Reading checks the whole file before anything is believed; writing
gives rows that read back to the same history.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pairing.errors import InputError, Problem
from pairing.history.past import History
from pairing.history.record import GroupOnRecord
from pairing.people.cells import day_of, yes_or_no
from pairing.people.find import find_person
from pairing.people.person import Person
from pairing.people.text_file import decode, rows_of

COLUMNS = ("round", "date", "programme", "group", "person", "met")

_WORDS = {True: "yes", False: "no", None: ""}

#: What names a group in a file: programme, round, group.
Name = tuple[str, str, str]


@dataclass(frozen=True)
class Meeting:
    """One group of a file. ``says`` has a word for every member, None where the cell is empty."""

    programme: str
    round: str
    group: str
    date: date
    says: Mapping[str, bool | None]

    @property
    def members(self) -> tuple[str, ...]:
        """Ids, in the file's order."""
        return tuple(self.says)


@dataclass
class _Draft:
    """A group while its rows are read."""

    date: date
    row: int
    says: dict[str, bool | None] = field(default_factory=dict)
    passed_over: bool = False  # somebody unknown was in it


def read_history(path: Path, people: Sequence[Person], *, skip_unknown: bool = False) -> list[Meeting]:
    """
    The groups of a file, in its order; people by id, address or name.

    Raises `InputError` with every problem in it, row by row. With ``skip_unknown`` people who are
    not on the staff list are passed over, and so are groups of which fewer than two are left.
    """
    header, rows = _table(path)
    drafts: dict[Name, _Draft] = {}
    problems: list[Problem] = []
    for number, cells in rows:
        row = {name: cells[place].strip() if place < len(cells) else "" for name, place in header.items()}
        try:
            _take(row, number, drafts, people, skip_unknown=skip_unknown)
        except ValueError as wrong:
            problems.append(Problem(str(wrong), where=f"{path.name} row {number}"))
        except InputError as wrong:
            mend = "Mend the id or address; people who left long ago are passed over with --skip-unknown."
            problems += [Problem(p.what, f"{path.name} row {number}, column person", mend=mend) for p in wrong.problems]
    for name, draft in drafts.items():
        if len(draft.says) < 2 and not draft.passed_over and not problems:
            what = f"group {name[2]} of {name[1]} has one person only"
            problems.append(Problem(what, where=f"{path.name} row {draft.row}", mend="Add the others, or take it out."))
    if problems:
        raise InputError(*problems)
    return [Meeting(*name, draft.date, draft.says) for name, draft in drafts.items() if len(draft.says) > 1]


def write_history(history: History) -> str:
    """Every round on record as CSV, the earliest first, with each member's latest word."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for past in history.rounds:
        for group in past.groups:
            for name, members in _groups(group):
                for member in members:
                    met = _WORDS[group.says.get(member)]
                    writer.writerow([past.round, group.date.isoformat(), past.programme, name, member, met])
    return out.getvalue()


def _groups(group: GroupOnRecord) -> Iterator[tuple[str, Sequence[str]]]:
    """The group itself; a workshop's tables one by one: "1.2.3" is table 3 of rotation 2 in group 1."""
    if not group.rotations:
        yield group.name, group.members
    for turn, tables in enumerate(group.rotations, 1):
        for number, table in enumerate(tables, 1):
            if len(table) > 1:
                yield f"{group.name}.{turn}.{number}", table


def _table(path: Path) -> tuple[dict[str, int], Iterator[tuple[int, list[str]]]]:
    """Where each column is, and the rows below the header with their numbers."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError.at(str(path), f"the file cannot be read ({error.strerror})") from error
    text, _ = decode(data, path.name)
    rows, _ = rows_of(text, lambda row: len(set(_titles(row)) & set(COLUMNS)))
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    titles = _titles(filled[0][1]) if filled else []
    missing = [name for name in COLUMNS if name not in titles]
    if missing:
        raise InputError.at(
            path.name, f"the file has no column {', '.join(missing)}", mend=f"Its first row is: {', '.join(COLUMNS)}"
        )
    return {name: titles.index(name) for name in COLUMNS}, iter(filled[1:])


def _titles(row: Sequence[str]) -> list[str]:
    return [cell.strip().casefold() for cell in row]


def _take(
    row: Mapping[str, str], number: int, drafts: dict[Name, _Draft], people: Sequence[Person], *, skip_unknown: bool
) -> None:
    """Enter one row; ``ValueError`` says what is wrong with it, `InputError` that the person is not known."""
    empty = [name for name in COLUMNS[:5] if not row[name]]
    if empty:
        raise ValueError(f"column {', '.join(empty)} is empty")
    day, met = _day(row["date"]), _met(row["met"])
    draft = drafts.setdefault((row["programme"], row["round"], row["group"]), _Draft(day, number))
    if draft.date != day:
        raise ValueError(f"column date: {row['date']}, but row {draft.row} has {draft.date} for the same group")
    try:
        person = find_person(row["person"], people).id
    except InputError:
        if not skip_unknown:
            raise
        draft.passed_over = True
        return
    if person in draft.says:
        raise ValueError(f"column person: {person} is twice in group {row['group']} of {row['round']}")
    draft.says[person] = met


def _day(text: str) -> date:
    try:
        day = day_of(text)
    except ValueError as wrong:
        raise ValueError(f"column date: {text} {wrong}") from None
    if day is None:
        raise ValueError(f"column date: {text} is no date")
    return day


def _met(text: str) -> bool | None:
    if text in {"", "?"}:
        return None
    met = yes_or_no(text)
    if met is None:
        raise ValueError(f"column met: {text} is neither yes nor no; leave it empty where it is not known")
    return met
