"""After the mail: status, why, attendance, and a next round that remembers."""

from __future__ import annotations

from itertools import combinations

import pytest


def couples(plan):
    return {frozenset(pair) for group in plan["groups"] for pair in combinations(group["members"], 2)}


def test_status_counts_people_messages_and_meetings(sent):
    net, plan = sent
    members = sum(len(group["members"]) for group in plan["groups"])

    coffee = net.run("status", "--json").json()["programmes"][0]

    assert coffee["state"] == "sent"
    assert coffee["messages"] == {"sent": members + len(plan["left_out"])}
    assert coffee["met"] == {"yes": 0, "no": 0, "unknown": len(plan["groups"])}
    assert "written, not mailed" in net.run("status").out


def test_status_fits_eighty_columns(sent):
    net, _ = sent

    assert [line for line in net.run("status").out.splitlines() if len(line) > 80] == []


def test_why_says_whom_and_why(sent):
    net, plan = sent
    group = plan["groups"][0]

    found = net.run("why", group["members"][0], "--json").json()

    assert found["round"] == "coffee-2026-12"
    assert found["group"] == group["members"]
    assert found["why"][: len(group["why"])] == group["why"]


def test_why_two_says_what_speaks_for_and_against(sent):
    net, plan = sent
    one, other = plan["groups"][0]["members"][0], plan["groups"][1]["members"][0]

    found = net.run("why", one, other, "--json").json()

    assert found["group"] == []
    assert found["why"][0] == "They were not put together in coffee-2026-12."
    assert "They had not been put together before." in found["why"]


def test_why_somebody_sat_out_who_had_paused(network):
    net = network("few")
    person = net.run("people", "list", "--json").json()[0]["id"]
    net.run("people", "pause", person, "--until", "2027-01-01")
    net.run("run", "--yes", "--programme", "coffee")

    assert "They have paused until 2027-01-01." in net.run("why", person).out


def test_why_nobody_is_explained(sent):
    net, _ = sent

    ran = net.run("why", "nobody@nowhere.example")

    assert ran.code == 3
    assert "nobody is called that" in ran.err


def test_those_who_did_not_meet_may_meet_again_and_those_who_met_do_not(sent):
    net, plan = sent
    rows = ["round,date,programme,group,person,met"]
    for number, group in enumerate(plan["groups"], 1):
        met = "no" if number == 1 else "yes"
        rows += [f"{plan['round']},2026-12-08,coffee,{number},{person},{met}" for person in group["members"]]
    (net.folder / "met.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    recorded = net.run("attend", "--file", "met.csv")
    assert recorded.code == 0, recorded.err

    coffee = net.run("status", "--json").json()["programmes"][0]
    assert coffee["met"] == {"yes": len(plan["groups"]) - 1, "no": 1, "unknown": 0}
    later = net.run("run", "--yes", "--accept-warnings", "--programme", "coffee", "--json", on="2027-01-05").json()[0]
    assert couples(later) & couples(plan) <= couples({"groups": plan["groups"][:1]})


def test_rounds_from_before_are_avoided(network):
    net = network("few")
    people = [person["id"] for person in net.run("people", "list", "--json").json()]
    planned = net.run("plan", "--programme", "coffee", "--seed", "3", "--json").json()[0]
    rows = ["round,date,programme,group,person,met"]
    for number, group in enumerate(planned["groups"], 1):
        rows += [f"2026-10,2026-10-06,coffee,{number},{person},yes" for person in group["members"]]
    (net.folder / "old.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    imported = net.run("history", "import", "old.csv", "--yes")
    assert imported.code == 0, imported.err

    again = net.run("plan", "--programme", "coffee", "--seed", "3", "--json").json()[0]
    assert len(people) >= 4
    assert not couples(again) & couples(planned)


@pytest.mark.parametrize("act", [("pause", "--months", "1"), ("stop",)])
def test_mail_that_still_waits_is_withdrawn_from_who_pauses_or_stops(network, act, nobody_waits):
    net = network("few")
    config = net.folder / "pairs.toml"
    folder = config.read_text(encoding="utf-8")
    config.write_text(folder.replace('delivery = "folder"', 'delivery = "smtp"') + "\n[mail.smtp]\nport = 9\n")
    assert net.run("run", "--yes", "--programme", "coffee").code == 75
    waiting = net.run("status", "--json").json()["programmes"][0]["messages"]["queued"]
    person = net.run("people", "list", "--json").json()[0]["id"]

    assert net.run("people", act[0], person, *act[1:]).code == 0

    messages = net.run("status", "--json").json()["programmes"][0]["messages"]
    assert messages == {"queued": waiting - 1, "withdrawn": 1}


def test_status_shows_mail_that_could_not_be_read(sent):
    net, _ = sent
    (net.folder / "odd.eml").write_bytes(b"From: stranger@elsewhere.example\r\nSubject: hm\r\n\r\nWho are you?\r\n")

    assert net.run("collect", "odd.eml").code in {0, 6}

    (row,) = net.run("status", "--json").json()["quarantined"]
    assert row["why"]
    assert "Mail that could not be read for certain" in net.run("status").out


def test_why_follows_what_became_of_a_group(sent):
    net, plan = sent
    person = plan["groups"][0]["members"][0]

    assert net.run("cancel", f"{plan['round']}/1", "--yes").code == 0

    found = net.run("why", person, "--json").json()
    assert found["group"] == []
    assert found["why"][0].startswith((f"Their group in {plan['round']}", f"Left out of {plan['round']}"))
