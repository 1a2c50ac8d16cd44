"""
Pairs to be looked for where the candidates match not everybody and are too many to be all tried.

Where not everybody can be asked, a minimum cut names seats that have too few partners between them. Only a
pair of one of these with somebody else can help; if there is none among all allowed pairs, nobody needs to
look further: there is no perfect matching (Hall). Where everybody can be asked and odd circles are in the way,
any other pair may help.
"""

from __future__ import annotations

import numpy as np

from pairing.solver.matching.candidates import nearest, rank, unique
from pairing.solver.matching.edges import Edges
from pairing.solver.matching.field import BLOCK, Field
from pairing.solver.matching.flow import short_of_partners
from pairing.solver.terms import Ints

DRAWN = 40  # partners drawn for everybody who is short of them, before all are looked at
EACH = 8  # pairs kept of everybody's
FEW = 200  # so many without a pair among those drawn are held against everybody at once


def ways_out(field: Field, seats: Ints, pool: Edges) -> Edges:
    """Allowed pairs of those short of partners with others; none only where there are none at all.

    Seats from n on are shadows; a pair of shadows is told as the pair of their owners.
    """
    n = field.ladder.n
    number = np.zeros(2 * n, dtype=np.int64)
    number[seats] = np.arange(len(seats))
    cut = short_of_partners(len(seats), number[pool.i], number[pool.j])
    short, partners = (seats, seats[:0]) if cut is None else (seats[each] for each in cut)
    others = np.setdiff1d(seats, partners)
    known = pool.i * n + pool.j
    found = field.none
    for rows, columns in ((short[short < n], others[others < n]), (short[short >= n] - n, others[others >= n] - n)):
        found = found.joined(_of(field, rows, columns, known))
    return unique(found, n)


def _of(field: Field, rows: Ints, columns: Ints, known: Ints) -> Edges:
    """Some allowed pairs of each of the rows with a column, beyond those known."""
    if not len(rows) or not len(columns):
        return field.none
    lots = field.ladder.lots
    draw = np.random.default_rng(lots.seed if lots is not None else 0)
    drawn = columns[draw.integers(0, len(columns), (len(rows), DRAWN))]
    found = _allowed(field, np.repeat(rows, DRAWN), drawn.reshape(-1), rows, known)
    left = np.setdiff1d(rows, np.concatenate((found.i, found.j)))
    if len(found) and len(left) > FEW:
        return found
    step = max(1, BLOCK // len(columns))
    for top in range(0, len(left), step):
        some = left[top : top + step]
        found = found.joined(_allowed(field, np.repeat(some, len(columns)), np.tile(columns, len(some)), some, known))
    return found


def _allowed(field: Field, a: Ints, b: Ints, rows: Ints, known: Ints) -> Edges:
    """Those of the pairs that break no must and are new, the cheapest few of each row's."""
    keys = np.unique((np.minimum(a, b) * field.ladder.n + np.maximum(a, b))[a != b])
    keys = np.setdiff1d(keys, known, assume_unique=True)
    i, j = np.divmod(keys, field.ladder.n)
    fine = field.of(i, j)
    return fine.where(nearest(fine, rank(field.ladder.carried(fine.words)), EACH, rows))
