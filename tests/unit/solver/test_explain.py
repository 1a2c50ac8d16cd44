from __future__ import annotations

from itertools import count

import pytest

from pairing.errors import NoRoundExists, Relaxation
from pairing.solver.clash import clash
from pairing.solver.compile import compile_rules
from pairing.solver.explain import Cause, least_same_practice, why
from pairing.solver.problem import Occasion, RuleSetting, Sizes
from pairing.solver.rule import Violation
from pairing.solver.solution import Group
from pairing.solver.solve import solve
from pairing.tiers import Importance

MUST = RuleSetting(Importance.MUST)


def test_why_names_what_each_group_costs_in_the_order_of_the_tiers(people):
    problem = people(
        4, practices=(frozenset({1}),) * 2 + (frozenset({2}),) * 2, role=(0, 0, 1, 2), met={(0, 1): 12, (0, 2): 1}
    )

    assert why([Group((0, 1)), Group((2, 3))], problem) == (
        (
            Violation("different_practice", (0, 1)),
            Violation("no_repeat", (0, 1), 1000),
            Violation("role_mix", (0, 1)),
        ),
        (Violation("different_practice", (2, 3)),),
    )


@pytest.mark.parametrize("n", range(2, 14))
def test_the_unavoidable_part_is_what_the_engine_reaches_and_proves(n, people):
    for large in range(n + 1):
        for largest in (2, 3):
            practices = tuple(frozenset((0 if seat < large else seat + 1,)) for seat in range(n))
            problem = people(n, practices=practices, role=(0,) * n, sizes=Sizes(2, largest, 2))

            cause = least_same_practice(problem)

            reached = next(tier for tier in solve(problem).tiers if tier.rule == "different_practice")
            assert cause is not None
            assert cause.least == reached.cost == reached.bound
            assert cause.holders == max(large, 1)


def test_the_cause_names_the_practice_and_its_share(people):
    problem = people(10, practices=(frozenset({7}),) * 6 + (frozenset({8}),) * 4)

    assert least_same_practice(problem) == Cause(practice=7, holders=6, people=10, least=1)
    assert least_same_practice(people(4, practices=(frozenset(),) * 4)) is None


def test_clashing_musts_are_named_without_those_that_do_not_matter(people):
    problem = people(
        12,
        practices=tuple(frozenset({seat % 3}) for seat in range(12)),
        apart=frozenset((0, seat) for seat in range(1, 12)),
        rules={"everyone_placed": MUST, "different_practice": MUST},
    )

    with pytest.raises(NoRoundExists) as caught:
        solve(problem)

    assert caught.value.rules == ("group_sizes", "kept_apart", "everyone_placed")
    assert caught.value.relaxations == (Relaxation("kept_apart", 1), Relaxation("everyone_placed", 1))
    assert 0 in caught.value.people


def test_one_must_alone_can_be_impossible(people):
    with pytest.raises(NoRoundExists) as caught:
        solve(people(1, rules={"everyone_placed": MUST}))

    assert caught.value.rules == ("group_sizes", "everyone_placed")
    assert caught.value.people == (0,)
    assert caught.value.relaxations == (Relaxation("everyone_placed", 1),)


@pytest.mark.parametrize(
    ("may", "rules", "said"),
    [
        ((0b01,) * 6 + (0,), ("everyone_placed",), "no round satisfies everyone_placed"),
        (
            (0b01,) * 6 + (0b10,),
            ("group_sizes", "everyone_placed"),
            "no round satisfies group_sizes and everyone_placed together",
        ),
    ],
)
def test_sizes_are_not_to_blame_for_whom_no_date_suits(may, rules, said, people):
    problem = people(
        7,
        sizes=Sizes(3, 6, 4),
        occasions=(Occasion(2, 6), Occasion(1, 6)),
        may_attend=may,
        rules={"everyone_placed": MUST},
    )

    with pytest.raises(NoRoundExists) as caught:
        solve(problem)

    assert (caught.value.rules, str(caught.value)) == (rules, said)
    assert caught.value.relaxations == (Relaxation("everyone_placed", 1),)


def test_easing_is_priced_in_broken_cases(people):
    problem = people(
        20,
        practices=tuple(frozenset((0 if seat < 13 else seat,)) for seat in range(20)),
        rules={"everyone_placed": MUST, "different_practice": MUST},
    )

    with pytest.raises(NoRoundExists) as caught:
        solve(problem)

    assert caught.value.rules == ("group_sizes", "everyone_placed", "different_practice")
    assert caught.value.relaxations == (Relaxation("different_practice", 3), Relaxation("everyone_placed", 6))
    assert len(caught.value.people) == 6


@pytest.mark.parametrize(("largest", "proved"), [(3, False), (2, True)])
def test_a_price_in_pairs_is_the_least_only_where_two_trios_could_not_have_fewer_cases(largest, proved, people):
    """A newcomer, a host and somebody else: two such trios and a pair have two cases, four pairs have three."""
    practices = ((), (1,), (1,), (0,), (0,), (), (1,), (0,))
    problem = people(
        8,
        practices=tuple(map(frozenset, practices)),
        sizes=Sizes(2, largest, 2),
        newcomer=tuple(seat in {0, 3} for seat in range(8)),
        host=tuple(seat in {4, 7} for seat in range(8)),
        rules={"everyone_placed": MUST, "different_practice": MUST, "newcomers_meet_hosts": MUST},
    )

    with pytest.raises(NoRoundExists) as caught:
        solve(problem)

    assert {way.rule: way for way in caught.value.relaxations}["different_practice"].proved is proved


@pytest.mark.parametrize(
    ("seconds", "rules", "ways"),
    [
        (0, ["group_sizes", "kept_apart", "everyone_placed", "different_practice"], []),
        (3, ["group_sizes", "kept_apart", "everyone_placed", "different_practice"], []),
        (4, ["group_sizes", "kept_apart", "everyone_placed"], []),
        (5, ["group_sizes", "kept_apart", "everyone_placed"], ["kept_apart"]),
        (6, ["group_sizes", "kept_apart", "everyone_placed"], ["kept_apart", "everyone_placed"]),
    ],
)
def test_what_clashes_is_told_as_far_as_there_was_time(seconds, rules, ways, people):
    problem = people(
        12,
        practices=tuple(frozenset({seat % 3}) for seat in range(12)),
        apart=frozenset((0, seat) for seat in range(1, 12)),
        rules={"everyone_placed": MUST, "different_practice": MUST},
    )
    ticks = count()

    found = clash(problem, seconds=seconds, clock=lambda: next(ticks))

    assert list(found.rules) == rules
    assert [way.rule for way in found.relaxations] == ways
    assert found.complete is (seconds == 6)
    assert ("time ran out" in str(found)) is (seconds < 6)


def test_tiers_tell_costs_bounds_and_proofs(people):
    problem = people(5, practices=(frozenset({1}),) * 5, role=(0,) * 5)

    solution = solve(problem)

    assert [tier.rule for tier in solution.tiers] == [rule.name for rule in compile_rules(problem)]
    assert all(tier.proved and tier.cost == tier.bound for tier in solution.tiers)
    assert solution.status == "optimal"
    assert {tier.rule: tier.cost for tier in solution.tiers}["different_practice"] == 4
