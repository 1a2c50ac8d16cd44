"""
The social golfer problem: rounds of g tables of s in which nobody meets twice, through ``pairs solve``.

    python benchmarks/solver/golfers.py [--only 8-4] [--seconds 10] [--seed 1]

``known``: rounds known to exist (Harvey's and the later tables; CSPLib problem 10). ``limit``: more cannot
be, since everybody meets s - 1 new people a round.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from time import perf_counter

KNOWN = {(5, 3): 7, (7, 3): 10, (9, 3): 13, (8, 4): 10, (4, 4): 5, (5, 5): 6, (8, 5): 8, (7, 7): 8}


def problem_file(tables: int, size: int, rounds: int, seed: int) -> dict:
    """People without practice or role, and so many rounds together."""
    return {
        "people": [{"id": f"p{person:03}", "practices": [], "role": ""} for person in range(tables * size)],
        "sizes": {"smallest": size, "largest": size, "preferred": size},
        "rules": {"no_repeat": "high"},
        "rounds": rounds,
        "seed": seed,
    }


def before_a_repeat(rounds: Sequence[Sequence[Sequence[str]]]) -> int:
    """How many rounds go by until two people meet again."""
    met: set[frozenset[str]] = set()
    for number, groups in enumerate(rounds):
        pairs = [frozenset(pair) for group in groups for pair in combinations(group, 2)]
        if met.intersection(pairs):
            return number
        met.update(pairs)
    return len(rounds)


def solved(problem: dict, seconds: float) -> tuple[dict, float]:
    """The answer of the whole command, and its seconds from outside."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "problem.json"
        file.write_text(json.dumps(problem), encoding="utf-8")
        command = [sys.executable, "-m", "pairing", "solve", str(file), "--json", "--seconds", str(seconds)]
        begun = perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return json.loads(done.stdout or "{}"), perf_counter() - begun


def measured(tables: int, size: int, seconds: float, seed: int) -> dict:
    """One row of the table."""
    known = KNOWN[tables, size]
    answer, took = solved(problem_file(tables, size, known, seed), seconds)
    return {
        "tables": tables,
        "size": size,
        "rounds": before_a_repeat(answer.get("rounds", [])),
        "known": known,
        "limit": (tables * size - 1) // (size - 1),
        "seconds": round(took, 2),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default="", help="only the case written like this: 8-4")
    arguments.add_argument("--seconds", type=float, default=10.0)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    for tables, size in KNOWN:
        if chosen.only in ("", f"{tables}-{size}"):
            row = measured(tables, size, chosen.seconds, chosen.seed)
            print(f"{tables} tables of {size}: {row['rounds']} rounds, known {row['known']}, limit {row['limit']}")


if __name__ == "__main__":
    main()
