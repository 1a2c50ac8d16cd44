"""Everybody must be placed, and several trios are needed for it: found, or proved impossible, above all sizes for which
every group there is can be looked at."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from ortools.sat.python import cp_model

from pairing.errors import NoRoundExists
from pairing.solver.draft import NothingFound
from pairing.solver.matching import engine, mixture
from pairing.solver.problem import RuleSetting
from pairing.solver.solve import solve
from pairing.tiers import Importance

MUST = RuleSetting(Importance.MUST)


def knowing(people, n, known, **more):
    """Only those who know one another may meet, and everybody has to be placed."""
    apart = frozenset(pair for pair in combinations(range(n), 2) if pair not in known)
    return people(n, apart=apart, rules={"everyone_placed": MUST} | more)


def windmill(sails):
    """Threes who know one another, one of each known to a hub: as many odd parts but one need a trio each."""
    firsts = range(1, 3 * sails, 3)
    inside = {pair for a in firsts for pair in combinations((a, a + 1, a + 2), 2)}
    return 3 * sails + 1, inside | {(0, a) for a in firsts}


def possible(n, known):
    """Whether pairs and trios of people who know one another can hold everybody, by a plain model."""
    trios = [t for t in combinations(range(n), 3) if all(pair in known for pair in combinations(t, 2))]
    model = cp_model.CpModel()
    takes = {group: model.new_bool_var("") for group in [*known, *trios]}
    for seat in range(n):
        model.add_exactly_one(take for group, take in takes.items() if seat in group)
    return cp_model.CpSolver().solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def test_everybody_is_placed_where_that_takes_many_trios(people):
    n, known = windmill(21)

    solution = solve(knowing(people, n, known))

    assert not solution.left_out
    assert solution.status == "optimal"
    assert sorted(len(group.seats) for group in solution.groups) == [2, 2] + [3] * 20
    assert all(pair in known for group in solution.groups for pair in group.pairs())


def test_a_round_is_found_just_where_there_is_one(people, monkeypatch):
    monkeypatch.setattr(engine, "FEW", 0)
    random = Random(4)
    solved = several = 0
    for _ in range(25):
        n, hubs = random.randint(12, 24), random.randint(1, 5)
        known = {(random.randrange(hubs), seat) for seat in range(hubs, n)}
        for a in range(hubs, n - 2, 3):
            if random.random() < 0.9:
                known |= set(combinations((a, a + 1, a + 2), 2))
        try:
            solution = solve(knowing(people, n, known))
        except NoRoundExists:
            assert not possible(n, known)
            continue
        solved += 1
        several += sum(len(group.seats) == 3 for group in solution.groups) > 1

    assert solved > 5
    assert several > 2


def test_trios_are_taken_one_by_one_where_all_groups_are_too_many(people, monkeypatch):
    n, known = windmill(21)
    monkeypatch.setattr(mixture, "MANY", 0)

    solution = solve(knowing(people, n, known))

    assert not solution.left_out
    assert {tier.rule: (tier.cost, tier.bound) for tier in solution.tiers}["everyone_placed"] == (0, 0)


def test_the_nearest_round_is_told_of_where_neither_is_known(people, monkeypatch):
    n, known = windmill(21)
    monkeypatch.setattr(mixture, "MANY", 0)
    monkeypatch.setattr(mixture, "TRIED", 0)

    with pytest.raises(NothingFound, match="no proof that there is none; the nearest leaves 20 out"):
        solve(knowing(people, n, known))
