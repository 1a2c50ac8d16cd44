"""Workbooks, of Excel and LibreOffice, that say more or less than their cells."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from staff_files.made import ROWS, Broken, book


def hide_row(workbook: Any) -> None:
    workbook["Staff"].row_dimensions[3].hidden = True


def hide_sheet(workbook: Any) -> None:
    workbook["Old"].sheet_state = "hidden"


def merge_practice(workbook: Any) -> None:
    workbook["Staff"].merge_cells("C2:C3")


def open_document() -> bytes:
    """A LibreOffice spreadsheet, by hand: one table, all cells text."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Staff">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
        archive.writestr("content.xml", content)
    return out.getvalue()


BROKEN_BOOKS = [
    # workbooks
    Broken(
        "several sheets",
        book(("Notes", [["Hello"]]), ("Staff", ROWS)),
        ("sheet Staff was read; not read: Notes",),
        file="s.xlsx",
    ),
    Broken(
        "two staff sheets",
        book(("Mill", ROWS), ("Hill", ROWS)),
        ("several sheets look like staff lists: Mill, Hill", "--sheet"),
        (),
        file="s.xlsx",
    ),
    Broken(
        "a hidden sheet",
        book(("Staff", ROWS), ("Old", ROWS), change=hide_sheet),
        ("a hidden sheet also looks like",),
        file="s.xlsx",
    ),
    Broken(
        "a hidden row",
        book(("Staff", ROWS), change=hide_row),
        ("row 3: hidden rows are read like any other",),
        file="s.xlsx",
    ),
    Broken(
        "merged cells",
        book(("Staff", [*ROWS[:2], [*ROWS[2][:2], None, "GP"]]), change=merge_practice),
        ("row 3: merged cells",),
        file="s.xlsx",
    ),
    Broken(
        "a formula without its result",
        book(("Staff", [*ROWS, ["Amy Lee", '=B2&"x"', "A81001", "GP"]])),
        ("row 4, column Email: the cell holds a formula, not its result",),
        file="s.xlsx",
    ),
    Broken(
        "numbers and dates in cells",
        book(
            (
                "Staff",
                [
                    ["Staff No", *ROWS[0], "Start date", "Ends"],
                    [12.0, *ROWS[1], dt.date(2020, 5, 1), 60000],
                    [13.0, *ROWS[2], 45000, None],
                ],
            )
        ),
        ("2 people on the list",),
        file="s.xlsx",
    ),
    Broken("a LibreOffice file", open_document, ("2 people on the list",), file="s.ods"),
    Broken("an empty workbook", book(("Staff", [])), ("the workbook is empty",), (), file="s.xlsx"),
    Broken(
        "an error in a cell",
        book(("Staff", [*ROWS, ["#REF!", "amy@mill.example", "A81001", "GP"]])),
        ("row 4, column Name: the cell holds a spreadsheet error",),
        file="s.xlsx",
    ),
]
