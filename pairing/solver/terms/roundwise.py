"""Terms that only the whole round can tell: who is left out, sizes, cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pairing.solver.problem import Occasion, Seat, Sizes
from pairing.solver.solution import Group


@dataclass(frozen=True)
class Unseated:
    """People left out, each at their own weight (not negative)."""

    weights: tuple[int, ...]

    def of_round(self, groups: Sequence[Group], left_out: Sequence[Seat]) -> int:  # noqa: ARG002 - the port's shape
        """The weights of those left out."""
        return sum(self.weights[seat] for seat in left_out)

    def bound(self, sizes: Sequence[int]) -> int:
        """The lightest people for whom the groups have no seat."""
        return sum(sorted(self.weights)[: max(0, len(self.weights) - sum(sizes))])


@dataclass(frozen=True)
class Sized:
    """Groups outside the allowed sizes; with exact sizes, groups beyond those on the list."""

    sizes: Sizes
    exact_sizes: tuple[int, ...] | None

    def of_round(self, groups: Sequence[Group], left_out: Sequence[Seat]) -> int:  # noqa: ARG002 - the port's shape
        """Groups outside."""
        return self.bound([len(group.seats) for group in groups])

    def bound(self, sizes: Sequence[int]) -> int:
        """Exact: the sizes tell it all."""
        if self.exact_sizes is not None:
            return (Counter(sizes) - Counter(self.exact_sizes)).total()
        return sum(not self.sizes.smallest <= size <= self.sizes.largest for size in sizes)


@dataclass(frozen=True)
class Away:
    """People of one post away at one hour beyond the post's cap, summed over posts and hours."""

    keys: tuple[frozenset[int], ...]
    caps: Mapping[int, int]
    occasions: tuple[Occasion, ...]

    def of_round(self, groups: Sequence[Group], left_out: Sequence[Seat]) -> int:  # noqa: ARG002 - the port's shape
        """The excess over the caps."""
        away: Counter[tuple[int, int]] = Counter()
        for group in groups:
            if group.occasion is not None:
                for seat in group.seats:
                    for key in self.keys[seat]:
                        for hour in self.occasions[group.occasion].hours:
                            away[key, hour] += 1
        return sum(max(0, count - self.caps[key]) for (key, _), count in away.items() if key in self.caps)

    def bound(self, sizes: Sequence[int]) -> int:
        """At an hour that every occasion takes up, all who are placed are away."""
        if not self.occasions:
            return 0
        always = frozenset.intersection(*(occasion.hours for occasion in self.occasions))
        left_out = max(0, len(self.keys) - sum(sizes))
        posts = Counter(key for keys in self.keys for key in keys)
        over = sum(max(0, posts[key] - left_out - cap) for key, cap in self.caps.items())
        return over * len(always)
