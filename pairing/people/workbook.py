"""
A workbook (.xlsx, .xlsm, .xls, .ods) as sheets of plain cells, with what only a spreadsheet can hide:
hidden sheets and rows, merged cells, formulas whose result was never saved.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from pairing.errors import InputError
from pairing.people.cells import Cell, text_of
from pairing.people.remarks import Gravity, Remark

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any encrypted .xlsx
FORMULA = "\x00formula without a result"


@dataclass(frozen=True)
class Sheet:
    """A table of cells; ``rows[0]`` is the spreadsheet's row 1. ``name`` is empty for a CSV file."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden: bool = False
    remarks: tuple[Remark, ...] = ()


def sheets_of(data: bytes, file: str) -> tuple[Sheet, ...]:
    """Every sheet that has any cells, in the workbook's order."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            _read(book, meta.name, hidden=meta.visible is not SheetVisibleEnum.Visible)
            for meta in book.sheets_metadata
            if meta.typ is SheetTypeEnum.WorkSheet
        ]
    except Exception as error:  # noqa: BLE001  # calamine raises a dozen kinds, some of them from broken XML
        raise _unreadable(data, file, error) from None
    sheets = [sheet for sheet in sheets if any(text_of(cell) for row in sheet.rows for cell in row)]
    return tuple(_with_hidden_things(sheets, data)) if data.startswith(ZIP) else tuple(sheets)


def _read(book: CalamineWorkbook, name: str, *, hidden: bool) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    filled: list[int] = []
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        # Only downwards: one practice beside five people is theirs; a title across columns is a title.
        for row in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[row]) and text_of(rows[top][left]) and not text_of(rows[row][left]):
                rows[row][left] = rows[top][left]
                filled.append(row + 1)
    remarks = [Remark(Gravity.NOTICE, "merged cells: the value counts for every row they span", row) for row in filled]
    return Sheet(name, tuple(map(tuple, rows)), hidden, tuple(remarks))


def _unreadable(data: bytes, file: str, error: Exception) -> InputError:
    encrypted = "EncryptedPackage".encode("utf-16-le") in data
    if encrypted or isinstance(error, PasswordError) or "password" in str(error).lower():
        return InputError.at(
            file, "the workbook is protected by a password", mend="Open it, save a copy without one, and import that."
        )
    suffix = Path(file).suffix.lower()
    if suffix in {".docx", ".pptx", ".zip", ".numbers", ".pages"}:
        return InputError.at(file, f"a {suffix} file is no spreadsheet", mend="Save the staff list as .xlsx or CSV.")
    return InputError.at(
        file, "the workbook cannot be read; it may be damaged", mend="Open it in a spreadsheet and save it again."
    )


def _with_hidden_things(sheets: list[Sheet], data: bytes) -> list[Sheet]:
    """The sheets with a remark for hidden rows, and with formulas and errors where a value is missing."""
    from openpyxl import load_workbook  # a third of a second, only for workbooks

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells of charts and drop-down lists it cannot keep
            book = load_workbook(io.BytesIO(data))
    except Exception:  # noqa: BLE001  # a second opinion only: calamine has read the cells already
        return sheets
    return [_looked_at_again(sheet, book[sheet.name]) if sheet.name in book.sheetnames else sheet for sheet in sheets]


def _looked_at_again(sheet: Sheet, other: Worksheet) -> Sheet:
    rows = [list(row) for row in sheet.rows]
    for number, cells in enumerate(other.iter_rows(max_row=len(rows))):
        for column, cell in enumerate(cells[: len(rows[number])]):
            if cell.data_type in {"f", "e"} and not text_of(rows[number][column]):
                rows[number][column] = FORMULA if cell.data_type == "f" else str(cell.value)
    hidden = sorted(number for number, row in other.row_dimensions.items() if row.hidden and number <= len(rows))
    shown = tuple(number for number in hidden if any(text_of(cell) for cell in rows[number - 1]))
    remarks = list(sheet.remarks)
    if shown:
        what, mend = "hidden rows are read like any other", "Delete rows that should not count."
        remarks.append(Remark(Gravity.WARNING, what, shown[0], mend=mend, rows=shown))
    return replace(sheet, rows=tuple(map(tuple, rows)), remarks=tuple(remarks))
