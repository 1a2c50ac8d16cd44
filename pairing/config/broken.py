"""
A `pairs.toml` that is no TOML, and where in the file a key stands: the reader's words for what the
parser says, with line and column.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from pairing.errors import InputError, Problem

_PLACE = re.compile(r"\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")
_HEADER = re.compile(r"^\s*\[\[?\s*(?P<path>[^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*(?P<path>[^=\[\]{}#]+?)\s*=")
_PART = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^.\s"\']+)')

#: what the parser says (its beginning) -> what is wrong, how to mend it
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    ("Expected '=' after a key", "a name without a value", 'Write `name = "value"`, or put # before a remark.'),
    (
        "Invalid value",
        "a value pairs cannot read",
        'Put words in straight quotes: name = "Riverside"; true and false in small letters.',
    ),
    ("Cannot overwrite a value", "the same key stands here twice", "Keep one of the two lines."),
    ("Cannot declare", "the same [section] stands here twice", "Move its lines under the first one."),
    ("Cannot mutate immutable", "this section was already written in another way", "Keep one way of writing it."),
    ("Unclosed array", "a list is not closed", "End it with ]."),
    ("Unclosed inline table", "a table is not closed", "End it with }."),
    ("Illegal character '\\n'", "a quote is not closed on this line", 'End the text with " on the same line.'),
    ("Unterminated string", "a quote is not closed", 'End the text with ".'),
    (
        "Unescaped '\\' in a string",
        "a single backslash inside double quotes",
        r"Write the path with /, or in single quotes: 'C:\pairs'.",
    ),
    (
        "Invalid initial character",
        "a character no name may begin with",
        "Names use letters, digits, - and _; put others in quotes.",
    ),
    (
        "Expected newline or end of document",
        "something stands after a complete value",
        "Put it on a line of its own, or after #.",
    ),
    ("Expected ']'", "a [section] is not closed", "End it with ]."),
    ("Invalid date or datetime", "a date that does not exist", "Write days as 2026-12-03."),
    ("Unescaped quote", "a quote inside quotes", "Put text that holds double quotes in single quotes."),
)


def parse(text: str, file: str) -> dict[str, Any]:
    """The table a TOML text holds; an error with line, column, meaning and mend when it is broken."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_explained(str(error), text, file)) from None


def decode(data: bytes, file: str) -> str:
    """The text of a TOML file. A mark at the beginning and Windows' UTF-16 are understood; anything
    but Unicode is refused with its line.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16").replace("\r\n", "\n")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError.at(
            f"{file} line {line}",
            "a letter in an old Windows encoding",
            mend="Save the file as UTF-8 (in Notepad: Save as, Encoding).",
        ) from None


def _explained(message: str, text: str, file: str) -> Problem:
    place = _PLACE.search(message)
    if place and place["line"]:
        line, column = int(place["line"]), int(place["column"])
    else:
        line, column = text.count("\n") + 1, 1
    shown = text.split("\n")[line - 1].strip() if line <= text.count("\n") + 1 else ""
    what, mend = next(
        ((what, mend) for start, what, mend in _MEANINGS if message.startswith(start)),
        (_PLACE.sub("", message).strip(), "Compare the line with the example that `pairs init` writes."),
    )
    if not shown:
        what, mend = "the file ends inside a list or a text", "Close what is open: ] for a list, quotes for a text."
    if what.startswith("a value") and any(quote in shown for quote in "\u201c\u201d\u2018\u2019"):
        what, mend = "curly quotes around a value", 'Use straight quotes: "like this".'
    return Problem(what=f"{what}: {shown}" if shown else what, where=f"{file} line {line}, column {column}", mend=mend)


def line_of(path: tuple[str, ...], text: str) -> int | None:
    """The line of the file where ``path`` (or the nearest table above it) is written; None if nowhere.

    Positions in a list of tables are digits in ``path``. Values that span lines are stepped over
    loosely: this serves error messages only.
    """
    best: tuple[int, int] | None = None  # how many parts agree, line
    section: tuple[str, ...] = ()
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        header = _HEADER.match(line)
        key = None if header else _KEY.match(line)
        if header:
            section = _parts(header["path"])
            if line.lstrip().startswith("[["):
                seen[section] = seen.get(section, -1) + 1
                section = (*section, str(seen[section]))
            here = section
        elif key:
            here = (*section, *_parts(key["path"]))
        else:
            continue
        agree = min(len(here), len(path))
        if here[:agree] == path[:agree] and (best is None or agree > best[0]):
            best = (agree, number)
    return best[1] if best else None


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(a or b or c for a, b, c in _PART.findall(dotted))
