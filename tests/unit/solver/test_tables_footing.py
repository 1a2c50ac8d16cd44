"""What dates, seats and heads prove, against every seating there is; and lunches that cost no more than that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random
from time import perf_counter
from typing import Any

import pytest
from sparing import slow_but

from pairing.solver.compile import CompiledRule, compile_rules
from pairing.solver.problem import Occasion, Problem, RuleSetting, Seat, Sizes
from pairing.solver.solution import Group
from pairing.solver.solve import solve
from pairing.solver.tables import leaving
from pairing.solver.tables import seat as seat_round
from pairing.solver.tables.footing import Footing
from pairing.solver.tables.headcount import Headcount
from pairing.solver.tables.occasions import attend
from pairing.solver.tables.plan import Plan, plan_round
from pairing.tiers import Importance


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
    footing = attendance.footing
    assert isinstance(footing, Footing)
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
    assert attendance.footing is not None
    assert attendance.tables == attendance.footing.tables
    for k, (occasion, sizes) in enumerate(zip(problem.occasions, attendance.tables, strict=True)):
        here = [seat for seat, at in enumerate(attendance.at) if at == k]
        assert len(here) == sum(sizes)
        assert len(sizes) <= occasion.tables
        assert all(problem.may_attend[seat] >> k & 1 for seat in here)


def test_after_the_deadline_nobody_asks_what_heads_allow() -> None:
    """Counts there must be, or nobody could be seated; everything finer is left."""
    problem = lunch(100, 2)
    rules = compile_rules(problem)
    plan = plan_round(problem, rules, frozenset(), Random(2), perf_counter())
    assert plan.footing is None
    assert sum(plan.sizes) > 0


def test_what_heads_prove_is_not_looked_for_anew_when_it_is_late() -> None:
    problem = lunch(100, 2)
    rules = compile_rules(problem)
    footing = attend(problem, rules, range(problem.n), Random(2)).footing
    assert footing is not None
    first, tier, *_ = sorted(each for each in footing.aimed if rules[each].group_terms)
    dearer = [footing.aimed[first].reached + 1 if each == first else 0 for each in range(len(rules))]
    assert footing.least(tier, dearer) is not None

    footing.deadline = perf_counter()

    assert footing.least(tier, dearer) is None


def test_counts_once_found_stay_when_it_is_late() -> None:
    problem = lunch(100, 2)
    heads = Headcount(problem, [[seat] for seat in range(problem.n)], 1)
    most = -heads.sum(heads.load(k) for k in range(3))
    assert heads.aim(most, 1.0) is not None
    found = heads.sizes()

    heads.deadline = perf_counter()

    assert heads.aim(heads.sum(heads.tables(k) for k in range(3)), 1.0) is None
    assert heads.sizes() == found


def test_rounds_that_break_a_must_are_not_begun_again_after_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too few hosts, too many people to list all tables: one by one is left out, but not for ever."""
    problem = replace(
        lunch(100, 2), host=(True,) * 3 + (False,) * 97, rules={"host_at_table": RuleSetting(Importance.MUST)}
    )
    begun = []

    def counted(*args: Any, **options: Any) -> Plan:
        begun.append(args)
        return plan_round(*args, **options)

    monkeypatch.setattr(leaving, "plan_round", counted)

    late = seat_round(problem, compile_rules(problem), seconds=0.0)

    assert late is not None
    assert not begun
    assert all(any(problem.host[seat] for seat in group.seats) for group in late.groups)
