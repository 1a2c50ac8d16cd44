"""``pairs remind``: once, only those who have not answered, never more than four mails."""

from __future__ import annotations

LATER = "2026-12-03T10:00"


def reminded(net):
    return {row["person"] for row in net.run("outbox", "list", "--json").json() if row["kind"] == "reminder"}


def test_everybody_who_has_not_answered_is_reminded_once(sent):
    net, plan = sent
    members = {person for group in plan["groups"] for person in group["members"]}

    asked = net.run("remind", on=LATER)
    assert asked.code == 5
    assert not reminded(net)
    first = net.run("remind", "coffee-2026-12", "--yes", "--json", on=LATER)

    assert first.code == 0, first.err
    (row,) = first.json()
    assert set(row["reminded"]) == reminded(net)
    told = reminded(net)
    assert told <= members
    mails = len(net.mails)
    again = net.run("remind", "--yes", "--json", on="2026-12-03T11:00").json()[0]
    assert again["reminded"] == []
    assert again["passed_over"]["reminded"] == len(told)
    assert len(net.mails) == mails
    for day in (6, 8, 11):
        net.run("tick", on=f"2026-12-{day:02}T09:30")
    reminders = [row for row in net.run("outbox", "list", "--json").json() if row["kind"] == "reminder"]
    assert len(reminders) == len({row["person"] for row in reminders}), "the tick's reminder is the same one"


def test_who_was_invited_today_is_left_in_peace(sent):
    net, plan = sent

    row = net.run("remind", "--yes", "--json", on="2026-12-01T15:00").json()[0]

    assert row["reminded"] == []
    assert row["passed_over"]["just invited"] >= len(plan["groups"])


def test_who_has_paused_is_not_reminded(sent):
    net, plan = sent
    person = plan["groups"][0]["members"][0]
    net.run("people", "pause", person, "--months", "1", on="2026-12-02")

    row = net.run("remind", "--yes", "--json", on=LATER).json()[0]

    assert person not in row["reminded"]


def test_a_round_that_is_not_under_way_is_named(sent):
    net, _ = sent

    ran = net.run("remind", "coffee-2026-11", "--yes", on=LATER)

    assert ran.code == 3
    assert "coffee-2026-12" in ran.err
    assert net.run("remind", "--yes", on="2027-03-01").code == 3
