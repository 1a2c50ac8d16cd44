"""
Tables like those known, but for one person: most of what saves at new prices is found there.
"""

from __future__ import annotations

import numpy as np

from pairing.solver.tables.bargains import NEVER
from pairing.solver.tables.prices import Prices
from pairing.solver.tables.tally import Tables

MOST = 3_000  # tables that are looked at whole
TWICE = NEVER << 4  # nobody sits at two places: dearer than all that people may earn together


def exchanged(prices: Prices, tables: Tables, ceiling: int) -> Tables:
    """Tables that differ from one of these by one person and cost less than the ceiling, cheapest first.

    Of very many, those that cost least before they are charged as a whole.
    """
    own, between = -prices.of_people, prices.between()
    np.fill_diagonal(between, TWICE)
    joining = own + between[tables].sum(axis=1)
    leaving = np.take_along_axis(joining, tables, axis=1) - TWICE
    costs = (own[tables] + leaving).sum(axis=1) // 2  # every two at a table were counted twice
    changed = (costs[:, None] - leaving)[:, :, None] + joining[:, None, :] - between[tables]
    saving = np.flatnonzero(changed < ceiling)
    changed = changed.ravel()
    cheapest = saving[np.argsort(changed[saving], kind="stable")[:MOST]]
    table, place, seat = np.unravel_index(cheapest, (*tables.shape, len(own)))
    found: Tables = tables[table]
    found[np.arange(len(found)), place] = seat
    found, first = np.unique(np.sort(found, axis=1), axis=0, return_index=True)
    costs = changed[cheapest][first] + prices.of_whole(found)
    return found[np.argsort(costs, kind="stable")][: int((costs < ceiling).sum())]
