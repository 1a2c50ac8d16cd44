"""Sizes at which musts can hold: few hosts mean few tables, and that is counted before anybody is seated."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest

from pairing.errors import NoRoundExists
from pairing.solver.problem import RuleSetting, Sizes
from pairing.solver.solve import solve
from pairing.solver.tables.workable import every_choice
from pairing.tiers import Importance

MUST = RuleSetting(Importance.MUST)


@pytest.mark.parametrize("people", range(14))
def test_every_choice_of_sizes_is_there_once(people):
    found = list(every_choice(people, 2, 4))

    numbers = range(people + 1)
    expected = {s for k in numbers for s in combinations_with_replacement((4, 3, 2), k) if sum(s) == people}
    assert sorted(found) == sorted(expected)


@pytest.mark.slow
def test_one_host_fills_one_table_and_no_more(people):
    """Three tables of five were thought of first; the one that stays held five, though six may sit there."""
    problem = people(
        21, sizes=Sizes(4, 6, 5), host=(True,) + (False,) * 20, role=(0,) * 21, rules={"host_at_table": MUST}
    )

    solution = solve(problem)

    assert [len(group.seats) for group in solution.groups] == [6]
    assert 0 in solution.groups[0].seats


def test_too_few_hosts_for_everybody_are_named_and_not_searched_for(people):
    problem = people(
        11,
        sizes=Sizes(4, 6, 5),
        host=(True,) + (False,) * 10,
        rules={"host_at_table": MUST, "everyone_placed": MUST},
    )

    with pytest.raises(NoRoundExists) as caught:
        solve(problem)

    assert caught.value.rules == ("group_sizes", "everyone_placed", "host_at_table")
    prices = {way.rule: way.price for way in caught.value.relaxations}
    assert prices == {"host_at_table": 1, "everyone_placed": 5}


def test_a_must_about_turns_does_not_ask_for_everybody(people):
    """Only the first has missed a turn: all but one table may stay empty."""
    problem = people(
        11,
        sizes=Sizes(4, 6, 5),
        host=(True,) + (False,) * 10,
        turns_missed=(1,) + (0,) * 10,
        rules={"host_at_table": MUST, "turns_missed": MUST},
    )

    assert [len(group.seats) for group in solve(problem).groups] == [6]
