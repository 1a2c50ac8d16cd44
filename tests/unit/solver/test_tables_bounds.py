"""Bounds met on structured networks, musts that cost people their seat, and repeats over a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from sparing import slow_but

from pairing.solver import tables
from pairing.solver.compile import compile_rules
from pairing.solver.draft import Draft
from pairing.solver.problem import Pair, Problem, RuleSetting, Sizes
from pairing.tiers import Importance


def network(people: int, sizes: Sizes, *, largest_share: float = 0.0, seed: int = 1) -> Problem:
    random = Random(seed)
    weights = [random.uniform(0.5, 2.0) for _ in range(max(4, people // 15))]
    return Problem(
        practices=tuple(
            frozenset({0 if random.random() < largest_share else random.choices(range(len(weights)), weights)[0]})
            for _ in range(people)
        ),
        role=tuple(random.choices(range(4), (4, 3, 2, 1))[0] for _ in range(people)),
        sizes=sizes,
        host=tuple(random.random() < 0.25 for _ in range(people)),
        newcomer=tuple(random.random() < 0.1 for _ in range(people)),
        seed=seed,
    )


def seated(problem: Problem) -> tuple[Draft, dict[str, tuple[int, int]]]:
    """The draft, and (cost, bound) of every rule."""
    rules = compile_rules(problem)
    draft = tables.seat(problem, rules, seconds=60)
    assert draft is not None
    paid = {
        rule.name: (rule.cost(draft.groups, draft.left_out), bound)
        for rule, bound in zip(rules, draft.bounds, strict=True)
    }
    return draft, paid


@pytest.mark.parametrize(
    ("people", "sizes", "share"),
    [
        (150, Sizes(5, 6, 5), 0.0),
        (150, Sizes(4, 5, 5), 0.45),
        (150, Sizes(4, 5, 5), 0.6),
        (175, Sizes(6, 8, 7), 0.1),
        (400, Sizes(5, 6, 6), 0.0),
        (1000, Sizes(5, 6, 5), 0.0),
    ],
)
def test_the_counting_bound_is_met_in_every_tier(people: int, sizes: Sizes, share: float) -> None:
    _, paid = seated(network(people, sizes, largest_share=share))
    assert all(cost == bound for cost, bound in paid.values()), paid


def test_shared_people_are_counted_once_a_pair_and_the_bound_is_met() -> None:
    problem = network(60, Sizes(4, 5, 5))
    shared = tuple(here | {1, 2} if seat % 10 == 0 else here for seat, here in enumerate(problem.practices))
    _, paid = seated(replace(problem, practices=shared))
    cost, bound = paid["different_practice"]
    assert bound <= cost <= bound + 5


def test_somebody_nobody_may_meet_is_left_out_alone() -> None:
    problem = network(61, Sizes(5, 6, 5))
    problem = replace(problem, apart=frozenset((0, other) for other in range(1, 61)))
    draft, paid = seated(problem)
    assert draft.left_out == (0,)
    assert not draft.timed_out
    assert paid["kept_apart"] == (0, 0)
    assert paid["everyone_placed"] == (1, 1)


@pytest.mark.slow
def test_a_must_that_most_pairs_break_leaves_whole_tables_empty_rather_than_break_it() -> None:
    problem = network(40, Sizes(4, 5, 5))
    apart = frozenset(pair for pair in combinations(range(40), 2) if Random(sum(pair)).random() < 0.9)
    draft, paid = seated(replace(problem, apart=apart))
    assert paid["kept_apart"] == (0, 0)
    assert not draft.timed_out


def too_many_apart(people: int = 40) -> Problem:
    rules = {"everyone_placed": RuleSetting(Importance.MUST)}
    apart = frozenset(pair for pair in combinations(range(people), 2) if Random(sum(pair)).random() < 0.9)
    return replace(network(people, Sizes(4, 5, 5)), apart=apart, rules=rules)


@pytest.mark.parametrize("people", slow_but([24, 40], 24))
def test_musts_that_no_tables_can_meet_are_a_proof(people: int) -> None:
    problem = too_many_apart(people)
    assert tables.seat(problem, compile_rules(problem), seconds=60) is None


@pytest.mark.slow
def test_a_must_that_nobody_can_show_to_be_broken_is_flagged_not_called_impossible(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In rounds too large to list their tables."""
    monkeypatch.setattr("pairing.solver.tables.rescue.MOST_PEOPLE", 0)
    draft, paid = seated(too_many_apart())
    assert draft.timed_out
    assert paid["kept_apart"][0] > 0


def test_heads_that_cannot_be_split_are_a_proof_when_all_must_be_placed() -> None:
    problem = replace(network(5, Sizes(6, 8, 7)), rules={"everyone_placed": RuleSetting(Importance.MUST)})
    assert tables.seat(problem, compile_rules(problem), seconds=60) is None


@pytest.mark.slow
def test_those_who_missed_turns_are_placed_first() -> None:
    problem = replace(network(31, Sizes(6, 6, 6)), turns_missed=(0, 2, 3) * 10 + (1,))
    draft, paid = seated(problem)
    assert len(draft.left_out) == 1
    assert paid["turns_missed"] == (0, 0)


def test_a_round_that_ran_out_of_time_is_whole_and_says_so() -> None:
    problem = network(100, Sizes(4, 5, 5), largest_share=0.3)
    problem = replace(problem, apart=frozenset({(0, 1), (2, 3), (0, 99)}))
    draft = tables.seat(problem, compile_rules(problem), seconds=0.0)
    assert draft is not None
    assert draft.timed_out
    everybody = [*draft.left_out, *(seat for group in draft.groups for seat in group.seats)]
    assert sorted(everybody) == list(range(100))


@pytest.mark.slow
def test_equally_good_rounds_come_up_about_equally_often() -> None:
    """Six people, two tables, nothing to prefer: ten rounds, and every pair in four of them."""
    rounds: Counter[frozenset[tuple[int, ...]]] = Counter()
    for seed in range(600):
        problem = Problem(practices=(frozenset(),) * 6, role=(0,) * 6, sizes=Sizes(3, 3, 3), seed=seed)
        draft, _ = seated(problem)
        rounds[frozenset(group.seats for group in draft.groups)] += 1
    assert len(rounds) == 10
    chi_square = sum((count - 60) ** 2 / 60 for count in rounds.values())
    assert chi_square < 27.9, "9 degrees of freedom: one honest draw in a thousand lies above"


def year(sizes: Sizes, *, people: int = 60, rounds: int = 12, seed: int = 1) -> tuple[int, list[dict[str, int]]]:
    """Repeats over a year at 80 % attendance, and what was said about sizes each month."""
    random = Random(seed)
    met: dict[Pair, int] = {}
    repeats, notes = 0, []
    for month in range(rounds):
        here = [person for person in range(people) if random.random() < 0.8]
        known = {
            (i, j): month - met[here[i], here[j]]
            for i, j in combinations(range(len(here)), 2)
            if (here[i], here[j]) in met
        }
        problem = Problem(
            practices=(frozenset(),) * len(here), role=(0,) * len(here), sizes=sizes, met=known, seed=seed + month
        )
        draft, _ = seated(problem)
        repeats += sum(pair in known for group in draft.groups for pair in group.pairs())
        notes.append(dict(draft.notes)["sizes"])
        met |= {(here[i], here[j]): month for group in draft.groups for i, j in group.pairs()}
    return repeats, notes


@pytest.mark.slow
def test_sixty_people_meet_new_colleagues_at_tables_of_four_and_five_all_year(
    record_property: Callable[[str, object], None],
) -> None:
    repeats, notes = year(Sizes(4, 5, 5), seed=2)
    record_property("repeats", repeats)
    assert repeats <= 2
    assert any("repeats_preferred" in note for note in notes), "smaller tables late in the year are said"


@pytest.mark.slow
def test_sixty_people_at_fives_and_sixes_repeat_little(record_property: Callable[[str, object], None]) -> None:
    repeats, _ = year(Sizes(5, 6, 5))
    record_property("repeats", repeats)
    assert repeats <= 40
