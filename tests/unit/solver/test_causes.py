"""What is told of a round beside its costs: why people meet again, and what stands against a group."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from random import Random

import pytest

from pairing.solver.alternative import Alternative, alternative, alternatives
from pairing.solver.clash import clash
from pairing.solver.compile import compile_rules
from pairing.solver.group_count import sizes_are_chosen
from pairing.solver.problem import Problem, RuleSetting, Sizes
from pairing.solver.repeats import FEW, Spent, colleagues, new_in_circles, spent
from pairing.solver.rotations.partners import before_repeats
from pairing.solver.saturation import Acquaintance
from pairing.solver.solution import Group
from pairing.solver.solve import solve
from pairing.tiers import Importance

People = Callable[..., Problem]
MINUTE = 60.0


def a_minute_a_look() -> Callable[[], float]:
    """A clock that each look at it moves on."""
    minutes = iter(range(10_000))
    return lambda: next(minutes) * MINUTE


def test_a_group_may_take_more_than_its_even_share_while_there_is_enough(people: People) -> None:
    """Sixteen groups and minutes; the first round without one is come to when one of its two is over."""
    problem = people(32)

    told = alternatives(problem, solve(problem), seconds=16 * MINUTE, clock=a_minute_a_look())

    assert next(told)[1] == ""


def test_who_else_would_be_apart_is_together_where_that_is_off(people: People) -> None:
    problem = people(
        4,
        sizes=Sizes(2, 2, 2),
        scores={(0, 1): -5},
        apart=frozenset({(0, 2), (0, 3)}),
        rules={"kept_apart": RuleSetting(Importance.OFF)},
    )

    assert alternative(problem, solve(problem), Group((0, 1))) == Alternative("scores", 5, proved=True)


def test_colleagues_who_could_be_new_are_no_reason_to_speak_of_circles(people: People) -> None:
    """Only colleagues have not met, four of one practice and two of another: one pair of them there must be."""
    practice = (0, 0, 0, 0, 1, 1)
    met = {pair: 1 for pair in combinations(range(6), 2) if practice[pair[0]] != practice[pair[1]]}
    problem = people(6, practices=tuple(frozenset({each}) for each in practice), met=met)
    solution = solve(problem)

    assert [(t.cost > 0, t.proved) for t in solution.tiers if t.rule in ("different_practice", "no_repeat")] == [
        (True, True),
        (True, True),
    ]
    assert not new_in_circles(problem, solution.tiers, solution.left_out)


def test_where_few_are_new_to_many_they_are_named_and_not_only_who_has_nobody(people: People) -> None:
    """The first two have met everybody, the others all but the last of the eight."""
    met = {pair: 1 for pair in combinations(range(8), 2) if pair[1] != 7 or pair[0] < 2}
    problem = people(8, met=met)
    solution = solve(problem)

    cause = spent(problem, solution.tiers, solution.left_out)

    assert cause is not None
    assert (cause.partners, cause.least) == ((7,), 3)


def test_a_practice_over_half_is_named_among_any_number(people: People) -> None:
    """More than every pair is looked at for."""
    many = FEW + 2
    problem = people(many, practices=tuple(frozenset({max(0, seat - 299)}) for seat in range(many)))
    solution = solve(problem)

    told = colleagues(problem, solution.tiers, solution.left_out)

    assert told == Spent(tuple(range(300)), tuple(range(300, many)), 49)


@pytest.mark.slow
def test_what_another_round_costs_more_is_proved_only_where_that_round_is(people: People) -> None:
    """So many wishes at tables of three that the bound stays far below; the one table of two has one other round."""
    random = Random(1)
    wishes = {(i, j): random.randint(-9, -1) for i, j in (sorted(random.sample(range(83), 2)) for _ in range(83))}
    problem = people(83, exact_sizes=(3,) * 27 + (2,), scores=wishes, rules={"role_mix": RuleSetting(Importance.OFF)})
    solution = solve(problem)
    assert not next(tier for tier in solution.tiers if tier.rule == "scores").proved
    two = next(group for group in solution.groups if len(group.seats) == 2)

    told = alternative(problem, solution, two)

    assert told is not None
    assert (told.rule, told.proved) == ("scores", False)


def test_how_many_are_left_out_at_least_is_proved_in_rounds_with_trios_too(people: People) -> None:
    """Three of nine may meet nobody; more trios would not seat them."""
    nobody = frozenset((i, j) for i, j in combinations(range(9), 2) if i < 3)
    problem = people(9, apart=nobody, rules={"everyone_placed": RuleSetting(Importance.MUST)})

    ways = {way.rule: (way.price, way.proved) for way in clash(problem).relaxations}

    assert ways["everyone_placed"] == (3, True)


def test_musts_come_before_repeats_even_where_those_are_a_must(people: People) -> None:
    must = RuleSetting(Importance.MUST)
    problem = people(4, met={(0, 1): 1}, working_days=(1, 1, 2, 3), rules={"no_repeat": must, "common_days": must})

    names = [rule.name for rule in before_repeats(compile_rules(problem))]

    assert "common_days" in names
    assert "no_repeat" not in names


def test_as_many_tables_of_other_sizes_are_another_choice(people: People) -> None:
    """Eleven sit at two tables: at five and six, or at four and seven; nine at four and five alone."""
    assert sizes_are_chosen(people(11, sizes=Sizes(4, 7, 5)))
    assert not sizes_are_chosen(people(9, sizes=Sizes(4, 7, 5)))


def test_where_all_have_met_everybody_across_practices_meets_again() -> None:
    """Two practices of five, three and two of each at a table: of twenty pairs eight are colleagues."""
    known = Acquaintance(people=10, met_share=1.0, practices=(5, 5), unmet=(4,) * 10)

    assert known.forced_repeats((5, 5)) == 12
