"""Tables like those known, one person exchanged: all that save, and no other, against trying each."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest

from pairing.solver.compile import CompiledRule
from pairing.solver.tables.exchanges import exchanged
from pairing.solver.tables.prices import Prices
from pairing.solver.tables.quest import Quest
from pairing.solver.tables.tally import Tally
from pairing.solver.tables.trios import Charges
from pairing.solver.terms import AtMost, Clash, Listed
from pairing.tiers import Importance


def prices_of(random: Random, people: int, size: int) -> Prices:
    """A tier of listed pairs under one of practices; a must that keeps two apart, and one trio charged."""
    pairs = list(combinations(range(people), 2))
    practices = tuple(frozenset({random.randrange(4)}) for _ in range(people))

    def tally(*terms: AtMost | Clash | Listed) -> Tally:
        return Tally.of(CompiledRule("a rule", Importance.HIGH, terms), people)

    return Prices(
        Quest(
            tier=tally(Listed({pair: random.randint(1, 9) for pair in random.sample(pairs, len(pairs) // 2)})),
            above=(tally(Clash(practices), AtMost(practices, 2)),),
            reached=(3,),
            strict=(tally(Listed({random.choice(pairs): 1})),),
            sizes=(size,) * (people // size),
            absent=people % size,
        ),
        of_people=np.array([random.randint(0, 15 << 20) for _ in range(people)], dtype=np.int64),
        of_above=(random.randint(0, 3 << 20),),
        trios=Charges(((0, 2, 3),), (random.randint(1, 2 << 20),), people),
        of_pair=random.choice((0, 1 << 20)),
    )


@pytest.mark.parametrize("seed", range(20))
def test_every_table_that_saves_with_one_person_exchanged_is_found(seed: int) -> None:
    random = Random(seed)
    people, size = random.randint(6, 11), random.randint(2, 5)
    prices = prices_of(random, people, size)
    (kept_apart,) = prices.quest.strict
    allowed = [
        table
        for table in combinations(range(people), size)
        if not kept_apart.of_tables(np.array([table], dtype=np.int64))
    ]
    paid = dict(zip(allowed, prices.of_tables(np.array(allowed, dtype=np.int64)).tolist(), strict=True))
    known = random.sample(allowed, 4)
    ceiling = random.choice(sorted(paid.values())) + 1
    found = [tuple(table) for table in exchanged(prices, np.array(known, dtype=np.int64), ceiling).tolist()]
    near = {table for table in allowed if any(len(set(table) & set(other)) >= size - 1 for other in known)}
    assert {table for table in near - set(known) if paid[table] < ceiling} == set(found) - set(known)
    assert all(paid[table] < ceiling for table in found)
    assert [paid[table] for table in found] == sorted(paid[table] for table in found)
