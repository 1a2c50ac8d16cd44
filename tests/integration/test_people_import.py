"""A staff file comes in as what it means, changes nothing unasked, and goes out as it came."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from staff_files.made import HEADER, ROWS, TWO, book


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
