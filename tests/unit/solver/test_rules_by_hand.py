"""Every rule: a round that breaks it and one that keeps it although it could have broken it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairing.solver.problem import Occasion, RuleSetting, Sizes
from pairing.solver.rule import Violation
from pairing.solver.rules import CATALOGUE
from pairing.solver.solution import Group
from pairing.tiers import Importance

RULES = {rule.NAME: rule for rule in CATALOGUE}
NOON, ONE = Occasion(2, 4, frozenset({12})), Occasion(2, 4, frozenset({13}))
TABLES = Sizes(2, 4, 3)


def cases(name, groups, problem, left_out=()):
    """What the plain half names, after seeing that the solver half costs the same."""
    seated = [group if isinstance(group, Group) else Group(group) for group in groups]
    found = list(RULES[name].violations(seated, left_out, problem))
    cost = 0
    for term in RULES[name].terms(problem):
        if hasattr(term, "of_round"):
            cost += term.of_round(seated, left_out)
        else:
            cost += sum(term.of_group(group.seats) for group in seated)
    assert cost == sum(case.cost for case in found)
    return found


def set_to(problem, name, **parameters):
    return replace(problem, rules={name: RuleSetting(Importance.HIGH, parameters)})


def test_group_sizes(people):
    problem = people(6)

    assert cases("group_sizes", [(0, 1, 2, 3), (4,)], problem) == [
        Violation("group_sizes", (0, 1, 2, 3)),
        Violation("group_sizes", (4,)),
    ]
    assert cases("group_sizes", [(0, 1, 2), (3, 4)], problem) == []


def test_group_sizes_as_a_list(people):
    problem = people(7, sizes=Sizes(3, 4, 3), exact_sizes=(3, 4))

    assert cases("group_sizes", [(0, 1, 2), (3, 4, 5)], problem) == [Violation("group_sizes", (3, 4, 5))]
    assert cases("group_sizes", [(0, 1, 2, 3), (4, 5, 6)], problem) == []


def test_kept_apart(people):
    problem = people(5, apart=frozenset({(0, 2), (3, 4)}))

    assert cases("kept_apart", [(0, 1, 2), (3, 4)], problem) == [
        Violation("kept_apart", (0, 2)),
        Violation("kept_apart", (3, 4)),
    ]
    assert cases("kept_apart", [(0, 1, 3), (2, 4)], problem) == []


def test_cover(people):
    problem = people(
        6,
        sizes=TABLES,
        occasions=(NOON, ONE),
        cover_keys=(frozenset({7}),) * 3 + (frozenset({7, 8}), frozenset({8}), frozenset()),
        cover_caps={7: 2, 8: 2},
    )

    assert cases("cover", [Group((0, 1, 5), 0), Group((2, 3, 4), 0)], problem) == [
        Violation("cover", (0, 1, 2, 3), 2),
    ]
    assert cases("cover", [Group((0, 1, 5), 0), Group((2, 3, 4), 1)], problem) == []


def test_cover_knows_overlapping_occasions(people):
    both = Occasion(1, 4, frozenset({12, 13}))
    problem = people(4, sizes=TABLES, occasions=(NOON, both), cover_keys=(frozenset({7}),) * 4, cover_caps={7: 2})

    assert cases("cover", [Group((0, 1), 0), Group((2, 3), 1)], problem) == [Violation("cover", (0, 1, 2, 3), 2)]


def test_everyone_placed(people):
    assert cases("everyone_placed", [(0, 1)], people(4), left_out=(2, 3)) == [
        Violation("everyone_placed", (2,)),
        Violation("everyone_placed", (3,)),
    ]
    assert cases("everyone_placed", [(0, 1), (2, 3)], people(4)) == []


def test_turns_missed(people):
    problem = people(5, turns_missed=(0, 0, 3, 1, 0))

    assert cases("turns_missed", [(0, 1)], problem, left_out=(2, 3, 4)) == [
        Violation("turns_missed", (2,), 3),
        Violation("turns_missed", (3,), 1),
    ]
    assert cases("turns_missed", [(0, 1), (2, 3)], problem, left_out=(4,)) == []


def test_different_practice(people):
    shared = (frozenset({1, 2}), frozenset({2, 1}), frozenset({2}), frozenset({3}), frozenset(), frozenset())
    problem = people(6, practices=shared)

    assert cases("different_practice", [(0, 1, 2), (3, 4, 5)], problem) == [
        Violation("different_practice", (0, 1)),
        Violation("different_practice", (0, 2)),
        Violation("different_practice", (1, 2)),
    ], "two who share two practices clash once"
    assert cases("different_practice", [(0, 3), (1, 4), (2, 5)], problem) == []


def test_no_repeat(people):
    problem = people(6, met={(0, 1): 1, (2, 3): 12, (4, 5): 40})

    assert cases("no_repeat", [(0, 1), (2, 3), (4, 5)], problem) == [
        Violation("no_repeat", (0, 1), 1011),
        Violation("no_repeat", (2, 3), 1000),
        Violation("no_repeat", (4, 5), 1000),
    ]
    assert cases("no_repeat", [(0, 2), (1, 4), (3, 5)], problem) == []
    assert cases("no_repeat", [(0, 1), (2, 3)], set_to(problem, "no_repeat", horizon=3, each=1)) == [
        Violation("no_repeat", (0, 1), 3),
        Violation("no_repeat", (2, 3), 1),
    ]


def test_common_days(people):
    monday, friday, both, unknown = 1, 16, 17, 0
    problem = people(6, working_days=(monday, friday, both, friday, unknown, monday))

    assert cases("common_days", [(0, 1, 2), (3, 5)], problem) == [
        Violation("common_days", (0, 1, 2)),
        Violation("common_days", (3, 5)),
    ]
    assert cases("common_days", [(0, 2, 5), (1, 3, 4)], problem) == []
    assert cases("common_days", [Group((0, 1), 0)], replace(problem, occasions=(NOON,))) == []


def test_table_spread(people):
    problem = people(8, sizes=TABLES, practices=(frozenset({1}),) * 5 + (frozenset({2}),) * 3)

    assert cases("table_spread", [(0, 1, 2, 3), (4, 5, 6, 7)], problem) == [
        Violation("table_spread", (0, 1, 2, 3), 2),
        Violation("table_spread", (5, 6, 7), 1),
    ]
    assert cases("table_spread", [(0, 1, 5, 6), (2, 3, 7)], problem) == []
    assert cases("table_spread", [(0, 1, 5)], set_to(problem, "table_spread", most=1)) == [
        Violation("table_spread", (0, 1), 1)
    ]
    assert cases("table_spread", [(0, 1, 2)], replace(problem, sizes=Sizes(2, 3, 2))) == [], "nothing on coffees"


def test_host_at_table(people):
    problem = people(6, sizes=TABLES, host=(True, True, False, False, False, False))

    assert cases("host_at_table", [(0, 1, 2), (3, 4, 5)], problem) == [Violation("host_at_table", (3, 4, 5))]
    assert cases("host_at_table", [(0, 2, 3), (1, 4, 5)], problem) == []
    assert cases("host_at_table", [(0, 1, 2), (3, 4, 5)], replace(problem, host=(False,) * 6)) == []


def test_role_mix_at_coffees(people):
    problem = people(5, role=(1, 1, 1, 2, 2))

    assert cases("role_mix", [(0, 1, 3), (2, 4)], problem) == [Violation("role_mix", (0, 1))]
    assert cases("role_mix", [(0, 3), (1, 4)], problem) == []


def test_role_mix_at_tables(people):
    problem = people(7, sizes=TABLES, role=(1, 1, 1, 2, 2, 3, 3))

    assert cases("role_mix", [(0, 1, 2), (3, 4, 5, 6)], problem) == [
        Violation("role_mix", (0, 1, 2), 2),
        Violation("role_mix", (3, 4, 5, 6), 1),
    ]
    assert cases("role_mix", [(0, 3, 5), (1, 2, 4, 6)], problem) == []
    assert cases("role_mix", [(0, 3)], problem) == [], "two seats hold no three role groups"
    assert cases("role_mix", [(0, 3, 5)], set_to(replace(problem, role=(1, 1, 1, 2, 2, 2, 2)), "role_mix")) == [], (
        "there are only two role groups"
    )


def test_role_mix_at_tables_asks_for_as_many_as_its_parameter_says(people):
    problem = people(5, sizes=Sizes(2, 5, 4), role=(1, 2, 3, 4, 4))

    assert cases("role_mix", [(0, 1, 3, 4)], problem) == [], "three are enough unless said otherwise"
    assert cases("role_mix", [(0, 1, 2, 3), (4,)], set_to(problem, "role_mix", least=4)) == []
    assert cases("role_mix", [(0, 1, 3, 4)], set_to(problem, "role_mix", least=4)) == [
        Violation("role_mix", (0, 1, 3, 4), 1)
    ]
    assert cases("role_mix", [(0, 3, 4)], set_to(problem, "role_mix", least=2)) == []


def test_reach_puts_colleagues_who_know_many_together_first(people):
    problem = people(4, practices=(frozenset({1}),) * 4, contacts=(0, 1, 3, 9))

    assert cases("reach", [(0, 1), (2, 3)], problem) == [Violation("reach", (0, 1), 5)]
    assert cases("reach", [(2, 3)], problem) == []
    assert cases("reach", [(0, 1)], set_to(problem, "reach", cap=1)) == [Violation("reach", (0, 1), 1)]


def test_reach_prefers_practices_that_have_met_least(people):
    problem = people(
        6,
        practices=tuple(frozenset({practice}) for practice in (1, 1, 2, 2, 3, 3)),
        practice_meetings={(1, 2): 9, (1, 3): 3},
    )

    assert cases("reach", [(0, 2), (1, 4), (3, 5)], problem) == [
        Violation("reach", (0, 2), 3),
        Violation("reach", (1, 4), 1),
    ]
    assert cases("reach", [(2, 4), (3, 5)], problem) == []


def test_newcomers_meet_hosts(people):
    problem = people(6, newcomer=(True, True, False, False, True, False), host=(False, False, True, False, True, False))

    assert cases("newcomers_meet_hosts", [(0, 1, 3), (2, 5)], problem) == [
        Violation("newcomers_meet_hosts", (0,)),
        Violation("newcomers_meet_hosts", (1,)),
    ]
    assert cases("newcomers_meet_hosts", [(0, 1, 2), (3, 4)], problem) == []


def test_scores(people):
    problem = people(4, scores={(0, 1): -4, (2, 3): 3, (0, 2): 5})

    assert cases("scores", [(0, 1), (2, 3)], problem) == [
        Violation("scores", (0, 1), -4),
        Violation("scores", (2, 3), 3),
    ]
    assert cases("scores", [(0, 3), (1, 2)], problem) == []


def test_chance_draws_a_lot_for_every_pair(people):
    problem = people(40)
    everybody = [(i, j) for i in range(40) for j in range(i + 1, 40)]

    lots = {case.seats: case.cost for case in cases("chance", everybody, problem)}

    assert all(0 < lot < 1000 for lot in lots.values())
    assert 450 < sum(lots.values()) / len(everybody) < 550
    assert lots != {case.seats: case.cost for case in cases("chance", everybody, replace(problem, seed=1))}
    assert cases("chance", [(0, 1, 2)], replace(problem, sizes=TABLES)) == []


@pytest.mark.parametrize("name", RULES)
def test_a_rule_without_data_has_nothing_to_say(name, people):
    problem = people(4, practices=(frozenset(),) * 4, role=(0, 1, 2, 3))
    told = {"group_sizes", "everyone_placed", "role_mix", "chance"}  # these need no data

    assert (RULES[name].terms(problem) != ()) == (name in told)


def test_one_fresh_repeat_is_better_than_two_old_ones(people):
    met = {(0, 1): 1, (2, 3): 30, (4, 5): 30}
    fresh, old = [(0, 1), (2, 4), (3, 5)], [(0, 5), (2, 3), (1, 4)]

    def cost(groups, **parameters):
        return sum(
            case.cost for case in cases("no_repeat", groups, set_to(people(6, met=met), "no_repeat", **parameters))
        )

    assert cost(old) < cost(fresh) < cost([(0, 1), (2, 3), (4, 5)])
    assert cost(fresh) < 2 * cost(old)
    assert cost(fresh, each=1) > 2 * cost(old, each=1)
