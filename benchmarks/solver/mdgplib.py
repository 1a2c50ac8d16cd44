"""
The maximally diverse grouping problem: instances in the format of MDGPLIB, read or made by its recipe.

    python benchmarks/solver/mdgplib.py [--files FOLDER] [--only RanInt_n120] [--seeds 5]

solves them as dense scores (a distance is a wish), once with each seed, and prints the median of what
came out and of its CPU seconds beside the published best, where there is one. Files: ``n m ss|ds`` with
a least and a most for each of m groups, then ``i j distance``. They are not ours to ship; without a
folder of them, instances of the same three families are made from a seed (Gallego, Laguna, Marti and
Duarte 2013), for which nothing is published.
"""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

FILES = Path(os.environ.get("PAIRS_MDGPLIB", Path(__file__).parents[3] / "mdgplib"))
FAMILIES = ("RanInt", "RanReal", "Geo")
GROUPS = {10: 2, 12: 4, 30: 5, 60: 6, 120: 10, 240: 12, 480: 20, 960: 24}
PAPER_SECONDS = {120: 3, 240: 20, 480: 120}  # the limits used since Rodriguez et al. 2013
SCALE = 1000  # distances have three decimals, scores are whole
PUBLISHED: Mapping[str, tuple[int, ...]] = {
    # As listed beside the instances' names in a public implementation, which names no paper for them.
    "RanInt_n120_ds": (51146, 51372, 50248, 50436, 50008, 49767, 50282, 50385, 50451, 50407),
    "RanInt_n240_ds": (160596, 160468, 160400, 162619, 160841, 161334, 160412, 158321, 160799, 160299),
    "RanInt_n480_ds": (390718, 389327, 389098, 392628, 389981, 390088, 390181, 391339, 389116, 394099),
}


@dataclass(frozen=True)
class Instance:
    """``limits``: least and most members of each group. ``distances`` by pair (i, j), i < j."""

    name: str
    people: int
    limits: tuple[tuple[int, int], ...]
    distances: Mapping[tuple[int, int], float]

    @property
    def published(self) -> int | None:
        """The best value published, where it is known here."""
        family, _, number = self.name.rpartition("_")
        return PUBLISHED[family][int(number) - 1] if family in PUBLISHED else None


def read(text: str, name: str = "") -> Instance:
    """The instance a file holds.

    Raises `ValueError` when it is not of the format.
    """
    rows = [line.split() for line in text.splitlines() if line.strip()]
    if not rows or len(rows[0]) < 3 or rows[0][2] not in ("ss", "ds"):
        raise ValueError("the first line must be: people, groups, ss or ds, and each group's limits")
    people, groups = int(rows[0][0]), int(rows[0][1])
    numbers = [int(word) for word in rows[0][3:]]
    if len(numbers) != 2 * groups:
        raise ValueError(f"{groups} groups need {2 * groups} limits, there are {len(numbers)}")
    distances = {}
    for row in rows[1:]:
        i, j, distance = int(row[0]), int(row[1]), float(row[2])
        if not (0 <= i < people and 0 <= j < people and i != j):
            raise ValueError(f"no such pair: {i} {j}")
        distances[min(i, j), max(i, j)] = distance
    return Instance(name, people, tuple(zip(numbers[::2], numbers[1::2], strict=True)), distances)


def write(instance: Instance) -> str:
    """The instance as a file of the format."""
    kind = "ss" if all(least == most for least, most in instance.limits) else "ds"
    limits = " ".join(f"{least} {most}" for least, most in instance.limits)
    lines = [f"{instance.people} {len(instance.limits)} {kind} {limits}"]
    lines += [f"{i} {j} {distance:.3f}" for (i, j), distance in instance.distances.items()]
    return "\n".join(lines) + "\n"


def made(family: str, people: int, seed: int, *, same_sizes: bool) -> Instance:
    """An instance by the library's recipe, drawn from a seed.

    RanInt: whole distances 0 to 100. RanReal: real ones. Geo: Euclidean, between points of 2 to 21
    coordinates from 0 to 100. Limits of uneven groups lie up to a quarter off the even size.
    """
    kind = "ss" if same_sizes else "ds"
    random = Random(f"{family} {people} {kind} {seed}")
    even = people // GROUPS[people]
    limits = [(even, even) for _ in range(GROUPS[people])]
    if not same_sizes:
        slack = even // 4
        limits = [(even - random.randint(0, slack), even + random.randint(0, slack)) for _ in limits]
    dimensions = random.randint(2, 21)
    points = [[random.uniform(0, 100) for _ in range(dimensions)] for _ in range(people)]

    def drawn(i: int, j: int) -> float:
        if family == "Geo":
            return round(math.dist(points[i], points[j]), 3)
        return float(random.randint(0, 100)) if family == "RanInt" else round(random.uniform(0, 100), 3)

    distances = {(i, j): drawn(i, j) for i, j in combinations(range(people), 2)}
    return Instance(f"made_{family}_n{people:03}_{kind}_{seed:02}", people, tuple(limits), distances)


def sizes(instance: Instance) -> tuple[int, ...]:
    """Sizes within the limits with as many pairs inside groups as can be: diversity is a sum over pairs."""
    spare = instance.people - sum(least for least, _ in instance.limits)
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for least, most in instance.limits:
        grown: dict[int, tuple[int, tuple[int, ...]]] = {}
        for used, (pairs, chosen) in best.items():
            for size in range(least, min(most, least + spare - used) + 1):
                found = (pairs + size * (size - 1) // 2, (*chosen, size))
                grown[used + size - least] = max(grown.get(used + size - least, (-1, ())), found)
        best = grown
    if spare not in best:
        raise ValueError(f"{instance.name}: no sizes within the limits seat everybody")
    return best[spare][1]


def diversity(instance: Instance, groups: Sequence[Sequence[int]]) -> float:
    """The sum of the distances within groups."""
    return sum(instance.distances.get((min(pair), max(pair)), 0.0) for each in groups for pair in combinations(each, 2))


def solved(instance: Instance, seed: int, seconds: float) -> tuple[float, float]:
    """The diversity the solver reaches, and its CPU seconds."""
    from pairing.solver.problem import Problem, Sizes
    from pairing.solver.solve import solve

    exact = sizes(instance)
    problem = Problem(
        practices=(frozenset(),) * instance.people,
        role=(0,) * instance.people,
        sizes=Sizes(min(exact), max(exact), max(exact)),
        exact_sizes=exact,
        scores={pair: -round(SCALE * distance) for pair, distance in instance.distances.items()},
        seed=seed,
    )
    begun = process_time()
    solution = solve(problem, seconds=seconds)
    took = process_time() - begun
    groups = [group.seats for group in solution.groups]
    assert sorted(map(len, groups)) == sorted(exact)
    return diversity(instance, groups), took


def instances(folder: Path, only: str, *, each: int) -> Iterator[Instance]:
    """The library's files with 120 to 480 people where the folder has them, else made ones."""
    for people in PAPER_SECONDS:
        for family in FAMILIES:
            for kind in ("ds", "ss"):
                for number in range(1, each + 1):
                    name = f"{family}_n{people:03}_{kind}_{number:02}"
                    if only not in name:
                        continue
                    found = sorted(folder.rglob(f"{name}.txt")) if folder.is_dir() else []
                    if found:
                        yield read(found[0].read_text(), name)
                    else:
                        yield made(family, people, number, same_sizes=kind == "ss")


def measured(instance: Instance, *seeds: int) -> dict:
    """One row of the table: the medians over some seeds."""
    runs = [solved(instance, seed, 1000.0) for seed in seeds]
    value, seconds = (median(each) for each in zip(*runs, strict=True))
    best = instance.published
    return {
        "instance": instance.name,
        "people": instance.people,
        "value": round(value, 3),
        "seconds": round(seconds, 2),
        "paper_seconds": PAPER_SECONDS[instance.people],
        "published": best,
        "below": None if best is None else round(100 * (best - value) / best, 3),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--files", type=Path, default=FILES, help="a folder with the library's files")
    arguments.add_argument("--only", default="", help="only instances whose name holds this")
    arguments.add_argument("--each", type=int, default=3, help="so many of each family, size and kind")
    arguments.add_argument("--seeds", type=int, default=1, help="so many, from 1 on")
    chosen = arguments.parse_args()
    for instance in instances(chosen.files, chosen.only, each=chosen.each):
        row = measured(instance, *range(1, chosen.seeds + 1))
        beside = "" if row["published"] is None else f"published {row['published']}, {row['below']:+.2f} % below"
        took = f"{row['seconds']:6.1f} s of {row['paper_seconds']} s"
        print(f"{row['instance']:<22} {row['value']:>12} in {took}  {beside}", flush=True)


if __name__ == "__main__":
    main()
