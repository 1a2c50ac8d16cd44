"""Rounds in pairs where time runs out, or pairs are too many to be all tried: never nothing, nor too much claimed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from sparing import slow_but, some_of

from pairing.errors import NoRoundExists
from pairing.solver import pairs
from pairing.solver.check import check
from pairing.solver.compile import compile_rules
from pairing.solver.matching import (
    assignment,
    candidates,
    engine,
    field,
    lots,
    mend,
    triangles,
    ways_out,
)
from pairing.solver.matching.ladder import Ladder
from pairing.solver.problem import RuleSetting
from pairing.solver.solve import solve
from pairing.tiers import Importance

MUST = RuleSetting(Importance.MUST)


@pytest.fixture
def few_candidates(monkeypatch):
    """So few that hardly any round is found, or proved, on those that come first."""
    for module, name, value in (
        (assignment, "PLENTY", 1),
        (candidates, "ALL_AT_ONCE", 0),
        (candidates, "ALL_NEXT", 0),
        (candidates, "FEW", 0),
        (candidates, "MOST", 0),
        (candidates, "NEAREST", 2),
        (field, "WHOLE", 0),
        (field, "DRAW", 3),
        (lots, "ROWS", 3),
        (lots, "COLUMNS", 7),
        (mend, "SMALL", 0),
        (triangles, "CHUNK", 10),
        (ways_out, "DRAWN", 2),
        (ways_out, "FEW", 1),
    ):
        monkeypatch.setattr(module, name, value)


def a_large_practice(people, n, seed=0):
    random = Random(seed)
    return people(
        n,
        practices=tuple(frozenset((0 if seat < 0.6 * n else random.randrange(1, 9),)) for seat in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        met={(i, i + 1): 1 for i in range(n - 1)},
        seed=seed,
    )


@pytest.mark.usefixtures("few_candidates")
@pytest.mark.parametrize("n", slow_but([90, 91], 91))
def test_when_time_is_out_the_first_round_stands_with_an_honest_gap(n, people):
    problem = a_large_practice(people, n)
    rules = compile_rules(problem)

    begun = pairs.match(problem, rules, seconds=-1)
    ended = pairs.match(problem, rules, seconds=600)

    assert begun is not None
    assert ended is not None
    check(begun, rules, problem)
    best = [rule.cost(ended.groups, ended.left_out) for rule in rules]
    reached = [rule.cost(begun.groups, begun.left_out) for rule in rules]
    assert not ended.timed_out
    assert list(ended.bounds) == best
    assert begun.timed_out
    assert best < reached
    gap = next(tier for tier, cost in enumerate(reached) if begun.bounds[tier] < cost)
    assert reached[:gap] == best[:gap]
    assert begun.bounds[gap] <= best[gap]
    # The practice has more people than can all be matched elsewhere, and counting says so at any time.
    assert begun.bounds[[rule.name for rule in rules].index("different_practice")] > 0


@pytest.mark.usefixtures("few_candidates")
@pytest.mark.parametrize("seed", range(4))
def test_out_of_time_nothing_is_claimed_that_a_look_at_every_round_denies(seed, make_problem, optimum, monkeypatch):
    monkeypatch.setattr(engine, "FEW", seed % 2 * 10)
    random = Random(seed)
    for _ in range(some_of(25)):
        problem = make_problem(random, most=8)
        rules = compile_rules(problem)
        best = optimum(problem)
        draft = pairs.match(problem, rules, seconds=-1)
        assert (draft is None) == (best is None)
        if draft is None or best is None:
            continue
        check(draft, rules, problem)
        reached = [rule.cost(draft.groups, draft.left_out) for rule in rules]
        gap = next((tier for tier, cost in enumerate(reached) if draft.bounds[tier] < cost), len(reached))
        assert reached[:gap] == best[:gap]
        assert gap == len(reached) or draft.bounds[gap] <= best[gap]


@pytest.mark.usefixtures("few_candidates")
@pytest.mark.parametrize("n", [80, 81])
def test_everybody_is_matched_though_no_candidates_would_do(n, people):
    """Newcomers may meet hosts alone, and there are as many of these."""
    newcomers = n // 4
    problem = people(
        n,
        newcomer=tuple(seat < newcomers for seat in range(n)),
        host=tuple(newcomers <= seat < 2 * newcomers for seat in range(n)),
        rules={"newcomers_meet_hosts": MUST},
    )
    rules = compile_rules(problem)

    draft = pairs.match(problem, rules)

    assert draft is not None
    check(draft, rules, problem)
    assert draft.left_out == ()
    assert list(draft.bounds) == [rule.cost(draft.groups, draft.left_out) for rule in rules]


@pytest.mark.usefixtures("few_candidates")
def test_a_ring_in_which_everybody_may_meet_two_others_is_matched(people):
    n = 60
    ring = {*pairwise(range(n)), (0, n - 1)}
    apart = frozenset((i, j) for i in range(n) for j in range(i + 1, n) if (i, j) not in ring)

    draft = pairs.match(problem := people(n, apart=apart), compile_rules(problem))

    assert draft is not None
    assert draft.left_out == ()
    assert {group.seats for group in draft.groups} <= ring


@pytest.mark.usefixtures("few_candidates")
@pytest.mark.parametrize("n", [60, 61])
def test_that_musts_leave_no_round_is_proved_without_trying_all_pairs(n, people):
    problem = replace(a_large_practice(people, n), rules={"everyone_placed": MUST, "different_practice": MUST})

    with pytest.raises(NoRoundExists):
        solve(problem)


@pytest.mark.usefixtures("few_candidates")
@pytest.mark.parametrize("n", [100, 101])
def test_the_one_pair_that_helps_is_found_among_all(n, people):
    problem = people(
        n,
        apart=frozenset((0, seat) for seat in range(1, n) if seat != n // 2),
        rules={"everyone_placed": MUST},
    )

    draft = pairs.match(problem, compile_rules(problem))

    assert draft is not None
    assert draft.left_out == ()
    assert [group.seats for group in draft.groups if 0 in group.seats] == [(0, n // 2)]


@pytest.mark.usefixtures("few_candidates")
@pytest.mark.parametrize("friends", [(), (41,), (7, 30)])
def test_of_somebody_short_of_partners_every_one_there_is_comes_to_light(friends, people):
    problem = people(60, apart=frozenset((0, seat) for seat in range(1, 60) if seat not in friends))
    ladder = Ladder(compile_rules(problem), 60)
    everybody = field.Field(ladder, range(60))
    all_others_in_a_ring = everybody.of(np.array([*range(1, 59), 1]), np.array([*range(2, 60), 59]))

    found = ways_out.ways_out(everybody, everybody.seats, all_others_in_a_ring)

    assert list(zip(found.i.tolist(), found.j.tolist(), strict=True)) == [(0, friend) for friend in friends]
