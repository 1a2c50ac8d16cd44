"""Random problems and rounds, and the optimum by going through every round there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from random import Random

import pytest
from trios import rules_before_trios

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Occasion, Problem, RuleSetting, Seat, Sizes
from pairing.solver.rules import CATALOGUE
from pairing.solver.solution import Group
from pairing.tiers import Importance

RULES_OF_PAIRS = (
    "kept_apart", "everyone_placed", "turns_missed", "different_practice", "no_repeat", "common_days",
    "role_mix", "reach", "newcomers_meet_hosts", "scores", "chance",
)  # fmt: skip


def _pairs(random: Random, n: int, share: float) -> list[tuple[int, int]]:
    return [pair for pair in combinations(range(n), 2) if random.random() < share]


def a_problem(random: Random, *, most: int = 7, tables: bool = False) -> Problem:
    """Lone practices, several practices, spare days, hosts or none: everything a rule could trip over."""
    n = random.randint(0, most)
    practices = random.choice([1, 2, 3, 4])
    occasions: tuple[Occasion, ...] = ()
    if tables and random.random() < 0.6:
        hours = [frozenset(random.sample(range(3), random.randint(0, 2))) for _ in range(random.randint(1, 3))]
        occasions = tuple(Occasion(random.randint(1, 3), random.randint(2, 5), each) for each in hours)
    low = random.choice([1, 2, 3])
    return Problem(
        practices=tuple(
            frozenset(random.sample(range(practices), random.choice([0, 1, 1, 1, min(2, practices)]))) for _ in range(n)
        ),
        role=tuple(random.randrange(3) for _ in range(n)),
        sizes=Sizes(low, low + 2, low + 1) if tables else Sizes(2, random.choice([2, 3, 3]), 2),
        exact_sizes=tuple(random.randint(1, 3) for _ in range(2)) if tables and random.random() < 0.2 else None,
        met={pair: random.randint(1, 14) for pair in _pairs(random, n, random.choice([0, 0.3, 0.8]))},
        apart=frozenset(_pairs(random, n, random.choice([0, 0.1, 0.4, 0.8]))),
        scores={pair: random.randint(-5, 5) for pair in _pairs(random, n, random.choice([0, 0.3]))},
        working_days=tuple(random.choice([0, 1, 2, 3, 5, 6]) for _ in range(n)) if random.random() < 0.7 else (),
        turns_missed=tuple(random.choice([0, 0, 1, 2]) for _ in range(n)) if random.random() < 0.5 else (),
        contacts=tuple(random.randrange(5) for _ in range(n)) if random.random() < 0.5 else (),
        practice_meetings={pair: random.randrange(4) for pair in combinations(range(practices), 2)},
        host=tuple(random.random() < 0.3 for _ in range(n)) if random.random() < 0.8 else (),
        newcomer=tuple(random.random() < 0.4 for _ in range(n)) if random.random() < 0.8 else (),
        occasions=occasions,
        may_attend=tuple(random.randrange(8) for _ in range(n)) if occasions and random.random() < 0.5 else (),
        cover_keys=tuple(frozenset(random.sample(range(3), random.randint(0, 2))) for _ in range(n)),
        cover_caps={key: random.randint(0, 2) for key in range(3) if random.random() < 0.6},
        rules={name: RuleSetting(random.choice(list(Importance))) for name in RULES_OF_PAIRS if random.random() < 0.35},
        seed=random.randrange(10**6),
    )


def a_round(random: Random, problem: Problem) -> tuple[list[Group], list[Seat]]:
    """Any partition, good or bad, with people left out, lone seats and crowded tables."""
    seats = list(range(problem.n))
    random.shuffle(seats)
    left_out = sorted(seats.pop() for _ in range(random.choice([0, 0, 1, 3])) if seats)
    groups = []
    while seats:
        size = min(len(seats), random.choice([1, 2, 2, 3, 3, 4, 6]))
        members = tuple(sorted(seats.pop() for _ in range(size)))
        groups.append(Group(members, random.randrange(len(problem.occasions)) if problem.occasions else None))
    return groups, left_out


def every_round(seats: Sequence[Seat], largest: int) -> Iterator[tuple[list[tuple[Seat, ...]], list[Seat]]]:
    """Everybody in a group of two up to ``largest``, or left out, in every way."""
    if not seats:
        yield [], []
        return
    first, rest = seats[0], list(seats[1:])
    for groups, left_out in every_round(rest, largest):
        yield groups, [first, *left_out]
    for size in range(1, largest):
        for others in combinations(rest, size):
            remaining = [seat for seat in rest if seat not in others]
            for groups, left_out in every_round(remaining, largest):
                yield [(first, *others), *groups], left_out


def every_partition(seats: Sequence[Seat]) -> Iterator[list[tuple[Seat, ...]]]:
    """All groups of all sizes among these seats, whoever is left out."""
    if not seats:
        yield []
        return
    first, rest = seats[0], list(seats[1:])
    yield from every_partition(rest)
    for size in range(len(rest) + 1):
        for others in combinations(rest, size):
            remaining = [seat for seat in rest if seat not in others]
            yield from ([(first, *others), *groups] for groups in every_partition(remaining))


def best_costs(problem: Problem) -> list[int] | None:
    """The costs of the best round in pairs, tier by tier, read plainly; None when musts leave none.

    As few trios as possible come after the musts and after who is placed; as few people left out as possible
    last before the lot, where no rule asks for everybody.
    """
    tiers = compile_rules(problem)
    plain = {rule.NAME: rule for rule in CATALOGUE}
    after = rules_before_trios(
        [(tier.name, tier.importance) for tier in tiers], all_are_owed=min(problem.turns_missed, default=0) > 0
    )
    best: tuple[list[int], list[int]] | None = None
    for chosen, left_out in every_round(list(range(problem.n)), problem.sizes.largest):
        groups = [Group(seats) for seats in chosen]
        costs = []
        for tier in tiers:
            cases = [case.cost for case in plain[tier.name].violations(groups, left_out, problem)]
            if tier.importance is Importance.MUST and any(cost > 0 for cost in cases):
                break
            costs.append(sum(cases))
        else:
            key = [*costs[:after], sum(len(seats) == 3 for seats in chosen), *costs[after:]]
            key.insert(len(key) - (tiers[-1].name == "chance"), len(left_out))
            if best is None or key < best[0]:
                best = (key, costs)
    return best[1] if best else None


@pytest.fixture(scope="session")
def make_problem() -> Callable[..., Problem]:
    return a_problem


@pytest.fixture(scope="session")
def make_round() -> Callable[[Random, Problem], tuple[list[Group], list[Seat]]]:
    return a_round


@pytest.fixture(scope="session")
def partitions() -> Callable[[Sequence[Seat]], Iterator[list[tuple[Seat, ...]]]]:
    return every_partition


@pytest.fixture(scope="session")
def every_way() -> Callable[[Sequence[Seat], int], Iterator[tuple[list[tuple[Seat, ...]], list[Seat]]]]:
    return every_round


@pytest.fixture(scope="session")
def optimum() -> Callable[[Problem], list[int] | None]:
    return best_costs


def _people(n: int, **given: object) -> Problem:
    """n people of practices and roles of their own, in pairs unless said otherwise."""
    defaults: dict[str, object] = {
        "practices": tuple(frozenset((seat,)) for seat in range(n)),
        "role": tuple(range(n)),
        "sizes": Sizes(2, 3, 2),
    }
    return Problem(**(defaults | given))  # type: ignore[arg-type]  # tests name the fields they vary


@pytest.fixture(scope="session")
def people() -> Callable[..., Problem]:
    return _people
