"""`pairs plan --months`: what a year would look like, with nothing kept."""

from __future__ import annotations

import json
import re

import pytest


@pytest.mark.slow
def test_a_year_is_shown_and_nothing_is_kept(network):
    net = network("small")
    before = sorted(path.name for path in net.folder.rglob("*"))

    shown = net.run("plan", "--months", "3")

    assert shown.code == 0
    assert [line[:24].strip() for line in shown.out.splitlines() if " 2026  " in line or " 2027  " in line] == [
        "1  December 2026",
        "2  January 2027",
        "3  February 2027",
        "1  December 2026",
        "3  February 2027",
    ]
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    assert shown.out.rstrip().endswith("Nothing was saved and nothing was sent.")
    assert sorted(path.name for path in net.folder.rglob("*")) == before
    assert net.mails == []


def test_figures_for_programs_are_true_of_each_other(network):
    told = json.loads(network("small").run("plan", "--months", "3", "--programme", "coffee", "--json").out)

    assert [(each["month"], each["round"]) for each in told["rounds"]] == [
        (1, "coffee-2026-12"),
        (2, "coffee-2027-01"),
        (3, "coffee-2027-02"),
    ]
    for each in told["rounds"]:
        assert each["left_out"] == 0
        assert each["least_same_practice"] <= each["same_practice"]
        assert (each["repeats"], each["least_repeats"]) == (0, 0)


@pytest.mark.slow
def test_the_month_in_which_new_partners_run_out_is_named_with_its_reason(network):
    net = network("small")

    shown = net.run("plan", "--months", "30", "--programme", "coffee")

    lines = " ".join(shown.out.split())
    told = re.search(
        r"New partners run out for (.+?) in month (\d+): (.+? are needed by then|.+? needs \d+ by then)", lines
    )
    assert told is not None
    repeats = [line.split() for line in shown.out.splitlines() if re.match(r" +\d+  ", line)]
    first = next(int(words[0]) for words in repeats if words[-3] != "0")
    assert first <= int(told[2])


def test_an_unknown_programme_is_told_of(network):
    shown = network("small").run("plan", "--months", "2", "--programme", "tea")

    assert shown.code == 3
    assert "there is no programme 'tea'" in shown.err


@pytest.mark.parametrize("months", ["0", "37"])
def test_months_are_from_one_to_three_years(network, months):
    assert network("small").run("plan", "--months", months).code == 2
