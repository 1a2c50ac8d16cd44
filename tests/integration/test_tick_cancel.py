"""`pairs tick` and `pairs cancel`, as they are typed."""

from __future__ import annotations

import os

import pytest

CONFIG = """
[network]
name = "Riverside"

[lead]
name = "Ada Fields"
email = "ada@riverside.example"

[programmes.coffee]
format = "coffee"
"""
STAFF = "id,name,email,practice,role\n" + "".join(
    f"p{number},Ann {'ABCDEFGH'[number]}lder,p{number}@riverside.example,Practice {number % 3},GP\n"
    for number in range(8)
)


@pytest.fixture
def net(pairs, tmp_path, monkeypatch):
    monkeypatch.setenv("PAIRS__SECRET", "5e" * 32)
    (tmp_path / "pairs.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "staff.csv").write_text(STAFF, encoding="utf-8")
    assert pairs("people", "import", "staff.csv", "--yes", "--as-of", "2026-12-01").code == 0
    ran = pairs("run", "--yes", "--accept-warnings", "--seed", 1, "--json", "--as-of", "2026-12-01")
    assert ran.code == 0, ran.err
    return pairs


def test_a_tick_does_what_is_due_once(net):
    first = net("tick", "--json", "--as-of", "2026-12-04")
    again = net("tick", "--json", "--as-of", "2026-12-04")

    assert (first.code, again.code) == (0, 0)
    assert {row["kind"] for row in first.json()["messages"]} >= {"nudge"}
    assert first.json()["sent"] == len(first.json()["messages"])
    assert (again.json()["messages"], again.json()["sent"]) == ([], 0)


def test_a_dry_run_lists_what_is_due_and_keeps_nothing(net):
    shown = net("tick", "--dry-run", "--json", "--as-of", "2026-12-01T10:00").json()
    again = net("tick", "--dry-run", "--json", "--as-of", "2026-12-01T10:00").json()

    assert shown == again | {"as_of": shown["as_of"]}
    assert {row["kind"] for row in shown["due"]} == {"nudge", "reminder", "did_you_meet", "digest"}


def test_a_group_is_cancelled_with_the_leads_words_and_only_it_hears(net, tmp_path):
    before = set(os.listdir(tmp_path / "outbox"))
    asked = net("cancel", "coffee-2026-12/2", "--as-of", "2026-12-01T10:00")
    done = net("cancel", "coffee-2026-12/2", "--yes", "--words", "Both are on leave.", "--as-of", "2026-12-01T10:00")
    again = net("cancel", "coffee-2026-12/2", "--yes", "--as-of", "2026-12-01T10:00")

    assert (asked.code, done.code, again.code) == (5, 0, 3)
    new = [tmp_path / "outbox" / name for name in set(os.listdir(tmp_path / "outbox")) - before]
    assert len(new) == 2
    assert all("Both are on leave." in path.read_text().replace("=\n", "") for path in new)


def test_a_whole_round_is_cancelled(net, tmp_path):
    done = net("cancel", "coffee-2026-12", "--yes", "--json", "--as-of", "2026-12-01T10:00")

    assert done.code == 0, done.err
    assert done.json() == {"round": "coffee-2026-12", "cancelled": [1, 2, 3, 4], "messages": 8}
    assert net("tick", "--json", "--as-of", "2026-12-09").json()["messages"] == []
