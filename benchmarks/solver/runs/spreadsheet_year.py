"""
What people do without a program: ``shuffle`` sorts a column at random and pairs neighbours; ``greedy``
goes down that column and gives each the first later person of another practice they have not met.
"""

from __future__ import annotations

import sys
from random import Random

from protocol import Stopwatch, ready, tell, told


def main() -> None:
    year = told()
    ready()
    random, met = Random(year["seed"]), set()
    for here in year["rounds"]:
        with Stopwatch() as watch:
            column = list(here)
            random.shuffle(column)
            groups = greedy(column, year["practice"], met) if sys.argv[1] == "greedy" else cut(column, year["size"])
        met |= {frozenset((i, j)) for group in groups for i in group for j in group if i < j}
        tell(groups, watch.seconds)


def cut(column: list, size: int) -> list:
    """Neighbours together, the rest left out."""
    return [column[start : start + size] for start in range(0, len(column) - size + 1, size)]


def greedy(column: list, practice: list, met: set) -> list:
    pairs = []
    while len(column) > 1:
        first = column.pop(0)
        fit = [p for p in column if practice[p] != practice[first] and frozenset((p, first)) not in met]
        column.remove(partner := (fit or column)[0])
        pairs.append([first, partner])
    return pairs


main()
