"""
What a year of groups is worth, read off plainly: nothing here knows the solver.

Three numbers and the least the first could have been by formula, whoever made the groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from networks import Group, Network


@dataclass(frozen=True)
class Score:
    """Over some rounds: contacts within a practice, contacts of two who met before, and people left out.

    ``same_bound``: no way to place everybody costs fewer contacts within a practice.
    """

    rounds: int
    same: int
    repeats: int
    left_out: int
    same_bound: int

    @property
    def at_bounds(self) -> bool:
        """True when nothing of it could be better: the same-practice bound, no repeat, nobody left out."""
        return self.same <= self.same_bound and not self.repeats and not self.left_out


def score(network: Network, rounds: Sequence[Sequence[Group]], *, size: int = 2) -> Score:
    """The first rounds of a network's year, as far as they go, in groups of about ``size``.

    Raises `ValueError` when somebody sits twice, or sits without taking part.
    """
    if sound(network, rounds) < len(rounds):
        raise ValueError(f"{network.name}: somebody sits twice, or was not there")
    met: set[tuple[int, int]] = set()
    same = repeats = left_out = bound = 0
    for here, groups in zip(network.rounds, rounds, strict=False):
        seated = {person for group in groups for person in group}
        contacts = [(min(pair), max(pair)) for group in groups for pair in combinations(group, 2)]
        same += sum(network.practice[i] == network.practice[j] for i, j in contacts)
        repeats += sum(pair in met for pair in contacts)
        left_out += len(here) - len(seated)
        heads = Counter(network.practice[person] for person in here)
        bound += fewest_in_pairs(heads) if size == 2 else fewest_at_tables(heads, len(groups))
        met.update(contacts)
    return Score(len(rounds), same, repeats, left_out, bound)


def sound(network: Network, rounds: Sequence[Sequence[Group]]) -> int:
    """How many of the first rounds can be held: nobody sits twice, or sits without taking part."""
    for number, (here, groups) in enumerate(zip(network.rounds, rounds, strict=False)):
        seated = Counter(person for group in groups for person in group)
        if any(count > 1 for count in seated.values()) or not seated.keys() <= set(here):
            return number
    return len(rounds)


def fewest_in_pairs(heads: Counter[int]) -> int:
    """Same-practice contacts that no round of twos (and one trio where the number is odd) goes below."""
    people, largest = heads.total(), max(heads.values(), default=0)
    if people < 2:
        return 0
    trio = people % 2 * (3 if largest == people else 1)  # of one practice alone, a trio is three contacts
    return max(0, 2 * largest - people + trio) // 2


def fewest_at_tables(heads: Counter[int], tables: int) -> int:
    """Same-practice contacts when every practice is spread evenly over so many tables."""
    total = 0
    for count in heads.values():
        each, more = divmod(count, max(tables, 1))
        total += more * (each + 1) * each // 2 + (tables - more) * each * (each - 1) // 2
    return total
