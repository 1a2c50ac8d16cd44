"""What dates, seats and heads prove, against every seating there is; and lunches that cost no more than that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

import pytest
from sparing import slow_but

from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.problem import Occasion, Problem, Seat, Sizes
from pairing.solver.solution import Group
from pairing.solver.solve import solve
from pairing.solver.tables.footing import Footing
from pairing.solver.tables.occasions import attend


def small_lunch(seed: int) -> Problem:
    """Up to nine people, many of several practices, at two dates or three that some cannot make."""
    random = Random(seed)
    n, dates = random.randint(5, 9), random.choice([2, 2, 3])
    practices = random.choice([2, 3, 4])
    return Problem(
        practices=tuple(frozenset(random.sample(range(practices), random.choice([1, 1, 2, 2]))) for _ in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        sizes=Sizes(2, 4, 3),
        host=tuple(random.random() < 0.4 for _ in range(n)),
        occasions=tuple(Occasion(random.randint(1, 2), random.randint(3, 4)) for _ in range(dates)),
        may_attend=tuple(random.randrange(1, 1 << dates) for _ in range(n)),
        seed=seed,
    )


def seatings(problem: Problem, people: Sequence[Seat], sizes: Sequence[int]) -> Iterator[tuple[Group, ...]]:
    """Tables of just these sizes, at every date that suits, in every way; whoever is over is left out."""
    if not sizes:
        yield ()
        return
    for table in combinations(people, sizes[0]):
        rest = [seat for seat in people if seat not in table]
        for k, occasion in enumerate(problem.occasions):
            if sizes[0] <= occasion.seats and all(problem.may_attend[seat] >> k & 1 for seat in table):
                yield from ((Group(table, k), *others) for others in seatings(problem, rest, sizes[1:]))


def rounds(problem: Problem, sizes: Sequence[int]) -> Iterator[tuple[Group, ...]]:
    for groups in seatings(problem, range(problem.n), sizes):
        at = [group.occasion for group in groups]
        if all(at.count(k) <= occasion.tables for k, occasion in enumerate(problem.occasions)):
            yield groups


def paid(rules: Sequence[CompiledRule], problem: Problem, groups: Sequence[Group]) -> tuple[int, ...]:
    placed = {seat for group in groups for seat in group.seats}
    left_out = [seat for seat in range(problem.n) if seat not in placed]
    return tuple(rule.cost(groups, left_out) for rule in rules)


def bounds_met(seed: int) -> list[bool]:
    """Checks what is proven of one lunch; which of the rules about tables can cost just that."""
    problem, random = small_lunch(seed), Random(seed)
    rules = compile_rules(problem)
    attendance = attend(problem, rules, range(problem.n), random)
    footing: Footing = attendance.footing
    everything = {paid(rules, problem, groups) for groups in rounds(problem, footing.sizes)}
    assert everything
    best = min(everything)
    met = []
    for tier in sorted(footing.aimed):
        if rules[tier].group_terms:
            bound = footing.least(tier, best[:tier])
            assert bound is not None
            assert bound <= best[tier], f"{rules[tier].name} of {seed}: {bound} is proven, a round costs {best[tier]}"
            met.append(bound == best[tier])
            dearer = random.choice(sorted(everything))
            bound = footing.least(tier, dearer[:tier])
            given = [
                costs[tier] for costs in everything if all(a <= b for a, b in zip(costs, dearer[:tier], strict=False))
            ]
            assert bound is None or bound <= min(given), f"{rules[tier].name} of {seed}, others dearer"
    return met


@pytest.mark.parametrize("block", slow_but(range(80), 3))
def test_no_seating_of_nine_people_costs_less_than_their_heads_prove(block: int) -> None:
    met = [each for seed in range(5) for each in bounds_met(100 * block + seed)]
    assert sum(met) > 0.7 * len(met), "most of the bounds are the least there is"


def lunch(people: int, seed: int) -> Problem:
    """A network's lunch on three dates: five practices, and a team of which everybody serves one or two of them."""
    random = Random(seed)
    practices: list[frozenset[int]] = []
    for _ in range(people):
        if random.random() < 0.08:
            practices.append(frozenset({0, *random.sample(range(1, 6), random.choice([1, 2]))}))
        else:
            practices.append(frozenset({random.choice([0, 1, 1, 2, 3, 4, 5, 5])}))
    role = tuple(random.randrange(4) for _ in range(people))
    return Problem(
        practices=tuple(practices),
        role=role,
        sizes=Sizes(6, 8, 6),
        host=tuple(random.random() < 0.25 for _ in range(people)),
        occasions=tuple(Occasion(people // 16, 8, frozenset({k})) for k in range(3)),
        may_attend=tuple(random.choice([1, 2, 4, 3, 5, 6, 7, 7]) for _ in range(people)),
        seed=seed,
    )


@pytest.mark.slow
def test_lunches_on_three_dates_are_proved_down_to_their_hosts_and_roles() -> None:
    """Each alone may miss its bound by a pair; most of them do not."""
    proved = [all(tier.proved for tier in solve(lunch(100, seed)).tiers) for seed in range(2, 6)]
    assert sum(proved) >= 3


def test_people_at_a_date_come_from_those_who_can_make_it_and_sizes_are_kept() -> None:
    problem = lunch(100, 2)
    attendance = attend(problem, compile_rules(problem), range(problem.n), Random(2))
    assert attendance.tables == attendance.footing.tables
    for k, (occasion, sizes) in enumerate(zip(problem.occasions, attendance.tables, strict=True)):
        here = [seat for seat, at in enumerate(attendance.at) if at == k]
        assert len(here) == sum(sizes)
        assert len(sizes) <= occasion.tables
        assert all(problem.may_attend[seat] >> k & 1 for seat in here)
