"""Staff files as people send them: the usual two rows, and what makes a file of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl

HEADER = "Name,Email,Practice,Role\n"
TWO = (
    "Priya Shah,priya.shah@mill.example,Mill Lane Surgery (A81001),GP\n"
    "Tom Jones,tom.jones@hill.example,Hill Road Surgery (A81002),Receptionist\n"
)
BOTH = ("Priya Shah", "Tom Jones")
AMY = "Amy Lee,{email},{practice},{role}\n"

Make = Callable[[], bytes]


@dataclass(frozen=True)
class Broken:
    """A file, the words it must give (anywhere, spaces not counted) and who must come in."""

    name: str
    content: bytes | Make
    says: tuple[str, ...]
    people: tuple[str, ...] = BOTH
    file: str = "staff.csv"
    code: int | None = None  # None: 3 when nobody comes in or a row is skipped, else 0

    def bytes(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else self.content()


def csv(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def amy(email: str = "amy.lee@mill.example", practice: str = "Mill Lane Surgery", role: str = "HCA") -> bytes:
    return csv(HEADER + TWO + AMY.format(email=email, practice=practice, role=role))


def more(columns: str, *values: str) -> bytes:
    """The usual two, and further columns with values for each."""
    lines = TWO.splitlines()
    return csv(
        HEADER.strip() + "," + columns + "\n" + "\n".join(f"{a},{b}" for a, b in zip(lines, values, strict=True))
    )


def book(*sheets: tuple[str, Sequence[Sequence[Any]]], change: Callable[[Any], None] = lambda book: None) -> Make:
    def make() -> bytes:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)  # type: ignore[arg-type]  # a new workbook has one
        for title, rows in sheets:
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        change(workbook)
        out = io.BytesIO()
        workbook.save(out)
        return out.getvalue()

    return make


ROWS: list[list[Any]] = [line.split(",") for line in (HEADER + TWO).strip().splitlines()]
