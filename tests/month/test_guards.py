"""Surprises by the clock, and what a lead reads when one stops the run."""

from __future__ import annotations


def test_a_clock_behind_the_last_round_stops_even_yes_until_accepted(network):
    net = network("small")
    assert net.run("run", "--yes", "--programme", "coffee").code == 0
    sent = len(net.mails)

    stopped = net.run("run", "--yes", "--programme", "coffee", on="2026-11-02")
    assert stopped.code == 5
    assert "The clock says 2026-11-02" in stopped.err
    assert [line for line in stopped.err.splitlines() if len(line) > 80] == []
    assert len(net.mails) == sent

    accepted = net.run("run", "--yes", "--accept-warnings", "--programme", "coffee", on="2026-11-02")
    assert accepted.code == 0
    assert len(net.mails) > sent


def test_why_speaks_no_rule_names(network):
    net = network("small")
    assert net.run("run", "--yes", "--programme", "coffee").code == 0
    person = net.run("people", "list", "--json").json()[0]["id"]

    told = net.run("why", person).out

    assert "_" not in told
