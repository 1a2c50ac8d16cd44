"""
One row of a staff file as one person.

A required field that cannot be read is an error and the row is skipped; an optional one is a
warning, the field stays as the roster has it and the person is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from pairing.people.cells import Cell
from pairing.people.headers import Header
from pairing.people.names import joined_name, shown_name
from pairing.people.optional_fields import read_also_works_at, read_day, read_host, read_text, read_working_days
from pairing.people.person import RoleGroup
from pairing.people.practices import NoPractice, PracticeBook, practice_of
from pairing.people.remarks import Remark
from pairing.people.required_fields import read_email, read_id, read_name, read_practice, read_role
from pairing.people.roles import RoleTable
from pairing.people.row_cells import RowCells


@dataclass(frozen=True)
class StaffRow:
    """One person as a staff file has them. ``id`` is None where the file gives none.

    ``line_manager`` is as typed (an id, an address or a name). ``said`` are the optional fields
    this row really speaks about: a column that is absent or unreadable says nothing.
    """

    row: int
    sheet: str
    id: str | None
    name: str
    email: str
    practice: str
    role: str
    role_group: RoleGroup
    also_works_at: tuple[str, ...] = ()
    working_days: tuple[str, ...] = ()
    site: str | None = None
    starts: dt.date | None = None
    ends: dt.date | None = None
    paused_until: dt.date | None = None
    line_manager: str = ""
    host: bool = False
    said: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BrokenRow:
    """A row that was skipped: whoever it stands for is not gone, only unreadable."""

    row: int
    id: str
    name: str
    email: str


@dataclass
class RowReader:
    """Reads the rows below one header; what it has to say gathers in ``remarks``."""

    header: Header
    book: PracticeBook
    roles: RoleTable
    sheet: str = ""
    remarks: list[Remark] = field(default_factory=list)

    def read(self, number: int, row: Sequence[Cell]) -> StaffRow | BrokenRow:
        """The person in this row, or the row as broken; ``number`` counts from 1."""
        cells = RowCells(self.header, number, row, self.sheet, self.remarks)
        person_id, name, email = read_id(cells), read_name(cells), read_email(cells)
        practice, (role, group) = read_practice(cells, self.book), read_role(cells, self.roles)
        if cells.failed:
            return self.broken(number, row)
        starts, ends = read_day(cells, "starts"), read_day(cells, "ends")
        if starts and ends and starts > ends:
            cells.warn("ends", "the end date lies before the start date")
        return StaffRow(
            row=number,
            sheet=self.sheet,
            id=person_id,
            name=name,
            email=email,
            practice=practice,
            role=role,
            role_group=group,
            also_works_at=read_also_works_at(cells, practice, self.book),
            working_days=read_working_days(cells),
            site=read_text(cells, "site") or None,
            starts=starts,
            ends=ends,
            paused_until=read_day(cells, "paused_until"),
            line_manager=read_text(cells, "line_manager"),
            host=read_host(cells),
            said=frozenset(cells.said),
        )

    def learn_practice(self, number: int, row: Sequence[Cell]) -> None:
        """Take in a code that stands beside a name, so that the name alone finds it in other rows."""
        cells = RowCells(self.header, number, row)
        try:
            self.book.learn(practice_of(cells.lettered("practice"), cells.text("practice_code")))
        except NoPractice:
            return  # said when the row is read

    def broken(self, number: int, row: Sequence[Cell]) -> BrokenRow:
        """Enough of the row to recognise whom it stands for."""
        cells = RowCells(self.header, number, row)
        name = shown_name(cells.text("name")) or joined_name(cells.text("first_name"), cells.text("last_name"))
        return BrokenRow(number, cells.text("id"), name, cells.text("email"))
