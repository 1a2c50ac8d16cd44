"""
Twelve rounds of tables, 80 % taking part: CPU seconds a round, and every rule's cost beside its bound.

    python benchmarks/solver/tables.py [--rounds 12] [--seed 1] [--only dates]

A "shared team" is employed by the network: a sixth of the staff, who work at two or three practices.
"""

from __future__ import annotations

import argparse
import resource
from itertools import combinations
from random import Random
from statistics import median
from time import process_time

from pairing.solver.compile import compile_rules
from pairing.solver.problem import Occasion, Pair, Problem, Sizes
from pairing.solver.tables import seat

ATTENDANCE = 0.8
SHARED_TEAM = 0.16
NETWORKS = {
    "typical: 175 people, sixes to eights": (175, 12, Sizes(6, 8, 7), 0, 0.04),
    "typical with lunches at 6 dates": (175, 12, Sizes(6, 8, 7), 6, 0.04),
    "6 practices and a shared team, lunches at 3 dates": (175, 6, Sizes(6, 8, 6), 3, SHARED_TEAM),
    "6 practices and a shared team, lunches at 6 dates": (175, 6, Sizes(6, 8, 6), 6, SHARED_TEAM),
    "60 people, fours and fives": (60, 5, Sizes(4, 5, 5), 0, 0.04),
    "1,000 people, fives": (1000, 70, Sizes(5, 6, 5), 0, 0.04),
}


def main() -> None:
    """Every network, a year each."""
    import ortools.linear_solver.pywraplp
    import ortools.sat.python.cp_model  # noqa: F401 - loaded beforehand: imports are no solving

    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=12)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", default="", help="only networks whose title holds this")
    chosen = arguments.parse_args()
    for title, (people, practices, sizes, dates, shared) in NETWORKS.items():
        if chosen.only in title:
            print(f"\n{title}", flush=True)
            staff = Staff(people, practices, shared, Random(chosen.seed))
            run(staff, sizes, dates, chosen.rounds, chosen.seed)
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


class Staff:
    """A network whose attributes stay the same all year."""

    def __init__(self, people: int, practices: int, shared: float, random: Random) -> None:
        weights = [random.uniform(0.5, 2.0) for _ in range(practices)]
        self.random = random
        self.practices = []
        for _ in range(people):
            home = random.choices(range(practices), weights)[0]
            others = random.sample(range(practices), random.choice((1, 2)) if shared == SHARED_TEAM else 1)
            self.practices.append(frozenset({home, *others} if random.random() < shared else {home}))
        self.role = [random.choices(range(4), (4, 3, 2, 1))[0] for _ in range(people)]
        self.days = [random.choice((31, 31, 31, 7, 28, 21, 10)) for _ in range(people)]
        self.host = [random.random() < 0.2 for _ in range(people)]
        self.met: dict[Pair, int] = {}

    def problem(self, here: list[int], sizes: Sizes, dates: int, month: int, seed: int) -> Problem:
        place = {person: index for index, person in enumerate(here)}
        met = {(place[i], place[j]): month - at for (i, j), at in self.met.items() if i in place and j in place}
        known = [0] * len(here)
        for i, j in met:
            known[i] += 1
            known[j] += 1
        posts = [frozenset(10 * practice + self.role[person] for practice in self.practices[person]) for person in here]
        may = [sum(1 << k for k in range(dates) if self.random.random() < 0.6) for _ in here]
        return Problem(
            practices=tuple(self.practices[person] for person in here),
            role=tuple(self.role[person] for person in here),
            sizes=sizes,
            met=met,
            working_days=() if dates else tuple(self.days[person] for person in here),
            contacts=tuple(known),
            host=tuple(self.host[person] for person in here),
            occasions=tuple(Occasion(len(here) // 7 // dates + 2, 8, frozenset({k})) for k in range(dates)),
            may_attend=tuple(may) if dates else (),
            cover_keys=tuple(posts) if dates else (),
            cover_caps={post: 3 for each in posts for post in each} if dates else {},
            seed=seed + month,
        )


def run(staff: Staff, sizes: Sizes, dates: int, rounds: int, seed: int) -> None:
    seconds, repeats, left_out = [], 0, 0
    costs: dict[str, list[int]] = {}
    for month in range(rounds):
        here = [person for person in range(len(staff.role)) if staff.random.random() < ATTENDANCE]
        problem = staff.problem(here, sizes, dates, month, seed)
        rules = compile_rules(problem)
        started = process_time()
        draft = seat(problem, rules, seconds=60)
        seconds.append(process_time() - started)
        assert draft is not None
        for rule, bound in zip(rules, draft.bounds, strict=True):
            cost = costs.setdefault(rule.name, [0, 0, 0])
            cost[0] += rule.cost(draft.groups, draft.left_out)
            cost[1] += bound
            cost[2] += rule.cost(draft.groups, draft.left_out) == bound
        left_out += len(draft.left_out)
        for group in draft.groups:
            repeats += sum(pair in problem.met for pair in group.pairs())
            staff.met |= {(here[i], here[j]): month for i, j in combinations(group.seats, 2)}
    print(f"  seconds a round: median {median(seconds):.3f}, most {max(seconds):.3f}, all {sum(seconds):.2f}")
    print(f"  repeats {repeats}, left out {left_out}; cost / bound (rounds at the bound of {rounds}):")
    print("  " + ", ".join(f"{rule} {cost}/{bound} ({met})" for rule, (cost, bound, met) in costs.items()))


if __name__ == "__main__":
    main()
