"""Which rows of a table are about people: not totals, headings, empty posts or the header once more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pairing.people.cells import Cell, matched, says_nothing, text_of
from pairing.people.headers import repeats
from pairing.people.names import is_nobody
from pairing.people.remarks import Gravity, Remark
from pairing.people.row_cells import RowCells
from pairing.people.staff_row import BrokenRow, RowReader, StaffRow
from pairing.people.workbook import Sheet

_TOTAL = re.compile(r"^(grand |sub ?)?(total|totals|subtotal|count|sum|average|headcount|number of|no of)\b")


def people_in(readers: Sequence[tuple[Sheet, RowReader]]) -> tuple[list[StaffRow], list[BrokenRow]]:
    """The rows of people in every table, once the practices of all of them are known."""
    broken: list[BrokenRow] = []
    people: list[tuple[RowReader, int, Sequence[Cell]]] = []
    for table, reader in readers:
        first = reader.header.last_row
        for number, row in enumerate(table.rows[first:], start=first + 1):
            aside = _no_person(number, row, reader)
            if aside is None:
                reader.learn_practice(number, row)
                people.append((reader, number, row))
            elif aside.what:
                reader.remarks.append(aside)
                broken += [reader.broken(number, row)] if aside.gravity is Gravity.WARNING else []
    good: list[StaffRow] = []
    for reader, number, cells in people:
        person = reader.read(number, cells)
        if isinstance(person, StaffRow):
            good.append(person)
        else:
            broken.append(person)
    return good, broken


def _no_person(number: int, row: Sequence[Cell], reader: RowReader) -> Remark | None:
    """Why a row is about no person, with nothing to say about an empty one; None when it is about a person."""
    texts = [text for cell in row if (text := text_of(cell))]
    cells = RowCells(reader.header, number, row)
    name, email = cells.text("name") or cells.text("last_name"), cells.text("email")
    gravity, what = Gravity.NOTICE, ""
    if not texts:
        pass
    elif repeats(reader.header, row):
        what = "the header stands here once more; skipped"
    elif "@" not in email and any(_TOTAL.match(matched(text)) for text in texts[:2]):
        what = "a total, not a person; skipped"
    elif "@" not in email and is_nobody(name):
        what = "a post without a person; skipped"
    elif len(texts) == 1 and says_nothing(email):
        gravity, what = Gravity.WARNING, "only one cell is filled: a heading or a note; skipped"
    else:
        return None
    return Remark(gravity, what, number, sheet=reader.sheet)
