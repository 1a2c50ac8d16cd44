"""
Tables: every round that is not a plain matching. `seat` is the way in.

Sizes are decided first (`group_count`), then who is at which occasion (`occasions`), shared out so
that heads allow every rule its least (`footing`), together the `plan`; then who sits with whom:
dealt round the tables (`start`; at occasions `spread`), searched tier by tier (`descent`) over a
`floor` that reads all tiers as one whole number (`costs`), within what occasions and cover allow
(`limits`), down to counting bounds (`bounds`). Rounds of a few dozen that stay above them are
settled tier by tier over all tables there could be (`columns`): those a programme's prices leave (`left`),
charged by them (`charges`), all ways gone through (`covers`); the smallest are solved outright (`exact`).
Where a must is broken, other tables are looked for (`rescue`). `engine` says in which order.
"""

from __future__ import annotations

from pairing.solver.tables.engine import seat

__all__ = ["seat"]
