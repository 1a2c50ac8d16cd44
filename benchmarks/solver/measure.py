"""What the page shows, measured section by section, as plain data that can be kept between runs."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter

import golfers
import growth
import mdgplib
from networks import PAIRS as IN_PAIRS
from networks import STANDARD, Network, problem_file, standard
from year import COLETTE, PAIRS, PROGRAMS, Program, run_year

SEEDS = (1, 2, 3, 4, 5)
LIMIT = 25.0  # seconds a peer gets for one network's year
LONGER = {"colette": 100.0}  # its odd rounds take 30 s each, so that less would cut it off in its first or second
EVEN = ("60", "150", "400")
MOST_PEOPLE = 20_000
SCORES_EACH = {120: 3, 240: 2, 480: 1}
ROUND_LIMIT = 120.0

Rows = list[dict]


def years(quick: bool) -> Rows:
    """Every program's year of every standard network, in pairs."""
    return [
        row_of(program, standard(name, 1, rounds=3 if quick else 12), quick)
        for name in (("60",) if quick else STANDARD)
        for program in PROGRAMS
    ]


def even_years(quick: bool) -> Rows:
    """pairs and colette where nobody is odd."""
    return [
        row_of(program, standard(name, 1, rounds=3 if quick else 12, even=True), quick)
        for name in (("60",) if quick else EVEN)
        for program in (PAIRS, COLETTE)
    ]


def table_years(quick: bool) -> Rows:
    """Twelve rounds in fives and sixes, beside a shuffled spreadsheet."""
    shuffled = next(program for program in PROGRAMS if program.arguments == ("shuffle",))
    return [
        row_of(program, standard(name, 1, rounds=3 if quick else 12), quick, size=5)
        for name in (("60",) if quick else STANDARD)
        for program in (PAIRS, shuffled)
    ]


def row_of(program: Program, network: Network, quick: bool, *, size: int = 2) -> dict:
    """One program's year: for pairs in pairs the median of five seeds, else one seed, peers within the limit."""
    limit = ROUND_LIMIT * 12 if program is PAIRS else LONGER.get(program.name, LIMIT)
    if not program.installed:
        return {"network": network.name, "program": program.name, "installed": False}
    seeds = SEEDS if program is PAIRS and size == 2 and not quick else SEEDS[:1]
    runs = [run_year(program, network, seed=seed, limit=5.0 if quick else limit, size=size) for seed in seeds]
    worst = max((score for _, score in runs), key=lambda score: (score.same - score.same_bound, score.repeats))
    year = runs[0][0]
    return {
        "network": network.name,
        "program": program.name,
        "installed": True,
        "rounds": worst.rounds,
        "same": worst.same,
        "same_bound": worst.same_bound,
        "repeats": worst.repeats,
        "left_out": worst.left_out,
        "at_bounds": all(score.at_bounds for _, score in runs) and all(year.ended for year, _ in runs),
        "ended": all(year.ended for year, _ in runs),
        "seconds": median(year.spent for year, _ in runs),
        "by_round": [median(each) for each in zip(*(year.seconds for year, _ in runs), strict=False)],
        "begun": year.begun,
        "megabytes": max(year.memory - year.memory_at_start for year, _ in runs),
        "import_seconds": year.imported,
        "import_megabytes": year.memory_at_start,
        "complaint": year.complaint,
    }


def one_round(quick: bool) -> Rows:
    """Growth with the number of people."""
    rows = []
    for kind, counts in growth.PEOPLE.items():
        for people in (count for count in counts if count <= (400 if quick else MOST_PEOPLE)):
            row = growth.measured(people, kind, 1)
            rows.append(row or {"people": people, "kind": kind, "seconds": None})
    return rows


def scores(quick: bool) -> Rows:
    """Dense scores: the maximally diverse grouping problem."""
    return [
        mdgplib.measured(instance, 1)
        for people, each in ({120: 1} if quick else SCORES_EACH).items()
        for instance in mdgplib.instances(mdgplib.FILES, f"_n{people:03}_ds_", each=each)
    ]


def social_golfers(quick: bool) -> Rows:
    """Rounds before a repeat, everybody present."""
    cases = list(golfers.KNOWN)[: 1 if quick else None]
    return [golfers.measured(tables, size, 5.0, 1) for tables, size in cases]


def whole_command(quick: bool) -> Rows:
    """``pairs solve`` from outside on a round of 60, 150, 400 and 1,000 people, and bare Python beside it."""
    rows = [{"command": "python -c pass", "seconds": seconds_of(["-c", "pass"])}]
    rows.append({"command": "pairs --help", "seconds": seconds_of(["-m", "pairing", "--help"])})
    with tempfile.TemporaryDirectory() as folder:
        for name in ("60",) if quick else ("60", "150", "400", "1,000"):
            network = standard(name, 1)
            problem = problem_file(network, network.rounds[0], {}, IN_PAIRS, 1)
            file = Path(folder) / "problem.json"
            file.write_text(json.dumps(problem), encoding="utf-8")
            command = ["-m", "pairing", "solve", str(file), "--json"]
            rows.append({"command": f"pairs solve, {len(network.rounds[0])} people", "seconds": seconds_of(command)})
    return rows


def seconds_of(arguments: list[str], runs: int = 5) -> float:
    """The median of some whole processes, on the wall clock."""
    took = []
    for _ in range(runs):
        begun = perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        took.append(perf_counter() - begun)
    return median(took)


SECTIONS: Mapping[str, Callable[[bool], Rows]] = {
    "years": years,
    "even": even_years,
    "tables": table_years,
    "growth": one_round,
    "scores": scores,
    "golfers": social_golfers,
    "command": whole_command,
}
