"""pairs itself: the solver as the product calls it. A round of thirty first loads what rounds load: no solving."""

from __future__ import annotations

import sys
from pathlib import Path

from protocol import Stopwatch, ready, tell, told

from pairing.solver.problem import Problem, Sizes
from pairing.solver.solve import solve

sys.path.insert(0, str(Path(__file__).parents[1]))
from networks import Met, remember


def main() -> None:
    year = told()
    sizes = Sizes(2, 3, 2) if year["size"] == 2 else Sizes(year["size"], year["size"] + 1, year["size"])
    solve(Problem(practices=tuple(frozenset({p % 3}) for p in range(30)), role=(0,) * 30, sizes=sizes))
    ready()
    met = Met()
    for number, here in enumerate(year["rounds"]):
        place = {person: seat for seat, person in enumerate(here)}
        with Stopwatch() as watch:
            solution = solve(
                Problem(
                    practices=tuple(frozenset({year["practice"][person]}) for person in here),
                    role=(0,) * len(here),
                    sizes=sizes,
                    met={(place[i], place[j]): since for (i, j), since in met.items() if i in place and j in place},
                    seed=year["seed"] + number,
                ),
                seconds=60,
            )
        groups = [tuple(here[seat] for seat in group.seats) for group in solution.groups]
        met = remember(met, groups)
        tell(groups, watch.seconds)


main()
