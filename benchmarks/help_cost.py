"""
What ``pairs --help`` costs over bare Python, in milliseconds: median of pairs of runs, one after the other.

    python benchmarks/help_cost.py [--runs 15]

Ends with 1 when it is more than 150. Which heavy packages it must not load is a test
(`tests/month/test_house.py`); how long it takes is measured here.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

GOAL = 150.0  # milliseconds


def milliseconds(*command: str) -> float:
    """One whole process, from outside."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *command], capture_output=True, check=True)
    return 1000 * (time.perf_counter() - begun)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    pairs = [(milliseconds("-m", "pairing", "--help"), milliseconds("-c", "pass")) for _ in range(runs)]
    over = statistics.median(ours - bare for ours, bare in pairs)
    print(f"pairs --help: {over:.0f} ms over bare Python ({statistics.median(bare for _, bare in pairs):.0f} ms)")
    return int(over > GOAL)


if __name__ == "__main__":
    sys.exit(main())
