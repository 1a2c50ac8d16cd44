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
from pairing.solver.tables.wholes import Wholes


class Floor:
    """Tables and the pool of people left out, which is the last group. Changed in place by the search."""

    def __init__(self, costs: Costs, groups: Sequence[Sequence[Seat]], pool: Sequence[Seat]) -> None:
        self.costs = costs
        self.pool = len(groups)
        self.groups: list[list[Seat]] = [list(group) for group in groups] + [list(pool)]
        self.where: list[int] = [0] * costs.people
        self.kinds: list[list[int]] = []
        self.share: list[int] = [0] * costs.people
        self.total = 0
        self._unlike = [kinds.isdisjoint for kinds in costs.touching]
        self._unlisted = [listed.keys().isdisjoint for listed in costs.listed]
        self._shares: tuple[int, int] = (0, 0)  # of the two people last priced, after their swap
        self.refresh()

    def read_down_to(self, tier: int) -> None:
        """From here on only these tiers are kept right, which is quicker; those below may be wrong."""
        self.wholes.read_down_to(tier)

    def read_all(self) -> None:
        """Every tier is right again, and kept right."""
        before = self.wholes.total
        self.wholes.read_all()
        self.total += self.wholes.total - before

    def refresh(self) -> None:
        """Everything kept beside the groups, counted afresh and for all tiers."""
        costs = self.costs
        self.kinds = [[costs.kind[seat] for seat in group] for group in self.groups]
        for index, group in enumerate(self.groups):
            for seat in group:
                self.where[seat] = index
            self._share_out(index)
        self.wholes = Wholes(costs.specials, self.groups)
        doubled = sum(self.share[seat] for group in self.groups[:-1] for seat in group)
        self.total = doubled // 2 + self.wholes.total + sum(self.share[seat] for seat in self.groups[self.pool])

    def table_cost(self, table: int) -> int:
        """What one table costs in all tiers."""
        return sum(self.share[seat] for seat in self.groups[table]) // 2 + self.wholes.of_table(table)

    def copy_groups(self) -> list[list[Seat]]:
        """The groups as they are, the pool last."""
        return [list(group) for group in self.groups]

    def restore(self, groups: Sequence[Sequence[Seat]]) -> None:
        """Back to groups taken by `copy_groups`."""
        self.groups = [list(group) for group in groups]
        self.refresh()

    def _share_out(self, index: int) -> None:
        """What the additive terms charge between everybody of a group and the rest of it."""
        costs, group, kinds, share = self.costs, self.groups[index], self.kinds[index], self.share
        if index == self.pool:
            for seat in group:
                share[seat] = costs.unseated[seat]
            return
        for seat in group:
            listed = () if self._unlisted[seat](group) else costs.listed[seat]
            share[seat] = sum([listed[other] for other in group if other in listed]) if listed else 0
        for place, kind in enumerate(kinds):
            if not self._unlike[kind](kinds[:place]):
                row = costs.table[kind]
                for other in range(place):
                    cost = row.get(kinds[other], 0)
                    share[group[place]] += cost
                    share[group[other]] += cost

    def swap_cost(self, i: Seat, j: Seat, ceiling: int) -> int:
        """
        The change in cost when two people of different groups change places.

        A change found dearer than ``ceiling`` whatever the terms still unread may say is returned
        as soon as that is known; it is then above the ceiling but not exact. What was worked out on
        the way is remembered for `swap`.
        """
        a, b, share = self.where[i], self.where[j], self.share
        change = -share[i] - share[j]
        share_i = self._joining(i, b, j)
        change += share_i
        if change > ceiling and not self.costs.wishes and change > ceiling + self.wholes.reach:
            return change  # nobody's joining costs less than nothing
        share_j = self._joining(j, a, i)
        change += share_j
        self._shares = share_i, share_j
        return change + self.wholes.swap_cost(i, a, j, b, ceiling - change) if self.wholes.depth else change

    def _joining(self, i: Seat, b: int, instead_of: Seat) -> int:
        """What the additive terms charge person ``i`` in group ``b`` in the place of another."""
        costs, group = self.costs, self.groups[b]
        if b == self.pool:
            return costs.unseated[i]
        kind, other_kind = costs.kind[i], costs.kind[instead_of]
        cost = 0
        if kind == other_kind:
            cost = self.share[instead_of]
            if (cost or costs.wishes) and not self._unlisted[instead_of](group):
                listed = costs.listed[instead_of]
                cost -= sum([listed[k] for k in group if k in listed])
        elif not self._unlike[kind](self.kinds[b]):
            row = costs.table[kind]
            cost = sum([row[k] for k in self.kinds[b] if k in row]) - row.get(other_kind, 0)
        if not self._unlisted[i](group):
            listed = costs.listed[i]
            cost += sum([listed[k] for k in group if k in listed and k != instead_of])
        return cost

    def swap(self, i: Seat, j: Seat, change: int) -> None:
        """Two people of different groups change places, at the exact cost found just before."""
        a, b, share, kind = self.where[i], self.where[j], self.share, self.costs.kind
        for index, went, came in ((a, i, j), (b, j, i)):
            group = self.groups[index]
            place = group.index(went)
            group[place], self.kinds[index][place], self.where[came] = came, kind[came], index
        share_i, share_j = self._shares
        others_at_a, others_at_b = share[i] or share_j, share[j] or share_i  # the first telling changes share[j]
        if others_at_a or self.costs.wishes:
            self._tell(a, j, i)
        if others_at_b or self.costs.wishes:
            self._tell(b, i, j)
        share[i], share[j] = share_i, share_j
        if self.wholes.depth:
            self.wholes.make()
        self.total += change

    def _tell(self, index: int, came: Seat, went: Seat) -> None:
        """One person has taken another's place in a group, whose other people cost accordingly."""
        costs, share = self.costs, self.share
        group, kinds = self.groups[index], self.kinds[index]
        if index == self.pool:
            return
        kind_came, kind_went = costs.kind[came], costs.kind[went]
        if kind_came != kind_went:
            row_came, row_went = costs.table[kind_came], costs.table[kind_went]
            for seat, kind in zip(group, kinds, strict=True):
                if kind in row_came:
                    share[seat] += row_came[kind]
                if kind in row_went:
                    share[seat] -= row_went[kind]
        for seat, sign in ((came, 1), (went, -1)):
            if not self._unlisted[seat](group):
                listed = costs.listed[seat]
                for other in group:
                    if other in listed:
                        share[other] += sign * listed[other]

    def move_cost(self, i: Seat, b: int, ceiling: int) -> int:
        """The change in cost when one person goes to another table (not the pool); as `swap_cost`."""
        a, costs = self.where[i], self.costs
        row, listed = costs.table[costs.kind[i]], costs.listed[i]
        change = sum([row[kind] for kind in self.kinds[b] if kind in row]) - self.share[i]
        if not self._unlisted[i](self.groups[b]):
            change += sum([listed[k] for k in self.groups[b] if k in listed])
        return change + self.wholes.move_cost(i, a, b, ceiling - change)

    def move(self, i: Seat, b: int, change: int) -> None:
        """One person goes to another table, at the exact cost found just before."""
        a = self.where[i]
        at = self.groups[a].index(i)
        del self.groups[a][at], self.kinds[a][at]
        self.groups[b].append(i)
        self.kinds[b].append(self.costs.kind[i])
        self.where[i] = b
        self._share_out(a)
        self._share_out(b)
        self.wholes.make()
        self.total += change
