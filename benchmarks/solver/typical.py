"""
Twelve months of a typical network, coffees and lunches: CPU seconds a round, costs beside bounds.

    python benchmarks/solver/typical.py [--people 175] [--rounds 12] [--big 0.15] [--seed 1]

175 people in 9 practices of uneven size, 4 role groups, part-timers, some shared between practices;
80 % take part each month; what was planned counts as met. Ends with 1 when a round takes over a second.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from random import Random
from statistics import median
from time import process_time

from pairing.solver.problem import Problem, Sizes
from pairing.solver.solution import Solution
from pairing.solver.solve import solve

PATTERNS = (0b11111, 0b11111, 0b00111, 0b11100, 0b01010, 0b10001, 0b01111)  # weekdays from Monday, bit 0
GOAL = 1.0  # CPU seconds a round


def network(n: int, big: float, random: Random) -> dict[str, list]:
    """Everybody once, as the attributes a problem has."""
    practices = max(3, n // 20)
    home = [0 if random.random() < big else random.randrange(1, practices) for _ in range(n)]
    shared = [random.randrange(practices) if random.random() < 0.05 else None for _ in range(n)]
    return {
        "practices": [frozenset({p} | ({q} if q is not None else set())) for p, q in zip(home, shared, strict=True)],
        "role": random.choices(range(4), weights=(25, 15, 20, 40), k=n),
        "working_days": random.choices(PATTERNS, k=n),
        "host": [random.random() < 0.15 for _ in range(n)],
        "newcomer": [random.random() < 0.08 for _ in range(n)],
    }


def year(people: dict[str, list], sizes: Sizes, rounds: int, random: Random) -> list[Solution]:
    """Round after round, each remembering all before it."""
    n = len(people["role"])
    last: dict[tuple[int, int], int] = {}
    contacts = [0] * n
    solutions = []
    for month in range(1, rounds + 1):
        here = sorted(random.sample(range(n), round(0.8 * n)))
        seat = {person: number for number, person in enumerate(here)}
        met = {(seat[a], seat[b]): month - when for (a, b), when in last.items() if a in seat and b in seat}
        problem = Problem(
            sizes=sizes,
            met=met,
            contacts=tuple(contacts[person] for person in here),
            practice_meetings=meetings(people, last),
            seed=month,
            **{key: tuple(values[person] for person in here) for key, values in people.items()},
        )
        started = process_time()
        solution = solve(problem)
        solution = replace(solution, seconds=process_time() - started)  # CPU, so that a busy machine does not count
        for group in solution.groups:
            for i, j in group.pairs():
                a, b = here[i], here[j]
                last[a, b] = month
                if people["practices"][a].isdisjoint(people["practices"][b]):
                    contacts[a] += 1
                    contacts[b] += 1
        solutions.append(solution)
        show(month, solution)
    return solutions


def meetings(people: dict[str, list], last: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """Contacts so far between practices."""
    counts: dict[tuple[int, int], int] = {}
    for a, b in last:
        for p in people["practices"][a]:
            for q in people["practices"][b]:
                if p != q:
                    counts[min(p, q), max(p, q)] = counts.get((min(p, q), max(p, q)), 0) + 1
    return counts


def show(month: int, solution: Solution) -> None:
    """One line a round; what is not proved is shown as cost>=bound."""
    tiers = " ".join(
        f"{tier.rule}={tier.cost}" + ("" if tier.proved else f">={tier.bound}")
        for tier in solution.tiers
        if tier.cost or not tier.proved
    )
    print(
        f"{month:>3} {solution.seconds:6.2f} s {solution.status:<9} {len(solution.groups):>4} groups  {tiers}",
        flush=True,
    )


def main() -> int:
    """Both formats, a year each."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=175)
    options.add_argument("--rounds", type=int, default=12)
    options.add_argument("--big", type=float, default=0.15, help="share of the largest practice")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", choices=("coffee", "lunch"))
    chosen = options.parse_args()
    slow = False
    for name, sizes in (("coffee", Sizes(2, 3, 2)), ("lunch", Sizes(6, 8, 7))):
        if chosen.only in (None, name):
            random = Random(chosen.seed)
            print(f"{name}, {chosen.people} people, 80 % each month")
            solutions = year(network(chosen.people, chosen.big, random), sizes, chosen.rounds, random)
            seconds = [solution.seconds for solution in solutions]
            optimal = sum(solution.status == "optimal" for solution in solutions)
            print(
                f"    median {median(seconds):.2f} s, longest {max(seconds):.2f} s, "
                f"{optimal} of {len(solutions)} proved\n"
            )
            slow |= max(seconds) > GOAL
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
