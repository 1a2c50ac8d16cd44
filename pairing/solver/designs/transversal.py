"""
Rows and rounds: people stand in rows as long as there are groups, and everybody moves on by a
step of their own row.

Person ``i`` of row ``a`` sits in round ``r`` in group ``i + a r``, reckoned in a finite field (or a
product of fields, or by a difference matrix). Two people of different rows then meet exactly once,
two of one row never: a resolvable transversal design (Bose 1938). Empty seats are all in the last
row, so that groups differ in size by one at most.
"""

from __future__ import annotations

from functools import cache

from pairing.solver.designs.design import Design
from pairing.solver.designs.differences import steps


@cache
def transversal(people: int, groups: int) -> Design | None:
    """As many rounds as groups, sizes as even as can be; None where the order has too few rows."""
    if groups < 2 or people <= groups:
        return None
    rows = -(-people // groups)
    known = steps(groups)
    if rows > len(known.rows):
        return None
    rounds = []
    for column in range(groups):
        seated: list[list[int]] = [[] for _ in range(groups)]
        for point in range(people):
            row, place = divmod(point, groups)
            seated[known.plus[place][known.rows[row][column]]].append(point)
        rounds.append(tuple(map(tuple, seated)))
    standing = tuple(tuple(range(row * groups, min(people, (row + 1) * groups))) for row in range(rows))
    return Design(people, tuple(rounds), standing)
