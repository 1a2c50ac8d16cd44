"""Surprises by the clock, and what a lead reads when one stops the run."""

from __future__ import annotations

import pytest

LUNCH = """
[programmes.lunch]
format = "lunch"
every = "month"
[[programmes.lunch.occasions]]
date = %s
start = "12:30"
place = "Parish hall"
tables = 6
seats = 8
"""


def test_a_clock_behind_the_last_round_stops_even_yes_until_accepted(sent):
    net, _ = sent
    before = len(net.mails)

    stopped = net.run("run", "--yes", "--programme", "coffee", on="2026-11-02")
    assert stopped.code == 5
    assert "The clock says 2026-11-02" in stopped.err
    assert [line for line in stopped.err.splitlines() if len(line) > 80] == []
    assert len(net.mails) == before

    accepted = net.run("run", "--yes", "--accept-warnings", "--programme", "coffee", on="2026-11-02")
    assert accepted.code == 0
    assert len(net.mails) > before


def test_why_speaks_no_rule_names(sent):
    net, _ = sent
    person = net.run("people", "list", "--json").json()[0]["id"]

    told = net.run("why", person).out

    assert "_" not in told


def a_lunch_on(net, date):
    config = net.folder / "pairs.toml"
    head = config.read_text(encoding="utf-8").partition("[programmes")[0]
    config.write_text(head + LUNCH % date, encoding="utf-8")


def test_a_lunch_on_a_day_nobody_works_stops_even_yes(network):
    net = network("few")
    a_lunch_on(net, "2026-12-12")

    stopped = net.run("run", "--yes", on="2026-12-02")

    assert stopped.code == 5
    assert "Nobody has a group" in " ".join(stopped.err.split())
    assert net.mails == []


@pytest.mark.slow
def test_a_lunch_whose_dates_are_gone_waits_for_new_ones(network):
    net = network("small")
    a_lunch_on(net, "2026-12-01")

    for command in (("run", "--yes"), ("plan",)):
        ran = net.run(*command, on="2026-12-02")
        assert ran.code == 0
        assert "none of its dates is still to come" in ran.err
    assert net.mails == []

    a_lunch_on(net, "2026-12-10")
    assert net.run("run", "--yes", on="2026-12-02").code == 0
    assert net.mails
