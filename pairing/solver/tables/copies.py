"""
Copies of a round side by side, changed by many swaps a step; tiers above never get worse.

All tables of a copy are paired off by lot, and each pair of tables makes one swap, drawn from many
at once as a heat bath does: the colder, the surer the best, and staying as it is among them. A step is
a few array operations for all copies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from pairing.solver.problem import Seat
from pairing.solver.tables.layers import Layer, Numbers, Places, centred
from pairing.solver.tables.looks import Every, Likely, Look
from pairing.solver.tables.meetings import Meeting, Meetings

SAMPLE = 8  # steps whose swaps tell the typical change


class Guardian(Protocol):
    """Whoever knows what pair costs do not tell, asked before each change."""

    def vetoes(self, i: Seat | None, a: int, j: Seat | None, b: int) -> bool:
        """True when ``i`` of table ``a`` and ``j`` of ``b`` (None: an empty seat) must not change places.

        Else the change is noted as made.
        """
        ...

    def standing(self) -> int:
        """What all that is guarded costs now: never more than before."""
        ...


class Copies:
    """So many copies of a round at two tables or more, and the best round any of them has been.

    A guard knows one round: with it there is one copy. Seats beyond a table's size are empty. With tiers above
    or a guard every swap is looked at: who may change places has little to do with who would gain by it.
    """

    def __init__(
        self,
        groups: Sequence[Sequence[Seat]],
        costs: Numbers,
        above: Sequence[Numbers],
        *,
        many: int,
        seed: int,
        guard: Guardian | None = None,
    ) -> None:
        self.many = many if guard is None else 1
        self.guard = guard
        self.empty = len(costs)
        self.tables = len(groups)
        self.width = max(map(len, groups))
        grid = np.full((self.tables, self.width), self.empty, dtype=np.intp)
        for table, group in enumerate(groups):
            grid[table, : len(group)] = group
        self.grid = np.tile(grid, (self.many, 1))
        self.sizes = (self.grid != self.empty).sum(axis=1)
        self.uneven = len(set(self.sizes.tolist())) > 1
        free = not above and guard is None
        self.own = Layer(centred(costs), self.grid, stay=not free, lined=not free)
        self.upper = [Layer(costs, self.grid) for costs in above]
        by_table = np.array([layer.by_table(self.grid) for layer in (*self.upper, self.own)])
        self.cost = by_table.reshape(-1, self.many, self.tables).sum(axis=2)  # by tier, the strictest first, and copy
        self.look: Look = Likely(self.own, self.width) if free else Every(self.own, self.upper, self.width)
        meetings = Meetings(self.many, self.tables, self.look.side, self.empty, seed)
        self.meetings = iter(meetings)
        self.spare: Numbers = np.empty(meetings.wanted, np.result_type(meetings.lots, self.own.costs))
        pairs = np.arange(self.many * (self.tables // 2))
        self.first = pairs * self.look.side**2  # of each pair's swaps
        self.copy_of = pairs // (self.tables // 2)
        self._keep(0)

    def typical_change(self) -> float:
        """The standard deviation of what a swap changes, over some pairs of tables."""
        sample = []
        for _ in range(SAMPLE):
            meeting = next(self.meetings)
            seats = self.grid.take(meeting.tables, axis=0)
            lost = self.own.losses(seats, meeting.lines)
            sample.append(lost[seats != self.empty].astype(np.float64))
        return float(np.concatenate(sample).std() * 2**0.5)  # two people change places

    def select(self, share: float) -> None:
        """So large a share of the copies, the best, take the place of as many of the worst."""
        if self.many == 1:
            return
        ranked = np.lexsort(self.cost[::-1])
        moved = max(1, int(self.many * share))
        best, worst = ranked[:moved], ranked[-moved:]
        self.cost[:, worst] = self.cost[:, best]
        here = np.arange(self.tables)
        source, to = (((copies * self.tables)[:, None] + here).ravel() for copies in (best, worst))
        for layer in (self.own, *self.upper):
            layer.copy(source, to)
        self.grid[to] = self.grid[source]
        self.sizes[to] = self.sizes[source]

    def step(self, heat: float) -> float:
        """One swap, or none, for each pair of tables: the share of the pairs that made one."""
        meeting = next(self.meetings)
        seats = self.grid.take(meeting.tables, axis=0)
        moves = self.uneven and meeting.moves
        smaller = self.sizes[meeting.others] == self.sizes[meeting.tables] + 1 if moves else None
        looked = self.look(seats, meeting, smaller)
        drawn, stays = self._drawn(looked.changes, meeting, heat)
        chosen = self.first + drawn.argmin(axis=1)
        made = (drawn.take(chosen) < stays).nonzero()[0]
        if self.guard is not None:
            made = self._unvetoed(self.guard, made, meeting, chosen)
        if len(made):
            chosen = chosen[made]
            self._swap(meeting, made, chosen - self.first[made], looked.places)
            self._account(self.copy_of[made], [each.take(chosen) for each in (*looked.above, looked.changes)])
        return len(made) / len(self.first)

    def _drawn(self, changes: Numbers, meeting: Meeting, heat: float) -> tuple[Numbers, Numbers]:
        """The changes with the lots of a heat, and what staying draws, pair by pair."""
        lots: Numbers = np.multiply(meeting.lots, np.float32(-heat), out=self.spare)
        drawn, stays = lots[: changes.size], lots[changes.size :]
        drawn += changes.reshape(-1)
        return drawn.reshape(len(changes), -1), stays

    def _unvetoed(self, guard: Guardian, made: Places, meeting: Meeting, chosen: Places) -> Places:
        """The pairs whose swap is not vetoed, asked one after the other."""
        able, pairs = [], len(self.first)
        for pair in made.tolist():
            x, y = divmod(int(chosen[pair] - self.first[pair]), self.width)
            a, b = int(meeting.tables[pair]), int(meeting.tables[pair + pairs])
            i, j = (None if seat == self.empty else int(seat) for seat in (self.grid[a, x], self.grid[b, y]))
            if not guard.vetoes(i, a, j, b):
                able.append(pair)
        return np.array(able, dtype=np.intp)

    def _swap(self, meeting: Meeting, pairs: Places, swaps: Places, where: Places | None) -> None:
        """These pairs of tables each make one of their swaps."""
        sides = np.concatenate((pairs, pairs + len(self.first)))
        tables, places = meeting.tables[sides], np.concatenate(np.divmod(swaps, self.look.side))
        if where is not None:
            places = where[sides, places]
        seats = tables * self.width + places
        leaving = self.grid.take(seats)
        coming = np.concatenate((leaving[len(pairs) :], leaving[: len(pairs)]))
        for layer in (self.own, *self.upper):
            layer.swap(tables, places, leaving, coming)
        self.grid.reshape(-1)[seats] = coming
        if self.uneven and leaving.max() == self.empty:
            self.sizes = (self.grid != self.empty).sum(axis=1)

    def _account(self, copies: Places, changes: Sequence[Numbers]) -> None:
        """What the copies cost now; a new best is kept."""
        for tier, change in enumerate(changes):
            self.cost[tier] += np.bincount(copies, weights=change, minlength=self.many)
        best = int(self.cost[0].argmin() if len(self.cost) == 1 else np.lexsort(self.cost[::-1])[0])
        guarded = self.guard is not None and self.guard.standing() < self.standing
        if guarded or self.cost[:, best].tolist() < self.least:
            self._keep(best)

    def _keep(self, copy: int) -> None:
        """Note a copy as the best so far."""
        self.least = self.cost[:, copy].tolist()
        self.standing = self.guard.standing() if self.guard else 0
        self.best = self.grid[copy * self.tables : (copy + 1) * self.tables].copy()

    @property
    def best_tables(self) -> list[list[Seat]]:
        """The best round met, by tables."""
        return self._tables(self.best)

    def each(self) -> list[list[list[Seat]]]:
        """Every copy as it is now, by tables."""
        return [self._tables(grid) for grid in self.grid.reshape(self.many, self.tables, self.width)]

    def _tables(self, grid: Places) -> list[list[Seat]]:
        return [[seat for seat in table if seat != self.empty] for table in grid.tolist()]
