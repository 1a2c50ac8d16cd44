"""One row of a staff table under its header, and what there is to say about each of its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pairing.people.cells import Cell, text_of
from pairing.people.headers import Header
from pairing.people.remarks import Gravity, Remark
from pairing.people.workbook import FORMULA

_GUARDED = re.compile(r"^'[=+\-@\t\r']")
_FORMULA = re.compile(r"^=\s*[A-Za-z(+\-\d$]")
_SHEET_ERROR = re.compile(r"^#(REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)$", re.IGNORECASE)
_AS_VALUES = "Copy the column and paste it as values."


@dataclass
class RowCells:
    """The cells of row ``number`` (from 1) by our names for the columns.

    ``failed`` is true once a required cell could not be read; ``said`` gathers the optional
    columns this row really speaks about.
    """

    header: Header
    number: int
    cells: Sequence[Cell]
    sheet: str = ""
    remarks: list[Remark] = field(default_factory=list)
    failed: bool = False
    said: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """True when the table has this column."""
        return name in self.header.columns

    def raw(self, name: str) -> Cell:
        """The cell as the spreadsheet holds it; None where there is none."""
        column = self.header.columns.get(name)
        return self.cells[column] if column is not None and column < len(self.cells) else None

    def text(self, name: str) -> str:
        """The cell's tidy text, without the apostrophe that guards a spreadsheet from formulas."""
        text = text_of(self.raw(name))
        return text[1:] if _GUARDED.match(text) else text

    def optional(self, name: str) -> str:
        """The text of an optional cell; from now on this row speaks about the column, if it is there."""
        if self.unusable(name):
            self.warn(name, self.unusable(name), _AS_VALUES)
            return ""
        if self.has(name):
            self.said.add(name)
        return self.text(name)

    def lettered(self, name: str) -> str:
        """The text with the letters it had before somebody saved it in the wrong encoding, where that shows."""
        text = self.text(name)
        if "\ufffd" in text:
            self.warn(name, "letters were lost when the file was saved", 'Save it again as "CSV UTF-8".')
        if not re.search("[\u00c3\u00c2\u00e2]", text):
            return text
        try:
            mended = text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return text
        self.warn(name, f'"{text}" was read as "{mended}"', 'Save the file again as "CSV UTF-8".')
        return mended

    def unusable(self, name: str) -> str:
        """Why the cell's text is no text, or ""."""
        raw = self.raw(name)
        if raw == FORMULA or _FORMULA.match(text_of(raw)):
            return "the cell holds a formula, not its result"
        return "the cell holds a spreadsheet error" if _SHEET_ERROR.match(text_of(raw)) else ""

    def fails_if_unusable(self, *names: str) -> bool:
        """True, with an error, when one of these required cells holds no text at all."""
        for name in names:
            if problem := self.unusable(name):
                self.fail(name, problem, _AS_VALUES)
                return True
        return False

    def fail(self, name: str, what: str, mend: str = "") -> str:
        """Say why the row cannot be read; returns the empty text, to stand in for the value."""
        self.failed = True
        self._remark(Gravity.ERROR, name, what, mend)
        return ""

    def warn(self, name: str, what: str, mend: str = "") -> None:
        """Say what somebody should look at."""
        self._remark(Gravity.WARNING, name, what, mend)

    def unsaid(self, name: str, what: str, mend: str = "") -> None:
        """Warn that an optional cell cannot be read: the roster's value stays."""
        self.said.discard(name)
        self.warn(name, what, mend)

    def _remark(self, gravity: Gravity, name: str, what: str, mend: str) -> None:
        column = self.header.titles.get(name, name)
        self.remarks.append(Remark(gravity, what, self.number, column, mend, self.sheet))
