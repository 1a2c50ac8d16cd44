"""Where to look first: tables that cost something in the tier being worked on."""

from __future__ import annotations

from random import Random

from pairing.solver.problem import Seat
from pairing.solver.tables.floor import Floor


class Suspects:
    """Groups that may cost something in one tier; the first places to look for a better swap."""

    def __init__(self, floor: Floor, tier: int, random: Random) -> None:
        self.floor = floor
        self.random = random
        self.wholes = [
            now for special, now in zip(floor.costs.specials, floor.wholes.now, strict=True) if special.tier == tier
        ]
        shift, half = floor.costs.shifts[tier], 1 << (floor.costs.widths[tier] - 1)
        self.shift, self.half, self.mask = shift, half, 2 * half - 1
        self.lifted = (1 << shift >> 1) + (half << shift)  # makes the digit of a number plain: see `Costs.digit`
        self.groups = list(range(len(floor.groups)))
        self.listed = set(self.groups)

    def add(self, a: int, b: int) -> None:
        """Two groups changed: they may cost something again."""
        for group in (a, b):
            if group not in self.listed:
                self.listed.add(group)
                self.groups.append(group)

    def pick(self) -> Seat | None:
        """Somebody in a group that costs something in this tier; None when there is no such group left."""
        while self.groups:
            place = int(self.random.random() * len(self.groups))
            group = self.groups[place]
            guilty = self._guilty(group)
            if guilty:
                return guilty[int(self.random.random() * len(guilty))]
            self.groups[place] = self.groups[-1]
            self.groups.pop()
            self.listed.discard(group)
        return None

    def _guilty(self, group: int) -> list[Seat]:
        floor = self.floor
        for now in self.wholes:
            if now[group] > 0:
                return floor.groups[group]
        share, lifted, shift, half, mask = floor.share, self.lifted, self.shift, self.half, self.mask
        return [seat for seat in floor.groups[group] if share[seat] and (share[seat] + lifted) >> shift & mask > half]
