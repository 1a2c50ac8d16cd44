"""Which sheet of a workbook is the staff list, and what a file lacks when none is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pairing.errors import InputError, Problem
from pairing.people.cells import matched, text_of
from pairing.people.headers import SYNONYMS, Header, find_header
from pairing.people.remarks import Gravity, Remark
from pairing.people.workbook import Sheet

_PATIENTS = re.compile(
    r"\bpatients? (names?|ids?|no|number|dob|address|surname|forename|record|registered)\b|^registered patients?\b"
)
Table = tuple[Sheet, Header]


def choose(sheets: Sequence[Sheet], wanted: Sequence[str], file: str) -> tuple[list[Table], list[Remark]]:
    """The sheets to read with their headers: those asked for, else the only one with a staff list's header.

    Raises `InputError` when there is none, when several might be meant, and for a list of patients.
    """
    if not sheets:
        raise InputError.at(file, "the workbook is empty")
    candidates = _named(sheets, wanted, file) or list(sheets)
    found = [(sheet, header) for sheet in candidates if (header := find_header(sheet.rows))]
    whole = [(sheet, header) for sheet, header in found if not header.missing]
    _refuse_patients(found, file)
    if wanted and len(whole) == len(candidates):
        return whole, [_was_hidden(sheet) for sheet in candidates if sheet.hidden]
    if wanted or not whole:
        raise _without_header(candidates, found, file)
    shown = [(sheet, header) for sheet, header in whole if not sheet.hidden] or whole
    if len(shown) > 1:
        raise InputError.at(
            file,
            f"several sheets look like staff lists: {', '.join(sheet.name for sheet, _ in shown)}",
            why="Reading only one would take everybody on the others for gone.",
            mend="Say which with --sheet NAME; it may be given several times.",
        )
    return shown, _on_choice(sheets, shown[0][0], [sheet for sheet, _ in whole])


def _named(sheets: Sequence[Sheet], wanted: Sequence[str], file: str) -> list[Sheet]:
    by_name = {sheet.name.casefold().strip(): sheet for sheet in sheets}
    for name in wanted:
        if not name.strip() or name.casefold().strip() not in by_name:
            there = ", ".join(sheet.name for sheet in sheets if sheet.name) or "none: a CSV file has no sheets"
            raise InputError.at(file, f'there is no sheet "{name}"', mend=f"The sheets are: {there}.")
    return [by_name[name.casefold().strip()] for name in dict.fromkeys(wanted)]


def _on_choice(sheets: Sequence[Sheet], chosen: Sheet, whole: Sequence[Sheet]) -> list[Remark]:
    remarks = [_was_hidden(chosen)] if chosen.hidden else []
    others = [sheet.name for sheet in sheets if sheet is not chosen]
    if others:
        what = f"sheet {chosen.name} was read; not read: {', '.join(others)}"
        remarks.append(Remark(Gravity.NOTICE, what, mend="Another one: --sheet NAME."))
    hidden = [sheet.name for sheet in whole if sheet is not chosen and sheet.hidden]
    if hidden:
        what = f"a hidden sheet also looks like a staff list and was not read: {', '.join(hidden)}"
        remarks.append(Remark(Gravity.WARNING, what, mend="If it should be, use --sheet NAME."))
    return remarks


def _was_hidden(sheet: Sheet) -> Remark:
    return Remark(Gravity.WARNING, f"sheet {sheet.name} is hidden, and was read")


def _without_header(candidates: Sequence[Sheet], found: Sequence[Table], file: str) -> InputError:
    """What the best header found lacks, or that there is none at all."""
    if not found:
        first = next((row for row in candidates[0].rows if any(text_of(cell) for cell in row)), ())
        return InputError.at(
            file,
            "no header row was found",
            why=f"The first row reads: {_listed([text_of(cell) for cell in first])}.",
            mend="The columns are called name, email, practice and role (and may have other usual names).",
        )
    sheet, header = min(found, key=lambda table: len(table[1].missing))
    seen = [*header.titles.values(), *header.unknown, *header.refused]
    where = f"{file}, sheet {sheet.name}" if sheet.name else file
    return InputError(
        *(
            Problem(
                f"there is no column for {name}",
                where,
                f"The columns found in row {header.last_row} are: {_listed(seen)}.",
                f"It may be called: {', '.join([name, *SYNONYMS[name][:8]])}.",
            )
            for name in header.missing
        )
    )


def _refuse_patients(found: Sequence[Table], file: str) -> None:
    for _, header in found:
        titles = [*header.unknown, *header.refused, *header.titles.values()]
        if any(_PATIENTS.search(matched(title)) for title in titles):
            raise InputError.at(
                file,
                "this looks like a list of patients, and pairs never reads one",
                why="Nothing of it was kept.",
                mend="Import a list of staff.",
            )


def _listed(words: Sequence[str]) -> str:
    return ", ".join(word[:40] for word in words if word) or "nothing"
