from __future__ import annotations

import json

import pytest

from pairing.errors import InputError
from pairing.solver.problem import Occasion, RuleSetting, Sizes
from pairing.solver.problem_file import read_problem
from pairing.solver.solve import solve
from pairing.tiers import Importance

PEOPLE = [
    {"id": "a1", "practices": ["P1"], "role": "gp"},
    {"id": "b7", "practices": ["P1", "P2"], "role": "nurse"},
    {"id": "c4", "practices": ["P2"], "role": "gp"},
]
SIZES = {"smallest": 2, "largest": 3, "preferred": 2}


def text(**changes):
    return json.dumps({"people": PEOPLE, "sizes": SIZES} | changes)


def faults(given):
    with pytest.raises(InputError) as caught:
        read_problem(given, where="p.json")
    return [(fault.where.removeprefix("p.json: "), fault.what) for fault in caught.value.problems]


def test_ids_and_names_become_numbers_in_the_order_of_the_file():
    given = read_problem(
        text(
            met=[["b7", "a1", 3]],
            apart=[["a1", "c4"]],
            scores=[["c4", "b7", -4]],
            rules={"no_repeat": {"importance": "medium", "horizon": 6}, "role_mix": "off"},
            rounds=4,
            seed=9,
        )
    )
    problem = given.problem

    assert given.ids == ("a1", "b7", "c4")
    assert given.rounds == 4
    assert problem.practices == (frozenset({0}), frozenset({0, 1}), frozenset({1}))
    assert problem.role == (0, 1, 0)
    assert problem.sizes == Sizes(2, 3, 2)
    assert problem.met == {(0, 1): 3}
    assert problem.apart == {(0, 2)}
    assert problem.scores == {(1, 2): -4}
    assert problem.rules == {
        "no_repeat": RuleSetting(Importance.MEDIUM, {"horizon": 6}),
        "role_mix": RuleSetting(Importance.OFF),
    }
    assert problem.seed == 9
    assert problem.in_pairs


def test_the_rest_of_a_problem_can_be_told_as_well():
    people = [
        {"id": "a", "host": True, "working_days": [0, 4], "contacts": 2, "may_attend": [1]},
        {"id": "b", "newcomer": True, "turns_missed": 1},
    ]
    problem = read_problem(
        json.dumps({"people": people, "sizes": SIZES, "occasions": [{"tables": 1, "seats": 8, "hours": [12]}] * 2})
    ).problem

    assert problem.host == (True, False)
    assert problem.newcomer == (False, True)
    assert problem.working_days == (0b10001, 0)
    assert problem.contacts == (2, 0)
    assert problem.turns_missed == (0, 1)
    assert problem.may_attend == (0b10, 0b11)
    assert problem.occasions == (Occasion(1, 8, frozenset({12})),) * 2


@pytest.mark.parametrize(
    ("sizes", "people", "expected", "exact"),
    [
        ([2, 2], 4, Sizes(2, 2, 2), None),
        ([2, 3], 5, Sizes(2, 3, 2), None),
        ([3, 3], 6, Sizes(3, 3, 3), (3, 3)),
        ([4, 5, 5], 14, Sizes(4, 5, 5), (4, 5, 5)),
    ],
)
def test_one_size_per_group(sizes, people, expected, exact):
    given = json.dumps({"people": [{"id": str(k)} for k in range(people)], "sizes": sizes})
    problem = read_problem(given).problem

    assert (problem.sizes, problem.exact_sizes) == (expected, exact)


@pytest.mark.parametrize(
    ("changes", "in_pairs"),
    [
        ({}, True),
        ({"rules": {"no_repeat": "medium"}}, True),
        ({"apart": [["0", "1"]]}, False),
        ({"rules": {"no_repeat": "must"}}, False),
        ({"rules": {"everyone_placed": "high"}}, False),
        ({"apart": [["0", "1"]], "sizes": SIZES}, True),
    ],
)
def test_twos_and_a_three_are_pairs_unless_something_may_count_more_than_a_group_for_everybody(changes, in_pairs):
    given = {"people": [{"id": str(k)} for k in range(7)], "sizes": [2, 3, 2]} | changes

    assert read_problem(json.dumps(given)).problem.in_pairs is in_pairs


def test_twos_and_a_three_stay_as_they_are_listed_where_somebody_can_make_no_date():
    given = {
        "people": [{"id": str(k)} for k in range(6)] + [{"id": "6", "may_attend": []}],
        "sizes": [2, 2, 3],
        "occasions": [{"tables": 3, "seats": 4}],
    }
    problem = read_problem(json.dumps(given)).problem

    assert problem.exact_sizes == (2, 2, 3)
    assert len(solve(problem).left_out) == 2  # a two and the three: three twos were not asked for


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"pepole": []}, ("p.json", "unknown key 'pepole'")),
        ({"people": {}}, ("people", "must be a list of people")),
        ({"people": [{"id": 3}]}, ("people[0]", "must be an object with an id that is text")),
        ({"people": [*PEOPLE, PEOPLE[0]]}, ("people", "the id 'a1' appears 2 times")),
        ({"people": [{"id": "a", "practice": "P1"}]}, ("people[0]", "unknown key 'practice'")),
        ({"people": [{"id": "a", "practices": "P1"}]}, ("people[0].practices", "must be a list of texts")),
        ({"people": [{"id": "a", "role": 3}]}, ("people[0].role", "must be text")),
        ({"people": [{"id": "a", "host": 1}]}, ("people[0].host", "must be true or false")),
        (
            {"people": [{"id": "a", "contacts": -1}]},
            ("people[0].contacts", "must be a whole number from 0 to 1000000"),
        ),
        (
            {"people": [{"id": "a", "working_days": [7]}]},
            ("people[0].working_days", "must be a list of numbers 0 (Monday) to 6"),
        ),
        ({"sizes": [2, 2]}, ("sizes", "the groups have 4 seats for 3 people")),
        ({"sizes": [0, 3]}, ("sizes", "must be whole numbers from 1 on")),
        (
            {"sizes": None},
            ("sizes", 'is missing: {"smallest": 2, "largest": 3, "preferred": 2}, or one size per group'),
        ),
        ({"sizes": SIZES | {"largest": 1}}, ("sizes", "must rise: smallest, preferred, largest")),
        ({"sizes": SIZES | {"largest": True}}, ("sizes.largest", "must be a whole number from 1 to 1000")),
        ({"met": [["a1", "zz", 1]]}, ("met[0]", "nobody has the id 'zz'")),
        ({"met": [["a1", "b7"]]}, ("met[0]", "must be two ids and a whole number")),
        ({"met": [["a1", "b7", 0]]}, ("met[0]", "must be a whole number from 1 to 1000000")),
        ({"met": [["a1", "b7", 1], ["b7", "a1", 2]]}, ("met[1]", "this pair was listed before")),
        ({"apart": [["a1", "a1"]]}, ("apart[0]", "names one person twice")),
        ({"apart": "a1"}, ("apart", "must be a list")),
        ({"scores": [["a1", "b7", 0.5]]}, ("scores[0]", "must be a whole number from -1000000 to 1000000")),
        ({"rules": []}, ("rules", "must be an object of rules and their importance")),
        (
            {"rules": {"no_repeat": "highest"}},
            ("rules.no_repeat", "importance must be one of must, high, medium, low, off"),
        ),
        ({"rules": {"no_repeats": "high"}}, ("rules", "there is no rule 'no_repeats'")),
        ({"rounds": 0}, ("rounds", "must be a whole number from 1 to 100")),
        ({"occasions": [{"tables": 1}]}, ("occasions[0].seats", "must be a whole number from 1 to 1000000")),
    ],
)
def test_every_fault_has_its_place(changes, fault):
    assert faults(text(**changes)) == [fault]


def test_all_faults_are_told_at_once():
    assert len(faults(text(met=[["a1", "zz", 1]], rounds=0, rules={"x": "high"}))) == 3


@pytest.mark.parametrize("given", ["", "[", "[]", "null", '"x"', "{]"])
def test_what_is_no_problem_at_all_is_said(given):
    assert len(faults(given)) == 1


def test_a_listed_size_is_kept_where_somebody_is_kept_apart():
    """With sizes [3] a group of two is none of the listed ones: nobody sits, and that is said."""
    people = [{"id": each, "practices": [each], "role": "gp"} for each in "abc"]
    file = read_problem(json.dumps({"people": people, "sizes": [3], "apart": [["a", "b"]]}))

    solution = solve(file.problem)

    assert [len(group.seats) for group in solution.groups] in ([], [3])
    assert solution.left_out == (0, 1, 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [("[" * 100_000, "nested without end"), ('{"people": [], "people": []}', "'people' stands twice")],
)
def test_odd_json_is_refused_in_words(text, words):
    with pytest.raises(InputError, match=words):
        read_problem(text)
