"""What is told of a round beside its costs: why people meet again, and what stands against a group."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from pairing.solver.alternative import Alternative, alternative, alternatives
from pairing.solver.problem import Problem, RuleSetting, Sizes
from pairing.solver.repeats import new_in_circles, spent
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
