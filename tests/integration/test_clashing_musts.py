"""Musts that clash are told with whom they concern: by name where a lead reads it, by id where a log keeps it."""

import pytest
from terminal import on_a_terminal

CLASHING = """
[practices]
Y00001 = "Riverside"
Y00002 = "Mill"
[programmes.coffee]
format = "coffee"
sizes = [2, 2]
[programmes.coffee.rules]
everyone_placed = { importance = "must" }
different_practice = { importance = "must" }
[programmes.huddle]
format = "huddle"
sizes = [3, 6]
"""

STAFF = """id,name,email,practice,role
p1,Ada Okafor,ada@mill.example,Y00001,GP
p2,Bo Lin,bo@mill.example,Y00001,GP
p3,Cy Young,cy@mill.example,Y00001,GP
p4,Di Ng,di@mill.example,Y00002,Nurse
"""

NAMES = ("Ada Okafor", "Bo Lin", "Cy Young")


@pytest.fixture
def clashing(workspace, pairs):
    toml = workspace / "pairs.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + CLASHING, encoding="utf-8")
    (workspace / "staff.csv").write_text(STAFF, encoding="utf-8")
    assert pairs("people", "import", "staff.csv", "--yes").code == 0
    return workspace


def test_without_a_terminal_they_are_ids_and_the_other_programme_is_planned(clashing, pairs):
    ran = pairs("run", "--dry-run", "--json")

    coffee, huddle = ran.json()
    assert (ran.code, coffee["state"], huddle["state"]) == (4, "not_planned", "planned")
    assert coffee["clash"]["rules"] == ["group_sizes", "everyone_placed", "different_practice"]
    one, other = coffee["clash"]["people"]
    assert {one, other} < {"p1", "p2", "p3"}
    told = ran.err[: ran.err.index("  everyone_placed below must")]
    assert f"    for example with {one} and {other}\n" in told
    assert not any(name in told for name in NAMES)


def test_a_plan_is_saved_for_the_programme_that_can_be_planned(clashing, pairs):
    ran = pairs("plan", "--json")

    assert ran.code == 4
    assert [plan["programme"] for plan in ran.json()] == ["huddle"]
    assert "coffee could not be planned.\nNo round satisfies" in ran.err


@pytest.mark.slow
def test_on_a_terminal_they_have_names(clashing):
    shown = on_a_terminal(["run", "--dry-run", "--programme", "coffee"], clashing, code=4)

    assert "for example with" in shown
    assert sum(f"{name} (GP, Riverside)" in shown for name in NAMES) == 2
