"""
The six standard networks: who works where, and who takes part in each of twelve rounds.

    python benchmarks/solver/networks.py FOLDER [--seed 1]

writes the twelve rounds of each as problem files for ``pairs solve``, every round with the history that
the solver's own answers to the rounds before make. In memory: `standard`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

ROUNDS = 12
ATTENDANCE = 0.8
RULES = {"different_practice": "high", "no_repeat": "high"}

Group = tuple[int, ...]
Met = dict[tuple[int, int], int]


@dataclass(frozen=True)
class Network:
    """``practice[p]`` is the only practice of person p; ``rounds`` the people of each round, ascending."""

    name: str
    practice: tuple[int, ...]
    rounds: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Shape:
    """People, practices, and the share of the largest where it is not left to the usual fall."""

    people: int
    practices: int
    largest: float | None = None


STANDARD: Mapping[str, Shape] = {
    "60": Shape(60, 5),
    "150": Shape(150, 6),
    "150, 45 % in one": Shape(150, 6, 0.45),
    "150, 60 % in one": Shape(150, 6, 0.60),
    "400": Shape(400, 8),
    "1,000": Shape(1000, 40),
}


def standard(name: str, seed: int, *, rounds: int = ROUNDS, even: bool = False) -> Network:
    """One of the six. ``even``: whoever comes last stays away where the number would be odd."""
    random = Random(f"{name} {seed}")
    shape = STANDARD[name]
    practice = [number for number, count in enumerate(head_counts(shape)) for _ in range(count)]
    random.shuffle(practice)
    present = [[p for p in range(shape.people) if random.random() < ATTENDANCE] for _ in range(rounds)]
    if even:
        present = [here[: len(here) // 2 * 2] for here in present]
    return Network(name, tuple(practice), tuple(map(tuple, present)))


def head_counts(shape: Shape) -> list[int]:
    """People of each practice: as 1/2 to 1/3 to 1/4 and so on, beside a largest of its own where one is set."""
    first = [] if shape.largest is None else [round(shape.people * shape.largest)]
    weights = [1 / (rank + 2) for rank in range(shape.practices - len(first))]
    rest = shape.people - sum(first)
    exact = [rest * weight / sum(weights) for weight in weights]
    counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda rank: (counts[rank] - exact[rank], rank))
    for rank in by_remainder[: rest - sum(counts)]:
        counts[rank] += 1
    return first + counts


def problem_file(
    network: Network, here: Sequence[int], met: Met, sizes: Mapping[str, int], seed: int
) -> dict[str, Any]:
    """One round as ``pairs solve`` reads it. ``met``: rounds since two people last met."""
    inside = set(here)
    return {
        "people": [{"id": f"p{p:04}", "practices": [f"P{network.practice[p]}"]} for p in here],
        "sizes": dict(sizes),
        "met": [[f"p{i:04}", f"p{j:04}", since] for (i, j), since in met.items() if i in inside and j in inside],
        "rules": dict(RULES),
        "seed": seed,
    }


def remember(met: Met, groups: Sequence[Group]) -> Met:
    """One round later: everything is a round longer ago, and these groups have just met."""
    later = {pair: since + 1 for pair, since in met.items()}
    for group in groups:
        for place, i in enumerate(group):
            later.update({(min(i, j), max(i, j)): 1 for j in group[place + 1 :]})
    return later


PAIRS = {"smallest": 2, "largest": 3, "preferred": 2}


def solved(problem: Mapping[str, Any]) -> list[Group]:
    """The solver's answer to a problem file, people by number again."""
    from pairing.solver.problem_file import read_problem
    from pairing.solver.solve import solve

    given = read_problem(json.dumps(problem))
    solution = solve(given.problem, seconds=60)
    return [tuple(int(given.ids[seat][1:]) for seat in group.seats) for group in solution.groups]


def main() -> None:
    """Every network's year into a folder."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for name in STANDARD:
        network, met = standard(name, chosen.seed), Met()
        short = name.replace(",", "").replace(" % in one", "").replace(" ", "-")
        for number, here in enumerate(network.rounds, 1):
            problem = problem_file(network, here, met, PAIRS, chosen.seed + number)
            (chosen.folder / f"{short}-{number:02}.json").write_text(json.dumps(problem), encoding="utf-8")
            met = remember(met, solved(problem))
        print(f"{name}: {len(network.rounds)} rounds")


if __name__ == "__main__":
    main()
