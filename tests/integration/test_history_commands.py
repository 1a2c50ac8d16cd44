"""`pairs history`, `pairs attend` and `pairs outbox`, from the command line to the database and back."""

import shutil
from datetime import UTC, datetime

import pytest

from pairing.events import Fact, Kind
from pairing.notify.outbox import Entry
from pairing.people.person import Person, RoleGroup
from pairing.plans import to_record
from pairing.rounds import Format, PlannedGroup, PlannedRound
from pairing.storage.open import open_store

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)

OLD = """round,date,programme,group,person,met
Spring,2026-04-07,coffee,1,ada@mill.example,yes
Spring,2026-04-07,coffee,1,p2,
Spring,2026-04-07,coffee,2,p3,no
Spring,2026-04-07,coffee,2,p4,no
"""

OLD_BY_ID = OLD.replace("ada@mill.example", "p1")

PLANNED_ROWS = """coffee-2026-12,2026-12-08,coffee,1,p1,
coffee-2026-12,2026-12-08,coffee,1,p3,
coffee-2026-12,2026-12-08,coffee,2,p2,
coffee-2026-12,2026-12-08,coffee,2,p4,
coffee-2026-12,2026-12-08,coffee,2,p5,
"""


@pytest.fixture
def network(tmp_path, empty_database):
    """Five people, nothing planned yet."""
    shutil.copy(empty_database, tmp_path)
    (tmp_path / "pairs.toml").write_text('[network]\nname = "Anytown"\n[programmes.coffee]\nformat = "coffee"\n')
    store = open_store("sqlite:///pairs.db", network="Anytown", folder=tmp_path)
    names = ["Ada Okafor", "Bo Lin", "Cy Young", "Di Ng", "Ed Roe"]
    store.roster.save(
        Person(f"p{n}", name, f"{name.split()[0].lower()}@mill.example", f"Y0000{n}", "GP", RoleGroup.GP)
        for n, name in enumerate(names, 1)
    )
    yield store
    store.close()


@pytest.fixture
def planned(network):
    """A pair and a trio."""
    groups = tuple(
        PlannedGroup(number, members, None, None, datetime(2026, 12, 8, 12, tzinfo=UTC), None, "", (), ())
        for number, members in enumerate([("p1", "p3"), ("p2", "p4", "p5")], 1)
    )
    plan = PlannedRound("coffee-2026-12", "coffee", Format.COFFEE, "2026-12", 1, "optimal", AT, "", groups, (), ())
    network.events.append([Fact(Kind.ROUND_PLANNED, AT, programme="coffee", round=plan.round, body=to_record(plan))])
    return network


def test_rounds_from_before_are_taken_in_once(pairs, network, tmp_path):
    (tmp_path / "old.csv").write_text(OLD)

    first = pairs("history", "import", "old.csv", "--yes", "--json")
    second = pairs("history", "import", "old.csv", "--yes", "--json")

    assert first.code == 0, first.err
    assert first.json() == {
        "kept": True,
        "new": 2,
        "corrected": 0,
        "words": 0,
        "unchanged": 0,
        "rounds": [{"programme": "coffee", "round": "Spring"}],
    }
    assert second.code == 0
    assert (second.json()["new"], second.json()["unchanged"]) == (0, 2)
    assert len(network.events.facts()) == 2


def test_without_a_terminal_nobody_is_asked(pairs, network, tmp_path):
    (tmp_path / "old.csv").write_text(OLD)

    ran = pairs("history", "import", "old.csv")

    assert ran.code == 0
    assert "New: 2 groups in 1 round." in ran.err
    assert len(network.events.facts()) == 2


def test_a_file_with_a_wrong_row_is_not_taken_in_at_all(pairs, network, tmp_path):
    (tmp_path / "old.csv").write_text(OLD + "Spring,2026-04-07,coffee,3,p1,\nSpring,2026-04-07,coffee,3,gone,\n")

    ran = pairs("history", "import", "old.csv", "--yes")
    passing = pairs("history", "import", "old.csv", "--yes", "--skip-unknown", "--json")

    assert ran.code == 3
    assert "row 7, column person: nobody is called that" in ran.err
    assert passing.json()["new"] == 2


def test_a_programme_that_is_not_in_the_config_is_pointed_out(pairs, network, tmp_path):
    (tmp_path / "old.csv").write_text(OLD.replace("coffee", "tea"))

    assert "Not in pairs.toml: tea." in pairs("history", "import", "old.csv", "--yes").err


def test_export_and_import_are_each_others_inverse(pairs, planned, tmp_path):
    (tmp_path / "old.csv").write_text(OLD)
    pairs("history", "import", "old.csv", "--yes")

    on_screen = pairs("history", "export")
    pairs("history", "export", "all.csv")
    again = pairs("history", "import", "all.csv", "--json")

    assert on_screen.out == OLD_BY_ID + PLANNED_ROWS
    assert (tmp_path / "all.csv").read_text() == OLD_BY_ID + PLANNED_ROWS
    assert again.code == 0
    assert again.json()["unchanged"] == 4
    assert pairs("history", "export", "--json").json()[0] == {
        "round": "Spring",
        "date": "2026-04-07",
        "programme": "coffee",
        "group": "1",
        "person": "p1",
        "met": True,
    }


def met(ran):
    return {group["group"]: (group["met"], group["says"]) for group in ran.json()["groups"]}


def test_attendance_is_recorded_for_a_whole_group(pairs, planned):
    ran = pairs("attend", "--group", "1", "--met", "all", "--json")

    assert ran.code == 0, ran.err
    assert ran.json()["round"] == "coffee-2026-12"
    assert met(ran) == {
        "1": (True, {"p1": True, "p3": True}),
        "2": (None, {"p2": None, "p4": None, "p5": None}),
    }


def test_attendance_is_recorded_person_by_person_and_the_last_word_counts(pairs, planned):
    pairs("attend", "coffee", "--met", "ada@mill.example", "--met", "p2", "--met", "p4", "--not-met", "Ed Roe")
    pairs("attend", "2026-12", "--not-met", "p1")
    ran = pairs("attend", "coffee-2026-12", "--json")

    assert met(ran) == {
        "1": (False, {"p1": False, "p3": None}),
        "2": (True, {"p2": True, "p4": True, "p5": False}),
    }
    assert pairs("attend").out.splitlines() == ["  1  did not meet  p1, p3", "  2  met           p2, p4, p5"]


def test_attendance_is_taken_from_a_file(pairs, planned, tmp_path):
    (tmp_path / "who.csv").write_text(OLD.splitlines()[0] + "\n" + PLANNED_ROWS.replace("p1,", "p1,yes"))

    ran = pairs("attend", "--file", "who.csv")

    assert (ran.code, ran.err) == (0, "1 word on attendance taken in.\n")
    assert pairs("attend", "--file", "who.csv", "--json").json() == {"words": 0}, "they are known already"
    assert met(pairs("attend", "--json"))["1"] == (True, {"p1": True, "p3": None})


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["tea"], 3, "there is no such round on record"),
        (["--group", "9", "--met", "all"], 3, "there is no such group"),
        (["--met", "nobody"], 3, "nobody is called that"),
        (["--group", "1", "--met", "p2"], 3, "p2 is in no such group"),
        (["--met", "all"], 2, "`all` needs --group N"),
        (["coffee", "--file", "who.csv"], 2, "--file names rounds and people itself"),
    ],
)
def test_attendance_that_cannot_be_is_told_and_nothing_recorded(pairs, planned, args, code, message):
    ran = pairs("attend", *args)

    assert ran.code == code
    assert message in ran.err
    assert planned.events.facts(kinds=[Kind.ATTENDANCE_RECORDED]) == []


def test_on_a_terminal_attend_asks_group_by_group(pairs, planned, monkeypatch):
    monkeypatch.setattr("pairing.cli.attend.on_terminal", lambda: True)

    ran = pairs("attend", stdin="y\ns\ny\nn\ny\n")

    assert ran.code == 0, ran.err
    assert "[1/2] Group 1: Ada Okafor (p1), Cy Young (p3)" in ran.err
    assert "coffee-2026-12: 2 groups met, 0 did not, 0 not known." in ran.err
    assert met(pairs("attend", "--json")) == {
        "1": (True, {"p1": True, "p3": True}),
        "2": (True, {"p2": True, "p4": False, "p5": True}),
    }


def test_stopping_half_way_keeps_what_was_answered(pairs, planned, monkeypatch):
    monkeypatch.setattr("pairing.cli.attend.on_terminal", lambda: True)

    pairs("attend", stdin="n\nq\n")

    assert [outcome for outcome, _ in met(pairs("attend", "--json")).values()] == [False, None]
    assert len(planned.events.facts(kinds=[Kind.ATTENDANCE_RECORDED])) == 2


@pytest.fixture
def owed(network):
    network.outbox.add(
        Entry(
            f"{round}/p{n}/invitation/0",
            "pairs@network.example",
            round,
            round.split("-")[0],
            f"p{n}",
            "invitation",
            0,
            f"p{n}@mill.example",
            f"<{n}@network.example>",
            b"raw",
            order=n,
        )
        for n, round in enumerate(["coffee-2026-12", "coffee-2026-12", "lunch-2026-12"], 1)
    )
    return network


def test_the_outbox_is_listed_without_addresses(pairs, owed):
    ran = pairs("outbox", "list")
    listed = pairs("outbox", "list", "--round", "lunch-2026-12", "--json")

    assert ran.out.splitlines() == [
        "queued     coffee-2026-12  invitation  p1",
        "queued     coffee-2026-12  invitation  p2",
        "queued     lunch-2026-12  invitation  p3",
    ]
    assert ran.err == "3 queued\n"
    assert listed.json() == [
        {
            "key": "lunch-2026-12/p3/invitation/0",
            "round": "lunch-2026-12",
            "programme": "lunch",
            "person": "p3",
            "kind": "invitation",
            "sequence": 0,
            "state": "queued",
            "attempts": 0,
            "not_before": None,
            "sent_at": None,
            "error": "",
        }
    ]


def test_messages_are_held_and_let_go(pairs, owed):
    assert pairs("outbox", "hold", "--round", "lunch-2026-12", "--json").json() == {"held": 1}
    assert pairs("outbox", "hold").err.startswith("2 messages are held back.")
    assert pairs("outbox", "list", "--state", "queued").out == ""
    assert pairs("outbox", "resume", "--json").json() == {"resumed": 3}


def test_the_stop_button_works_while_a_run_is_sending(pairs, owed, tmp_path):
    from pairing.workspace import Workspace

    with Workspace(tmp_path).lock():
        assert pairs("attend", "--met", "p1").code == 7
        assert pairs("outbox", "hold", "--json").json() == {"held": 3}
