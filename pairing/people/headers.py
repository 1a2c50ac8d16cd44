"""
Which column is which: the headers people really write, and the row they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pairing.people.cells import Cell, matched, text_of

#: our name for a column -> the headers it goes by, besides the name itself
SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": ("person id", "staff id", "staff no", "staff number", "employee id", "employee no", "employee number",
           "payroll no", "payroll number", "assignment number", "externalsyncid", "external sync id", "unique id",
           "ref", "reference", "staff ref", "pairs id", "id number", "staff code"),
    "name": ("full name", "staff name", "employee name", "display name", "displayname", "names", "staff member",
             "employee", "name of staff", "person", "staff", "colleague", "member of staff", "name of staff member"),
    "first_name": ("first name", "firstname", "forename", "forenames", "given name", "givenname", "given names",
                   "christian name", "first", "first names"),
    "last_name": ("last name", "lastname", "surname", "family name", "familyname", "last", "sn", "second name"),
    "known_as": ("known as", "preferred name", "preferred first name", "likes to be called", "nickname"),
    "email": ("e mail", "mail", "email address", "e mail address", "work email", "work email address", "nhs email",
              "nhsmail", "nhs mail", "nhs net email", "nhs email address", "nhsmail address", "contact email",
              "primary smtp address", "primarysmtpaddress", "emailaddress", "email work", "userprincipalname",
              "email addresses", "mail address", "nhs net", "nhs net address"),
    "practice": ("practice name", "surgery", "surgery name", "gp practice", "practice surgery", "organisation",
                 "organization", "organisation name", "employer", "employing practice", "home practice",
                 "main practice", "base practice", "workplace", "place of work", "practices", "name of practice",
                 "host practice", "practice team", "organisation practice", "company", "gp surgery"),
    "practice_code": ("practice code", "ods", "ods code", "organisation code", "organization code", "surgery code",
                      "gp code", "practice ods", "practice ods code", "org code", "code", "gp practice code",
                      "organisation ods code"),
    "role": ("job", "job title", "jobtitle", "job role", "role title", "position", "title role", "occupation",
             "staff role", "post", "post title", "designation", "roles", "profession", "nwrs role", "primary role"),
    "also_works_at": ("also works at", "other practices", "other practice", "second practice", "also at",
                      "additional practices", "additional practice", "other sites", "other surgeries",
                      "also works in", "other practice s", "works also at", "secondary practice"),
    "working_days": ("working days", "days", "days worked", "work days", "working pattern", "work pattern",
                     "days of work", "days in", "usual days", "normal working days", "days working", "workdays",
                     "usual working days"),
    "site": ("location", "base", "branch", "branch surgery", "work site", "work base", "office", "building"),
    "starts": ("start date", "start", "started", "date started", "date joined", "joined", "joining date",
               "commenced", "commencement date", "contract start", "contract start date", "date of joining",
               "starting", "employment start date", "new starter date"),
    "ends": ("end date", "end", "leaving date", "left", "date left", "leaver", "leave date", "contract end",
             "contract end date", "last day", "date of leaving", "finish date", "last working day",
             "termination date", "employment end date"),
    "paused_until": ("paused until", "pause until", "paused to", "on leave until", "leave until", "away until",
                     "return date", "returns", "back on", "maternity leave until", "back"),
    "line_manager": ("line manager", "manager", "reports to", "managed by", "supervisor", "line manager name",
                     "line manager email", "line manager id"),
    "host": ("hosts", "is host", "can host", "lunch host", "host lunches", "happy to host", "table host",
             "willing to host"),
    "mon": ("monday", "mondays"), "tue": ("tuesday", "tues", "tuesdays"),
    "wed": ("wednesday", "weds", "wednesdays"), "thu": ("thursday", "thur", "thurs", "thursdays"),
    "fri": ("friday", "fridays"), "sat": ("saturday", "saturdays"), "sun": ("sunday", "sundays"),
}  # fmt: skip

DAY_COLUMNS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

#: columns pairs never reads, whatever they hold
REFUSED = ("nhs number", "nhs no", "nhs num", "nhsnumber", "date of birth", "dob", "d o b", "birth date", "birthday",
           "birthdate", "born", "national insurance", "national insurance number", "ni number", "ni no",
           "nino", "ethnicity", "religion", "sexual orientation", "disability", "salary", "bank account")  # fmt: skip

#: whose address a column with "email" in its name may hold instead of the person's own at work
_OTHER_MAIL = {"manager", "managers", "supervisor", "personal", "private", "home", "second", "secondary", "other",
               "alternative", "practice", "generic", "shared", "sent", "subscribed", "group"}  # fmt: skip

#: A header stands no lower than this.
_FIRST_ROWS = 30

_BY_HEADER = {matched(header): name for name, headers in SYNONYMS.items() for header in (name, *headers)}


@dataclass(frozen=True)
class Header:
    """The header of a staff table: ``columns`` maps our names to column numbers (from 0), ``titles`` to the words.

    ``last_row`` is the row (from 1) after which people begin. ``unknown`` and ``refused`` are the
    headers of columns that are not imported; ``doubled`` those that say the same as one before.
    """

    columns: dict[str, int]
    titles: dict[str, str]
    last_row: int
    unknown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns no header stands for."""
        have = self.columns.keys()
        named = "name" in have or {"first_name", "last_name"} <= have
        placed = "practice" in have or "practice_code" in have
        present = {"name": named, "email": "email" in have, "practice": placed, "role": "role" in have}
        return tuple(name for name, there in present.items() if not there)


def known_headers(row: Sequence[Cell]) -> int:
    """How many different columns of a staff file this row names."""
    return len({name for cell in row if (name := column_named(text_of(cell)))})


def column_named(title: str) -> str | None:
    """Our name for a header; what stands in brackets or after an asterisk is an explanation."""
    plain = matched(title)
    if plain in _BY_HEADER:
        return _BY_HEADER[plain]
    bare = matched(re.split(r"[(*:]", title, maxsplit=1)[0])
    if bare in _BY_HEADER:
        return _BY_HEADER[bare]
    words = set(plain.replace("e mail", "email").split())
    return "email" if "email" in words and not words & _OTHER_MAIL else None


def is_refused(title: str) -> bool:
    """True for a header that promises what pairs must not hold."""
    plain = f" {matched(title)} "
    return any(f" {word} " in plain for word in REFUSED)


def find_header(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """The header among the first rows: the row, or two rows read as one, that names most columns.

    None when no row names at least two.
    """
    best: tuple[int, int, list[str]] | None = None
    for number, row in enumerate(rows[:_FIRST_ROWS], start=1):
        alone = [text_of(cell) for cell in row]
        pairs = [(number, alone)]
        if number < len(rows):
            pairs.append((number + 1, _as_one(alone, [text_of(cell) for cell in rows[number]])))
        for last, titles in pairs:
            found = known_headers(titles)
            if found >= 2 and (best is None or found > best[0]):
                best = (found, last, titles)
    return _header(best[2], best[1]) if best else None


def repeats(header: Header, row: Sequence[Cell]) -> bool:
    """True for a row in which the header stands once more, as on printed pages."""
    same = [matched(text_of(row[column])) == matched(header.titles[name])
            for name, column in header.columns.items() if column < len(row)]  # fmt: skip
    return sum(same) >= 2 and sum(same) * 2 >= len(header.columns)


def _as_one(upper: list[str], lower: list[str]) -> list[str]:
    """Two header rows read as one: "Practice" over "Code" is "Practice Code"; a title spans what is empty after it."""
    titles, last = [], ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        last = above or (last if below else "")
        spanned = f"{last} {below}".strip()
        titles.append(spanned if column_named(spanned) else (below if column_named(below) else above or below))
    return titles


def _header(titles: list[str], last_row: int) -> Header:
    columns: dict[str, int] = {}
    unknown, refused, doubled = [], [], []
    for number, title in enumerate(titles):
        name = column_named(title)
        if title and is_refused(title):
            refused.append(title)
        elif name is None:
            unknown.extend([title] if title else [])
        elif name in columns:
            doubled.append(title)
        else:
            columns[name] = number
    return Header(
        columns,
        {name: titles[number] for name, number in columns.items()},
        last_row,
        tuple(unknown),
        tuple(refused),
        tuple(doubled),
    )
