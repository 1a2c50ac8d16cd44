"""
A CSV file from any spreadsheet: which encoding, which delimiter, and where each record ends.

Nothing is guessed from letter frequencies (that turned José into something else in trials): UTF-16 by its
mark, else UTF-8 if it is valid, else Windows-1252, and one decoded word is shown to be confirmed.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence

from pairing.errors import InputError
from pairing.people.remarks import Gravity, Remark

DELIMITERS = (",", ";", "\t", "|")
_CONTROL = bytes({*range(9), 11, *range(14, 27), *range(28, 32)})

Rows = list[list[str]]


def decode(data: bytes, file: str) -> tuple[str, list[Remark]]:
    """The file's text, and what there is to say about how it was read."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), []
    if half := _utf16_without_mark(data):
        return data.decode(half, errors="replace"), []
    junk = sum(data.count(byte) for byte in _CONTROL)
    if junk * 3 > len(data) or (junk * 50 > len(data) and not _is_utf8(data)):
        raise InputError.at(
            file, "this is neither text nor a spreadsheet", mend="Save the staff list as .xlsx or CSV UTF-8."
        )
    data = data.replace(b"\0", b"")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("cp1252", errors="replace")
    return text, [_shown(text)]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(data: bytes) -> str:
    """Text in which every other byte is empty is UTF-16 that lost its mark; "" when it is not."""
    sample = data[:2000]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * 0.7:
        return "utf-16-le"
    return "utf-16-be" if half and sample[0::2].count(0) > half * 0.7 else ""


def _shown(text: str) -> Remark:
    word = next((word for word in re.findall(r"[^\s,;|\"]+", text) if not word.isascii()), "")
    return Remark(
        Gravity.NOTICE,
        f"the file is not in UTF-8; it was read as Windows text, so that one word reads: {word}",
        mend='If that word looks wrong, save the file again as "CSV UTF-8".',
    )


def rows_of(text: str, known: Callable[[Sequence[str]], int]) -> tuple[Rows, list[Remark]]:
    """The records of a CSV text, by the delimiter under which ``known`` recognises most headers.

    A quotation mark that is opened and never closed spoils its own record only.
    """
    lines = [line for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text) if line]
    if lines and (named := re.fullmatch(r"\s*sep=(.)\s*", lines[0], re.IGNORECASE)):
        return _records(lines[1:], named[1])  # Excel's own first line, which it never shows
    head = lines[:40]

    def recognised(delimiter: str) -> tuple[int, int]:
        rows = _records(head, delimiter)[0]
        return max((known(row) for row in rows), default=0), max((len(row) for row in rows), default=0)

    best = max(DELIMITERS, key=lambda delimiter: (recognised(delimiter), -DELIMITERS.index(delimiter)))
    return _records(lines, best)


def _records(lines: list[str], delimiter: str) -> tuple[Rows, list[Remark]]:
    rows: Rows = []
    remarks: list[Remark] = []
    widths = Counter(len(_parsed(line, delimiter)) for line in lines[:200] if line.strip())
    width = widths.most_common(1)[0][0] if widths else 0
    start = 0
    while start < len(lines):
        end = _last_line(lines, start, delimiter, width)
        if end is None:
            row = [cell.strip().strip('"') for cell in lines[start].rstrip("\r\n").split(delimiter)]
            remarks.append(
                Remark(Gravity.WARNING, "a quotation mark is opened and never closed", len(rows) + 1, mend="Remove it.")
            )
            end = start
        else:
            row = _parsed("".join(lines[start : end + 1]), delimiter)
        rows.append(row)
        start = end + 1
    return rows, remarks


def _last_line(lines: list[str], start: int, delimiter: str, width: int) -> int | None:
    """The index of the line that ends the record; None when its quotation mark is a stray one.

    A mark is stray when it is never closed, or closed only after swallowing a line that is a
    whole record by itself.
    """
    for end in range(start, min(start + 50, len(lines))):
        alone = lines[end]
        if end > start and width > 2 and not _open_quote(alone, delimiter) and len(_parsed(alone, delimiter)) >= width:
            return None
        if not _open_quote("".join(lines[start : end + 1]), delimiter):
            return end
    return None


def _open_quote(record: str, delimiter: str) -> bool:
    """True when a quoted cell is still open at the end; quotes inside an unquoted cell are letters."""
    quoted, at_start, i = False, True, 0
    while i < len(record):
        letter = record[i]
        if quoted:
            if letter == '"' and record[i + 1 : i + 2] == '"':
                i += 1
            elif letter == '"':
                quoted = False
        elif letter == '"' and at_start:
            quoted = True
        at_start = not quoted and letter == delimiter
        i += 1
    return quoted


def _parsed(record: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([record], delimiter=delimiter), [])
    except csv.Error:  # a cell longer than any cell of a staff list
        return [cell[:1000] for cell in record.split(delimiter)]
