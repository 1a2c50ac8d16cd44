"""Pausing, resuming, stopping and forgetting somebody, by name, address or id."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from staff_files.made import AMY, HEADER, TWO


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
