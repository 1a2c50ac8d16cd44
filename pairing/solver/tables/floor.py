"""
The floor: who sits at which table right now, and what a change would cost.

The state of the search. Costs of all tiers are one whole number (see `costs`), so a change is
better exactly when its cost is negative. Everything a swap needs is kept beside it: what each
person costs at the own table, and what each table costs by the terms that look at it whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from pairing.solver.problem import Seat
from pairing.solver.tables.costs import Costs


class Floor:
    """Tables and the pool of people left out, which is the last group. Changed in place by the search."""

    def __init__(self, costs: Costs, groups: Sequence[Sequence[Seat]], pool: Sequence[Seat]) -> None:
        self.costs = costs
        self.pool = len(groups)
        self.groups: list[list[Seat]] = [list(group) for group in groups] + [list(pool)]
        self.where: list[int] = [0] * costs.people
        self.kinds: list[list[int]] = []
        self.share: list[int] = [0] * costs.people
        self.whole: list[list[int]] = []
        self.total = 0
        self.depth = len(costs.specials)
        self._shares: tuple[int, int] = (0, 0)  # of the two people last priced, after their swap
        self._wholes: list[tuple[list[int], int, int]] = []  # and of their tables: where it is kept, and what
        self.refresh()

    def read_down_to(self, tier: int) -> None:
        """From here on only these tiers are kept right, which is quicker; those below may be wrong."""
        self.depth = sum(special.tier <= tier for special in self.costs.specials)

    def read_all(self) -> None:
        """Every tier is right again, and kept right."""
        for position in range(self.depth, len(self.costs.specials)):
            special, now = self.costs.specials[position], self.whole[position]
            fresh = [*map(special.cost, self.groups[: self.pool]), 0]
            self.total += (sum(fresh) - sum(now)) << special.shift
            self.whole[position] = fresh
        self.depth = len(self.costs.specials)

    def refresh(self) -> None:
        """Everything kept beside the groups, counted afresh and for all tiers."""
        costs = self.costs
        self.depth = len(costs.specials)
        self.kinds = [[costs.kind[seat] for seat in group] for group in self.groups]
        for index, group in enumerate(self.groups):
            for seat in group:
                self.where[seat] = index
                self.share[seat] = self._share(seat, index)
        self.whole = [
            [special.cost(group) if index != self.pool else 0 for index, group in enumerate(self.groups)]
            for special in costs.specials
        ]
        doubled = sum(self.share[seat] for group in self.groups[:-1] for seat in group)
        specials = sum(sum(whole) << special.shift for special, whole in zip(costs.specials, self.whole, strict=True))
        self.total = doubled // 2 + specials + sum(self.share[seat] for seat in self.groups[self.pool])

    def table_cost(self, table: int) -> int:
        """What one table costs in all tiers."""
        pairs = sum(self.share[seat] for seat in self.groups[table]) // 2
        return pairs + sum(
            whole[table] << special.shift for special, whole in zip(self.costs.specials, self.whole, strict=True)
        )

    def copy_groups(self) -> list[list[Seat]]:
        """The groups as they are, the pool last."""
        return [list(group) for group in self.groups]

    def restore(self, groups: Sequence[Sequence[Seat]]) -> None:
        """Back to groups taken by `copy_groups`."""
        self.groups = [list(group) for group in groups]
        self.refresh()

    def _share(self, seat: Seat, index: int) -> int:
        """What the additive terms charge between one person and the rest of a group."""
        costs = self.costs
        if index == self.pool:
            return costs.unseated[seat]
        row, listed = costs.table[costs.kind[seat]], costs.listed[seat]
        share = 0
        for other in self.groups[index]:
            if other != seat:
                share += row[costs.kind[other]]
                if other in listed:
                    share += listed[other]
        return share

    def swap_cost(self, i: Seat, j: Seat, ceiling: int) -> int:
        """
        The change in cost when two people of different groups change places.

        A change found dearer than ``ceiling`` whatever the terms still unread may say is returned
        as soon as that is known; it is then above the ceiling but not exact. What was worked out on
        the way is remembered for `swap`.
        """
        a, b = self.where[i], self.where[j]
        share_i, share_j = self._joining(i, b, j), self._joining(j, a, i)
        change = share_i + share_j - self.share[i] - self.share[j]
        found = self._wholes
        found.clear()
        tables: list[tuple[int, list[Seat]]] = []
        for position in range(self.depth):
            special = self.costs.specials[position]
            if change > ceiling + special.reach:
                return change
            if special.key[i] == special.key[j]:
                continue
            whole = self.whole[position]
            tables = tables or self._after_swap(i, a, j, b)
            for index, seats in tables:
                cost = special.cost(seats)
                if cost != whole[index]:
                    change += (cost - whole[index]) << special.shift
                    found.append((whole, index, cost))
        self._shares = share_i, share_j
        return change

    def _after_swap(self, i: Seat, a: int, j: Seat, b: int) -> list[tuple[int, list[Seat]]]:
        """The tables among two groups, as they would be had these two changed places."""
        tables = []
        for index, went, came in ((a, i, j), (b, j, i)):
            if index != self.pool:
                seats = self.groups[index].copy()
                seats[seats.index(went)] = came
                tables.append((index, seats))
        return tables

    def _joining(self, i: Seat, b: int, instead_of: Seat) -> int:
        """What the additive terms charge person ``i`` in group ``b`` in the place of another."""
        costs = self.costs
        if b == self.pool:
            return costs.unseated[i]
        kind = costs.kind
        row = costs.table[kind[i]]
        cost = -row[kind[instead_of]]
        for k in self.kinds[b]:
            cost += row[k]
        listed = costs.listed[i]
        if not listed.keys().isdisjoint(self.groups[b]):
            for k in self.groups[b]:
                if k in listed and k != instead_of:
                    cost += listed[k]
        return cost

    def swap(self, i: Seat, j: Seat, change: int) -> None:
        """Two people of different groups change places, at the exact cost found just before."""
        a, b = self.where[i], self.where[j]
        self._replace(a, j, i)
        self._replace(b, i, j)
        self.where[i], self.where[j] = b, a
        self.share[i], self.share[j] = self._shares
        for now, index, cost in self._wholes:
            now[index] = cost
        self.total += change

    def move_cost(self, i: Seat, b: int, ceiling: int) -> int:
        """The change in cost when one person goes to another table (not the pool); as `swap_cost`."""
        a, costs = self.where[i], self.costs
        row, listed = costs.table[costs.kind[i]], costs.listed[i]
        change = -self.share[i]
        for k in self.groups[b]:
            change += row[costs.kind[k]]
            if k in listed:
                change += listed[k]
        for position in range(self.depth):
            special = costs.specials[position]
            if change > ceiling + special.reach:
                return change
            whole = self.whole[position]
            change += (special.cost([k for k in self.groups[a] if k != i]) - whole[a]) << special.shift
            change += (special.cost([*self.groups[b], i]) - whole[b]) << special.shift
        return change

    def move(self, i: Seat, b: int, change: int) -> None:
        """One person goes to another table, at the exact cost found before."""
        a = self.where[i]
        at = self.groups[a].index(i)
        del self.groups[a][at], self.kinds[a][at]
        self.groups[b].append(i)
        self.kinds[b].append(self.costs.kind[i])
        self.where[i] = b
        for index in (a, b):
            for seat in self.groups[index]:
                self.share[seat] = self._share(seat, index)
            self._recount_whole(index)
        self.total += change

    def _replace(self, index: int, came: Seat, went: Seat) -> None:
        """One person takes another's place in a group, whose other people cost accordingly."""
        costs, share = self.costs, self.share
        group, kinds = self.groups[index], self.kinds[index]
        place = group.index(went)
        kind_came, kind_went = costs.kind[came], costs.kind[went]
        group[place], kinds[place] = came, kind_came
        if index == self.pool:
            return
        if kind_came != kind_went:
            row_came, row_went = costs.table[kind_came], costs.table[kind_went]
            for seat, kind in zip(group, kinds, strict=True):
                share[seat] += row_came[kind] - row_went[kind]
        for listed, sign in ((costs.listed[came], 1), (costs.listed[went], -1)):
            if not listed.keys().isdisjoint(group):
                for seat in group:
                    if seat in listed:
                        share[seat] += sign * listed[seat]

    def _recount_whole(self, index: int) -> None:
        group = self.groups[index]
        for position in range(self.depth):
            self.whole[position][index] = self.costs.specials[position].cost(group)
