"""What each table costs by the terms that look at it whole, kept right as people change places."""

from __future__ import annotations

from collections.abc import Sequence

from pairing.solver.problem import Seat
from pairing.solver.tables.specials import Special

Groups = list[list[Seat]]


class Wholes:
    """
    The cost of every table by every such term (`now`); the last of the ``groups``, the pool, costs nothing.

    Beside it what the table is made of, as far as that is one number (see `Special.units`). The floor
    changes the groups. ``depth``: so many terms are kept right, the strictest first.
    """

    def __init__(self, specials: Sequence[Special], groups: Groups) -> None:
        self.specials = specials
        self.groups = groups
        self.depth = 0
        self.now: list[list[int]] = [[0] * len(groups) for _ in specials]
        self._sums: list[list[int]] = [[0] * len(groups) for _ in specials]
        self._found: list[tuple[list[int], list[int], int, int, int]] = []  # of the change last priced: where, and what
        self.read_all()

    @property
    def reach(self) -> int:
        """More than all terms kept right can change by one swap."""
        return self.specials[0].reach if self.depth else 0

    @property
    def total(self) -> int:
        """All tables and terms in one number."""
        return sum(sum(now) << special.shift for special, now in zip(self.specials, self.now, strict=True))

    def of_table(self, table: int) -> int:
        """What one table costs."""
        return sum(now[table] << special.shift for special, now in zip(self.specials, self.now, strict=True))

    def read_down_to(self, tier: int) -> None:
        """From here on only these tiers are kept right."""
        self._keep_right(sum(special.tier <= tier for special in self.specials))

    def read_all(self) -> None:
        """Those not kept right are counted afresh; from here on all are."""
        for position in range(self.depth, len(self.specials)):
            special = self.specials[position]
            for table, seats in enumerate(self.groups[:-1]):
                content = sum([special.units[seat] for seat in seats]) if special.units else 0
                self.now[position][table] = _cost(special, content, seats)
                self._sums[position][table] = content
        self._keep_right(len(self.specials))

    def _keep_right(self, depth: int) -> None:
        """From here on so many terms, each beside what a swap looks up."""
        self.depth = depth
        kept = zip(self.specials[:depth], self.now, self._sums, strict=False)
        self._read = [(each, each.key, each.units, each.known, now, sums) for each, now, sums in kept]

    def swap_cost(self, i: Seat, a: int, j: Seat, b: int, ceiling: int) -> int:
        """
        What the terms add when ``i`` of group ``a`` and ``j`` of ``b`` change places.

        Broken off where it is above the ceiling whatever the terms still unread may say.
        """
        found, pool, change = self._found, len(self.groups) - 1, 0
        found.clear()
        for special, key, units, known, now, sums in self._read:
            if change > ceiling and change > ceiling + special.reach:
                return change
            if key[i] == key[j]:
                continue
            more = units[j] - units[i] if units else 0
            for table, went, came, content in ((a, i, j, sums[a] + more), (b, j, i, sums[b] - more)):
                if table == pool:
                    continue
                cost = known.get(content) if units else None
                if cost is None:
                    seats = self.groups[table].copy()
                    seats[seats.index(went)] = came
                    cost = _cost(special, content, seats)
                found.append((now, sums, table, cost, content))
                if cost != now[table]:
                    change += (cost - now[table]) << special.shift
        return change

    def move_cost(self, i: Seat, a: int, b: int, ceiling: int) -> int:
        """What the terms add when ``i`` goes from table ``a`` to ``b``; as `swap_cost`."""
        groups, change = self.groups, 0
        self._found.clear()
        for position in range(self.depth):
            special = self.specials[position]
            if change > ceiling and change > ceiling + special.reach:
                return change
            unit = special.units[i] if special.units else 0
            for table, more in ((a, -unit), (b, unit)):
                content = self._sums[position][table] + more
                cost = special.known.get(content) if special.units else None
                if cost is None:
                    seats = [k for k in groups[a] if k != i] if table == a else [*groups[b], i]
                    cost = _cost(special, content, seats)
                self._found.append((self.now[position], self._sums[position], table, cost, content))
                change += (cost - self.now[position][table]) << special.shift
        return change

    def make(self) -> None:
        """The change last priced, to its end, is made."""
        for now, sums, table, cost, content in self._found:
            now[table], sums[table] = cost, content


def _cost(special: Special, content: int, seats: Sequence[Seat]) -> int:
    """What a term charges people who come to this sum."""
    if not special.units:
        return special.cost(seats)
    cost = special.known.get(content)
    if cost is None:
        cost = special.known[content] = special.cost(seats)
    return cost
