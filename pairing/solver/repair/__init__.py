"""
A given round after some people have gone: the round nearest to it in which everybody has a group.

    changes    what has happened and what may be done about it (`Changes`), and what came of it (`Repaired`)
    reckoning  what each way costs: how many it disturbs, then the rules, as one whole number
    cover      who is away at which hour, the one thing the ways share
    ways       every way to place some of the people: who joins whom, in which group
    opened     the same where a group gives people away, for those nobody can be found for otherwise
    choice     the best ways that place everybody once, by branch and bound

`repair` is the way in.
"""

from __future__ import annotations

from pairing.solver.repair.changes import Changes, Repaired
from pairing.solver.repair.mending import repair

__all__ = ["Changes", "Repaired", "repair"]
