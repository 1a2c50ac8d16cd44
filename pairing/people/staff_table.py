"""
The roster as a staff file again: the same columns, as rows or as JSON, safe to open in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pairing.people.person import Person, Practice
from pairing.people.practices import is_code

COLUMNS = ("id", "name", "email", "practice", "role", "also_works_at", "working_days", "site", "starts", "ends",
           "paused_until", "line_manager", "host")  # fmt: skip


def as_json(person: Person) -> dict[str, Any]:
    """One person under the staff file's keys; days as ISO dates, what is not known as null or empty."""
    facts = {name: getattr(person, name) for name in COLUMNS}
    for name in ("also_works_at", "working_days"):
        facts[name] = list(facts[name])
    for name in ("starts", "ends", "paused_until"):
        facts[name] = facts[name].isoformat() if facts[name] else None
    return facts


def rows_of_people(people: Iterable[Person], practices: Iterable[Practice]) -> list[list[str]]:
    """
    The header and one row a person, as text that a spreadsheet takes for text.

    Where somebody shares a mobile number there is a column of them; import does not read it.
    """
    names = {practice.key: practice.name for practice in practices}
    everybody = list(people)
    columns = [*COLUMNS, *(["mobile"] if any(person.mobile for person in everybody) else [])]
    return [columns, *([_safe(_text(person, name, names)) for name in columns] for person in everybody)]


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    """The rows as CSV with Windows line ends, as spreadsheets write it."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def as_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as an .xlsx workbook in which every cell is text."""
    from openpyxl import Workbook  # a third of a second, only for this

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Staff"
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = text or None
            cell.number_format = "@"
            cell.data_type = "s" if text else "n"
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(person: Person, name: str, names: Mapping[str, str]) -> str:
    value = getattr(person, name)
    if name == "practice":
        return _practice(value, names)
    if name == "also_works_at":
        return "; ".join(_practice(key, names) for key in value)
    if name == "working_days":
        return ", ".join(value)
    if name == "host":
        return "yes" if value else ""
    return str(value) if value else ""


def _practice(key: str, names: Mapping[str, str]) -> str:
    name = names.get(key, key)
    return f"{name} ({key})" if is_code(key) and name != key else key


def _safe(text: str) -> str:
    """Text no spreadsheet takes for a formula; `pairing.people.staff_row` takes the guard away again."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "'")) else text
