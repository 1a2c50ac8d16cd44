"""
colette: its own solver through its own models. It knows no trios and leaves the odd one out.

A round of four first loads the library of its optimiser: that is no solving.
"""

from __future__ import annotations

from colette.models import Person, RoundConfig
from colette.solver import solve_round
from protocol import Stopwatch, ready, tell, told


def main() -> None:
    year = told()
    four = {name: Person(name, name, True, f"{name}@staff.example") for name in "abcd"}
    solve_round(RoundConfig(number=1, people=four), [])
    ready()
    past: list = []
    for number, here in enumerate(year["rounds"], 1):
        there = set(here)
        people = {
            f"p{person:04}": Person(f"p{person:04}", f"P{practice}", person in there, f"p{person}@staff.example")
            for person, practice in enumerate(year["practice"])
        }
        with Stopwatch() as watch:
            solution = solve_round(RoundConfig(number=number, people=people), past)
        past.append(solution)
        pairs = [(pair.primary, pair.secondary) for pair in solution.pairs]
        tell([[int(a.name[1:]), int(b.name[1:])] for a, b in pairs if a != b], watch.seconds)


main()
