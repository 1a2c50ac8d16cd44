"""
What reading a staff file has to say: an error skips a row, a warning keeps it, a notice is only news.

A remark names row and column as the person sees them in the spreadsheet: the first row is 1 and
the column is called by its header.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from pairing.errors import Problem


class Gravity(StrEnum):
    """How much a remark matters."""

    ERROR = "error"  # the row was skipped
    WARNING = "warning"  # the row is kept; somebody is to look
    NOTICE = "notice"  # what was done, for information


@dataclass(frozen=True)
class Remark:
    """One thing to say about a staff file. ``row`` is 0 when it concerns the whole file.

    ``rows`` names further rows with the same trouble, once `together` has gathered them.
    """

    gravity: Gravity
    what: str
    row: int = 0
    column: str = ""
    mend: str = ""
    sheet: str = ""
    rows: tuple[int, ...] = ()

    @property
    def where(self) -> str:
        """The place within the file: sheet, row and column; empty for the whole file."""
        rows = self.rows or ((self.row,) if self.row else ())
        parts = (
            f"sheet {self.sheet}" if self.sheet else "",
            _named(rows) if rows else "",
            f"column {self.column}" if self.column else "",
        )
        return ", ".join(part for part in parts if part)

    def as_problem(self, file: str) -> Problem:
        """The same, in the shape every error has."""
        return Problem(what=self.what, where=f"{file} {self.where}".strip(), mend=self.mend)


def together(remarks: Iterable[Remark]) -> list[Remark]:
    """The remarks, gravest first, with those that say the same about one column gathered into one."""
    gathered: dict[tuple[Gravity, str, str, str, str], list[Remark]] = {}
    for remark in remarks:
        key = (remark.gravity, remark.sheet, remark.column, remark.what, remark.mend)
        gathered.setdefault(key, []).append(remark)
    whole = [
        replace(alike[0], rows=tuple(row for remark in alike for row in (remark.rows or (remark.row,)) if row))
        for alike in gathered.values()
    ]
    order = list(Gravity)
    return sorted(whole, key=lambda remark: (order.index(remark.gravity), remark.row))


def of_gravity(remarks: Iterable[Remark], gravity: Gravity) -> list[Remark]:
    """Those of one gravity, in their order."""
    return [remark for remark in remarks if remark.gravity is gravity]


def _named(rows: tuple[int, ...]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]}"
    shown = ", ".join(str(row) for row in rows[:12])
    return f"rows {shown}" + (f" and {len(rows) - 12} more" if len(rows) > 12 else "")
