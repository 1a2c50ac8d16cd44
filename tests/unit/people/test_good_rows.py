"""A bad row anywhere never costs a good one, and the same file gives the same people."""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pairing.errors import InputError
from pairing.people.headers import find_header
from pairing.people.person import RoleGroup
from pairing.people.roles import RoleTable
from pairing.people.staff_file import StaffList, read_staff

HEADER = "Name,Email,Practice,Role,Days"
GOOD = (
    "Priya Shah,priya@mill.example,Mill Lane Surgery (A81001),GP,Mon",
    "Tom Jones,tom@hill.example,Hill Road (A81002),Receptionist,Tue",
    '"Lee, Amy",amy@mill.example,Mill Lane Surgery,HCA,"Mon, Tue"',
    "Bea Birch,bea@elm.example,Elm House,SPLW,",
)
NAMES = {"Priya Shah", "Tom Jones", "Amy Lee", "Bea Birch"}


def reading(text: str) -> StaffList:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "staff.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return read_staff(path, today=dt.date(2026, 12, 1), roles=RoleTable())


SPOILED = (
    '"Open Quote,o@x.example,A81001,GP,Mon',
    'Q,q@x.example,"A81001,GP,',
    ",,,,,,,,",
    "Total,4",
    "=1/0,a@b.example",
    HEADER,
    "X Y,broken,81001,GP,",
    "\ufeff",
    "'",
    '""""',
    "a;b;c;d;e",
    "Zed Zoe,z@z.example,99999,,",
)
cell = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=20)
spoiled = st.one_of(
    st.lists(cell, max_size=8).map(",".join),
    st.sampled_from(SPOILED),
)


@given(st.lists(st.tuples(st.integers(0, 4), spoiled), min_size=1, max_size=4))
def test_good_rows_survive_bad_ones_anywhere(bad: list[tuple[int, str]]) -> None:
    lines = list(GOOD)
    for place, row in bad:
        lines.insert(place, row)
    staff = reading("\n".join([HEADER, *lines]) + "\n")
    assert {row.name for row in staff.rows} >= NAMES
    assert {row.practice for row in staff.rows if row.name in {"Priya Shah", "Amy Lee"}} == {"A81001"}


def test_every_skipped_row_is_an_error_with_its_row_and_column() -> None:
    staff = reading("\n".join([HEADER, GOOD[0], "X Y,broken,81001,GP,", GOOD[1]]))
    assert [(error.rows, error.column) for error in staff.errors] == [((3,), "Email"), ((3,), "Practice")]
    assert [row.row for row in staff.broken] == [3]


def test_the_same_trouble_in_many_rows_is_said_once() -> None:
    bad = [f"A{letter} B,{letter}@x.example,81001,GP," for letter in "abcdefghijklmnopq"]
    (error,) = reading("\n".join([HEADER, GOOD[0], *bad])).errors
    assert len(error.rows) == 17
    assert error.where == "rows 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 and 5 more, column Practice"


@given(st.binary(max_size=600))
def test_any_file_is_read_or_refused_in_words(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "staff.csv"
        path.write_bytes(data)
        with contextlib.suppress(InputError):  # anything else would reach the lead as a fault of ours
            read_staff(path, today=dt.date(2026, 12, 1), roles=RoleTable())


def test_two_rows_read_as_one_header() -> None:
    header = find_header([["Practice", "", "Person"], ["Code", "Name", "Email"], ["A81001", "Mill", "a@x.example"]])
    assert header is not None
    assert header.columns == {"practice_code": 0, "practice": 1, "email": 2}
    assert header.last_row == 2


def test_a_real_looking_networks_file() -> None:
    """What a manager keeps: a title, a header in her words, capitals, a leaver, a vacancy, a total, a note."""
    text = (
        "RIVERSIDE PCN - STAFF CONTACTS (updated by Jo 03/11/2026),,,,,,,,\r\n"
        ",,,,,,,,\r\n"
        "Surname,Forename(s),Job Title ,Surgery,\"ODS\nCode\",NHS.net Email,Days Worked,Leaving Date,FTE\r\n"
        "SHAH,Priya,GP Partner,MILL LANE SURGERY,A81001,priya.shah@mill.example,Mon-Thu,,0.8\r\n"
        "OKAFOR,Prince,Salaried GP,MILL LANE SURGERY,,prince.okafor@mill.example;,\"M, W, F\",,0.6\r\n"
        "O\u2019NEILL,Siân,Lead Nurse,Mill Lane Surgery,A81001,sian.o\u2019neill@mill.example,Tues/Weds,,0.4\r\n"
        "JONES,Tom,Recep.,HILL ROAD HEALTH CENTRE,a81002,Tom.Jones@hill.example,All,,1\r\n"
        "LEE,Amy,Senior Receptionist,Hill Road Health Centre,A81002,reception@hill.example,varies,,0.5\r\n"
        "ASH,Ann,Receptionist,Hill Road Health Centre,A81002,Reception@hill.example,Mon,,0.5\r\n"
        "VACANCY,,HCA,Hill Road Health Centre,A81002,,,,1\r\n"
        "COLE,Cy,SPLW,Riverside PCN,U12345,cy.cole@pcn.example,Mon to Fri,,1\r\n"
        "SHAH,Priya,GP Partner,Hill Road Health Centre,A81002,priya.shah@mill.example,Fri,,0.1\r\n"
        "OLD,Hand,GP,Mill Lane Surgery,A81001,old.hand@mill.example,,31/03/2026,\r\n"
        ",,,,,,,,\r\n"
        "Total,12,,,,,,,5.9\r\n"
        "Please tell Jo about changes,,,,,,,,\r\n"
    )  # fmt: skip
    staff = reading(text)

    people = {row.name: row for row in staff.rows}
    assert sorted(people) == [
        "Amy Lee", "Ann Ash", "Cy Cole", "Prince Okafor", "Priya Shah", "Siân O'Neill", "Tom Jones"
    ]  # fmt: skip
    assert people["Priya Shah"].also_works_at == ("A81002",)
    assert people["Priya Shah"].working_days == ("Mon", "Tue", "Wed", "Thu", "Fri")
    assert people["Prince Okafor"].practice == "A81001"
    assert people["Prince Okafor"].email == "prince.okafor@mill.example"
    assert people["Siân O'Neill"].email == "sian.o'neill@mill.example"
    assert people["Siân O'Neill"].role_group is RoleGroup.NURSE
    assert people["Cy Cole"].role_group is RoleGroup.DIRECT_PATIENT_CARE
    assert [practice.name for practice in staff.practices] == [
        "Mill Lane Surgery", "Hill Road Health Centre", "Riverside PCN"
    ]  # fmt: skip
    assert staff.unknown_roles == ()
    assert staff.errors == []
    assert [row.name for row in staff.gone] == ["Hand Old"]
    said = " | ".join(f"{remark.where}: {remark.what}" for remark in staff.remarks)
    for words in ("rows 8, 9, column NHS.net Email: reception@hill.example is the address of 2 people",
                  "row 12, column NHS.net Email: the same person as in row 4, at another practice",
                  "row 10: a post without a person", "row 15: a total", "row 16: only one cell is filled",
                  "row 13, column Leaving Date: the end date is past", "FTE"):  # fmt: skip
        assert words in said
