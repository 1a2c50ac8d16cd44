"""
The best single table for given prices: exact, by branch and bound over kinds of people.

Seating one person of a kind earns the kind's price, and every two at the table cost what their
kinds cost together (never negative). Whole numbers throughout, so what is found is the optimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Mix = tuple[int, ...]  # kinds of the people at one table, ascending


class TooMuchWork(Exception):
    """More tables were looked at than allowed."""


@dataclass
class Work:
    """Branches looked at so far and at most; counted, so a result never hangs on the clock."""

    most: int
    done: int = 0

    def one_more(self) -> None:
        """Count a branch; raises `TooMuchWork`."""
        self.done += 1
        if self.done > self.most:
            raise TooMuchWork


@dataclass
class Market:
    """Prices by kind, costs between two kinds, and how many people of each kind there are.

    ``found``: mixes that earned more than all before them in the last search, best last.
    """

    prices: Sequence[int]
    costs: Sequence[Sequence[int]]
    heads: Sequence[int]
    work: Work
    found: list[Mix] = field(default_factory=list)
    best: int = 0
    _order: list[int] = field(default_factory=list)
    _rows: list[list[int]] = field(default_factory=list)
    _own: list[int] = field(default_factory=list)
    _left: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._order = sorted(
            (kind for kind, heads in enumerate(self.heads) if heads), key=lambda kind: -self.prices[kind]
        )
        self._rows = [[self.costs[a][b] for b in self._order] for a in self._order]
        self._own = [self._rows[place][place] for place in range(len(self._order))]
        self._left = [self.heads[kind] for kind in self._order]

    def worth(self, mix: Mix) -> int:
        """What a table earns less what it costs."""
        earned = sum(self.prices[kind] for kind in mix)
        return earned - sum(self.costs[a][b] for place, a in enumerate(mix) for b in mix[:place])

    def climbed(self, mix: Mix) -> Mix:
        """What a table becomes when one person at a time is exchanged, each time for the best, until none is better."""
        seated, kinds, costs = list(mix), range(len(self.heads)), self.costs
        while True:
            value = [self.prices[kind] - sum(costs[kind][other] for other in seated) for kind in kinds]
            spare = [kind for kind in kinds if seated.count(kind) < self.heads[kind]]
            gain, leaves, comes = max(
                (value[b] + costs[b][a] - value[a] - costs[a][a], -a, -b) for a in set(seated) for b in (*spare, a)
            )
            if gain <= 0:
                return tuple(sorted(seated))
            seated[seated.index(-leaves)] = -comes

    def best_table(self, size: int, known: int) -> int:
        """
        The most any table of this size is worth, or ``known`` where none is worth more.

        Raises `TooMuchWork`.
        """
        self.best, self.found = known, []
        self._branch(0, size, 0, [self.prices[kind] for kind in self._order], ())
        return self.best

    def _branch(self, start: int, seats: int, worth: int, gains: list[int], chosen: Mix) -> None:
        """Fill the seats left with kinds from ``start`` on; ``gains``: what one more of a kind would add now."""
        self.work.one_more()
        left, rows = self._left, self._rows
        if seats == 1:
            last = max((gains[kind], -kind) for kind in range(start, len(gains)) if left[kind])
            if worth + last[0] > self.best:
                self.best = worth + last[0]
                self.found.append(tuple(sorted((*chosen, self._order[-last[1]]))))
            return
        for kind in range(start, len(gains)):
            if not left[kind]:
                continue
            if worth + self._at_most(kind, seats, gains) <= self.best:
                # kinds from here on cannot do it alone
                return
            left[kind] -= 1
            row = rows[kind]
            after = [gain - cost for gain, cost in zip(gains, row, strict=True)]
            if self._room(kind, seats - 1):
                self._branch(kind, seats - 1, worth + gains[kind], after, (*chosen, self._order[kind]))
            left[kind] += 1

    def _at_most(self, start: int, seats: int, gains: list[int]) -> int:
        """No choice for the seats left adds more than this: others cost what they cost now or more."""
        tops: list[int] = []
        for gain, own, heads in zip(gains[start:], self._own[start:], self._left[start:], strict=True):
            if heads > 1:
                many = min(heads, seats)
                tops += range(gain, gain - own * many, -own) if own else [gain] * many
            elif heads:
                tops.append(gain)
        tops.sort(reverse=True)
        return sum(tops[:seats])

    def _room(self, start: int, seats: int) -> bool:
        return sum(self._left[start:]) >= seats
