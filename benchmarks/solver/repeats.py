"""
Who meets again: over a year of 60 people at tables, and after how many rounds when everybody comes.

    python benchmarks/solver/repeats.py [year|pairs|tables|joint] [--seeds 5] [--each 1000]

    year     60 people, 12 rounds, 80 % taking part, nobody in a practice: repeats in all; ``--each`` is what
             every one of them costs (at 1 the age of one counts most)
    pairs    40 to 150 people, one round after another: rounds before the first repeat, and the limit
    tables   60 in fours and fives, 60 and 150 in fives and sixes, likewise
    joint    the same and pairs of 59 and 60, all rounds asked for at once

The limit is counting: everybody has n - 1 colleagues and meets so many of them a round, three of an odd
number one more. A median of several seeds is shown, each seed's own figure before it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median
from time import process_time

from table_goals import alone, repeats, year

from pairing.solver.problem import Pair, Problem, RuleSetting, Sizes
from pairing.solver.rotations import Rotations, rotate
from pairing.solver.rules import no_repeat

COFFEE = Sizes(2, 3, 2)
LUNCHES = ((60, Sizes(4, 5, 5), 13), (60, Sizes(5, 6, 6), 11), (150, Sizes(5, 6, 6), 29))
COFFEES = (40, 59, 60, 100, 150)

Row = tuple[str, Callable[[int], int], str]


def limit(people: int) -> int:
    """Rounds of pairs that counting allows: an odd number has three more meetings than half of it, less one half."""
    meetings = people // 2 if people % 2 == 0 else people // 2 - 1 + 3
    return people * (people - 1) // 2 // meetings


def in_a_year(sizes: Sizes, seed: int, each: int) -> int:
    """Repeats in twelve rounds of 60."""
    rules = {no_repeat.NAME: RuleSetting(no_repeat.DEFAULT, {"each": each})}
    staff = replace(alone(60, seed, sizes), rules=rules)
    return sum(repeats(problem, solution) for problem, solution, _ in year(staff, 12, 0.8))


def one_by_one(staff: Problem, most: int) -> int:
    """Rounds before the first repeat, at most so many."""
    for done, (problem, solution, _) in enumerate(year(staff, most, 1)):
        if repeats(problem, solution):
            return done
    return most


def together(staff: Problem, most: int) -> int:
    """The most rounds, from four fewer than the limit up, that are found without a repeat; 0 if not even those."""
    found = 0
    for rounds in range(most - 4, most + 1):
        if again(rotate(staff, rounds, seconds=600)):
            break
        found = rounds
    return found


def again(planned: Rotations) -> int:
    """Pairs who meet twice in rounds planned together."""
    met: list[Pair] = [pair for round_ in planned.solutions for group in round_.groups for pair in group.pairs()]
    return len(met) - len(set(met))


def rows(what: str, each: int) -> Iterator[Row]:
    """What is measured, how for one seed, and what it is held against."""
    if what == "year":
        yield "60 in fives and sixes, repeats", lambda seed: in_a_year(Sizes(5, 6, 5), seed, each), "goal 14"
        yield "60 in fours and fives, repeats", lambda seed: in_a_year(Sizes(4, 5, 5), seed, each), "goal 1"
    elif what == "pairs":
        for people in COFFEES:
            most = limit(people)
            yield (
                f"pairs of {people}, rounds",
                lambda seed, n=people, most=most: one_by_one(alone(n, seed, COFFEE), most),
                f"limit {most}",
            )
    elif what == "tables":
        for people, sizes, goal in LUNCHES:
            yield (
                f"{people} in {sizes.smallest} to {sizes.largest}, rounds",
                lambda seed, n=people, s=sizes, most=goal: one_by_one(alone(n, seed, s), most),
                f"goal {goal}",
            )
    else:
        for people, sizes, most in (*LUNCHES, (60, COFFEE, limit(60)), (59, COFFEE, limit(59))):
            yield (
                f"{people} in {sizes.smallest} to {sizes.largest}, rounds at once",
                lambda seed, n=people, s=sizes, most=most: together(alone(n, seed, s), most),
                f"aim {most}",
            )


def main() -> int:
    """The figures asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("what", nargs="*", help="year, pairs, tables, joint; all when none is named")
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--each", type=int, default=no_repeat.PARAMETERS["each"][0])
    chosen = options.parse_args()
    for what in chosen.what or ("year", "pairs", "tables", "joint"):
        for title, measure, against in rows(what, chosen.each):
            begun = process_time()
            found = []
            for seed in range(1, chosen.seeds + 1):
                found.append(measure(seed))
                print(f"  seed {seed}: {found[-1]}", flush=True)
            seconds = (process_time() - begun) / len(found)
            print(f"{title}: median {median(found):g} ({against}), {seconds:.1f} s each", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
