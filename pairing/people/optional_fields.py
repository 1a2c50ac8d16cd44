"""The columns a person may have. One that cannot be read is a warning, and the roster's value stays."""

from __future__ import annotations

import datetime as dt
import re

from pairing.people.cells import day_of, says_nothing, yes_or_no
from pairing.people.days import UnknownDays, days_ticked, working_days_of
from pairing.people.headers import DAY_COLUMNS
from pairing.people.practices import NoPractice, PracticeBook, practice_of
from pairing.people.required_fields import LONGEST
from pairing.people.row_cells import RowCells

_EVERYWHERE = re.compile(
    r"^(all|all practices|all sites|pcn[- ]?wide|network[- ]?wide|every practice|various)$", re.IGNORECASE
)


def read_also_works_at(cells: RowCells, home: str, book: PracticeBook) -> tuple[str, ...]:
    """Keys of further practices, separated by ``;`` or ``/`` or line breaks; never ``home`` itself."""
    text = cells.optional("also_works_at")
    if _EVERYWHERE.match(text):
        what = f'"{text}" would make everybody a colleague; only the own practice counts'
        cells.warn("also_works_at", what, "Name the practices, separated by semicolons.")
        return ()
    lines = str(cells.raw("also_works_at") or "").splitlines() if len(text) > 1 else []
    keys: list[str] = []
    for part in _parts(";".join(lines) if len(lines) > 1 else text, book):
        try:
            cell = practice_of(part)
            new = not cell.code and not book.knows(cell.name)
            key = book.key_of(cell)
        except NoPractice as wrong:
            cells.warn("also_works_at", str(wrong))
            continue
        if new:
            cells.warn("also_works_at", f'"{part}" is nobody\'s own practice in this list; read as a new one')
        keys.append(key)
    return tuple(dict.fromkeys(key for key in keys if key != home))


def read_working_days(cells: RowCells) -> tuple[str, ...]:
    """The weekdays, from one cell or from a column a day."""
    if any(cells.has(day) for day in DAY_COLUMNS):
        cells.said.add("working_days")
        return days_ticked({day: cells.text(day) for day in DAY_COLUMNS})
    text = cells.optional("working_days")
    try:
        return working_days_of(text)
    except UnknownDays as wrong:
        cells.unsaid("working_days", f'"{text[:80]}" {wrong}', "Write them as Mon, Tue, Wed.")
        return ()


def read_day(cells: RowCells, name: str) -> dt.date | None:
    """The day in a column of days."""
    if not cells.optional(name):
        return None
    try:
        return day_of(cells.raw(name))
    except ValueError as wrong:
        cells.unsaid(name, f'"{cells.text(name)[:40]}" {wrong}', "Write it as 31/12/2026 or 2026-12-31.")
        return None


def read_host(cells: RowCells) -> bool:
    """True for a yes."""
    text = cells.optional("host")
    answer = yes_or_no(text)
    if answer is None:
        cells.unsaid("host", f'"{text[:40]}" is neither yes nor no')
    return bool(answer)


def read_text(cells: RowCells, name: str) -> str:
    """The text of a column, empty where it says nothing."""
    text = cells.optional(name)
    return "" if says_nothing(text) else text[:LONGEST]


def _parts(text: str, book: PracticeBook) -> list[str]:
    """The cell in pieces, each meant as one practice; a name known whole is not cut at its slash."""
    parts: list[str] = []
    for piece in text.split(";"):
        part = " ".join(piece.split())
        whole = says_nothing(part) or book.knows(_name(part))
        parts.extend([part] if whole else re.split(r"\s*[/|]\s*|\s*,\s*(?=(?:[^(]*\()?[A-Za-z]\d{5}\b)", part))
    return [part for part in parts if not says_nothing(part)]


def _name(part: str) -> str:
    try:
        return practice_of(part).name
    except NoPractice:
        return ""
