"""Time that is out breaks off the proof of a round in pairs at any of its long stages; nothing too good is said."""

from __future__ import annotations

from math import inf
from random import Random

import numpy as np
import pytest
from sparing import slow_but

from pairing.solver import pairs
from pairing.solver.check import check
from pairing.solver.compile import compile_rules
from pairing.solver.matching import field, lots, tier_by_tier
from pairing.solver.matching.field import Field
from pairing.solver.matching.ladder import Ladder
from pairing.solver.matching.mixture import mix
from pairing.solver.matching.perfect import Matcher
from pairing.solver.matching.proof import Proof, undercutting, unpriced
from pairing.solver.matching.triangles import trios_below
from pairing.solver.problem import RuleSetting
from pairing.tiers import Importance

PAST = -inf


@pytest.fixture
def small_blocks(monkeypatch):
    for module, name, value in (
        (field, "WHOLE", 0),
        (field, "BLOCK", 100),
        (tier_by_tier, "TILE", 50),
        (tier_by_tier, "BATCH", 100),
        (lots, "ROWS", 3),
        (lots, "COLUMNS", 7),
        (lots, "BATCH", 20),
    ):
        monkeypatch.setattr(module, name, value)


class Watched(Field):
    """A field that counts the blocks of pairs asked for."""

    blocks = 0

    def below(self, prices, limit=0):
        for block in super().below(prices, limit):
            self.blocks += 1
            yield block


def a_network(people, n, **given):
    random = Random(n)
    everybody = [(i, j) for i in range(n) for j in range(i + 1, n)]
    return people(
        n,
        practices=tuple(frozenset({random.randrange(4)}) for _ in range(n)),
        role=tuple(random.randrange(3) for _ in range(n)),
        met={pair: random.randint(1, 14) for pair in everybody if random.random() < 0.2},
        scores={pair: random.randint(-9, 9) for pair in everybody if random.random() < 0.1},
        **given,
    )


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("shadows", slow_but([False, True], True))
def test_pricing_stops_after_the_first_block_and_leaves_prices_that_hold(shadows, people):
    problem = a_network(people, 160)
    ladder = Ladder(compile_rules(problem), problem.n)
    watched, patient = Watched(ladder, range(problem.n)), Watched(ladder, range(problem.n))

    late = Matcher(ladder, watched, PAST, shadows=shadows).match()
    ended = Matcher(ladder, patient, shadows=shadows).match()

    assert late is not None
    assert ended is not None
    assert late.timed_out
    assert patient.blocks > watched.blocks == 2  # asked for one, and a second not looked at
    assert late.proof.bound() <= ended.four_costs <= late.four_costs
    assert len(undercutting(ladder, watched.everything(), late.proof)[0]) == 0


@pytest.mark.usefixtures("small_blocks")
def test_looking_for_trios_stops_and_claims_the_least_any_could_have(people):
    problem = a_network(people, 60)
    ladder = Ladder(compile_rules(problem), problem.n)
    watched = Watched(ladder, range(problem.n))
    proof = Matcher(ladder, watched).prices()
    assert proof is not None
    watched.blocks = 0

    every = trios_below(ladder, watched, proof.prices, ladder.unit[0], 5, undercut=False)
    blocks, watched.blocks = watched.blocks, 0
    late = trios_below(ladder, watched, proof.prices, ladder.unit[0], 5, deadline=PAST, undercut=False)

    assert watched.blocks == 1 < blocks
    assert not late.all_seen
    assert late.found == []
    assert late.unseen <= every.found[0][0]


def test_when_it_is_late_a_trio_that_may_gain_is_reckoned_with(people):
    """All but one may only meet each other, whom leaving out costs: a trio places everybody."""
    n = 13
    problem = people(n, rules={"everyone_placed": RuleSetting(Importance.LOW)}, turns_missed=(1,) * n)
    ladder = Ladder(compile_rules(problem), n)
    here = Field(ladder, range(n))

    late = mix(ladder, here, trios=True, deadline=PAST)
    ended = mix(ladder, here, trios=True, deadline=inf)

    assert late is not None
    assert ended is not None
    assert sum(len(column.seats) for column in late.chosen) == n
    cost = sum(column.cost for column in ended.chosen)
    assert cost < sum(column.cost for column in late.chosen)
    assert late.least <= cost


def test_a_late_round_is_whole_and_keeps_to_what_may_be_soft(people):
    problem = a_network(people, 101, rules={"everyone_placed": RuleSetting(Importance.LOW)})
    rules = compile_rules(problem)

    late = pairs.match(problem, rules, seconds=PAST)

    assert late is not None
    assert late.timed_out
    check(late, rules, problem)


def test_odd_sets_within_odd_sets_are_all_reckoned_with(people):
    problem = a_network(people, 20)
    ladder = Ladder(compile_rules(problem), problem.n)
    everything = Field(ladder, range(problem.n)).everything()
    unit = ladder.unit[0]
    sets = [({0, 1, 2}, 3), ({0, 1, 2, 3, 4}, 5), ({5, 6, 7}, 7), (set(range(9)), 1), ({10, 11, 12}, 2)]
    proof = Proof([-9 * unit - seat for seat in range(20)], [(frozenset(each), price * unit) for each, price in sets])

    low, slack = undercutting(ladder, everything, proof)

    worked_out = {}
    for i, j, cost in zip(everything.i.tolist(), everything.j.tolist(), ladder.whole(everything.words), strict=True):
        within = sum(price for members, price in proof.odd_sets if {i, j} <= members)
        worked_out[i, j] = 4 * cost + proof.prices[i] + proof.prices[j] + 2 * within
    below = {pair: left for pair, left in worked_out.items() if left < 0}
    assert 0 < len(below) < len(worked_out)
    told = zip(everything.i[low].tolist(), everything.j[low].tolist(), ladder.whole(slack), strict=True)
    assert {(i, j): left for i, j, left in told} == below
    assert np.all(np.diff(low) > 0)


@pytest.mark.parametrize("shadows", [False, True])
def test_prices_without_pricing_hold_where_pairs_are_wished_for(shadows, people):
    problem = people(12, scores={(0, 1): -5, (2, 3): 4}, rules={"everyone_placed": RuleSetting(Importance.LOW)})
    ladder = Ladder(compile_rules(problem), problem.n)
    proof = unpriced(ladder, np.arange(24 if shadows else 12))

    assert ladder.cheapest < 0
    assert len(undercutting(ladder, Field(ladder, range(12)).everything(), proof)[0]) == 0
    assert all(4 * ladder.left_out(seat) + proof.prices[seat] + proof.prices[12 + seat] >= 0 for seat in range(12))
    ended = Matcher(ladder, Field(ladder, range(12)), shadows=shadows).match()
    assert ended is not None
    assert proof.bound() <= ended.four_costs
