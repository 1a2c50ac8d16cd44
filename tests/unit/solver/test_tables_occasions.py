"""Lunches: dates people can make, seats and tables, cover at overlapping hours, as few left out as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from sparing import slow_but

from pairing.solver import tables
from pairing.solver.compile import compile_rules
from pairing.solver.draft import Draft
from pairing.solver.problem import Occasion, Problem, RuleSetting, Sizes
from pairing.tiers import Importance

HOURS = (frozenset({1}), frozenset({1, 2}), frozenset({2}), frozenset({3}))
CAP = 2


def lunches(people: int, seed: int, occasions: Sequence[Occasion], sizes: Sizes, willing: float = 0.6) -> Problem:
    random = Random(seed)
    practices = tuple(frozenset({random.randrange(max(2, people // 12))}) for _ in range(people))
    role = tuple(random.randrange(3) for _ in range(people))
    posts = tuple(
        frozenset(10 * practice + group for practice in here) for here, group in zip(practices, role, strict=True)
    )
    return Problem(
        practices=practices,
        role=role,
        sizes=sizes,
        host=tuple(random.random() < 0.3 for _ in range(people)),
        turns_missed=tuple(random.choice((0, 0, 0, 1, 2)) for _ in range(people)),
        occasions=tuple(occasions),
        may_attend=tuple(
            sum(1 << k for k in range(len(occasions)) if random.random() < willing) for _ in range(people)
        ),
        cover_keys=posts,
        cover_caps={post: CAP for here in posts for post in here},
        seed=seed,
    )


def seated(problem: Problem) -> Draft:
    draft = tables.seat(problem, compile_rules(problem), seconds=60)
    assert draft is not None
    assert not draft.timed_out
    return draft


def check_what_holds_at_every_table(problem: Problem, draft: Draft, cap: int | None = CAP) -> None:
    standing = Counter(group.occasion for group in draft.groups)
    away: Counter[tuple[int, int]] = Counter()
    for group in draft.groups:
        assert group.occasion is not None
        occasion = problem.occasions[group.occasion]
        assert standing[group.occasion] <= occasion.tables
        assert problem.sizes.smallest <= len(group.seats) <= min(problem.sizes.largest, occasion.seats)
        for seat in group.seats:
            assert problem.may_attend[seat] >> group.occasion & 1
            for post in problem.cover_keys[seat]:
                for hour in occasion.hours:
                    away[post, hour] += 1
    if cap is not None:
        assert max(away.values(), default=0) <= cap
    everybody = [*draft.left_out, *(seat for group in draft.groups for seat in group.seats)]
    assert sorted(everybody) == list(range(problem.n))


@pytest.mark.parametrize("seed", slow_but(range(4), 2))
def test_seats_dates_and_cover_hold_at_every_table(seed: int) -> None:
    occasions = [Occasion(tables=2 + seed % 2, seats=7, hours=hours) for hours in HOURS]
    problem = lunches(50, seed, occasions, Sizes(5, 8, 7))
    check_what_holds_at_every_table(problem, seated(problem))


def test_without_cover_more_are_placed() -> None:
    occasions = [Occasion(tables=3, seats=8, hours=hours) for hours in HOURS]
    problem = lunches(60, 3, occasions, Sizes(6, 8, 7), willing=0.9)
    strict = seated(problem)
    free = replace(problem, rules={"cover": RuleSetting(Importance.OFF)})
    loose = seated(free)
    check_what_holds_at_every_table(free, loose, cap=None)
    assert len(loose.left_out) < len(strict.left_out)


@pytest.mark.parametrize("seed", slow_but(range(25), *range(6)))
def test_as_few_as_possible_are_left_out_and_those_who_missed_least(seed: int) -> None:
    """Against every way to send six people to two occasions."""
    random = Random(seed)
    occasions = [
        Occasion(tables=random.randint(1, 2), seats=random.randint(2, 4), hours=random.choice(HOURS)) for _ in range(2)
    ]
    problem = lunches(6, seed, occasions, Sizes(2, 3, 3), willing=0.7)
    problem = replace(problem, cover_caps=dict.fromkeys(problem.cover_caps, random.randint(1, 2)))
    rules = compile_rules(problem)
    draft = seated(problem)
    check_what_holds_at_every_table(problem, draft, cap=max(problem.cover_caps.values()))
    least = min(
        (sum(at is None for at in where), sum(problem.turns_missed[i] for i, at in enumerate(where) if at is None))
        for where in product((None, 0, 1), repeat=problem.n)
        if _possible(problem, where)
    )
    missed = sum(problem.turns_missed[seat] for seat in draft.left_out)
    assert (len(draft.left_out), missed) == least
    bounds = {rule.name: bound for rule, bound in zip(rules, draft.bounds, strict=True)}
    assert bounds["everyone_placed"] == least[0]
    assert bounds.get("turns_missed", least[1]) <= least[1]


def _possible(problem: Problem, where: Sequence[int | None]) -> bool:
    heads = Counter(at for at in where if at is not None)
    for at, count in heads.items():
        occasion = problem.occasions[at]
        largest = min(problem.sizes.largest, occasion.seats)
        if not any(
            groups * problem.sizes.smallest <= count <= groups * largest for groups in range(1, occasion.tables + 1)
        ):
            return False
    away = Counter(
        (post, hour)
        for seat, at in enumerate(where)
        if at is not None
        for post in problem.cover_keys[seat]
        for hour in problem.occasions[at].hours
    )
    dates = all(at is None or problem.may_attend[seat] >> at & 1 for seat, at in enumerate(where))
    return dates and all(count <= problem.cover_caps[post] for (post, _), count in away.items())


def test_exact_sizes_are_kept_across_occasions() -> None:
    occasions = [Occasion(tables=2, seats=8), Occasion(tables=2, seats=5)]
    problem = lunches(24, 1, occasions, Sizes(3, 8, 5), willing=1.0)
    problem = replace(problem, exact_sizes=(8, 7, 5, 4))
    draft = seated(problem)
    assert sorted(len(group.seats) for group in draft.groups) == [4, 5, 7, 8]
    assert draft.left_out == ()


def test_people_apart_may_sit_at_different_occasions_but_never_together() -> None:
    occasions = [Occasion(tables=1, seats=4), Occasion(tables=1, seats=4)]
    problem = lunches(8, 2, occasions, Sizes(3, 4, 4), willing=1.0)
    apart = frozenset((i, j) for i in range(4) for j in range(i + 1, 4) if (i, j) != (0, 1) and (i, j) != (2, 3))
    problem = replace(problem, apart=apart, cover_caps={})
    draft = seated(problem)
    assert not any(pair in apart for group in draft.groups for pair in group.pairs())
    assert draft.left_out == ()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_lunches() -> None:
    occasions = [Occasion(tables=2, seats=7, hours=hours) for hours in HOURS]
    problem = lunches(40, 1, occasions, Sizes(5, 7, 6))
    assert seated(problem) == seated(problem)
