"""When new partners run out, worked out by hand, and as ``pairs solve`` says it."""

from __future__ import annotations

import json

import pytest

from pairing.solver.problem import RuleSetting, Sizes
from pairing.solver.rotations import rotate
from pairing.solver.rotations.limit import run_out
from pairing.tiers import Importance


@pytest.mark.parametrize(
    ("given", "limit"),
    [
        ({}, (6, 5)),
        ({"apart": frozenset({(0, 1), (0, 2)})}, (4, 3)),
        ({"met": {(0, 1): 3}}, (5, 4)),
        ({"sizes": Sizes(3, 3, 3)}, (3, 5)),
        ({"practices": (frozenset({1}),) * 3 + (frozenset({2}),) * 3}, (4, 3)),
    ],
)
def test_the_round_after_the_fewest_new_partners(people, given, limit):
    problem = people(6, **given)

    found = run_out(problem, rotate(problem, 2).tiers)

    assert (found.round, found.partners) == limit
    assert found.seat == 0


@pytest.mark.parametrize(
    ("importance", "limit"), [(Importance.MUST, 6), (Importance.LOW, None), (Importance.OFF, None)]
)
def test_whoever_may_sit_out_need_not_run_out(people, importance, limit):
    problem = people(6, met={(3, 4): 1}, rules={"everyone_placed": RuleSetting(importance)})

    found = run_out(problem, rotate(problem, 2).tiers)

    assert (found and found.round) == limit - 1 if limit else found is None


def test_of_an_odd_number_in_twos_somebody_sits_out_in_turn(people):
    """Five in twos meet four others in five rounds: everybody sits out once, or somebody more often."""
    problem = people(5, sizes=Sizes(2, 2, 2))

    assert run_out(problem, rotate(problem, 2).tiers).round == 4 + 2 + 1


def test_the_command_names_round_and_person(pairs, tmp_path):
    people = [{"id": name, "practices": [name]} for name in "abcd"]
    file = tmp_path / "p.json"
    file.write_text(json.dumps({"people": people, "sizes": {"smallest": 2, "largest": 3, "preferred": 2}, "rounds": 4}))

    assert pairs("solve", file).out.splitlines()[-1] == "New partners run out in round 4: only 3 others are new to a."
    assert pairs("solve", file, "--json").json()["run_out"] == {"round": 4, "person": "a", "partners": 3}
    file.write_text(file.read_text().replace('"rounds": 4', '"rounds": 3'))
    assert "run_out" not in pairs("solve", file, "--json").json()


def test_the_command_speaks_of_one_other_as_of_one(pairs, tmp_path):
    file = tmp_path / "p.json"
    file.write_text(json.dumps({"people": [{"id": "a"}, {"id": "b"}], "sizes": {"smallest": 2}, "rounds": 2}))

    assert pairs("solve", file).out.splitlines()[-1] == "New partners run out in round 2: only 1 other is new to a."
