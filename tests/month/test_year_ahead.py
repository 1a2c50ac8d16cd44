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


STAFF = """name,email,practice,role,also_works_at
Ada Brook,ada@hill.example,Hill,GP,{0}
Ben Cole,ben@hill.example,{1},Nurse,{0}
Cat Dale,cat@hill.example,Hill,GP,{0}
Dan Earl,dan@hill.example,{1},Nurse,{0}
Eve Ford,eve@hill.example,Hill,GP,{0}
Fay Gill,fay@hill.example,{1},Nurse,{0}
"""


@pytest.fixture
def six(pairs, tmp_path):
    """Six people who have coffee; the words after the table of so many months."""

    def look(months: int, other: str = "Mill", both: str = "", **rules: str) -> list[str]:
        importance = ", ".join(f'{name} = {{ importance = "{value}" }}' for name, value in rules.items())
        coffee = f'[programmes.coffee]\nformat = "coffee"\nrules = {{ {importance} }}\n'
        (tmp_path / "pairs.toml").write_text(f'[network]\nname = "Northfold"\n{coffee}', encoding="utf-8")
        (tmp_path / "staff.csv").write_text(STAFF.format(both, other), encoding="utf-8")
        pairs("people", "import", "staff.csv", "--yes", "--as-of", "2026-12-01", cwd=tmp_path)
        shown = pairs("plan", "--months", months, "--as-of", "2026-12-01", cwd=tmp_path)
        assert all(len(line) <= 80 for line in shown.out.splitlines())
        return shown.out.splitlines()

    return look


def test_two_practices_of_three_have_three_months(six):
    shown = six(4)

    assert [" ".join(line.split()) for line in shown[3:7]] == [
        "1 December 2026 3 0 0 / 0 0 / 0",
        "2 January 2027 3 0 0 / 0 0 / 0",
        "3 February 2027 3 0 0 / 0 0 / 0",
        "4 March 2027 3 0 0 / 0 3 / 3",
    ]
    assert shown[8:] == [
        "New partners run out for Hill in month 4: with 3 of 6 people there, somebody of",
        "  it may be put with only 3 others, and needs 4 by then.",
        "New partners run out for Mill in month 4: with 3 of 6 people there, somebody of",
        "  it may be put with only 3 others, and needs 4 by then.",
        "Nothing was saved and nothing was sent.",
    ]


def test_where_no_rule_mixes_practices_colleagues_are_new_partners_too(six):
    """Six who may all meet have five rounds at most; those made one by one repeat somebody before."""
    shown = six(6, other="Hill")

    assert [line.split()[-6:-3] for line in shown[3:9]] == [["3", "/", "-"]] * 6
    assert shown[-4:-1] == [
        "New partners run out for Hill in month 6: with 6 of 6 people there, somebody of",
        "  it may be put with only 5 others, and needs 6 by then.",
        "Some meet again from month 4 on; counting people does not tell who has to.",
    ]


def test_repeats_whose_cause_is_not_counted_are_not_denied(six):
    shown = six(4, different_practice="low")

    assert shown[-2:] == [
        "Some meet again from month 4 on; counting people does not tell who has to.",
        "Nothing was saved and nothing was sent.",
    ]


def test_an_unknown_programme_is_told_of(network):
    shown = network("small").run("plan", "--months", "2", "--programme", "tea")

    assert shown.code == 3
    assert "there is no programme 'tea'" in shown.err


@pytest.mark.parametrize("months", ["0", "37"])
def test_months_are_from_one_to_three_years(network, months):
    assert network("small").run("plan", "--months", months).code == 2
