"""The monthly job through its door, on an invented network."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from held_elsewhere import WORKSPACE, held_elsewhere


def test_run_with_yes_writes_one_message_for_everybody(sent):
    net, coffee = sent

    members = [person for group in coffee["groups"] for person in group["members"]]
    assert Counter(members + [row["person"] for row in coffee["left_out"]]).most_common(1)[0][1] == 1
    assert len(net.mails) == len(members) + len(coffee["left_out"])
    assert coffee["state"] == "sent"


def test_a_second_run_of_the_month_changes_nothing_and_says_so(sent):
    net, _ = sent
    before = {path: path.read_bytes() for path in net.mails}

    again = net.run("run", "--yes", "--programme", "coffee", on="2026-12-15")

    assert again.code == 0
    assert "sent before. Nothing to do." in again.err
    assert {path: path.read_bytes() for path in net.mails} == before


def test_without_a_terminal_and_without_yes_the_plan_is_saved_and_nothing_sent(network):
    net = network("few")

    ran = net.run("run", "--programme", "coffee", "--json")

    assert ran.code == 5
    assert net.mails == []
    assert ran.json()[0]["state"] == "awaiting_approval"
    assert "pairs send coffee-2026-12 --yes" in ran.err


def test_what_was_seen_is_what_is_sent(network):
    net = network("few")
    seen = net.run("run", "--programme", "coffee", "--json").json()[0]

    sent = net.run("run", "--yes", "--programme", "coffee", "--json", on="2026-12-02").json()[0]

    assert sent["groups"] == seen["groups"]
    assert sent["seed"] == seen["seed"]


def test_send_sends_exactly_the_saved_plan(network):
    net = network("few")
    planned = net.run("plan", "--programme", "coffee", "--json").json()[0]

    assert net.run("send", "coffee-2026-12").code == 5
    assert net.mails == []
    sent = net.run("send", "coffee-2026-12", "--yes", "--json")

    assert sent.code == 0, sent.err
    assert sent.json()[0]["groups"] == planned["groups"]
    assert len(net.mails) == sum(len(group["members"]) for group in planned["groups"])


def test_a_plan_edited_by_hand_is_refused(network):
    net = network("few")
    net.run("plan", "--programme", "coffee")
    file = net.folder / "plans" / "coffee-2026-12.json"
    file.write_text(file.read_text().replace('"number": 1,', '"number": 99,'))

    ran = net.run("send", "coffee-2026-12", "--yes")

    assert ran.code == 3
    assert "changed after it was made" in ran.err
    assert net.mails == []


def test_a_pause_after_the_plan_makes_it_void(network):
    net = network("few")
    planned = net.run("plan", "--programme", "coffee", "--json").json()[0]
    person = planned["groups"][0]["members"][0]
    assert net.run("people", "pause", person, "--months", "1").code == 0

    ran = net.run("send", "coffee-2026-12", "--yes")

    assert ran.code == 3
    assert person in ran.err
    assert net.mails == []


def test_a_test_message_goes_to_one_address_and_is_not_recorded(network):
    net = network("few")
    net.run("plan", "--programme", "coffee")

    ran = net.run("send", "coffee-2026-12", "--test-to", "lead@network.example")

    assert ran.code == 0, ran.err
    (mail,) = net.read()
    assert mail["To"] == "lead@network.example"
    assert net.run("status", "--json").json()["programmes"][0]["state"] == "awaiting_approval"


def test_a_dry_run_keeps_and_sends_nothing(network):
    net = network("few")

    ran = net.run("run", "--dry-run", "--programme", "coffee", "--json")

    assert ran.code == 0
    assert ran.json()[0]["groups"]
    assert net.mails == []
    assert [path.name for path in (net.folder / "plans").iterdir()] == ["coffee-2026-12-preview.html"]
    assert net.run("status", "--json").json()["programmes"][0]["state"] == "due"


def test_the_same_secret_seed_and_clock_give_the_same_bytes(network):
    one, other = network("few", name="one"), network("few", name="other")

    for net in (one, other):
        assert net.run("run", "--yes", "--seed", "7", "--programme", "coffee").code == 0

    assert [path.name for path in one.mails] == [path.name for path in other.mails]
    assert [path.read_bytes() for path in one.mails] == [path.read_bytes() for path in other.mails]


def test_without_a_config_the_run_names_init_and_demo(pairs):
    ran = pairs("run")

    assert ran.code == 3
    assert "pairs init" in ran.err
    assert "pairs demo" in ran.err


def test_without_people_the_run_says_how_to_import_them(pairs, tmp_path):
    (tmp_path / "pairs.toml").write_text('[network]\nname = "Riverside"\n[programmes.coffee]\nformat = "coffee"\n')

    ran = pairs("run")

    assert ran.code == 3
    assert "pairs people import" in ran.err


def test_an_unknown_programme_is_named(network):
    ran = network("few").run("run", "--programme", "tea")

    assert ran.code == 3
    assert "'tea'" in ran.err
    assert "coffee" in ran.err


def test_a_second_run_at_the_same_time_exits_7(network):
    net = network("few")
    with held_elsewhere(WORKSPACE, net.folder):
        ran = net.run("run", "--yes")

    assert ran.code == 7
    assert net.mails == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("staff.csv", "last imported 60 days ago"),
        ("domain", "not among the allowed ones"),
        ("many", "would send"),
    ],
)
def test_a_surprise_stops_even_yes_until_accepted(network, change, words):
    net = network("few")
    day = "2026-12-01"
    config = net.folder / "pairs.toml"
    if change == "staff.csv":
        day = "2027-01-30"
    elif change == "domain":
        config.write_text(config.read_text() + '\n[guards]\ndomains = ["elsewhere.example"]\n')
    else:
        config.write_text(config.read_text() + "\n[guards]\nmost_messages = 3\n")

    stopped = net.run("run", "--yes", "--programme", "coffee", on=day)
    assert stopped.code == 5, stopped.err
    assert words in stopped.err
    assert net.mails == []

    assert net.run("run", "--yes", "--accept-warnings", "--programme", "coffee", on=day).code == 0
    assert net.mails


def test_a_roster_much_larger_than_last_month_stops_even_yes(sent):
    net, _ = sent
    staff = net.folder / "staff.csv"
    rows = staff.read_text(encoding="utf-8").splitlines()
    practice = rows[1].split(",")[2]
    rows += [f"New Person{n},new.person{n}@{practice.lower()}.example,{practice},Receptionist,,,,,,," for n in range(8)]
    staff.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert net.run("people", "import", "staff.csv", "--yes", on="2027-01-05").code == 0

    ran = net.run("run", "--yes", "--programme", "coffee", on="2027-01-05")

    assert ran.code == 5
    assert "more than 10 % different" in ran.err


def test_next_month_nobody_meets_the_same_person(sent):
    net, first = sent
    second = net.run("run", "--yes", "--programme", "coffee", "--json", on="2027-01-05").json()[0]

    def pairs_of(plan):
        return {
            frozenset((a, b)) for group in plan["groups"] for a in group["members"] for b in group["members"] if a != b
        }

    assert pairs_of(first)
    assert not pairs_of(first) & pairs_of(second)


@pytest.mark.slow
def test_the_preview_fits_eighty_columns(network):
    net = network("few")

    ran = net.run("run", "--dry-run")

    too_long = [line for line in ran.err.splitlines() if len(line) > 80 and str(net.folder) not in line]
    assert too_long == []


def test_names_are_in_no_plan_and_no_fact(sent):
    net, _ = sent
    names = [person["name"] for person in net.run("people", "list", "--json").json()]
    plans = "".join(path.read_text() for path in (net.folder / "plans").glob("*.json"))

    assert names
    assert not [name for name in names if name in plans]


def test_a_bad_as_of_is_explained(network):
    ran = network("few").run("run", on="yesterday")

    assert ran.code == 3
    assert "2026-12-01" in ran.err
    assert not Path("pairs-error.log").exists()


def test_a_shared_server_asks_for_the_networks_code(pairs, tmp_path):
    (tmp_path / "pairs.toml").write_text(
        '[network]\nname = "Riverside"\n[store]\nurl = "postgresql://nobody@127.0.0.1:1/pairs"\n'
        '[programmes.coffee]\nformat = "coffee"\n'
    )

    ran = pairs("run")

    assert ran.code == 3
    assert "code" in ran.err
