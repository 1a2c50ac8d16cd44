"""
What one `pairs solve` costs as a whole command: a new process, imports, reading, solving, printing.

    python benchmarks/solver/cold_start.py [PEOPLE] [--times 7]

Prints the median seconds of processor time (user and system, so that a busy machine does not count against it) and
of the clock, beside those of a Python that does nothing, and the peak memory of the command.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import NamedTuple

ROLES = ("gp", "nurse", "pharmacist", "receptionist", "manager")


class Cost(NamedTuple):
    """Of one process: seconds of processor and clock, peak memory in MB."""

    processor: float
    clock: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("people", nargs="?", type=int, default=400)
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "problem.json"
        file.write_text(json.dumps(problem(options.people)))
        rows = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "pairs --version": [sys.executable, "-m", "pairing", "--version"],
            f"pairs solve, {options.people} people": [
                *(sys.executable, "-m", "pairing", "solve"),
                *(str(file), "--seed", "1", "--json"),
            ],
        }
        for name, command in rows.items():
            costs = [cost(command) for _ in range(options.times)]
            processor, clock, memory = (median(column) for column in zip(*costs, strict=True))
            print(f"{name:26} {processor:6.3f} s of processor  {clock:6.3f} s of clock  {memory:4.0f} MB")


def problem(people: int) -> dict[str, object]:
    """A drawn network after a few rounds, in pairs."""
    chance = Random(1)
    ids = [f"p{number}" for number in range(people)]
    practices = [f"P{number}" for number in range(max(3, people // 33))]
    met = {tuple(sorted(chance.sample(ids, 2))): chance.randint(1, 6) for _ in range(people * 3)}
    return {
        "people": [{"id": one, "practices": [chance.choice(practices)], "role": chance.choice(ROLES)} for one in ids],
        "sizes": {"smallest": 2, "largest": 3, "preferred": 2},
        "met": [[*pair, ago] for pair, ago in met.items()],
        "rules": {"different_practice": "high", "no_repeat": "high", "role_mix": "medium"},
    }


def cost(command: list[str]) -> Cost:
    began = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return Cost(used.ru_utime + used.ru_stime, perf_counter() - began, used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
