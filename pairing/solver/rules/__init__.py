"""
The catalogue: every rule `pairs` knows, in the order that settles ties of importance.

A rule is a module: one sentence, its default importance, and the rule said twice, once to the
solver and once in plain Python (see `pairing.solver.rule`). To add one, see
``docs/how-to-add-a-rule.md``.
"""

from __future__ import annotations

from pairing.solver.rule import Rule
from pairing.solver.rules import (
    chance,
    common_days,
    cover,
    different_practice,
    everyone_placed,
    group_sizes,
    host_at_table,
    kept_apart,
    newcomers_meet_hosts,
    no_repeat,
    reach,
    role_mix,
    scores,
    table_spread,
    turns_missed,
)

CATALOGUE: tuple[Rule, ...] = (
    group_sizes,
    kept_apart,
    cover,
    everyone_placed,
    turns_missed,
    different_practice,
    no_repeat,
    common_days,
    table_spread,
    host_at_table,
    role_mix,
    reach,
    newcomers_meet_hosts,
    scores,
    chance,
)
