"""
Staff files broken in every way anybody has sent one: each gives clear words with row and column,
no traceback, and every good row comes in. All through the real command.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import pty
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sparing import slow_but

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


def encrypted() -> bytes:
    """The outside of an encrypted .xlsx: a compound file that names its one stream so."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 3000


BROKEN = [
    # encodings and delimiters
    Broken("byte order mark", b"\xef\xbb\xbf" + csv(HEADER + TWO), ("2 people on the list",)),
    Broken(
        "utf-16 with tabs", csv((HEADER + TWO).replace(",", "\t"), "utf-16"), ("2 people on the list",), file="s.txt"
    ),
    Broken("utf-16 without mark", csv((HEADER + TWO).replace(",", "\t"), "utf-16-le"), ("2 people",)),
    Broken(
        "windows-1252",
        csv(HEADER + TWO + "José Núñez,jose@mill.example,A81001,GP\n", "cp1252"),
        ("the file is not in UTF-8", "one word reads: José"),
        (*BOTH, "José Núñez"),
    ),
    Broken(
        "letters saved twice",
        csv(HEADER + TWO + "JosÃ© Roe,jose@mill.example,A81001,GP\n"),
        ('row 4, column Name: "JosÃ© Roe" was read as "José Roe"',),
        (*BOTH, "José Roe"),
    ),
    Broken("semicolons", csv((HEADER + TWO).replace(",", ";")), ("2 people on the list",)),
    Broken("bars", csv((HEADER + TWO).replace(",", "|")), ("2 people on the list",)),
    Broken(
        "excel's sep line",
        csv("sep=;\r\n" + (HEADER + TWO + "x;bad;A81001;GP\n").replace(",", ";")),
        ('row 4, column Email: "bad" is no e-mail address',),
        code=3,
    ),
    Broken(
        "a stray quote",
        csv(HEADER + '"Amy Lee,amy.lee@mill.example,A81001,HCA\n' + TWO),
        ("row 2: a quotation mark is opened and never closed",),
        ("Amy Lee", *BOTH),
    ),
    Broken("nul bytes", csv((HEADER + TWO).replace("Shah", "Sh\0ah")), ("2 people on the list",)),
    # headers
    Broken(
        "headers in other words, case and order",
        csv(
            'JOB  TITLE,"Practice\nCode",E-Mail Address,Surname,Forename\n'
            "GP,A81001,priya.shah@mill.example,Shah,Priya\nReceptionist,A81002,tom.jones@hill.example,Jones,Tom\n"
        ),
        ("2 people on the list",),
    ),
    Broken(
        "title rows above",
        csv("Riverside PCN staff list,,,\nUpdated 3 March 2026,,,\n,,,\n" + HEADER + TWO + "Amy,amy,A81001,GP\n"),
        ('row 7, column Email: "amy" is no e-mail address',),
        code=3,
    ),
    Broken(
        "two header rows",
        csv(
            "Person,,Practice,,Post\nName,E-mail,Code,Name,Title\n"
            "Priya Shah,priya.shah@mill.example,A81001,Mill Lane,GP\n"
            "Tom Jones,tom.jones@hill.example,81002,Hill Road,Receptionist\n"
        ),
        ('row 4, column Practice Code: "81002" is no ODS code: its letter is missing',),
        ("Priya Shah",),
    ),
    Broken(
        "the header again, a total, blank rows, a vacancy",
        csv(HEADER + "\n" + TWO + ",,,\n" + HEADER + "Vacancy,,Mill Lane,GP\nTotal,2,,\n"),
        ("row 6: the header stands here once more", "row 7: a post without a person", "row 8: a total"),
    ),
    Broken("no header", csv(TWO), ("no header row was found", "Priya Shah"), ()),
    Broken(
        "a required column is missing",
        csv("Name,Practice,Grade\nA,B,C\n"),
        (
            "there is no column for email",
            "there is no column for role",
            "The columns found in row 1 are: Name, Practice, Grade",
            "It may be called: email, e mail",
        ),
        (),
    ),
    Broken("only a header", csv(HEADER), ("there is a header but nobody below it",), ()),
    Broken("empty", b"", ("the file is empty",), ()),
    Broken("only blanks", b"\xef\xbb\xbf \r\n\r\n", ("the file is empty",), ()),
    Broken(
        "the same column twice",
        csv("Name,Email,E-mail,Practice,Role\n" + TWO.replace("example,", "example,x@y.example,")),
        ('column "E-mail" says the same as one before it',),
    ),
    # not a table at all
    Broken("a PDF", b"%PDF-1.7 ...", ("this is a PDF",), (), file="staff.xlsx"),
    Broken("junk", bytes(range(32)) * 40, ("neither text nor a spreadsheet",), ()),
    Broken(
        "a broken workbook", b"PK\x03\x04 this was once a workbook", ("the workbook cannot be read",), (), file="s.xlsx"
    ),
    Broken("a password", encrypted, ("protected by a password", "save a copy without one"), (), file="s.xlsx"),
    Broken(
        "a web page named .xls",
        b"<html><table><tr><td>Name</td></tr></table>",
        ("this is a web page",),
        (),
        file="s.xls",
    ),
    # private data
    Broken(
        "patients",
        csv("NHS number,Patient name,Email,Practice,Role\n1,A B,a@b.example,C,GP\n"),
        ("looks like a list of patients",),
        (),
    ),
    Broken(
        "dates of birth",
        more("Date of Birth,NHS No.", "1/1/1980,9434765919", "2/2/1981,9434765870"),
        ('column "Date of Birth" is not imported', 'column "NHS No." is not imported'),
    ),
    Broken(
        "NHS numbers as ids",
        csv(
            "ID,"
            + HEADER
            + "".join(
                f"{number},{line}\n"
                for number, line in zip(
                    ("9434765919", "9434765870", "9434765838"),
                    (TWO + "Amy Lee,amy@mill.example,A81001,GP").splitlines(),
                    strict=True,
                )
            )
        ),
        ('column "ID" holds what look like NHS numbers, and is not imported',),
        (*BOTH, "Amy Lee"),
    ),
    # addresses
    Broken(
        "a trailing semicolon",
        amy("amy.lee@mill.example;"),
        ('row 4, column Email: "amy.lee@mill.example;" was read as amy.lee@mill.example',),
        (*BOTH, "Amy Lee"),
    ),
    Broken(
        "name and brackets",
        amy("Amy Lee <amy.lee@mill.example>"),
        ("took the address out of the brackets",),
        (*BOTH, "Amy Lee"),
    ),
    Broken("mailto", amy("mailto:amy.lee@mill.example"), ("removed the word before the colon",), (*BOTH, "Amy Lee")),
    Broken(
        "a curly apostrophe",
        amy("amy.o\u2019lee@mill.example"),
        ("was read as amy.o'lee@mill.example",),
        (*BOTH, "Amy Lee"),
    ),
    Broken("a comma for the dot", amy('"amy@mill,example"'), ("row 4, column Email", "Did you mean amy@mill.example?")),
    Broken("no address", amy(""), ("row 4, column Email: the e-mail address is missing",)),
    Broken(
        "one address for three",
        csv(
            HEADER
            + TWO
            + "".join(
                f"{name},Reception@Mill.example,A81001,Receptionist\n" for name in ("Ann Ash", "Bea Birch", "Cy Cole")
            )
        ),
        (
            "rows 4, 5, 6, column Email: Reception@Mill.example is the address of 3 people",
            "only one of them is invited",
        ),
        (*BOTH, "Ann Ash", "Bea Birch", "Cy Cole"),
    ),
    Broken(
        "the same person twice",
        csv(HEADER + TWO + "SHAH Priya,Priya.Shah@mill.example,Hill Road Surgery,GP\n"),
        ("row 4, column Email: the same person as in row 2, at another practice",),
    ),
    # names, practices, ids
    Broken(
        "titles and capitals",
        csv(
            HEADER + '"DR. SHAH, Priya (Partner)",priya.shah@mill.example,MILL LANE SURGERY,GP\n'
            "MR TOM JONES,tom.jones@hill.example,hill road surgery,Receptionist\n"
        ),
        ("2 people on the list", "Mill Lane Surgery", "Hill Road Surgery"),
    ),
    Broken(
        "no name", csv(HEADER + TWO + ",amy@mill.example,A81001,GP\n"), ("row 4, column Name: the name is missing",)
    ),
    Broken(
        "a code as a number",
        amy(practice="81001"),
        ('row 4, column Practice: "81001" is no ODS code: its letter is missing',),
    ),
    Broken("a practice missing", amy(practice=""), ("row 4, column Practice: the practice is missing",)),
    Broken(
        "an address as id",
        csv("id," + HEADER + "7,Priya Shah,p@mill.example,A81001,GP\nt@h.example,Tom Jones,t@h.example,A81002,GP\n"),
        ("row 3, column id: an id must not hold an @",),
        ("Priya Shah",),
    ),
    Broken(
        "one id for two",
        csv("id," + HEADER + "7,Priya Shah,p@mill.example,A81001,GP\n7,Tom Jones,t@h.example,A81002,GP\n"),
        ("row 3, column id: the id 7 belongs to somebody else, in row 2",),
        ("Priya Shah",),
    ),
    # roles
    Broken("an unknown role", amy(role="Wizard"), ('"Wizard" = "other"', "1 person"), (*BOTH, "Amy Lee")),
    Broken(
        "a misspelt role",
        amy(role="Recepsionist"),
        ('"Recepsionist" = "admin"', 'like "receptionist"'),
        (*BOTH, "Amy Lee"),
    ),
    Broken(
        "no role", amy(role=""), ("row 4, column Role: the role is missing; the person is kept",), (*BOTH, "Amy Lee")
    ),
    # optional columns
    Broken(
        "unreadable days and dates",
        more("Days,Start date,Host", "Blursday,31/02/2026,perhaps", "Mon-Thu,03/25/2026,yes"),
        (
            'row 2, column Days: "Blursday" names no day',
            'row 2, column Start date: "31/02/2026" is a date that does not exist',
            "row 3, column Start date",
            "wrong way round",
            'row 2, column Host: "perhaps" is neither yes nor no',
        ),
    ),
    Broken(
        "leavers",
        csv(
            HEADER.strip()
            + ",Leaving date\n"
            + TWO.replace("\n", ",\n")
            + "Old Hand,old@mill.example,A81001,GP,01/03/2020\n"
        ),
        ("row 4, column Leaving date: the end date is past",),
    ),
    Broken(
        "a manager nobody knows",
        more("Line manager", "Tom Jones", "Nobody Known"),
        ('row 3, column Line manager: nobody in the list is "Nobody Known"',),
    ),
    Broken(
        "works everywhere", more("Also works at", "all", "Mill Lane Surgery"), ("would make everybody a colleague",)
    ),
    Broken(
        "a formula guard taken off",
        csv(HEADER + TWO + "'+Amy Lee,amy@mill.example,A81001,GP\n"),
        (),
        (*BOTH, "+Amy Lee"),
    ),
    Broken(
        "a formula as text",
        csv(HEADER + TWO + "=VLOOKUP(A2),amy@mill.example,A81001,GP\n"),
        ("row 4, column Name: the cell holds a formula",),
    ),
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


@pytest.fixture
def workspace(tmp_path: Path, empty_database: Path) -> Path:
    shutil.copy(empty_database, tmp_path)
    (tmp_path / "pairs.toml").write_text('[network]\nname = "Riverside PCN"\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("broken", slow_but(BROKEN, *BROKEN[::3]), ids=lambda broken: broken.name.replace(" ", "-"))
def test_a_broken_file_gives_clear_words_and_loses_nobody(broken: Broken, workspace: Path, pairs: Any) -> None:
    (workspace / broken.file).write_bytes(broken.bytes())

    ran = pairs("people", "import", broken.file, "--yes", "--as-of", "2026-12-01")

    said = " ".join((ran.out + ran.err).split())
    for words in broken.says:
        assert " ".join(words.split()) in said
    assert "Traceback" not in said
    assert not (workspace / "pairs-error.log").exists()
    skipped = "to mend (these rows are skipped)" in said or not broken.people
    assert ran.code == (3 if skipped else 0) if broken.code is None else broken.code
    people = pairs("people", "list", "--json").json()
    assert sorted(person["name"] for person in people) == sorted(broken.people)


def test_there_are_more_than_enough_broken_files() -> None:
    assert len(BROKEN) >= 35
    assert len({broken.name for broken in BROKEN}) == len(BROKEN)


@pytest.mark.parametrize(("name", "words"), [("missing.csv", "there is no such file"), (".", "this is a folder")])
def test_no_file_at_all(name: str, words: str, workspace: Path, pairs: Any) -> None:
    ran = pairs("people", "import", name, "--yes")
    assert ran.code == 3
    assert words in ran.err


def test_cells_come_in_as_what_they_mean(workspace: Path, pairs: Any) -> None:
    rows = [
        [
            "Staff No",
            "Full name",
            "NHS email",
            "Surgery",
            "ODS Code",
            "Job Title",
            "Mon",
            "Tue",
            "Wed",
            "Start Date",
            "Host?",
            "FTE",
        ],
        [
            12.0,
            "SMITH, John",
            "john@mill.example",
            "MILL LANE SURGERY",
            "a81001",
            "GP Partner",
            "x",
            "",
            "✓",
            dt.datetime(2020, 5, 1),  # noqa: DTZ001  # cells of spreadsheets know no zone
            "Y",
            0.8,
        ],
        [13.0, "Li Xu", "Li@Mill.example", "Mill Lane Surgery", None, "Recep.", "AM", "PM", None, 45000, None, 1],
    ]
    (workspace / "s.xlsx").write_bytes(book(("Staff", rows))())

    assert pairs("people", "import", "s.xlsx", "--yes").code == 0

    john, li = pairs("people", "list", "--json").json()
    assert john == {
        "id": "12",
        "name": "John Smith",
        "email": "john@mill.example",
        "practice": "A81001",
        "role": "GP Partner",
        "also_works_at": [],
        "working_days": ["Mon", "Wed"],
        "site": None,
        "starts": "2020-05-01",
        "ends": None,
        "paused_until": None,
        "line_manager": None,
        "host": True,
    }
    assert (li["id"], li["email"], li["practice"], li["starts"]) == ("13", "Li@Mill.example", "A81001", "2023-03-15")
    assert li["working_days"] == ["Mon", "Tue"]


def test_without_a_terminal_nobody_is_asked_and_check_changes_nothing(workspace: Path, pairs: Any) -> None:
    (workspace / "staff.csv").write_text(HEADER + TWO, encoding="utf-8")
    checked = pairs("people", "check", "staff.csv", "--json")
    assert checked.code == 0
    assert len(checked.json()["joined"]) == 2
    assert pairs("people", "list", "--json").json() == []

    ran = pairs("people", "import", "staff.csv")

    assert ran.code == 0
    assert "2 joined" in ran.out
    assert len(pairs("people", "list", "--json").json()) == 2


def test_a_file_that_would_empty_the_list_needs_more_than_yes(workspace: Path, pairs: Any) -> None:
    (workspace / "staff.csv").write_text(HEADER + TWO, encoding="utf-8")
    pairs("people", "import", "staff.csv", "--yes")
    (workspace / "staff.csv").write_text(HEADER + TWO.splitlines()[0], encoding="utf-8")

    refused = pairs("people", "import", "staff.csv", "--yes")
    assert refused.code == 5
    assert "1 of 2 people would leave" in refused.err
    assert len(pairs("people", "list", "--json").json()) == 2

    assert pairs("people", "import", "staff.csv", "--yes", "--accept-warnings").code == 0
    assert [person["name"] for person in pairs("people", "list", "--json").json()] == ["Priya Shah"]
    assert len(pairs("people", "list", "--left", "--json").json()) == 2


def test_an_export_comes_back_unchanged(workspace: Path, pairs: Any) -> None:
    text = (
        "Name,Email,Practice,Role,Also works at,Days,Site,Starts,Ends,Paused until,Line manager,Host\n"
        "Priya Shah,priya@mill.example,Mill Lane Surgery (A81001),GP,"
        '"Hill Road; Elm/Oak Practice","Mon, Wed",Main,01/02/2020,31/12/2027,,,yes\n'
        "Tom Jones,tom@hill.example,Hill Road,Receptionist,,Tue,,,,2027-02-01,priya@mill.example,no\n"
        "Amy O\u2019Neill,+amy@elm.example,Elm/Oak Practice,HCA,A81001,,,,,,,\n"
    )
    (workspace / "staff.csv").write_text(text, encoding="utf-8")
    assert pairs("people", "import", "staff.csv", "--yes", "--as-of", "2026-12-01").code == 0
    before = pairs("people", "list", "--json").json()
    assert [person["also_works_at"] for person in before if person["host"]] == [["Hill Road", "Elm/Oak Practice"]]

    for file in ("out.csv", "out.xlsx"):
        assert pairs("people", "export", file).code == 0
        again = pairs("people", "import", file, "--yes", "--as-of", "2026-12-02")
        assert again.code == 0, again.err
        assert "Nothing changes" in again.out
        assert pairs("people", "list", "--json").json() == before
    assert "'+amy@elm.example" in (workspace / "out.csv").read_text(encoding="utf-8-sig")


def test_a_sheet_is_chosen_by_name(workspace: Path, pairs: Any) -> None:
    (workspace / "s.xlsx").write_bytes(book(("Mill", ROWS[:2]), ("Hill", [ROWS[0], ROWS[2]]))())
    assert "there is no sheet" in pairs("people", "import", "s.xlsx", "--sheet", "Dale", "--yes").err
    assert pairs("people", "import", "s.xlsx", "--sheet", "mill", "--sheet", "Hill", "--yes").code == 0
    assert len(pairs("people", "list", "--json").json()) == 2


def test_pause_resume_stop_forget(workspace: Path, pairs: Any) -> None:
    (workspace / "staff.csv").write_text(
        HEADER + TWO + AMY.format(email="amy@mill.example", practice="A81001", role="GP"), encoding="utf-8"
    )
    pairs("people", "import", "staff.csv", "--yes")
    clock = ("--as-of", "2026-11-30")

    paused = pairs("people", "pause", "priya.shah@mill.example", "--months", 3, "--json", *clock)
    assert paused.json()["paused_until"] == "2027-02-28"
    assert pairs("people", "pause", "Priya Shah", "--until", "2027-02-28", *clock).err.count("already") == 1
    assert pairs("people", "pause", "Tom Jones", "--until", "2026-11-01", *clock).code == 3
    assert pairs("people", "pause", "Tom Jones", "--until", "soon").code == 3
    assert pairs("people", "pause", "Tom Jones", "--until", "2027-01-01", "--months", 2).code == 2
    assert pairs("people", "stop", "Tom", "--json").json()["standing"] == "stopped"
    assert pairs("people", "pause", "amy@mill.example", "--json").json()["standing"] == "paused"

    again = pairs("people", "import", "staff.csv", "--yes", *clock)
    assert "Nothing changes" in again.out
    assert pairs("people", "show", "Tom Jones", "--json").json()["standing"] == "stopped"
    assert pairs("people", "show", "Amy Lee", "--json").json()["standing"] == "paused"
    assert pairs("people", "show", "Priya Shah", "--json").json()["paused_until"] == "2027-02-28"
    assert pairs("people", "resume", "Tom Jones", "--json").json() | {"person": ""} == {
        "person": "",
        "standing": "active",
        "paused_until": None,
        "changed": True,
    }

    assert pairs("people", "forget", "Amy Lee").code == 5
    assert pairs("people", "forget", "Amy Lee", "--yes").code == 0
    assert "Amy" not in pairs("people", "list", "--left").out
    assert pairs("people", "show", "Amy Lee").code == 3


def test_names_that_two_people_share_are_answered_with_ids(workspace: Path, pairs: Any) -> None:
    text = "id," + HEADER + "a1,Tom Jones,t1@mill.example,A81001,GP\na2,Tom Jones,t2@hill.example,A81002,HCA\n"
    (workspace / "staff.csv").write_text(text, encoding="utf-8")
    pairs("people", "import", "staff.csv", "--yes")
    ran = pairs("people", "stop", "tom jones")
    assert ran.code == 3
    assert "a1 (A81001, GP), a2 (A81002, HCA)" in ran.err
    assert pairs("people", "stop", "a2").code == 0
    assert "nobody is called that" in pairs("people", "show", "Zoe").err


@pytest.mark.slow
def test_on_a_terminal_roles_are_asked_about_and_the_answers_kept(workspace: Path) -> None:
    (workspace / "staff.csv").write_bytes(amy(role="Recepsionist"))

    shown = on_a_terminal(["people", "import", "staff.csv"], workspace, answers=["", "y"])

    assert '"Recepsionist" (1, like "receptionist")' in shown
    assert "Import this?" in shown
    assert 'Recepsionist = "admin"' in (workspace / "pairs.toml").read_text(encoding="utf-8")
    assert "3 people on the list." in shown


def test_on_a_terminal_the_default_answer_changes_nothing(workspace: Path) -> None:
    (workspace / "staff.csv").write_bytes(amy())
    assert "Nothing changed." in on_a_terminal(["people", "import", "staff.csv"], workspace, answers=[""])


def on_a_terminal(args: list[str], folder: Path, answers: list[str]) -> str:
    """What a person at a real terminal sees, answering each question in turn."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pairing", *args]
    program = subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = ""
    with contextlib.suppress(OSError):  # the terminal closes when the program ends
        while piece := os.read(ours, 4096):
            shown += piece.decode("utf-8", errors="replace")
            if answers and shown.endswith("]: "):
                os.write(ours, f"{answers.pop(0)}\n".encode())
    os.close(ours)
    assert program.wait() == 0
    return " ".join(shown.split())
