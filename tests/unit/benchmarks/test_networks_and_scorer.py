"""The standard networks are what they say, and the scorer agrees with brute force and with the solver."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, combinations_with_replacement

import pytest
from networks import PAIRS, STANDARD, Met, Network, Shape, head_counts, problem_file, remember, solved, standard
from scorer import Score, fewest_at_tables, fewest_in_pairs, score, sound

from pairing.solver.problem_file import read_problem


@pytest.mark.parametrize("name", STANDARD)
def test_a_standard_network_has_its_people_practices_and_rounds(name):
    network, shape = standard(name, 1), STANDARD[name]
    heads = Counter(network.practice)
    assert heads.total() == shape.people
    assert len(heads) == shape.practices
    assert len(network.rounds) == 12
    assert all(here == tuple(sorted(set(here))) for here in network.rounds)
    share = sum(map(len, network.rounds)) / 12 / shape.people
    assert 0.75 < share < 0.85
    if shape.largest:
        assert heads[0] == round(shape.people * shape.largest)
    assert {len(here) % 2 for here in network.rounds} == {0, 1}  # odd and even rounds


def test_a_seed_repeats_and_another_differs():
    assert standard("60", 1) == standard("60", 1)
    assert standard("60", 1) != standard("60", 2)


def test_even_rounds_are_even_and_else_the_same():
    for here, even in zip(standard("150", 3).rounds, standard("150", 3, even=True).rounds, strict=True):
        assert len(even) % 2 == 0
        assert here[: len(even)] == even
        assert len(here) - len(even) <= 1


def test_head_counts_fall_and_add_up():
    assert head_counts(Shape(60, 5)) == [21, 14, 10, 8, 7]
    assert head_counts(Shape(150, 6, 0.45))[0] == 68
    assert sum(head_counts(Shape(1000, 40))) == 1000


def matchings(people: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
    """Every way into twos, with one trio where the number is odd."""
    if not people:
        yield []
        return
    if len(people) % 2:
        for trio in combinations(people, 3):
            rest = tuple(person for person in people if person not in trio)
            yield from ([trio, *more] for more in matchings(rest))
        return
    first, *others = people
    for second in others:
        rest = tuple(person for person in others if person != second)
        yield from ([(first, second), *more] for more in matchings(rest))


@pytest.mark.parametrize("people", range(3, 8))
def test_the_formula_for_pairs_is_the_least_of_all_rounds(people):
    for practice in combinations_with_replacement(range(3), people):
        least = min(
            sum(practice[i] == practice[j] for group in groups for i, j in combinations(group, 2))
            for groups in matchings(tuple(range(people)))
        )
        assert fewest_in_pairs(Counter(practice)) == least, practice


def test_nobody_to_meet_forces_nothing():
    assert fewest_in_pairs(Counter()) == 0
    assert fewest_in_pairs(Counter([1])) == 0


def test_at_tables_practices_are_spread_evenly():
    assert fewest_at_tables(Counter({0: 7, 1: 3, 2: 2}), 3) == 5  # 3 + 2 + 2 people of the first: 3 + 1 + 1
    assert fewest_at_tables(Counter({0: 3}), 5) == 0


TINY = Network("tiny", (0, 0, 1, 1, 2), ((0, 1, 2, 3), (0, 1, 2, 3, 4)))


def test_the_score_counts_contacts_repeats_and_people_left_out():
    assert score(TINY, [[(0, 2), (1, 3)], [(0, 2), (1, 4)]]) == Score(2, 0, 1, 1, 0)
    assert score(TINY, [[(0, 1), (2, 3)], [(0, 1, 4), (2, 3)]]) == Score(2, 4, 2, 0, 0)
    assert score(TINY, [[(0, 2), (1, 3)], [(0, 3), (1, 2, 4)]]).at_bounds
    assert not score(TINY, [[(0, 2), (1, 3)], [(0, 3), (1, 2)]]).at_bounds


@pytest.mark.parametrize("groups", [[(0, 2), (0, 3)], [(0, 4)]], ids=["twice", "absent"])
def test_a_round_with_somebody_twice_or_absent_is_refused(groups):
    with pytest.raises(ValueError, match="tiny"):
        score(TINY, [groups])


@pytest.mark.parametrize("groups", [[(0, 2), (0, 3)], [(0, 4)]], ids=["twice", "absent"])
def test_a_peers_rounds_count_up_to_the_first_that_cannot_be_held(groups):
    network = Network("tiny", (0, 0, 1, 1, 2), ((0, 1, 2, 3),) * 3)
    well = [(0, 2), (1, 3)]
    assert sound(network, [well, groups, well]) == 1
    assert sound(network, [well, well]) == 2


def test_history_grows_older_and_meets_anew():
    met = remember(remember(Met(), [(0, 1, 2)]), [(2, 0)])
    assert met == {(0, 1): 2, (0, 2): 1, (1, 2): 2}


def test_a_year_of_problem_files_is_read_and_solved_at_the_bounds():
    network, met, rounds = standard("60", 1, rounds=3), Met(), []
    for number, here in enumerate(network.rounds):
        problem = problem_file(network, here, met, PAIRS, number)
        assert read_problem(json.dumps(problem)).problem.n == len(here)
        rounds.append(solved(problem))
        met = remember(met, rounds[-1])
    assert score(network, rounds).at_bounds
