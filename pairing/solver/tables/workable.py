"""Sizes at which the musts can hold at all, by counting: with two hosts there are two tables, however many people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from pairing.solver.compile import CompiledRule
from pairing.solver.group_count import even
from pairing.solver.problem import Problem

MOST_CHOICES = 2_000  # choices of sizes looked at; more are not
FEWER = 60  # for so many tables, how many fewer people than fit are tried


def can_hold(rules: Sequence[CompiledRule], sizes: Sequence[int]) -> bool:
    """False where it is proven that every round with groups of these sizes breaks a must."""
    return not any(term.bound(sizes) > 0 for rule in rules if rule.hard for term in rule.group_terms)


def holds_nobody_back(problem: Problem, rules: Sequence[CompiledRule]) -> bool:
    """False where it is proven that no choice of sizes has room for everybody and meets the musts."""
    if problem.exact_sizes is not None:
        return sum(problem.exact_sizes) < problem.n or can_hold(rules, problem.exact_sizes)
    choices = every_choice(problem.n, problem.sizes.smallest, problem.sizes.largest)
    tried = list(islice(choices, MOST_CHOICES + 1))
    return len(tried) > MOST_CHOICES or any(can_hold(rules, sizes) for sizes in tried)


def every_choice(people: int, smallest: int, largest: int) -> Iterator[tuple[int, ...]]:
    """All sizes of groups that hold just so many people, larger groups first."""
    if not people:
        yield ()
    elif smallest == largest:
        if people % largest == 0:
            yield (largest,) * (people // largest)
    elif smallest < largest:
        for many in range(people // largest, -1, -1):
            for rest in every_choice(people - many * largest, smallest, largest - 1):
                yield (largest,) * many + rest


def most_placed(problem: Problem, rules: Sequence[CompiledRule]) -> tuple[int, ...] | None:
    """Even sizes not proven to break a must, for as many as can be, near the preferred; None if none is found."""
    sizes, found = problem.sizes, list[tuple[int, ...]]()
    tried = 0
    for groups in range(1, problem.n // sizes.smallest + 1):
        most = min(problem.n, groups * sizes.largest)
        for placed in range(most, max(groups * sizes.smallest, most - FEWER) - 1, -1):
            tried += 1
            if tried > MOST_CHOICES:
                break
            chosen = even(placed, groups)
            if can_hold(rules, chosen):
                found.append(chosen)
                break
    return max(found, key=lambda each: (sum(each), -abs(sum(each) - len(each) * sizes.preferred)), default=None)
