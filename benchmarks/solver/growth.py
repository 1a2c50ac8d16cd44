"""
How one round grows with the number of people: CPU seconds and memory above the imports, one process each.

    python benchmarks/solver/growth.py [--most 4000] [--seed 1]
    python benchmarks/solver/growth.py --one 1000 coffee

Practices of about 20 people, four role groups, and three rounds of pairs behind everybody.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from random import Random
from time import process_time

PEOPLE = {
    "coffee": (100, 200, 400, 1000, 2000, 4000, 10_000, 20_000),
    "lunch": (100, 200, 400, 1000, 2000, 5000, 10_000, 20_000),
}
LIMIT = 120.0  # seconds after which a size is given up


def one(people: int, kind: str, seed: int) -> dict:
    """One round solved in this process."""
    import ortools.graph.python.linear_sum_assignment
    import ortools.linear_solver.pywraplp  # noqa: F401 - loaded beforehand: imports are no solving

    from pairing.solver import pairs, tables  # noqa: F401 - as above
    from pairing.solver.problem import Problem, Sizes
    from pairing.solver.solve import solve

    random = Random(f"{people} {kind} {seed}")
    met = {}
    for since in (1, 2, 3):
        column = random.sample(range(people), people)
        met |= {(min(pair), max(pair)): since for pair in zip(column[::2], column[1::2], strict=False)}
    problem = Problem(
        practices=tuple(frozenset({random.randrange(max(people // 20, 3))}) for _ in range(people)),
        role=tuple(random.choices(range(4), weights=(25, 15, 20, 40), k=people)),
        sizes=Sizes(2, 3, 2) if kind == "coffee" else Sizes(5, 6, 6),
        met=met,
        seed=seed,
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = process_time()
    solution = solve(problem, seconds=LIMIT)
    return {
        "people": people,
        "kind": kind,
        "seconds": round(process_time() - begun, 4),
        "megabytes": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1),
        "proved": all(tier.proved for tier in solution.tiers),
    }


def measured(people: int, kind: str, seed: int) -> dict | None:
    """One round in a process of its own; None where the limit struck."""
    command = [sys.executable, __file__, "--one", str(people), kind, "--seed", str(seed)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return None
    row: dict = json.loads(done.stdout)
    return row


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--most", type=int, default=4000, help="no round of more people than this")
    arguments.add_argument("--one", nargs=2, metavar=("PEOPLE", "KIND"), help="coffee or lunch, in this process")
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    if chosen.one:
        print(json.dumps(one(int(chosen.one[0]), chosen.one[1], chosen.seed)))
        return
    for kind, counts in PEOPLE.items():
        for people in (count for count in counts if count <= chosen.most):
            print(measured(people, kind, chosen.seed) or f"{kind} {people}: over {LIMIT:.0f} s", flush=True)


if __name__ == "__main__":
    main()
