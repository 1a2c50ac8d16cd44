"""``pairs solve`` from a file to an answer and an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pairing.cli.solve import command
from pairing.errors import InputError, NoRoundExists

SIZES = {"smallest": 2, "largest": 3, "preferred": 2}


def run(tmp_path, data, *options):
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return CliRunner().invoke(command, [str(file), *options])


def a_file(n, **more):
    people = [{"id": f"p{k}", "practices": [f"P{k % 3}"], "role": "gp" if k % 2 else "nurse"} for k in range(n)]
    return {"people": people, "sizes": SIZES} | more


def test_the_answer_has_the_agreed_keys(tmp_path):
    result = run(tmp_path, a_file(7), "--json", "--seed", "5")

    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert answer["status"] == "optimal"
    assert answer["seed"] == 5
    assert answer["left_out"] == []
    assert sorted(len(group) for group in answer["rounds"][0]) == [2, 2, 3]
    assert sorted(name for group in answer["rounds"][0] for name in group) == [f"p{k}" for k in range(7)]
    assert answer["tiers"][0] == {
        "rule": "group_sizes", "importance": "must", "cost": 0, "bound": 0, "proved": True,
    }  # fmt: skip
    assert answer["seconds"] >= 0


def test_the_seed_decides(tmp_path):
    data = a_file(12)
    once, again, other = (
        json.loads(run(tmp_path, data, "--json", "--seed", seed).stdout)["rounds"] for seed in ("1", "1", "2")
    )

    assert once == again
    assert once != other


def test_words_for_people(tmp_path):
    result = run(tmp_path, a_file(4, rounds=2))

    assert result.stdout.splitlines()[0] == "Round 1"
    assert "everyone_placed       high           0  proved least" in result.stdout


def test_an_infeasible_problem_answers_in_json_and_raises(tmp_path):
    data = a_file(3, apart=[["p0", "p1"], ["p0", "p2"]], rules={"everyone_placed": "must"})

    result = run(tmp_path, data, "--json")

    answer = json.loads(result.stdout)
    assert isinstance(result.exception, NoRoundExists)
    assert answer["status"] == "infeasible"
    assert answer["rounds"] == []
    assert answer["clash"]["rules"] == ["group_sizes", "kept_apart", "everyone_placed"]
    assert answer["clash"]["people"] == ["p0"]
    assert answer["clash"]["relaxations"][0] == {"rule": "everyone_placed", "price": 1, "proved": True}


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    missing = CliRunner().invoke(command, [str(tmp_path / "none.json")])
    latin = tmp_path / "latin.json"
    latin.write_bytes(b"\xe9")

    assert isinstance(missing.exception, InputError)
    assert "none.json: cannot be read" in str(missing.exception)
    assert "this is not UTF-8 text" in str(CliRunner().invoke(command, [str(latin)]).exception)


def test_a_time_that_is_no_number_is_refused(tmp_path):
    result = run(tmp_path, a_file(4), "--seconds", "nan")

    assert result.exit_code == 2
    assert "must be a number" in result.stderr


@pytest.mark.slow
def test_the_program_exits_with_four_when_no_round_exists(tmp_path):
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(a_file(1, rules={"everyone_placed": "must"})), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pairing", "solve", str(file), "--json"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 4
    assert json.loads(done.stdout)["status"] == "infeasible"
    assert "no round satisfies" in done.stderr.lower()


@pytest.mark.slow
def test_ids_that_the_terminal_cannot_show_are_escaped(tmp_path):
    """Windows writes files and pipes in a code page that lacks most alphabets; half a character fits none."""
    file = tmp_path / "problem.json"
    people = [{"id": "\u5317"}, {"id": "\ud800"}]
    file.write_text(json.dumps({"people": people, "sizes": SIZES}), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pairing", "solve", str(file)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
    )

    assert done.stdout.splitlines()[0] == "  \\u5317, \\ud800"


def test_who_has_met_everybody_is_named_beside_the_repeats(tmp_path):
    people = [{"id": name, "practices": [name]} for name in "abcdef"]
    problem = {
        "people": people,
        "sizes": {"smallest": 2, "largest": 3, "preferred": 2},
        "met": [[one, other, 3] for one in "ab" for other in "abcdef" if one < other],
    }
    file = tmp_path / "spent.json"
    file.write_text(json.dumps(problem), encoding="utf-8")

    data = json.loads(CliRunner().invoke(command, [str(file), "--json"]).stdout)
    words = CliRunner().invoke(command, [str(file)]).stdout

    assert data["repeats_because"] == {"people": ["a", "b"], "partners": [], "least": 1}
    assert words.endswith("At least 1 pair has to meet again. Nobody new is left for:\n  a, b\n")


def met_before(n, **more):
    people = [{"id": f"p{k}", "practices": [f"P{k}"]} for k in range(n)]
    everybody = [[f"p{i}", f"p{j}", 3] for j in range(n) for i in range(j)]
    return {"people": people, "met": everybody} | more


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ({"smallest": 3, "largest": 4, "preferred": 4}, "Proved for groups of 4: other sizes were not tried."),
        ({"smallest": 4, "largest": 4, "preferred": 4}, ""),
        ([4, 4, 4], ""),
    ],
)
def test_a_proof_at_tables_is_told_to_be_of_the_sizes_taken(sizes, told, tmp_path):
    words = run(tmp_path, met_before(12, sizes=sizes)).stdout
    answer = json.loads(run(tmp_path, met_before(12, sizes=sizes), "--json").stdout)

    assert "no_repeat             high       18162  proved least\n" in words
    assert [line for line in words.splitlines() if line.startswith("Proved for")] == [told][: bool(told)]
    assert [*answer][:7] == ["status", "rounds", "left_out", "tiers", "seconds", "seed", "occasions"]
    assert {key: answer[key] for key in [*answer][7:]} == ({"bounds_for_sizes": [4]} if told else {})


def test_a_wish_that_no_group_taken_has_room_for_is_told_to_be_of_the_sizes_taken(tmp_path):
    """Alone, as is preferred, nobody meets: the wish is worth nothing, and to larger groups it is worth three."""
    sizes = {"smallest": 1, "largest": 3, "preferred": 1}
    data = {"people": [{"id": "a"}, {"id": "b"}], "sizes": sizes, "scores": [["a", "b", -3]]}

    assert json.loads(run(tmp_path, data, "--json").stdout)["bounds_for_sizes"] == [1]
    assert "Proved for groups of 1: other sizes were not tried.\n" in run(tmp_path, data).stdout


def test_what_no_sizes_can_better_is_proved_of_all(tmp_path):
    fresh = a_file(12, sizes={"smallest": 3, "largest": 4, "preferred": 4}, rules={"different_practice": "off"})

    words = run(tmp_path, fresh).stdout

    assert "no_repeat" not in words
    assert "Proved for" not in words


def test_repeats_without_one_cause_are_told_as_such(tmp_path):
    trios = [["p0", "p1"], ["p0", "p2"], ["p1", "p2"], ["p3", "p4"], ["p3", "p5"], ["p4", "p5"]]
    odd_parts = met_before(6, sizes=SIZES)
    odd_parts["met"] = [pair for pair in odd_parts["met"] if pair[:2] not in trios]  # in neither three can all be new

    words = run(tmp_path, odd_parts).stdout

    assert words.endswith(
        "Somebody has to meet again: each alone has somebody new, but not all at once, as\n"
        "new partners close in circles of an odd number of people.\n"
    )
    assert json.loads(run(tmp_path, odd_parts, "--json").stdout)["repeats_because"] == {"odd_circles": True}


def of_practices(letters, **more):
    """One person for every letter, at the practices it stands for: x is at all."""
    people = [
        {"id": f"{letter}{k}", "practices": ["a", "b", "c"] if letter == "x" else [letter]}
        for k, letter in enumerate(letters)
    ]
    return {"people": people, "sizes": SIZES} | more


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (of_practices("aaaabc"), ["At least 1 pair has to be of one practice: a has 4 of the 6 people."]),
        (of_practices("xxxx"), ["At least 2 pairs have to be of one practice: a has 4 of the 4 people."]),
        (
            of_practices("aabbcx"),
            ["At least 1 pair has to be of one practice. Of another practice nobody is left for:", "  x5"],
        ),
        (of_practices("a"), ["Nobody has a group: the smallest there may be is of 2."]),
        (
            of_practices("abc", sizes={"smallest": 4, "largest": 6, "preferred": 5}),
            ["Nobody has a group: the smallest there may be is of 4."],
        ),
        (
            of_practices("abc", apart=[["a0", "b1"], ["a0", "c2"]]),
            ["A must keeps everybody else from these, who are left out:", "  a0"],
        ),
        (of_practices("aabb"), []),
    ],
)
def test_what_cannot_be_avoided_has_its_cause_beside_it(data, told, tmp_path):
    lines = run(tmp_path, data).stdout.splitlines()

    last = max(number for number, line in enumerate(lines) if line.endswith("proved least"))
    assert lines[last + 1 :] == told


@pytest.mark.parametrize(
    ("rules", "groups", "left_out"),
    [
        ({"everyone_placed": "off"}, 3, 2),
        ({"everyone_placed": "off", "different_practice": "off"}, 4, 0),
        ({"everyone_placed": "off", "different_practice": "off", "chance": "off"}, 4, 0),
        ({"everyone_placed": "low"}, 3, 2),
        ({}, 4, 0),
    ],
)
def test_nobody_sits_out_for_nothing(rules, groups, left_out, tmp_path):
    data = a_file(8, rules=rules)
    for person in data["people"][:5]:
        person["practices"] = ["large"]
    for number, person in enumerate(data["people"][5:]):
        person["practices"] = [f"alone {number}"]

    answer = json.loads(run(tmp_path, data, "--json").stdout)

    assert answer["status"] == "optimal"
    assert (len(answer["rounds"][0]), len(answer["left_out"])) == (groups, left_out)


def test_a_pair_that_only_fills_the_round_is_told_as_such(tmp_path):
    words = run(tmp_path, a_file(2, rules={"everyone_placed": "off"}), "--why").stdout

    assert "      not all of them together: left_out +2\n" in words


def test_each_round_says_who_sits_out(tmp_path):
    data = a_file(3, sizes={"smallest": 2, "largest": 2, "preferred": 2}, rounds=3)

    lines = run(tmp_path, data).stdout.splitlines()

    out = [line.removeprefix("Left out: ") for line in lines if line.startswith("Left out")]
    assert [line for line in lines if line.startswith("Round")] == ["Round 1", "Round 2", "Round 3"]
    assert len(out) == 3
    assert set(out) <= {"p0", "p1", "p2"}
    assert [lines[lines.index(f"Round {k}") + 2] for k in (1, 2, 3)] == [f"Left out: {name}" for name in out]


def test_ids_cannot_move_the_cursor_or_colour_the_terminal(tmp_path):
    data = {"people": [{"id": "a\nb"}, {"id": "c\x1b[31m"}], "sizes": SIZES}

    assert run(tmp_path, data).stdout.splitlines()[0] == "  a\\nb, c\\x1b[31m"
    assert json.loads(run(tmp_path, data, "--json").stdout)["rounds"] == [[["a\nb", "c\x1b[31m"]]]


def test_a_fault_in_every_entry_is_not_told_a_thousand_times(tmp_path):
    data = a_file(4, met=[["p0", "nobody", 1]] * 1000)

    told = str(run(tmp_path, data).exception).split("\n\n")

    assert len(told) == 21
    assert told[0].endswith("met[0]: nobody has the id 'nobody'")
    assert told[20].endswith("and 980 more faults")


def test_a_number_without_end_is_named_in_plain_words(tmp_path):
    file = tmp_path / "endless.json"
    file.write_text('{"people": [], "sizes": [], "seed": ' + "9" * 5000 + "}", encoding="utf-8")

    assert str(CliRunner().invoke(command, [str(file)]).exception).endswith("a number in it has thousands of digits")


@pytest.mark.parametrize(
    ("seats", "told"), [(4, "The tables hold 4 of the 10 people."), (3, "The tables hold none of the 10 people.")]
)
def test_too_few_seats_are_told(tmp_path, seats, told):
    data = a_file(10, sizes={"smallest": 4, "largest": 5, "preferred": 5}, occasions=[{"tables": 1, "seats": seats}])

    assert json.loads(run(tmp_path, data, "--json").stdout)["left_out_because"] == {"seats": 4 * (seats == 4)}
    assert told in run(tmp_path, data).stdout.splitlines()
