from __future__ import annotations

import pytest

from pairing.errors import InputError
from pairing.solver.compile import compile_rules
from pairing.solver.problem import RuleSetting
from pairing.tiers import Importance


def names(problem):
    return [rule.name for rule in compile_rules(problem)]


def full(people, **rules):
    return people(
        4,
        practices=(frozenset({1}),) * 4,
        apart=frozenset({(0, 1)}),
        met={(0, 2): 1},
        scores={(1, 2): 3},
        rules={name: RuleSetting(importance) for name, importance in rules.items()},
    )


def test_musts_come_first_then_importance_then_the_catalogue(people):
    assert names(full(people)) == [
        "group_sizes", "kept_apart", "everyone_placed", "different_practice", "no_repeat",
        "role_mix", "scores", "chance",
    ]  # fmt: skip


def test_a_setting_moves_a_rule_and_off_removes_it(people):
    moved = full(people, scores=Importance.MUST, different_practice=Importance.LOW, no_repeat=Importance.OFF)

    assert names(moved) == [
        "group_sizes", "kept_apart", "scores", "everyone_placed", "role_mix", "different_practice", "chance",
    ]  # fmt: skip


def test_chance_is_last_whatever_it_is_set_to(people):
    rules = compile_rules(full(people, chance=Importance.MUST))

    assert rules[-1].name == "chance"
    assert not rules[-1].hard


def test_unknown_rules_and_parameters_are_all_named(people):
    problem = people(
        2,
        rules={
            "diferent_practice": RuleSetting(Importance.HIGH),
            "no_repeat": RuleSetting(Importance.HIGH, {"horizont": 3}),
            "group_sizes": RuleSetting(Importance.LOW),
        },
    )

    with pytest.raises(InputError) as caught:
        compile_rules(problem)

    assert [fault.what for fault in caught.value.problems] == [
        "there is no rule 'diferent_practice'",
        "rule no_repeat has no parameter 'horizont'",
        "group_sizes is always a must",
    ]
