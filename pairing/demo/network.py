"""
An invented network, drawn by seed from the one parameter file ``config/demo.toml``.

The same size and seed give the same network. Everybody has an address of their own at a
``.example`` domain; nobody is real.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from pairing.demo import network_staff, network_ties
from pairing.demo.drawn import DrawnNetwork, DrawnPerson, DrawnPractice, Size
from pairing.demo.figures import figures
from pairing.demo.network_names import Names, slug

#: Joiners and leavers are drawn around this day unless another is given.
FIRST_DAY = dt.date(2026, 12, 1)


def draw_network(size: Size, seed: int, *, first_day: dt.date = FIRST_DAY) -> DrawnNetwork:
    """An invented network of this size. ``first_day`` is the day newcomers and leavers are drawn around."""
    chance = Random(f"network {size} {seed}")  # noqa: S311  # invented people, no secret
    names = Names(figures()["names"], chance)
    scale = figures()["sizes"][size]
    network = names.network()
    code = f"U{chance.randrange(10_000, 100_000)}"
    practices = network_staff.practices(scale["practices"], names, chance)
    team = DrawnPractice(code, f"{network} network team", f"{slug(network)}-network.example") if scale["team"] else None
    people: list[DrawnPerson] = []
    for practice, count in zip(practices, network_staff.head_counts(scale, chance), strict=True):
        people += network_staff.practice_staff(practice, count, names, chance)
    if team:
        people += network_staff.team_staff(team, scale["team"], names, chance)
    chosen = network_ties.shared(people, practices, code, scale, chance)
    chosen = network_ties.comings_and_goings(network_ties.managed(chosen), first_day, chance)
    return DrawnNetwork(
        size=size,
        seed=seed,
        name=f"{network} Primary Care Network",
        code=code,
        practices=practices,
        team=team,
        people=tuple(names.awkward_among(chosen)),
    )
