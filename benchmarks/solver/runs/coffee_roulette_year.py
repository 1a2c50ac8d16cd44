"""
coffee-roulette through its own functions, with two kindnesses: a name too many is given, because its
table comes out one person too small, and the file of absent people is written under the name it reads.
"""

from __future__ import annotations

import contextlib
import io
import pickle
import tempfile
from pathlib import Path

import numpy as np
from coffee_roulette import create_coffee_roulette, get_pairs
from protocol import Stopwatch, ready, tell, told


def main() -> None:
    year = told()
    np.random.seed(year["seed"])
    names = [f"p{person:04}" for person in range(len(year["practice"]))]
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        create_coffee_roulette("year", folder, [*names, "nobody"])
        roulette = Path(folder) / "CoffeeRoulette-year"
        ready()
        for here in year["rounds"]:
            away = {person: (names[person], []) for person in range(len(names)) if person not in set(here)}
            (roulette / "crRemovedParticipantDict.p").write_bytes(pickle.dumps(away))
            before = set((roulette / "results").iterdir())
            with Stopwatch() as watch:
                get_pairs(roulette / "config.yaml", conv_starters=False, random_time=False)
            (result,) = set((roulette / "results").iterdir()) - before
            lines = [line.split() for line in result.read_text().splitlines() if " will have coffee with " in line]
            tell([[int(words[1][2:]), int(words[-1][2:])] for words in lines], watch.seconds)
            result.rename(result.with_name(f"{len(before):03}.txt"))


main()
