"""
Rounds of pairs split anew, several at once, until no pair meets twice.

Rounds that repeat somebody are taken back, with some of the others; the pairs these held and those
nobody used are dealt out again by CP-SAT, one matching a round (and, when odd, a triangle), the
rules that come before repeats costing no more than they did. The fewer rounds are taken back, the
smaller the problem; the more, the surer it can be solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from time import perf_counter

import numpy as np

from pairing.solver.compile import CompiledRule
from pairing.solver.problem import Pair, Problem
from pairing.solver.rotations.deal import Ground, deal
from pairing.solver.rotations.partners import before_repeats
from pairing.solver.rotations.series import Played, full_rules

TAKEN_BACK = (0, 1, 2, 4, 8, 16, 32)  # good rounds dealt anew beside the bad ones
ROUNDS_OF_TRIES = 2  # times all this is tried in vain before what there is is kept
MOST_VARIABLES = 60_000


def split_anew(
    problem: Problem, rounds: Sequence[Played], reached: dict[str, int], deadline: float
) -> list[Played] | None:
    """As many rounds without a repeat as can be found, the others as they were; None where none were gained."""
    rules = full_rules(problem)
    if not _suits(problem, rules, rounds):
        return None
    ground = Ground.of(problem, rules, reached)
    random = Random(problem.seed)  # noqa: S311 - a draw of lots, not a secret
    known = set(ground.pairs)
    best: list[Played] | None = None
    now = list(rounds)
    for _ in range(ROUNDS_OF_TRIES):
        bad = _bad(now, known)
        while bad and (found := _freed(ground, now, bad, random, deadline)):
            now = best = found
            bad = _bad(now, known)
        if not bad or perf_counter() > deadline:
            break
    return best


def _suits(problem: Problem, rules: Sequence[CompiledRule], rounds: Sequence[Played]) -> bool:
    """Pairs for all, one trio when odd; and the rules before repeats can be told from pairs alone."""
    odd = problem.n % 2
    as_can_be = all(
        not played.left_out and sum(size == 3 for size in played.sizes) == odd and max(played.sizes) <= 3
        for played in rounds
    )
    return (
        as_can_be
        and problem.n > 3
        and all(term.additive or not odd for rule in before_repeats(rules) for term in rule.group_terms)
    )


def _bad(rounds: Sequence[Played], new: set[Pair]) -> list[int]:
    """Rounds with a pair who met before."""
    seen: set[Pair] = set()
    found = []
    for number, played in enumerate(rounds):
        if any(pair not in new or pair in seen for pair in played.pairs):
            found.append(number)
        else:
            seen.update(played.pairs)
    return found


def _freed(
    ground: Ground, rounds: list[Played], bad: list[int], random: Random, deadline: float
) -> list[Played] | None:
    """The series with more rounds made good: all that are not if it can be, else half of them, else one."""
    good = [number for number in range(len(rounds)) if number not in bad]
    for many in dict.fromkeys((len(bad), (len(bad) + 1) // 2, 1)):
        for beside in sorted({min(count, len(good)) for count in TAKEN_BACK}):
            back = sorted([*bad[:many], *random.sample(good, beside)])
            used = {pair for number in good if number not in back for pair in rounds[number].pairs}
            free = [pair for pair in ground.pairs if pair not in used]
            if len(free) * len(back) > MOST_VARIABLES or perf_counter() > deadline:
                break
            if not _room(ground.people, free, len(back)):
                continue
            allowed = [ground.allowance(rounds[number]) for number in back]
            split = deal(ground, free, allowed, seed=random.randrange(2**31), deadline=deadline)
            if split is not None:
                made = dict(zip(back, split, strict=True))
                return [replace(played, groups=made[at]) if at in made else played for at, played in enumerate(rounds)]
    return None


def _room(people: int, free: Sequence[Pair], rounds: int) -> bool:
    """Nobody has fewer new partners than rounds."""
    ends = np.bincount(np.array(free, dtype=np.int64).ravel(), minlength=people) if free else np.zeros(people)
    return bool((ends >= rounds).all())
