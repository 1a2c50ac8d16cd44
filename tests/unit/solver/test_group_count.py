"""How many groups, of which sizes: near the preferred, fewest left out, smaller before repeats are forced."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from pairing.solver.group_count import choose_sizes, even, fitting, group_counts, seatable
from pairing.solver.problem import Problem, Sizes


def crowd(people: int, sizes: Sizes, *, met_share: float = 0.0, exact: tuple[int, ...] | None = None) -> Problem:
    random = Random(people)
    return Problem(
        practices=tuple(frozenset({seat}) for seat in range(people)),
        role=(0,) * people,
        sizes=sizes,
        exact_sizes=exact,
        met={pair: 3 for pair in combinations(range(people), 2) if random.random() < met_share},
    )


@pytest.mark.parametrize(
    ("people", "sizes", "expected"),
    [
        (175, Sizes(6, 8, 7), (7,) * 25),
        (5, Sizes(6, 8, 7), ()),
        (7, Sizes(3, 3, 3), (3, 3)),
        (11, Sizes(6, 8, 7), (8,)),
        (17, Sizes(6, 8, 7), (8, 8)),
        (10, Sizes(3, 6, 4), (4, 3, 3)),
        (0, Sizes(3, 6, 4), ()),
        (1, Sizes(1, 2, 2), (1,)),
    ],
)
def test_sizes_are_allowed_near_the_preferred_and_leave_out_as_few_as_can_be(
    people: int, sizes: Sizes, expected: tuple[int, ...]
) -> None:
    choice = choose_sizes(crowd(people, sizes))
    assert choice.sizes == expected
    assert choice.left_out == people - sum(expected)


@pytest.mark.parametrize("people", range(60))
def test_no_allowed_sizes_seat_more(people: int) -> None:
    sizes = Sizes(5, 7, 6)
    reachable = {0}
    for _ in range(people):
        reachable |= {total + size for total in reachable for size in range(5, 8) if total + size <= people}
    assert seatable(people, sizes) == max(reachable)
    choice = choose_sizes(crowd(people, sizes))
    assert sum(choice.sizes) == max(reachable)
    assert all(5 <= size <= 7 for size in choice.sizes)


def test_exact_sizes_are_honoured_and_the_most_people_seated() -> None:
    assert choose_sizes(crowd(12, Sizes(2, 8, 4), exact=(5, 4, 3))).sizes == (5, 4, 3)
    assert choose_sizes(crowd(13, Sizes(2, 8, 4), exact=(5, 4, 3))).left_out == 1
    assert fitting((7, 5, 4, 4), 13) == (5, 4, 4)
    assert fitting((9,), 8) == ()


def test_even_and_counts() -> None:
    assert even(11, 3) == (4, 4, 3)
    assert list(group_counts(11, Sizes(3, 4, 4))) == [3]
    assert not group_counts(5, Sizes(3, 4, 4)) or group_counts(5, Sizes(3, 4, 4)).stop == 2


def test_smaller_groups_are_chosen_before_repeats_are_forced_and_it_is_said() -> None:
    fresh = choose_sizes(crowd(60, Sizes(4, 6, 5), met_share=0.3))
    assert fresh.sizes == (5,) * 12
    assert "repeats_preferred" not in fresh.numbers
    saturated = choose_sizes(crowd(60, Sizes(4, 6, 5), met_share=0.52))
    assert len(saturated.sizes) > 12
    assert saturated.numbers["groups_preferred"] == 12
    assert saturated.numbers["repeats"] * 2 <= saturated.numbers["repeats_preferred"]


def test_when_all_have_met_the_preferred_size_stays_because_smaller_ones_do_not_help_enough() -> None:
    choice = choose_sizes(crowd(20, Sizes(4, 5, 5), met_share=1.0))
    assert choice.sizes == (5,) * 4
    assert choice.numbers["repeats"] == 40


def test_a_person_who_has_met_nearly_everybody_forces_repeats() -> None:
    met = {(0, other): 2 for other in range(1, 11)}
    problem = Problem(
        practices=(frozenset(),) * 12,
        role=(0,) * 12,
        sizes=Sizes(4, 6, 6),
        met=met,
    )
    assert choose_sizes(problem).numbers.get("repeats_preferred", 0) + choose_sizes(problem).numbers.get("repeats", 0)
