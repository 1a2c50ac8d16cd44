"""Lunches for which time runs out before much is counted: dates filled in whole tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from time import perf_counter

import pytest

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Occasion, Problem, RuleSetting, Sizes
from pairing.solver.solution import Status
from pairing.solver.solve import solve
from pairing.solver.tables import counting, occasions
from pairing.solver.tables.filling import Filling, away
from pairing.solver.tables.occasions import attend
from pairing.tiers import Importance


def lunches(people: int, dates: int, **given: object) -> Problem:
    random = Random(people)
    problem = Problem(
        practices=tuple(frozenset({random.randrange(20)}) for _ in range(people)),
        role=tuple(random.randrange(4) for _ in range(people)),
        sizes=Sizes(4, 8, 6),
        turns_missed=tuple(random.choice((0, 0, 1)) for _ in range(people)),
        occasions=tuple(Occasion(10, 8, frozenset({k // 2})) for k in range(dates)),
        may_attend=tuple(
            sum(1 << k for k in random.sample(range(dates), random.choice((1, min(2, dates), min(3, dates)))))
            for _ in range(people)
        ),
    )
    return replace(problem, **given)


def test_out_of_time_nearly_everybody_has_a_table(monkeypatch):
    monkeypatch.setattr(occasions, "EFFORT", 1e-9)  # nothing is counted
    problem = lunches(600, 12)

    found = solve(problem, seconds=-1)

    assert found.status is Status.TIMEOUT
    assert len(found.left_out) < 20
    placed = next(tier for tier in found.tiers if tier.rule == "everyone_placed")
    assert placed.bound <= placed.cost == len(found.left_out)


def filled(problem: Problem) -> Filling:
    """Filled, and held against dates, tables and sizes."""
    filling = Filling(problem, compile_rules(problem), range(problem.n), Random(1))
    for k, (occasion, tables) in enumerate(zip(problem.occasions, filling.tables, strict=True)):
        here = [seat for seat, at in enumerate(filling.at) if at == k]
        assert all(problem.may_attend[seat] >> k & 1 for seat in here)
        assert sum(tables) == len(here)
        assert len(tables) <= occasion.tables
        assert max(tables, default=0) <= occasion.seats
        if problem.exact_sizes is None:
            assert all(problem.sizes.smallest <= size <= problem.sizes.largest for size in tables)
    return filling


def test_few_people_gather_on_few_of_many_dates():
    everywhere = (1 << 30) - 1
    filling = filled(lunches(21, 30, may_attend=(everywhere,) * 21))

    assert None not in filling.at
    assert len(set(filling.at)) == 1


def test_listed_sizes_are_laid_at_most_once_each():
    sizes = (9, 8, 8, 6, 6, 6, 5)
    filling = filled(lunches(60, 4, exact_sizes=sizes))

    laid = Counter(size for tables in filling.tables for size in tables)
    assert laid <= Counter(sizes)
    assert laid.total() >= 5
    assert laid[9] == 0  # no occasion has a table for so many


def test_whoever_missed_turns_is_seated_first():
    """A hundred can come to one date with room for eighty."""
    missed = tuple(int(seat % 3 == 0) for seat in range(100))
    filling = filled(lunches(100, 1, may_attend=(1,) * 100, turns_missed=missed))

    assert sum(at is None for at in filling.at) == 20
    assert not any(missed[seat] for seat, at in enumerate(filling.at) if at is None)


def test_dates_nobody_waits_for_are_not_asked_about():
    """Three hundred dates for eight people, one after the other, would be looked at forty-five thousand times."""
    asked = []

    class Asked(Filling):
        def _laid(self, k, people):
            asked.append(k)
            return super()._laid(k, people)

    problem = lunches(8, 300, may_attend=(-1,) * 8)
    filling = Asked(problem, compile_rules(problem), range(8), Random(1))

    assert None not in filling.at
    assert len(asked) <= 2 * 300


def test_cover_that_is_a_must_is_kept():
    posts = tuple(frozenset({seat % 10}) for seat in range(200))
    problem = lunches(200, 6, cover_keys=posts, cover_caps=dict.fromkeys(range(10), 3))
    problem = replace(problem, rules={"cover": RuleSetting(Importance.MUST)})
    rules = compile_rules(problem)
    filling = filled(problem)

    costs = dict(zip((rule.name for rule in rules), away(rules, filling.at), strict=True))
    assert costs["cover"] == 0
    assert 60 <= sum(at is not None for at in filling.at) <= 90  # three of ten posts at three hours


@pytest.mark.parametrize("late", [False, True])
def test_what_was_counted_stands_where_filling_leaves_out_more(late, monkeypatch):
    """Filling takes five to the first date, and the three for whom only the second is left are too few."""
    monkeypatch.setattr(counting, "LEAST_SECONDS", 60)
    problem = lunches(8, 2, may_attend=(0b01,) * 3 + (0b11,) * 2 + (0b10,) * 3)
    rules = compile_rules(problem)

    found = attend(problem, rules, range(8), Random(1), perf_counter() + (-1 if late else 60))

    assert Filling(problem, rules, range(8), Random(1)).at.count(None) == 3
    assert None not in found.at
    assert [sum(sizes) for sizes in found.tables] == [4, 4]
