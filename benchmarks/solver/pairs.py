"""
Rounds in pairs beside their goals: CPU seconds and memory above imports, one core, median of the seeds.

    python benchmarks/solver/pairs.py [--seeds 5] [--only 1,000]

First twelve rounds of the six standard networks (80 % take part, what was planned counts as met), then
single rounds of up to 20,000 people with practices, roles and a year's meetings, and some with every
rule that has data. Seconds are compiling, solving and the plain check together; "proved" counts rounds in
which every tier is proved over all pairs. Each row runs in a process of its own; its memory is the peak of all
its seeds above imports, the problems themselves included. Ends with 1 when a goal was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from statistics import median
from time import process_time

from pairing.solver.problem import Pair, Problem, Sizes

PATTERNS = (0b11111, 0b11111, 0b00111, 0b11100, 0b01010, 0b10001, 0b01111)  # weekdays from Monday, bit 0
ROUNDS, ATTENDANCE = 12, 0.8


@dataclass(frozen=True)
class Row:
    """One line of the table; goals are seconds and megabytes, reached and aimed past."""

    title: str
    people: int
    big: float = 0.0
    year: bool = False
    rich: bool = False
    no_roles: bool = False
    one_apart: bool = False
    reach: float | None = None
    aim: float | None = None
    memory: int | None = None


ROWS = (
    Row("network of 60, 12 rounds", 60, year=True, aim=0.02),
    Row("network of 150, 12 rounds", 150, year=True, aim=0.02),
    Row("network of 150, 45 % in one practice, 12 rounds", 150, big=0.45, year=True, aim=0.02),
    Row("network of 150, 60 % in one practice, 12 rounds", 150, big=0.6, year=True, aim=0.02),
    Row("network of 400, 12 rounds", 400, year=True, aim=0.02),
    Row("network of 1,000, 12 rounds", 1000, year=True, aim=0.02),
    Row("1,000", 1000, reach=0.5, aim=0.2),
    Row("1,001", 1001, reach=0.5, aim=0.2),
    Row("1,000, every rule", 1000, rich=True, reach=0.5, aim=0.2),
    Row("1,000, 60 % in one practice", 1000, big=0.6, reach=0.5, aim=0.2),
    Row("1,001, 60 % in one practice", 1001, big=0.6, reach=0.5, aim=0.2),
    Row("2,000", 2000, reach=1.5, aim=0.5),
    Row("2,001", 2001, reach=1.5, aim=0.5),
    Row("4,000", 4000, reach=6, aim=2),
    Row("4,001", 4001, reach=6, aim=2),
    Row("4,000, every rule", 4000, rich=True, reach=6, aim=2),
    Row("20,000", 20_000, reach=1.5, aim=0.9, memory=300),
    Row("20,001", 20_001, reach=1.5, aim=0.9, memory=300),
    Row("20,000, no roles known", 20_000, no_roles=True, reach=1.5, aim=0.9, memory=300),
    Row("20,000, one kept apart from all", 20_000, one_apart=True, reach=1.5, aim=0.9, memory=300),
)


def main() -> int:
    """The table, or one row of it as JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--only", default="", help="only rows whose title holds this")
    options.add_argument("--row", type=int, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.row is not None:
        print(json.dumps(measured(ROWS[chosen.row], chosen.seeds)))
        return 0
    print(f"{'':<52}{'seconds':>8}{'goal':>6}{'aim':>6}{'ratio':>7}{'MB':>6}{'goal':>6}  proved")
    missed = False
    for number, row in enumerate(ROWS):
        if chosen.only in row.title:
            missed |= show(row, in_its_own_process(number, chosen.seeds))
    return int(missed)


def in_its_own_process(number: int, seeds: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--row", str(number), "--seeds", str(seeds)]
    one_core = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    result: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, env=one_core).stdout)
    return result


def show(row: Row, got: dict[str, float]) -> bool:
    """One line; True when a goal was missed."""
    goal = row.reach or row.aim or 0
    print(
        f"{row.title:<52}{got['seconds']:>8.3f}{row.reach or '':>6}{row.aim or '':>6}{got['seconds'] / goal:>7.2f}"
        f"{got['megabytes']:>6.0f}{row.memory or '':>6}  {got['proved']:.0f} of {got['rounds']:.0f}"
        + (f", {got['repeats']:.0f} repeats, {got['left_out']:.0f} left out" if row.year else ""),
        flush=True,
    )
    too_slow = row.reach is not None and got["seconds"] > row.reach
    return too_slow or got["proved"] < got["rounds"] or bool(row.memory and got["megabytes"] > row.memory)


def measured(row: Row, seeds: int) -> dict[str, float]:
    """The median over the seeds, and the sum of what was proved."""
    warm_up()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    results = [year(row, seed) if row.year else once(row, seed) for seed in range(seeds)]
    result = {name: sum(each[name] for each in results) for name in ("proved", "rounds", "repeats", "left_out")}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return result | {"seconds": median(each["seconds"] for each in results), "megabytes": (peak - before) / 1024}


def warm_up() -> None:
    """Imports are no solving."""
    from pairing.solver.solve import solve

    for people in (120, 121):
        solve(a_network(people, 0.0, Random(0)).round(range(people), {}, 0, rich=True))


def once(row: Row, seed: int) -> dict[str, float]:
    """One round after a year's meetings drawn at random."""
    random = Random(seed)
    network = a_network(row.people, row.big, random)
    met: dict[Pair, int] = {}
    for ago in range(1, ROUNDS + 1):
        order = random.sample(range(row.people), row.people)
        met.update({(min(pair), max(pair)): ago for pair in zip(order[::2], order[1::2], strict=False)})
    problem = network.round(range(row.people), met, seed, rich=row.rich)
    if row.no_roles:
        problem = replace(problem, role=(0,) * row.people)
    if row.one_apart:
        problem = replace(problem, apart=frozenset((0, other) for other in range(1, row.people)))
    return solved(problem)


def year(row: Row, seed: int) -> dict[str, float]:
    """Twelve rounds, each remembering those before it; seconds are those of all."""
    random = Random(seed)
    network = a_network(row.people, row.big, random)
    last: dict[Pair, int] = {}
    total: dict[str, float] = {}
    for month in range(ROUNDS):
        here = sorted(random.sample(range(row.people), round(ATTENDANCE * row.people)))
        place = {person: seat for seat, person in enumerate(here)}
        met = {(place[a], place[b]): month - when for (a, b), when in last.items() if a in place and b in place}
        result = solved(network.round(here, met, 100 * seed + month, rich=row.rich), here, last, month)
        total = {name: total.get(name, 0) + value for name, value in result.items()}
    return total


def solved(
    problem: Problem, here: Sequence[int] = (), last: dict[Pair, int] | None = None, month: int = 0
) -> dict[str, float]:
    """What one round took, and whether all of it is proved; who met is added to ``last``."""
    from pairing.solver.solve import solve

    started = process_time()
    solution = solve(problem, seconds=600)
    seconds = process_time() - started
    pairs = [pair for group in solution.groups for pair in group.pairs()]
    if last is not None:
        last.update({(here[i], here[j]): month for i, j in pairs})
    return {
        "seconds": seconds,
        "proved": solution.status == "optimal",
        "rounds": 1,
        "repeats": sum(pair in problem.met for pair in pairs),
        "left_out": len(solution.left_out),
    }


@dataclass(frozen=True)
class Network:
    """Everybody once, as the attributes a problem has."""

    practices: list[frozenset[int]]
    role: list[int]
    days: list[int]
    contacts: list[int]
    host: list[bool]
    newcomer: list[bool]

    def round(self, here: Sequence[int], met: dict[Pair, int], seed: int, *, rich: bool) -> Problem:
        """Those who take part; ``rich`` with data for every rule there is in a problem file."""
        more = {
            "working_days": self.days, "contacts": self.contacts, "host": self.host, "newcomer": self.newcomer,
        }  # fmt: skip
        return Problem(
            practices=tuple(self.practices[person] for person in here),
            role=tuple(self.role[person] for person in here),
            sizes=Sizes(2, 3, 2),
            met=met,
            seed=seed,
            **({name: tuple(values[person] for person in here) for name, values in more.items()} if rich else {}),
        )


def a_network(people: int, big: float, random: Random) -> Network:
    """A dozen people a practice, of uneven size, or one practice with a share of all; one in twenty works at two."""
    practices = max(3, people // 12)
    weights = [random.uniform(0.5, 2.0) for _ in range(practices)]
    home = [0 if random.random() < big else each for each in random.choices(range(practices), weights, k=people)]
    also = [random.randrange(practices) if random.random() < 0.05 else each for each in home]
    return Network(
        practices=[frozenset(both) for both in zip(home, also, strict=True)],
        role=random.choices(range(4), weights=(25, 15, 20, 40), k=people),
        days=random.choices(PATTERNS, k=people),
        contacts=[random.randrange(6) for _ in range(people)],
        host=[random.random() < 0.15 for _ in range(people)],
        newcomer=[random.random() < 0.08 for _ in range(people)],
    )


if __name__ == "__main__":
    sys.exit(main())
