"""
Annealing for scores without structure: most pairs have a cost of their own, so no bound is near.

The maximally diverse grouping problem (Gallego et al. 2013; Lai and Hao 2016). All tables are paired
off by lot, and each pair of tables makes one swap, drawn from all its swaps at once as a heat bath
does: the colder, the surer the best, and staying as it is among them. The changes of hundreds of
swaps are one array operation each. Tiers above never get worse; those below are free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pairing.solver.problem import Seat
from pairing.solver.tables.layers import Layer, Numbers, Places

HOT, WARM, COLD = 0.32, 0.18, 0.11  # heats as shares of the typical change of a swap (measured on MDGPLIB)
FIRST, CYCLES = 0.4, 6  # share of the steps for the first cooling; the rest warms up the best and cools it again
STEPS_PER_PERSON, STEPS_PER_PAIR = 330, 3.6
MOST_WORK = 1_800_000_000  # about 15 seconds of an idle core at 480 people
MOST_PEOPLE = 1200  # the layout takes 8 bytes a pair of people, and so again in between
LOTS = 1 << 18
LATE_EVERY = 32  # steps between looks at the clock


def steps_for(people: int, tables: int) -> int:
    """Steps that take seconds, not minutes: each looks at every swap between half of all pairs of tables."""
    size = -(-people // max(tables, 1))
    wanted = max(STEPS_PER_PERSON * people, int(STEPS_PER_PAIR * people * (people - 1) / 2))
    return min(wanted, MOST_WORK // (people * size + 150 * tables + 4000))


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

    def restart(self, groups: Sequence[Sequence[Seat]]) -> None:
        """People sit like this from here on."""
        ...


@dataclass
class Annealing:
    """One run over tables of people, ``groups``; ``costs`` of the tier itself, ``above`` of those it must not harm.

    ``late`` breaks off.
    """

    groups: Sequence[Sequence[Seat]]
    costs: Numbers
    above: Sequence[Numbers]
    steps: int
    seed: int
    late: Callable[[], bool]
    guard: Guardian | None = None

    def run(self) -> list[list[Seat]]:
        """The best tables met."""
        self.draw = np.random.default_rng(self.seed)
        longest = max(map(len, self.groups), default=1)
        lots = self.draw.gumbel(size=max(LOTS, len(self.groups) * longest**2))
        self.lots: Numbers = np.round(lots * 4096) / 4096  # alike on machines whose logarithms differ in the last bit
        best = [list(group) for group in self.groups]
        typical: float | None = None
        for hot, steps in self._coolings() if len(best) > 1 else ():
            self._lay_out(best)
            typical = self._typical_change() if typical is None else typical
            if not typical or self.late():
                break
            best = self._cool(typical * hot, typical * COLD, steps)
        return best

    def _coolings(self) -> Iterator[tuple[float, int]]:
        """First heat and steps of each: once from hot, then thermal cycling (Moebius et al. 1997)."""
        first = int(self.steps * FIRST)
        yield HOT, first
        for _ in range(CYCLES):
            yield WARM, (self.steps - first) // CYCLES

    def _cool(self, hot: float, cold: float, steps: int) -> list[list[Seat]]:
        """The best tables met while the heat falls by equal factors."""
        kept, best, cost = self.grid.copy(), self.own.cost, self.own.cost
        for step in range(steps):
            if step % LATE_EVERY == 0 and self.late():
                break
            change, better = self._step(hot * (cold / hot) ** (step / steps))
            cost += change
            if better or cost < best:
                kept, best = self.grid.copy(), cost
        return self._tables(kept)

    def _lay_out(self, groups: Sequence[Sequence[Seat]]) -> None:
        """Everybody in the grid of tables and seats; seats beyond a table's size are empty."""
        self.empty = len(self.costs)
        self.grid = np.full((len(groups), max(map(len, groups), default=1)), self.empty, dtype=np.intp)
        for table, group in enumerate(groups):
            self.grid[table, : len(group)] = group
        self.sizes = np.array([len(group) for group in groups])
        self.uneven = len(set(self.sizes.tolist())) > 1
        self.own = Layer(self.costs, self.grid)
        self.upper = [Layer(costs, self.grid) for costs in self.above]
        if self.guard is not None:
            self.guard.restart(groups)

    def _tables(self, grid: Places) -> list[list[Seat]]:
        return [[int(seat) for seat in table if seat != self.empty] for table in grid]

    def _typical_change(self) -> float:
        """The standard deviation of what a swap changes, over some pairs of tables."""
        sample = []
        for _ in range(8):
            a, b = self._paired_off()
            i, j = self.grid[a] != self.empty, self.grid[b] != self.empty
            sample.append(self.own.changes(a, b)[i[:, :, None] & j[:, None, :]])
        return float(np.concatenate(sample).std())

    def _paired_off(self) -> tuple[Places, Places]:
        """All tables (but one, where the number is odd) in two rows."""
        order = self.draw.permutation(len(self.grid))
        half = len(order) // 2
        return order[:half], order[half : 2 * half]

    def _step(self, heat: float) -> tuple[float, bool]:
        """One swap, or none, for each pair of tables: the change, and whether a tier above got better."""
        a, b = self._paired_off()
        width = self.grid.shape[1]
        changes = self.own.changes(a, b)
        self._forbid(changes, a, b)
        flat = changes.reshape(len(a), -1)
        drawn = self._lot(flat.size).reshape(flat.shape) * -heat
        drawn += flat
        choice = drawn.argmin(axis=1)
        stay = self._lot(len(a)) * -heat
        made = (drawn[np.arange(len(a)), choice] < stay).nonzero()[0]
        if not len(made):
            return 0.0, False
        chosen = choice[made]
        a, b, x, y = a[made], b[made], chosen // width, chosen % width
        change = flat[made, chosen]
        before = self._standing()
        if self.guard is not None:
            able = self._unvetoed(self.guard, a, x, b, y)
            a, b, x, y, change = a[able], b[able], x[able], y[able], change[able]
        self._swap(a, x, b, y)
        return float(change.sum()), self._standing() < before

    def _standing(self) -> float:
        """What the tiers above cost now."""
        return self.guard.standing() if self.guard else sum(layer.cost for layer in self.upper)

    def _lot(self, many: int) -> Numbers:
        """So many lots, from a drawn place on in the list."""
        start = int(self.draw.random() * (len(self.lots) - many))
        return self.lots[start : start + many]

    def _forbid(self, changes: Numbers, a: Places, b: Places) -> None:
        """No swap harms a tier above, and an empty seat only comes to a table one larger: sizes stay."""
        if self.uneven:
            for table, other, view in ((a, b, changes), (b, a, changes.transpose(0, 2, 1))):
                empty = self.grid[table] == self.empty
                view[empty & (self.sizes[other] != self.sizes[table] + 1)[:, None]] = np.inf
        if self.upper:
            banned = np.zeros(changes.shape, dtype=bool)
            better = banned.copy()
            for layer in self.upper:
                here = layer.changes(a, b)
                banned |= (here > 0) & ~better
                better |= (here < 0) & ~banned
            changes[banned] = np.inf

    def _unvetoed(self, guard: Guardian, a: Places, x: Places, b: Places, y: Places) -> Places:
        """The swaps not vetoed, asked one after the other."""
        able = []
        for place, (i, j) in enumerate(zip(self.grid[a, x].tolist(), self.grid[b, y].tolist(), strict=True)):
            first, second = (None if seat == self.empty else seat for seat in (i, j))
            if not guard.vetoes(first, int(a[place]), second, int(b[place])):
                able.append(place)
        return np.array(able, dtype=np.intp)

    def _swap(self, a: Places, x: Places, b: Places, y: Places) -> None:
        for layer in (self.own, *self.upper):
            layer.swap(a, x, b, y)
        self.grid[a, x], self.grid[b, y] = self.grid[b, y], self.grid[a, x]
        if self.uneven:
            self.sizes = (self.grid != self.empty).sum(axis=1)
