"""Musts the first search has not met: searched for far longer, before anybody is left out for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pairing.solver.compile import CompiledRule
from pairing.solver.tables.descent import Search
from pairing.solver.tables.workable import can_hold

LONGER = (50_000, 200_000)  # moves spent annealing each must; 200 in eights, the thirteenth time: nobody out, not 13
PATIENCE = 4  # times the usual


def insist(search: Search, rules: Sequence[CompiledRule]) -> bool:
    """
    True when every must is met by a longer search from where the first one ended.

    Nothing is tried where these tables are proven to break one. The effort of what comes after stays as it was.
    """
    musts = range(sum(rule.hard for rule in rules))
    sizes = [len(group) for group in search.floor.groups[: search.floor.pool]]
    usual = search.effort
    for moves in LONGER if can_hold(rules, sizes) else ():
        search.effort = replace(usual, patience=PATIENCE * usual.patience, annealing=moves)
        search.run(musts, settle=False)
        if all(search.cost(tier) <= 0 for tier in musts):
            break
    search.effort = usual
    return all(search.cost(tier) <= 0 for tier in musts)
