from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from random import Random
from time import perf_counter

import pytest
from trios import rules_before_trios

from pairing.errors import NoRoundExists, Relaxation
from pairing.solver.draft import NothingFound
from pairing.solver.problem import RuleSetting, Sizes
from pairing.solver.rotations import rotate
from pairing.solver.rotations.ease import ease
from pairing.solver.rotations.laid import lay_out
from pairing.solver.rotations.planning import Planning
from pairing.solver.rotations.series import Played, Prices, full_rules
from pairing.solver.rotations.together import Alone
from pairing.solver.rules import CATALOGUE
from pairing.solver.solution import Group
from pairing.tiers import Importance

PLAIN = {rule.NAME: rule for rule in CATALOGUE}


def tier(found, name):
    return next(((each.cost, each.bound, each.proved) for each in found.tiers if each.rule == name), None)


def repeats(found):
    pairs = [pair for solution in found.solutions for group in solution.groups for pair in group.pairs()]
    return len(pairs) - len(set(pairs))


def practices(*counts):
    return tuple(frozenset({number}) for number, count in enumerate(counts) for _ in range(count))


@pytest.mark.parametrize(("n", "rounds"), [(4, 3), (6, 5), (8, 7), (12, 11), (20, 19)])
def test_everybody_meets_everybody_before_anybody_twice(people, n, rounds):
    found = rotate(people(n), rounds)

    assert (repeats(found), found.status) == (0, "optimal")
    assert all(len(solution.groups) == n // 2 for solution in found.solutions)


def test_practices_that_never_meet_leave_as_many_rounds_as_there_are_others(people):
    problem = people(20, practices=practices(8, 6, 6))

    found = rotate(problem, 12)

    assert (repeats(found), tier(found, "different_practice"), found.status) == (0, (0, 0, True), "optimal")


def test_unequal_parts_end_when_one_has_met_all_others(people):
    found = rotate(people(6, practices=practices(3, 3)), 4)

    assert repeats(found) == 3
    assert tier(found, "no_repeat") == (3027, 3027, True)


def test_an_odd_number_has_one_trio_a_round(people):
    found = rotate(people(9), 5)

    assert [sorted(len(group.seats) for group in solution.groups) for solution in found.solutions] == [[2, 2, 2, 3]] * 5
    assert (repeats(found), found.status) == (0, "optimal")


def test_the_same_two_again_is_the_least_there_is_and_proved(people):
    found = rotate(people(2), 3)

    assert (tier(found, "no_repeat"), found.status) == ((2022, 2022, True), "optimal")


def test_tables_follow_a_design_where_searching_ends_in_repeats(people):
    problem = people(16, sizes=Sizes(4, 4, 4))

    found = rotate(problem, 5)

    assert (repeats(found), tier(found, "no_repeat"), found.status) == (0, (0, 0, True), "optimal")


def test_a_design_whose_rows_practices_do_not_fill_is_eased_to_what_each_round_can_be(people):
    problem = people(25, sizes=Sizes(5, 5, 5), practices=practices(8, 8, 3, 3, 3))
    prices, end = Prices.of(problem), perf_counter() + 60
    laid = next(lay_out(problem, 5, end))

    eased = ease(problem, laid, prices, end)

    before, after = (dict(zip(prices.names, prices.total(each), strict=True)) for each in (laid, eased))
    assert before["different_practice"] > after["different_practice"] == 5 * (3 + 3), "as even as can be"
    assert after["no_repeat"] < 20 * 1012, "of 250 meetings"
    for played in eased:
        assert played.sizes == (5,) * 5
        assert sorted(seat for group in played.groups for seat in group.seats) == list(range(25))


def test_practices_stand_in_rows_that_never_meet(people):
    problem = people(15, sizes=Sizes(3, 3, 3), practices=practices(5, 5, 5))

    found = rotate(problem, 5)

    assert (repeats(found), tier(found, "different_practice"), found.status) == (0, (0, 0, True), "optimal")


@pytest.mark.slow
def test_practices_fill_the_rows_of_the_size_that_fits_them(people):
    problem = people(60, sizes=Sizes(4, 5, 5), practices=practices(13, 13, 13, 13, 8))

    found = rotate(problem, 13, seconds=300)

    assert (repeats(found), tier(found, "different_practice")) == (0, (0, 0, True))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("n", "sizes", "rounds"),
    [
        (60, Sizes(4, 5, 5), 14),
        (60, Sizes(5, 6, 6), 12),
        (150, Sizes(5, 6, 6), 29),
        (60, Sizes(2, 3, 2), 59),
        (59, Sizes(2, 3, 2), 53),
    ],
)
def test_a_year_and_more_without_meeting_twice(people, n, sizes, rounds):
    found = rotate(people(n, sizes=sizes), rounds, seconds=300)

    assert (repeats(found), tier(found, "no_repeat")) == (0, (0, 0, True))


@pytest.mark.slow
def test_sixty_people_meet_everybody_of_other_practices_once(people):
    found = rotate(people(60, practices=practices(22, 10, 10, 10, 8)), 38, seconds=300)

    assert (repeats(found), found.status) == (0, "optimal")


def test_tiers_above_history_are_proved_over_all_rounds(people):
    problem = people(6, practices=(frozenset({1}),) * 4 + (frozenset({2}), frozenset({3})))

    assert tier(rotate(problem, 3), "different_practice") == (3, 3, True)


@pytest.mark.parametrize(("placed", "bound"), [(Importance.HIGH, 6066), (Importance.LOW, 0), (Importance.OFF, 0)])
def test_repeats_at_tables_are_proved_only_where_nobody_may_sit_out_to_be_spared_them(placed, bound, people):
    rules = {"everyone_placed": RuleSetting(placed)}

    assert tier(rotate(people(3, sizes=Sizes(3, 3, 3), rules=rules), 3), "no_repeat") == (6066, bound, bound == 6066)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_where_no_table_can_be_filled_everybody_sits_out_every_round(people, n):
    found = rotate(people(n, sizes=Sizes(4, 6, 5)), 3)

    assert [solution.left_out for solution in found.solutions] == [tuple(range(n))] * 3
    assert found.status == "optimal"


def test_rounds_whose_planning_was_broken_off_say_so(people):
    """Every round in itself was made in time; it is the search for fewer repeats that was cut short."""
    planning = Planning(people(5), 3, perf_counter() + 600)
    planning.plan()
    in_time = planning.checked()
    planning.deadline = perf_counter()

    assert (in_time.status, planning.checked().status) == ("feasible", "timeout")


def test_a_round_alone_keeps_its_own_tiers(people):
    found = rotate(people(6), 1)

    assert (found.tiers, found.status) == (found.solutions[0].tiers, "optimal")


def test_the_seed_repeats(people):
    problem = people(8, practices=practices(4, 2, 2), seed=7)

    first, second = rotate(problem, 4), rotate(problem, 4)

    assert [solution.groups for solution in first.solutions] == [solution.groups for solution in second.solutions]


def test_musts_that_cannot_hold_together_are_named_with_their_price(people):
    musts = {"no_repeat": RuleSetting(Importance.MUST), "everyone_placed": RuleSetting(Importance.MUST)}

    with pytest.raises(NoRoundExists) as told:
        rotate(people(2, rules=musts), 2)

    assert told.value.rules == ("group_sizes", "everyone_placed", "no_repeat")
    assert [(way.rule, way.price) for way in told.value.relaxations] == [("no_repeat", 1)]
    with pytest.raises(NoRoundExists):
        rotate(people(1, rules=musts), 2)


def test_a_must_about_repeats_is_kept_by_planning_together(people):
    musts = {"no_repeat": RuleSetting(Importance.MUST), "everyone_placed": RuleSetting(Importance.MUST)}

    for seed in range(5):
        assert repeats(rotate(people(6, rules=musts, seed=seed), 5)) == 0


@pytest.mark.parametrize("block", range(2))
def test_nothing_is_called_proved_that_going_through_all_rounds_disproves(make_problem, every_way, block):
    for seed in range(block * 12, block * 12 + 12):
        _compare(make_problem, every_way, seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(8))
def test_many_more_claims_hold(make_problem, every_way, block):
    for seed in range(1_000 + block * 40, 1_040 + block * 40):
        _compare(make_problem, every_way, seed)


def _compare(make_problem, every_way, seed):
    random = Random(seed)
    problem = make_problem(random, most=random.choice([4, 5, 5]))
    rounds = 3 if problem.n <= 3 else 2
    best = _best(problem, rounds, every_way)
    try:
        found = rotate(problem, rounds, seconds=60)
    except NoRoundExists:
        assert best is None, seed
        return
    except NothingFound:
        return
    assert best is not None, seed
    above = True
    for each, least in zip(found.tiers, best, strict=True):
        assert not each.proved or each.cost == least, (seed, each)
        assert not above or each.bound <= least, (seed, each)
        above = above and each.cost == least
    assert (found.status == "optimal") <= above, seed


def _best(problem, rounds, every_way):
    """The least all rounds together can cost, tier by tier; as few trios as can be after who is placed."""
    tiers = full_rules(problem)
    after = rules_before_trios(
        [(tier.name, tier.importance) for tier in tiers], all_are_owed=min(problem.turns_missed, default=0) > 0
    )
    ways = []
    for chosen, left_out in every_way(list(range(problem.n)), problem.sizes.largest):
        groups = [Group(seats) for seats in chosen]
        costs = _costs(problem, tiers, groups, left_out)
        if costs is not None:
            trios = sum(len(seats) == 3 for seats in chosen)
            ways.append((costs, trios, [pair for group in groups for pair in group.pairs()]))
    found = (_together(problem, tiers, series, after) for series in product(ways, repeat=rounds))
    best = min((key for key in found if key is not None), default=None)
    return None if best is None else [*best[:after], *best[after + 1 :]]


def _costs(problem, tiers, groups, left_out) -> Mapping[str, int] | None:
    costs = {}
    for each in tiers:
        if each.name != "no_repeat":
            cases = [case.cost for case in PLAIN[each.name].violations(groups, left_out, problem)]
            if each.importance is Importance.MUST and any(cost > 0 for cost in cases):
                return None
            costs[each.name] = sum(cases)
    return costs


def _together(problem, tiers, series, after):
    own = problem.rules["no_repeat"].parameters if "no_repeat" in problem.rules else {}
    last = {pair: -since for pair, since in problem.met.items()}
    again = 0
    for number, (_, _, pairs) in enumerate(series):
        ages = [number - last[pair] for pair in pairs if pair in last]
        again += sum(own.get("each", 1000) + max(0, own.get("horizon", 12) - age) for age in ages)
        last |= dict.fromkeys(pairs, number)
    if again and any(each.name == "no_repeat" and each.importance is Importance.MUST for each in tiers):
        return None
    costs = [again if each.name == "no_repeat" else sum(way[0][each.name] for way in series) for each in tiers]
    return (*costs[:after], sum(way[1] for way in series), *costs[after:])


def test_wishes_at_large_tables_may_all_be_fulfilled(people):
    """Two tables of nine: 72 pairs a round, more than three a person; the answer was refused as too good."""
    wishes = {(i, j): -1 for i in range(18) for j in range(i + 1, 18)}
    off = {"no_repeat": RuleSetting(Importance.OFF)}

    found = rotate(people(18, sizes=Sizes(9, 9, 9), scores=wishes, rules=off), 2)

    assert tier(found, "scores") == (-144, -144, True)


def test_what_clashes_in_the_first_round_is_priced_for_all_rounds(people):
    rules = {name: RuleSetting(Importance.MUST) for name in ("everyone_placed", "different_practice")}

    with pytest.raises(NoRoundExists) as alone:
        rotate(people(4, practices=practices(3, 1), rules=rules), 1)
    with pytest.raises(NoRoundExists) as caught:
        rotate(people(4, practices=practices(3, 1), rules=rules), 3)

    assert alone.value.relaxations == (Relaxation("different_practice", 1), Relaxation("everyone_placed", 2))
    assert caught.value.relaxations == (Relaxation("different_practice", 3), Relaxation("everyone_placed", 6))
    assert caught.value.rules == alone.value.rules


def test_a_way_out_that_helps_in_the_first_round_only_is_none(people):
    """Whom nobody may meet may meet all three once: after three rounds there is nobody new left."""
    rules = {name: RuleSetting(Importance.MUST) for name in ("everyone_placed", "no_repeat")}
    problem = people(4, apart=frozenset({(0, 1), (0, 2), (0, 3)}), rules=rules)

    ways = {}
    for rounds in (3, 4):
        with pytest.raises(NoRoundExists) as caught:
            rotate(problem, rounds)
        ways[rounds] = [way.rule for way in caught.value.relaxations]

    assert ways == {3: ["kept_apart", "everyone_placed"], 4: ["everyone_placed"]}


def test_of_several_rounds_only_the_musts_that_clash_are_named(people):
    """Four who may all meet have three rounds; colleagues apart, only two."""
    musts = {name: RuleSetting(Importance.MUST) for name in ("no_repeat", "everyone_placed", "different_practice")}
    problem = people(4, practices=practices(2, 2), rules=musts)

    with pytest.raises(NoRoundExists) as three:
        rotate(problem, 3)
    with pytest.raises(NoRoundExists) as four:
        rotate(problem, 4)

    assert three.value.rules == ("group_sizes", "everyone_placed", "different_practice", "no_repeat")
    assert [(way.price, way.proved) for way in three.value.relaxations] == [(2, True)]
    assert four.value.rules == ("group_sizes", "everyone_placed", "no_repeat")


def test_what_a_round_costs_alone_is_not_looked_for_when_it_is_late(people):
    problem = people(12, sizes=Sizes(3, 3, 3))
    played = Played(tuple(Group((seat, seat + 1, seat + 2)) for seat in range(0, 12, 3)))

    assert Alone(problem, perf_counter() - 1).like(played) is None
    assert Alone(problem, perf_counter() + 60).like(played) is not None


def test_no_design_is_laid_out_when_it_is_late(people):
    problem = people(20, sizes=Sizes(4, 4, 4))

    assert next(lay_out(problem, 5, perf_counter() + 60), None) is not None
    assert next(lay_out(problem, 5, perf_counter() - 1), None) is None
