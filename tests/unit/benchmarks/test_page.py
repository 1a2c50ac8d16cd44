"""A year is run in a process of its own, within a limit, and reads right on the page."""

from __future__ import annotations

import pytest
import year as years_of
from networks import standard
from page import page
from tables_of import SHOWN, of_even, of_years, seconds
from year import PROGRAMS, Program, run_year

SHUFFLE = next(program for program in PROGRAMS if program.arguments == ("shuffle",))
GREEDY = next(program for program in PROGRAMS if program.arguments == ("greedy",))


@pytest.mark.parametrize("program", [SHUFFLE, GREEDY], ids=lambda program: program.name)
def test_a_spreadsheet_pairs_everybody_but_the_odd_one(program):
    network = standard("60", 1, rounds=3)
    year, score = run_year(program, network, seed=1, limit=60)
    assert year.ended
    assert score.rounds == 3
    assert score.left_out == sum(len(here) % 2 for here in network.rounds)
    assert len(year.seconds) == 3
    assert year.memory >= year.memory_at_start > 0


def test_a_program_ended_by_the_limit_keeps_its_rounds(tmp_path, monkeypatch):
    (tmp_path / "stuck.py").write_text(
        "import json, os, signal\n"
        "print(json.dumps({'imported': 0.5, 'megabytes': 9}), flush=True)\n"
        "print(json.dumps({'groups': [], 'seconds': 0.25, 'megabytes': 9}), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"  # as the limit does, without waiting for it
    )
    monkeypatch.setattr(years_of, "RUNS", tmp_path)
    year, score = run_year(Program("stuck", "stuck.py"), standard("60", 1, rounds=3), seed=1, limit=600)
    assert not year.ended
    assert not year.complaint
    assert (score.rounds, year.begun) == (1, 2)
    assert 0.25 <= year.spent < 600  # what it used, not how long it was waited for


def test_the_limit_ends_a_program_that_hangs(tmp_path, monkeypatch):
    (tmp_path / "hung.py").write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr(years_of, "RUNS", tmp_path)
    year, score = run_year(Program("hung", "hung.py"), standard("60", 1, rounds=3), seed=1, limit=0.2)
    assert (year.ended, year.complaint, score.rounds) == (False, "", 0)


def test_a_program_that_fails_says_why(tmp_path, monkeypatch):
    (tmp_path / "broken.py").write_text("raise SystemExit('no partners left')\n")
    monkeypatch.setattr(years_of, "RUNS", tmp_path)
    year, _ = run_year(Program("broken", "broken.py"), standard("60", 1, rounds=3), seed=1, limit=600)
    assert not year.ended
    assert year.complaint == "no partners left"


def row(program: str, **more) -> dict:
    return {
        "network": "60", "program": program, "installed": True, "rounds": 3, "same": 0, "same_bound": 0,
        "repeats": 0, "left_out": 0, "at_bounds": True, "ended": True, "seconds": 0.03, "by_round": [0.01] * 3,
        "begun": 3, "megabytes": 2.0, "import_seconds": 0.4, "import_megabytes": 47.0, "complaint": "",
    } | more  # fmt: skip


def test_a_ratio_counts_the_rounds_the_peer_began():
    peer = row("colette", rounds=1, begun=2, seconds=40.0, by_round=[1.0], ended=False, at_bounds=False)
    lines = of_even(
        {"years": {"rows": [row("pairs"), peer]}, "even": {"rows": [row("pairs"), row("colette", seconds=6.0)]}}
    )
    assert lines[2:] == ["| odd and even | 60 | 2 | at least 1/2,000 |", "| even only | 60 | 3 | 1/200 |"]


def test_a_ratio_is_of_the_rounds_the_peer_ended_where_that_says_more():
    peer = row("colette", rounds=1, begun=2, seconds=41.0, by_round=[40.0], ended=False, at_bounds=False)
    lines = of_even({"even": {"rows": [row("pairs"), peer]}})
    assert lines[2:] == ["| even only | 60 | 1 | 1/4,000 |"]


def test_what_did_not_end_or_is_not_installed_says_so():
    rows = [row("colette", ended=False, at_bounds=False, seconds=65.0), {**row("networkx"), "installed": False}]
    lines = of_years({"years": {"rows": rows}})
    assert "did not end: 3 rounds | over 65" in lines[2]
    assert "not installed" in lines[3]


def test_every_section_has_its_command_on_the_page():
    known = {"years": {"machine": "2 cores", "rows": [row("pairs")]}}
    text = page(known)
    assert "`python benchmarks/solver/page.py --only years` on 2 cores." in text
    assert "![" in text
    assert text.count("## ") == 1
    assert set(SHOWN) >= set(known)


@pytest.mark.parametrize(("value", "shown"), [(0.0123, "0.012"), (3.21, "3.2"), (65.2, "65"), (None, "did not end")])
def test_seconds_are_short(value, shown):
    assert seconds(value) == shown
