"""Instances of the maximally diverse grouping problem: read, made, and turned into sizes and scores."""

from __future__ import annotations

import math
from itertools import combinations, product

import pytest
from golfers import KNOWN, before_a_repeat, problem_file
from mdgplib import FAMILIES, Instance, diversity, instances, made, read, sizes, write

SMALL = "4 2 ds 1 3 1 3\n0 1 2.5\n0 2 1\n3 0 4.125\n1 2 7\n1 3 0\n2 3 6\n"


def test_a_file_is_read_with_its_limits_and_both_orders_of_a_pair():
    instance = read(SMALL, "small")
    assert (instance.people, instance.limits) == (4, ((1, 3), (1, 3)))
    assert instance.distances == {(0, 1): 2.5, (0, 2): 1, (0, 3): 4.125, (1, 2): 7, (1, 3): 0, (2, 3): 6}
    assert read(write(instance), "small") == instance


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "first line"),
        ("4 2\n", "first line"),
        ("4 2 xx 2 2 2 2\n", "first line"),
        ("4 2 ss 2 2 2\n", "need 4 limits"),
        ("4 2 ss 2 2 2 2\n0 4 1\n", "no such pair: 0 4"),
    ],
)
def test_another_format_is_refused(text, why):
    with pytest.raises(ValueError, match=why):
        read(text)


@pytest.mark.parametrize(("family", "same"), [*product(FAMILIES, (True, False))])
def test_made_instances_follow_the_recipe_and_their_seed(family, same):
    instance = made(family, 60, 1, same_sizes=same)
    assert instance == made(family, 60, 1, same_sizes=same)
    assert instance != made(family, 60, 2, same_sizes=same)
    assert len(instance.distances) == 60 * 59 // 2
    most = 100 * math.sqrt(21) if family == "Geo" else 100
    assert all(0 <= distance <= most for distance in instance.distances.values())
    assert all(least <= 10 <= most for least, most in instance.limits)
    assert (instance.limits == ((10, 10),) * 6) is same
    assert read(write(instance), instance.name) == instance
    if family == "Geo":
        d = instance.distances
        assert all(d[i, k] <= d[i, j] + d[j, k] + 0.002 for i, j, k in combinations(range(20), 3))


def test_sizes_make_the_most_pairs_within_the_limits():
    limits = ((1, 3), (2, 4), (2, 2))
    instance = Instance("x", 7, limits, {})
    best = max(
        sum(size * (size - 1) for size in chosen)
        for chosen in product(*(range(least, most + 1) for least, most in limits))
        if sum(chosen) == 7
    )
    chosen = sizes(instance)
    assert sum(chosen) == 7
    assert all(least <= size <= most for size, (least, most) in zip(chosen, limits, strict=True))
    assert sum(size * (size - 1) for size in chosen) == best


def test_limits_that_seat_not_everybody_are_refused():
    with pytest.raises(ValueError, match="seat everybody"):
        sizes(Instance("x", 9, ((1, 3), (2, 4)), {}))


def test_diversity_is_the_sum_within_groups():
    assert diversity(read(SMALL), [(3, 0, 2), (1,)]) == 4.125 + 1 + 6


def test_files_of_a_folder_come_before_made_instances(tmp_path):
    (tmp_path / "Geo").mkdir()
    (tmp_path / "Geo" / "Geo_n120_ds_01.txt").write_text(write(made("Geo", 120, 9, same_sizes=False)))
    names = [instance.name for instance in instances(tmp_path, "_n120_ds_01", each=1)]
    assert names == ["made_RanInt_n120_ds_01", "made_RanReal_n120_ds_01", "Geo_n120_ds_01"]


def test_published_values_belong_to_library_files_alone():
    assert Instance("RanInt_n240_ds_04", 240, (), {}).published == 162619
    assert made("RanInt", 240, 4, same_sizes=False).published is None


def test_rounds_before_two_meet_again_are_counted():
    rounds = [[["a", "b"], ["c", "d"]], [["a", "c"], ["b", "d"]], [["d", "c"], ["a", "b"]]]
    assert before_a_repeat(rounds) == 2
    assert before_a_repeat(rounds[:2]) == 2
    assert before_a_repeat([]) == 0


def test_no_golfers_are_known_to_play_longer_than_they_can():
    for (tables, size), rounds in KNOWN.items():
        assert rounds <= (tables * size - 1) // (size - 1)
        assert problem_file(tables, size, rounds, 1)["rounds"] == rounds
