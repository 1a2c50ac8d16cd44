"""
The goals for tables: CPU seconds and memory above imports, one core, the median of several seeds.

    python benchmarks/solver/table_goals.py [thousand|twenty|sixty|saturated|everyone] [--seeds 5]

    thousand    1,000 people in fives, 12 rounds, 80 % taking part: every tier at its bound
    twenty      20,000 people in sixes, one round: every tier at its bound
    sixty       60 people, 12 rounds, 80 % taking part: repeats at fives and sixes, at fours and fives
    saturated   45 and 50 people in fives, 47 in fives and sixes, 60 in sixes, when few have new colleagues left
    everyone    everybody present, rounds planned together: 14, 12 and 29 of them before anybody meets again

CPU seconds count every thread, so `saturated`, which may use two cores, is the sum over both.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from statistics import median
from time import process_time

from pairing.solver.problem import Pair, Problem, RuleSetting, Sizes
from pairing.solver.rotations import rotate
from pairing.solver.solution import Solution
from pairing.solver.solve import solve
from pairing.tiers import Importance

HIGH, MEDIUM, OFF = Importance.HIGH, Importance.MEDIUM, Importance.OFF
POLICY = {"different_practice": HIGH, "no_repeat": HIGH, "role_mix": MEDIUM, "table_spread": OFF, "reach": OFF}
REPEATS_FIRST = POLICY | {"different_practice": MEDIUM, "role_mix": OFF}


def network(people: int, seed: int, rules: dict[str, Importance], sizes: Sizes, *, practices: int = 0) -> Problem:
    """Practices of uneven size (about twelve people each unless said), four role groups."""
    random = Random(seed)
    many = practices or max(4, people // 12)
    weights = [random.uniform(0.5, 2.0) for _ in range(many)]
    return Problem(
        practices=tuple(frozenset(random.choices(range(many), weights)) for _ in range(people)),
        role=tuple(random.choices(range(4), (4, 3, 2, 1))[0] for _ in range(people)),
        sizes=sizes,
        rules={name: RuleSetting(importance) for name, importance in rules.items()},
        seed=seed,
    )


def alone(people: int, seed: int, sizes: Sizes) -> Problem:
    """People without practices or roles: only repeats count."""
    return Problem(practices=(frozenset(),) * people, role=(0,) * people, sizes=sizes, seed=seed)


def year(staff: Problem, rounds: int, share: float) -> Iterator[tuple[Problem, Solution, float]]:
    """Round after round with its CPU seconds, each remembering all before it."""
    random = Random(staff.seed)
    met: dict[Pair, int] = {}
    for month in range(1, rounds + 1):
        here = [person for person in range(staff.n) if share == 1 or random.random() < share]
        place = {person: seat for seat, person in enumerate(here)}
        problem = replace(
            staff,
            practices=tuple(staff.practices[person] for person in here),
            role=tuple(staff.role[person] for person in here),
            met={(place[i], place[j]): month - at for (i, j), at in met.items() if i in place and j in place},
            seed=staff.seed * 1000 + month,
        )
        started = process_time()
        solution = solve(problem, seconds=600)
        yield problem, solution, process_time() - started
        met |= {(here[i], here[j]): month for group in solution.groups for i, j in group.pairs()}


def repeats(problem: Problem, solution: Solution) -> int:
    """Pairs who meet again."""
    return sum(pair in problem.met for group in solution.groups for pair in group.pairs())


def gaps(solution: Solution) -> str:
    """The tiers that are not proved."""
    return ", ".join(f"{t.rule} {t.cost}>={t.bound}" for t in solution.tiers if not t.proved) or "proved"


def thousand(seed: int) -> float:
    """One year of 1,000."""
    seconds, open_ = [], []
    for problem, solution, took in year(network(1000, seed, POLICY, Sizes(5, 6, 5), practices=70), 12, 0.8):
        seconds.append(took)
        if any(tier.cost > tier.bound for tier in solution.tiers):
            open_.append(f"{len(problem.met)} met: {gaps(solution)}")
    print(f"  seed {seed}: {sum(seconds):.2f} s for 12 rounds, {len(open_)} above the bound {open_}", flush=True)
    return sum(seconds)


def twenty(seed: int) -> float:
    """One round of 20,000."""
    problem = network(20_000, seed, POLICY, Sizes(6, 7, 6), practices=1300)
    random = Random(seed)
    pairs = (sorted(random.sample(range(problem.n), 2)) for _ in range(500_000))
    problem = replace(problem, met={(i, j): random.randint(1, 12) for i, j in pairs})
    started = process_time()
    solution = solve(problem, seconds=600)
    took = process_time() - started
    print(f"  seed {seed}: {took:.2f} s, {gaps(solution)}", flush=True)
    return took


def sixty(seed: int) -> float:
    """Three years of 60: nobody with a practice, repeats above practices, practices above repeats."""
    took = 0.0
    for title, sizes in (("fives and sixes", Sizes(5, 6, 5)), ("fours and fives", Sizes(4, 5, 5))):
        for name, staff in (
            ("no practices", alone(60, seed, sizes)),
            ("repeats first", network(60, seed, REPEATS_FIRST, sizes)),
            ("practices first", network(60, seed, POLICY, sizes)),
        ):
            months = list(year(staff, 12, 0.8))
            again = [repeats(problem, solution) for problem, solution, _ in months]
            seconds = sum(each for _, _, each in months)
            same = sum(tier.cost for _, s, _ in months for tier in s.tiers if tier.rule == "different_practice")
            proved = sum(solution.status == "optimal" for _, solution, _ in months)
            print(
                f"  seed {seed}, {title}, {name}: {sum(again)} repeats {again}, same practice {same}, "
                f"{seconds:.1f} s, {proved} of 12 proved",
                flush=True,
            )
            took += seconds
    return took


def saturated(seed: int) -> float:
    """The rounds of a year in which repeats cannot be avoided; the median of those of at most 50 people in fives."""
    in_fives = []
    for people, sizes, rounds in (
        (45, Sizes(5, 5, 5), 12),
        (50, Sizes(5, 5, 5), 12),
        (47, Sizes(5, 6, 5), 12),
        (60, Sizes(6, 6, 6), 9),
    ):
        staffs = {"no practices": alone(people, seed, sizes), "policy": network(people, seed, POLICY, sizes)}
        proved, seconds = 0, []
        for name, staff in staffs.items():
            for month, (problem, solution, took) in enumerate(year(staff, rounds, 1), 1):
                again = repeats(problem, solution)
                if again:
                    title = f"  seed {seed}, {people} {name}, round {month}"
                    print(f"{title}: {took:.1f} s, {again} repeats, {gaps(solution)}", flush=True)
                    proved += gaps(solution) == "proved"
                    seconds.append(took)
        in_fives += seconds if sizes.largest == 5 else []
        title = f"  seed {seed}, {people} people: {proved} of {len(seconds)} proved"
        print(f"{title}, median {median(seconds):.1f} s, most {max(seconds):.1f} s", flush=True)
    return median(in_fives)


def everyone(seed: int) -> float:
    """As many rounds as the goal wants, planned together: how many come without anybody meeting twice."""
    took = 0.0
    for people, sizes, goal in ((60, Sizes(4, 5, 5), 14), (60, Sizes(5, 6, 6), 12), (150, Sizes(5, 6, 6), 29)):
        started = process_time()
        found = rotate(alone(people, seed, sizes), goal, seconds=600)
        seconds = process_time() - started
        again = next(tier for tier in found.tiers if tier.rule == "no_repeat").cost
        title = f"  seed {seed}, {people} in {sizes.smallest} to {sizes.largest}"
        print(f"{title}: {goal} rounds, no_repeat costs {again}, {seconds:.1f} s", flush=True)
        took += seconds
    return took


GOALS: dict[str, Callable[[int], float]] = {
    "thousand": thousand,
    "twenty": twenty,
    "sixty": sixty,
    "saturated": saturated,
    "everyone": everyone,
}


def peak() -> int:
    """Most memory held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    """The goals asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("goals", nargs="*", choices=[*GOALS, []], help="all when none is named")
    options.add_argument("--seeds", type=int, default=5)
    chosen = options.parse_args()
    for goal in chosen.goals or GOALS:
        before = peak()
        print(goal, flush=True)
        seconds = [GOALS[goal](seed) for seed in range(1, chosen.seeds + 1)]
        print(f"  median {median(seconds):.2f} s; peak memory {before} -> {peak()} MB\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
