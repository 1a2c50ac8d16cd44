"""What kind of file a staff list is, and the tables in it: a workbook's sheets, or the one table of a text file."""

from __future__ import annotations

import re
from pathlib import Path

from pairing.errors import InputError
from pairing.people.headers import known_headers
from pairing.people.remarks import Remark
from pairing.people.text_file import decode, rows_of
from pairing.people.workbook import COMPOUND, ZIP, Sheet, sheets_of

_LARGEST = 50_000_000  # bytes; the largest network's list with ten columns is a hundredth of it
_OTHER_FILES = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
                b"{\\rtf": "a text document"}  # fmt: skip


def tables_of(path: Path) -> tuple[list[Sheet], list[Remark]]:
    """Every table of the file, and what there is to say of how it is written.

    Raises `InputError` when it cannot be read or is no table.
    """
    data, file = _bytes(path), path.name
    if data.startswith((ZIP, COMPOUND)):
        return list(sheets_of(data, file)), []
    for start, what in _OTHER_FILES.items():
        if data.startswith(start):
            raise InputError.at(file, f"this is {what}, not a table", mend="Save the staff list as .xlsx or CSV UTF-8.")
    text, remarks = decode(data, file)
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise InputError.at(
            file, "this is a web page or XML under a spreadsheet's name", mend="Open it and save it as .xlsx."
        )
    rows, more = rows_of(text, known_headers)
    return [Sheet("", tuple(map(tuple, rows)))], remarks + more


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise InputError.at(str(path), "this is a folder, not a file", mend="Name the staff file in it.")
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError.at(path.name, "this file is far larger than any staff list", mend="Is it the right one?")
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError.at(str(path), "there is no such file", mend="Check the name and the folder.") from None
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise InputError.at(str(path), f"the file cannot be read: {why}", mend="Close it elsewhere?") from None
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise InputError.at(path.name, "the file is empty")
    return data
