"""
People who share several values clash once: what counting them under each value counts too often.

At an occasion, let ``c`` people hold a value, ``t[l]`` tables more than ``l`` of them. Pairs
sharing it are ``sum l t[l]``. Two people sharing m values were counted m times, so m - 1 comes off
for every such *couple* sitting together. How many do is bounded three ways, each for every value:

- no more couples share a value than pairs do;
- one person has as many couples as others at the table hold the value: one, unless three or more
  holders sit there. At a table of j holders, all of them together have at most ``j (j - 2)`` beyond
  one each, which over all tables is ``sum (2 l - 1) t[l]`` from ``l = 2``;
- so twice the couples are no more than the people who can be in one, and those beyond.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from pairing.solver.tables.headcount import Headcount

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from pairing.solver.tables.counting import Linear

Held = frozenset[int]  # the values one person holds
Couples = dict[tuple[Held, Held], "cp_model.IntVar"]


def together(heads: Headcount, values: Sequence[Held], k: int, at_tables: Mapping[int, Sequence[Linear]]) -> Couples:
    """How many couples sit together at an occasion; ``at_tables[value][l]``: tables with more than l who hold it."""
    people = Counter(values[seat] for members in heads.types for seat in members if len(values[seat]) > 1)
    here = {held: heads.at(k, [each == held for each in values]) for held in people}
    couples = _couples(heads, people, here)
    for value, tables in at_tables.items():
        sharing = {pair: many for pair, many in couples.items() if value in pair[0] & pair[1]}
        if sharing:
            _bound(heads, sharing, here, tables)
    return couples


def _couples(heads: Headcount, people: Counter[Held], here: Mapping[Held, Linear]) -> Couples:
    """How many couples of each two sets of values sit together: no more than there are people for."""
    couples: Couples = {}
    for a, b in combinations_with_replacement(sorted(people, key=sorted), 2):
        if len(a & b) < 2 or (a == b and people[a] < 2):
            continue
        if a == b:
            many = heads.new(people[a] * (people[a] - 1) // 2)
            heads.model.add(2 * many <= (people[a] - 1) * here[a])
        else:
            many = heads.new(people[a] * people[b])
            heads.model.add(many <= people[b] * here[a])
            heads.model.add(many <= people[a] * here[b])
        couples[a, b] = many
    return couples


def _bound(heads: Headcount, couples: Couples, here: Mapping[Held, Linear], tables: Sequence[Linear]) -> None:
    """The three bounds, for the couples who share one value."""
    all_couples = heads.sum(couples.values())
    heads.model.add(all_couples <= heads.sum(level * many for level, many in enumerate(tables) if level))
    beyond = heads.sum((2 * level - 1) * many for level, many in enumerate(tables) if level > 1)
    members = sorted({held for pair in couples for held in pair}, key=sorted)
    for held in members:
        mine = [many * (1 + (a == b)) for (a, b), many in couples.items() if held in (a, b)]
        heads.model.add(heads.sum(mine) <= here[held] + beyond)
    heads.model.add(2 * all_couples <= heads.sum(here[held] for held in members) + beyond)
