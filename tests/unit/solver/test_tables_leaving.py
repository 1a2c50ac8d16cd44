"""Where musts cannot be met by all: at which sizes they can, and how few are left out for them."""

from __future__ import annotations

from itertools import combinations
from random import Random

from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.problem import Problem, RuleSetting, Sizes
from pairing.solver.tables.effort import Effort
from pairing.solver.tables.hall import Hall, open_hall
from pairing.solver.tables.leaving import at_workable_sizes, leave_out
from pairing.solver.tables.plan import plan_round
from pairing.solver.tables.workable import most_placed
from pairing.tiers import Importance

FOR_EVER = float("inf")


def strangers(people: int, sizes: Sizes, *, hosts: int = 0, apart: int = 0) -> Problem:
    """Nobody shares a thing. Of the first few a table must have one, or no two may sit together."""
    return Problem(
        practices=(frozenset(),) * people,
        role=(0,) * people,
        sizes=sizes,
        host=tuple(seat < hosts for seat in range(people)),
        apart=frozenset(combinations(range(apart), 2)),
        rules={"host_at_table": RuleSetting(Importance.MUST)},
    )


def searched(problem: Problem) -> tuple[Hall, tuple[CompiledRule, ...], Random, Effort]:
    """The tables first thought of, after the first search for the musts."""
    rules, random, effort = compile_rules(problem), Random(1), Effort.for_people(problem.n, FOR_EVER)
    hall = open_hall(problem, rules, plan_round(problem, rules, set(), random), random, effort)
    hall.search.run(range(sum(rule.hard for rule in rules)))
    return hall, rules, random, effort


def test_sizes_at_which_the_musts_can_hold_are_taken() -> None:
    problem = strangers(21, Sizes(4, 6, 5), hosts=1)
    hall, rules, random, effort = searched(problem)
    assert len(hall.plan.sizes) == 4

    assert at_workable_sizes(problem, rules, hall, random, effort).plan.sizes == (6,)


def test_of_sizes_that_hold_as_many_those_near_the_preferred_are_taken() -> None:
    problem = strangers(12, Sizes(3, 6, 4))

    assert most_placed(problem, compile_rules(problem)) == (4, 4, 4)


def test_no_more_are_left_out_than_must_be() -> None:
    """Five of whom no two sit together, and four tables of at least three."""
    problem = strangers(16, Sizes(3, 4, 4), apart=5)
    hall, rules, random, effort = searched(problem)

    left = leave_out(problem, rules, hall, random, effort)

    assert len(left.plan.left_out) == 1
    assert left.plan.left_out[0] < 5
