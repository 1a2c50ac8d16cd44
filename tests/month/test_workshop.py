"""A workshop from end to end: tables that change, one invitation each, contacts of every rotation on record."""

from __future__ import annotations

import copy
import json
import shutil
from collections import Counter
from itertools import combinations

import pytest

WORKSHOP = """
[programmes.launch]
format = "workshop"
rotations = 3
sizes = [3, 4]
cover_percent = 100
rules = { reach = { importance = "off" }, newcomers_meet_hosts = { importance = "off" } }

[[programmes.launch.occasions]]
date = 2026-12-10
start = "13:00"
place = "Town hall, large room"
tables = 12
seats = 4
"""


@pytest.fixture
def launched(network):
    net = network("small")
    config = net.folder / "pairs.toml"
    config.write_text(config.read_text(encoding="utf-8") + WORKSHOP, encoding="utf-8")
    return net


@pytest.fixture(scope="module")
def held_before(tmp_path_factory):
    """Where the workshop that was sent first is kept, and its plan."""
    return tmp_path_factory.mktemp("held") / "net", []


@pytest.fixture
def held(launched, held_before):
    """The workspace with the workshop sent, and its plan; planned and sent once."""
    kept, plans = held_before
    if not plans:
        ran = launched.run("run", "--programme", "launch", "--seed", "5", "--json", "--yes", "--accept-warnings")
        plans += json.loads(ran.out)
        shutil.copytree(launched.folder, kept)
    else:
        shutil.rmtree(launched.folder)
        shutil.copytree(kept, launched.folder)
    return launched, copy.deepcopy(plans[0])


def test_nobody_sits_with_anybody_twice_and_all_of_it_is_in_the_plan(held):
    _, plan = held

    (room,) = plan["groups"]
    together = Counter(pair for turn in room["rotations"] for table in turn for pair in combinations(sorted(table), 2))
    assert len(room["rotations"]) == 3
    assert all(
        sorted(person for table in turn for person in table) == sorted(room["members"]) for turn in room["rotations"]
    )
    assert {len(table) for turn in room["rotations"] for table in turn} <= {3, 4}
    assert max(together.values()) == 1
    assert (room["when"], room["where"]) == ("2026-12-10T13:00:00+00:00", "Town hall, large room")
    repeats = next((tier for tier in plan["tiers"] if tier["rule"] == "no_repeat"), None)
    assert (repeats["cost"], repeats["bound"]) == (0, 0)


def test_everybody_gets_one_invitation_with_their_own_tables(held):
    launched, plan = held

    (room,) = plan["groups"]
    mails = [mail for mail in launched.read() if "Town hall" in mail["subject"]]
    people = {person["id"]: person for person in json.loads(launched.run("people", "list", "--json").out)}
    assert len(mails) == len(room["members"])
    for mail in mails:
        me = next(person for person in people.values() if person["email"] == mail["to"].addresses[0].addr_spec)
        text = mail.get_body(("plain",)).get_content()
        for turn in room["rotations"]:
            number, table = next((n, each) for n, each in enumerate(turn, 1) if me["id"] in each)
            names = {people[other]["name"] for other in table if other != me["id"]}
            line = next(line for line in text.splitlines() if f"Table {number}, with" in line and min(names) in line)
            assert all(name in line for name in names)
            assert all(people[other]["email"] in text for other in table if other != me["id"])


def test_the_lead_gets_a_table_plan_to_print(launched):
    shown = launched.run("plan", "--programme", "launch", "--seed", "5")

    assert "rotations at" in shown.err
    assert "nobody sits with the same person twice" in " ".join(shown.err.split())
    assert all(len(line) <= 80 for line in shown.err.splitlines())
    page = (launched.folder / "plans" / "launch-2026-12-tables.html").read_text(encoding="utf-8")
    assert [page.count(f": rotation {number}</h1>") for number in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert page.count("who sits where") == 1


def test_only_those_who_shared_a_table_have_met(held):
    launched, plan = held

    (room,) = plan["groups"]
    rows = launched.run("history", "export").out.splitlines()
    groups = {row.split(",")[3] for row in rows if row.startswith("launch-2026-12")}
    expected = {
        f"1.{turn}.{table}"
        for turn, tables in enumerate(room["rotations"], 1)
        for table, members in enumerate(tables, 1)
        if len(members) > 1
    }
    assert groups == expected


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        (2, "only 8 others."),
        (3, "3 rotations at 3 tables; nobody sits with the same person twice. At 2 larger tables more would"),
    ],
)
def test_the_lead_is_told_why_some_sit_together_again(pairs, tmp_path, monkeypatch, tables, told):
    monkeypatch.setenv("PAIRS__SECRET", "5e" * 32)
    rows = [f"Person {letter},{letter}@x.example,Practice {letter},GP" for letter in "ABCDEFGHI"]
    (tmp_path / "staff.csv").write_text("\n".join(["name,email,practice,role", *rows]), encoding="utf-8")
    day = WORKSHOP.replace("tables = 12\nseats = 4", f"tables = {tables}\nseats = 5").replace("[3, 4]", "[3, 5]")
    (tmp_path / "pairs.toml").write_text(f'[network]\nname = "Northfold"\n{day}', encoding="utf-8")
    pairs("people", "import", "staff.csv", "--yes", "--as-of", "2026-12-01", cwd=tmp_path)

    shown = pairs("plan", "--seed", "1", "--as-of", "2026-12-01", cwd=tmp_path).err

    words = " ".join(shown.split())
    assert told in words
    assert ("sit together again" in words, "No repeats" in words) == (True, False)
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_without_a_date_there_is_no_workshop(launched):
    config = launched.folder / "pairs.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text[: text.index("[[programmes.launch.occasions]]")], encoding="utf-8")

    told = launched.run("plan", "--programme", "launch")

    assert told.code == 3
    assert "a workshop needs a date and a place" in told.err


def test_tables_change_at_a_workshop_alone(launched):
    config = launched.folder / "pairs.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('format = "workshop"', 'format = "lunch"'), encoding="utf-8")

    told = launched.run("config", "check")

    assert told.code == 3
    assert "tables change at a workshop, not at a lunch" in told.err
