"""The round nearest to the given one, case by case; `test_repair_reach` holds it against every round there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairing.solver.problem import Occasion, RuleSetting, Sizes
from pairing.solver.repair import Changes, choice, repair, ways
from pairing.solver.solution import Group
from pairing.tiers import Importance


def pairs(*groups):
    return [Group(group) for group in groups]


def seats(found):
    return sorted(group.seats for group in found.standing)


def test_a_partner_left_alone_joins_one_pair_and_no_more(people):
    found = repair(people(6), pairs((1,), (2, 3), (4, 5)), Changes(broken=[0]), at_most=2)

    assert sorted(map(len, seats(found))) == [2, 3]
    assert (found.groups[0], len(found.touched), found.left_out, found.status) == (None, 1, (), "optimal")


def test_somebody_without_a_group_comes_first(people):
    found = repair(people(5), pairs((1,), (2, 3)), Changes(broken=[0], spares=[4]), at_most=2)

    assert (seats(found), found.touched, found.new) == ([(1, 4), (2, 3)], (), (Group((1, 4)),))


def test_a_table_takes_no_more_than_the_largest_group_though_it_has_more_seats(people):
    problem = people(9, sizes=Sizes(3, 4, 4), occasions=(Occasion(3, 8),))
    given = [Group((0,), 0), Group((1, 2, 3, 4), 0), Group((5, 6, 7, 8), 0)]

    assert repair(problem, given, Changes(broken=[0]), at_most=2).left_out == (0,)
    assert repair(problem, [*given[:2], Group((5, 6, 7), 0)], Changes(broken=[0]), at_most=2).left_out == ()


@pytest.fixture
def a_full_table_with_two_hosts(people):
    """The first may sit with the last of them alone, a host, or with the two who could help out."""
    apart = frozenset((0, other) for other in range(1, 5))
    hosts = tuple(seat in (1, 5) for seat in range(8))
    rules = {"host_at_table": RuleSetting(Importance.MUST)}
    return people(8, sizes=Sizes(3, 5, 4), apart=apart, host=hosts, rules=rules)


def test_a_new_group_is_no_better_for_being_small(a_full_table_with_two_hosts):
    own = a_full_table_with_two_hosts
    problem = replace(own, apart=own.apart | {(one, other) for one in range(1, 5) for other in (6, 7)})

    found = repair(problem, pairs((0,), (1, 2, 3, 4, 5)), Changes(broken=[0], spares=[6, 7]), at_most=1)

    assert (seats(found), found.spares) == ([(0, 5, 6, 7), (1, 2, 3, 4)], ())


def test_only_a_new_group_is_worse_for_being_large(a_full_table_with_two_hosts):
    """The first is a colleague of the last."""
    practices = tuple(frozenset([n]) for n in (0, 1, 2, 3, 4, 5, 6, 0))
    problem = replace(a_full_table_with_two_hosts, practices=practices)

    found = repair(problem, pairs((0,), (1, 2, 3, 4, 5)), Changes(broken=[0], spares=[6, 7]), at_most=1)

    assert (found.groups[1], found.new) == (Group((1, 2, 3, 4, 7)), (Group((0, 5, 6)),))


def test_two_left_alone_come_together_though_joining_pairs_would_mix_better(people):
    problem = people(8, practices=(frozenset([0]),) * 2 + tuple(frozenset([n]) for n in range(1, 7)))

    found = repair(problem, pairs((0,), (1,), (2, 3), (4, 5)), Changes(broken=[0, 1]), at_most=2)

    assert seats(found) == [(0, 1), (2, 3), (4, 5)]


def test_two_who_are_kept_apart_change_places_with_a_pair(people):
    problem = people(6, sizes=Sizes(2, 2, 2), apart=frozenset({(1, 3)}))
    given = pairs((1,), (3,), (4, 5))

    found = repair(problem, given, Changes(broken=[0, 1]), at_most=1)
    unmoved = repair(problem, given, Changes(broken=[0, 1], moves=False), at_most=1)

    assert seats(found) in ([(1, 4), (3, 5)], [(1, 5), (3, 4)])
    assert (found.touched, found.left_out) == ((2,), ())
    assert (seats(unmoved), unmoved.left_out) == ([(4, 5)], (1, 3))


def test_the_group_that_is_better_for_it_gives_somebody_away(people):
    practices = tuple(frozenset([n]) for n in (0, 1, 2, 3, 4, 4, 5))
    problem = people(7, practices=practices, apart=frozenset({(0, 2), (0, 3), (0, 5), (0, 6)}))

    found = repair(problem, pairs((0,), (1, 2, 3), (4, 5, 6)), Changes(broken=[0]), at_most=1)

    assert seats(found) == [(0, 4), (1, 2, 3), (5, 6)]


@pytest.mark.parametrize(
    ("sizes", "tables", "status"),
    [
        (Sizes(3, 4, 4), 2, "optimal"),
        (Sizes(4, 8, 6), 1, "optimal"),
        (Sizes(5, 8, 6), 2, "feasible"),  # seventeen are more than are grouped in every way
    ],
)
def test_full_tables_are_parted_so_that_one_more_has_a_place(sizes, tables, status, people):
    full = [Group(tuple(range(at * sizes.largest, (at + 1) * sizes.largest))) for at in range(tables)]
    latecomer = tables * sizes.largest

    found = repair(people(latecomer + 1, sizes=sizes), full, Changes(waiting=[latecomer]), at_most=2)

    assert (found.left_out, len(found.touched), found.status) == ((), tables, status)
    assert len(found.new[0].seats) == sizes.smallest  # so that no more than need be are moved
    assert all(sizes.smallest <= len(group.seats) for group in found.standing)


def test_a_spare_comes_to_a_group_only_in_place_of_somebody(people):
    problem = people(6, sizes=Sizes(2, 4, 2), apart=frozenset({(0, 1), (0, 3), (0, 4), (0, 5)}))
    changes = Changes(broken=[0], spares=[1], new_groups=False)

    found = repair(problem, pairs((0,), (2, 3), (4, 5)), changes, at_most=2)

    assert (seats(found), found.spares) == ([(0, 2), (3, 4, 5)], (1,))


def test_nobody_is_moved_while_somebody_can_join(people):
    problem = people(7, apart=frozenset({(0, 1), (0, 3)}))

    found = repair(problem, pairs((0,), (1, 2), (3, 4), (5, 6)), Changes(broken=[0]), at_most=2)

    assert seats(found) == [(0, 5, 6), (1, 2), (3, 4)]


def test_no_group_changes_beyond_what_is_allowed(people):
    problem = people(4, sizes=Sizes(2, 3, 2))

    found = repair(problem, pairs((1,), (2, 3)), Changes(broken=[0]), at_most=0)

    assert (seats(found), found.left_out, found.touched) == ([(2, 3)], (1,), ())


def test_closed_and_barred_places_are_left_alone(people):
    given = pairs((0,), (1, 2), (3, 4), (5, 6))

    found = repair(people(7), given, Changes(broken=[0], closed=[1], barred=[(0, 2)]), at_most=2)

    assert seats(found) == [(0, 5, 6), (1, 2), (3, 4)]


def test_a_place_that_suits_comes_before_a_better_mix(people):
    practices = tuple(frozenset([n]) for n in (0, 0, 1, 2, 3))
    given = pairs((0,), (1, 2), (3, 4))

    anyhow = repair(people(5, practices=practices), given, Changes(broken=[0]), at_most=2)
    suited = repair(people(5, practices=practices), given, Changes(broken=[0], unsuited=[(0, 2)]), at_most=2)

    assert (anyhow.touched, suited.touched) == ((2,), (1,))


def test_a_table_that_is_still_large_enough_stays(people):
    problem = people(8, sizes=Sizes(3, 4, 4))

    found = repair(problem, pairs((1, 2, 3), (4, 5, 6, 7)), Changes(broken=[0]), at_most=2)

    assert (seats(found), found.touched) == ([(1, 2, 3), (4, 5, 6, 7)], ())


def test_a_table_takes_in_no_more_spares_than_it_needs(people):
    problem = people(8, sizes=Sizes(4, 6, 5), occasions=(Occasion(1, 6),))

    found = repair(problem, [Group((0, 1), 0)], Changes(broken=[0], spares=[2, 3, 4, 5]), at_most=2)

    assert (len(found.groups[0].seats), len(found.spares), found.groups[0].occasion) == (4, 2, 0)


def test_some_go_on_below_the_smallest_size_only_where_nobody_has_room(people):
    problem = people(12, sizes=Sizes(4, 5, 4))
    full, room = ([Group((0, 1, 2)), Group((3, 4, 5, 6, 7)), Group(last)] for last in ((8, 9, 10, 11), (8, 9)))
    changes = Changes(broken=[0], enough=3, new_groups=False)

    assert repair(problem, full, changes, at_most=2).groups[0] == Group((0, 1, 2))
    assert repair(problem, room, changes, at_most=2).groups == (None, full[1], Group((0, 1, 2, 8, 9)))


def test_two_of_one_post_do_not_both_go_to_the_hour_that_has_room_for_one(people):
    dates = (Occasion(3, 8, frozenset([1])), Occasion(3, 8, frozenset([2])))
    posts = tuple(frozenset([0] if seat < 2 else []) for seat in range(8))
    problem = people(8, sizes=Sizes(3, 4, 3), occasions=dates, cover_keys=posts, cover_caps={0: 1})
    given = [Group((0, 1)), Group((2, 3, 4), 0), Group((5, 6, 7), 0)]
    elsewhere = [Group((0, 1)), Group((2, 3, 4), 0), Group((5, 6, 7), 1)]

    together = repair(problem, given, Changes(broken=[0]), at_most=2)
    apart = repair(problem, elsewhere, Changes(broken=[0]), at_most=2)

    assert len(together.left_out) == 1, "as many as cover allows"
    assert {len(group.seats) for group in apart.groups if group} == {4}


def test_an_hour_is_free_again_where_a_way_was_given_up(people):
    dates = (Occasion(3, 8, frozenset([1])), Occasion(3, 8, frozenset([2])))
    posts = tuple(frozenset([0] if seat < 2 else []) for seat in range(8))
    wanted = {(0, 2): -1, (0, 3): -1}
    problem = people(8, sizes=Sizes(3, 4, 3), occasions=dates, cover_keys=posts, cover_caps={0: 1}, scores=wanted)
    given = [Group((0, 1)), Group((2, 3, 4), 0), Group((5, 6, 7), 1)]

    found = repair(problem, given, Changes(broken=[0], barred=[(1, 2)]), at_most=2)

    assert found.groups == (None, Group((1, 2, 3, 4), 0), Group((0, 5, 6, 7), 1))


def test_where_cover_is_a_wish_the_hour_with_more_left_is_taken(people):
    dates = (Occasion(3, 8, frozenset([1])), Occasion(3, 8, frozenset([2])))
    posts = tuple(frozenset([0] if seat in (0, 1) else []) for seat in range(7))
    wish = {"cover": RuleSetting(Importance.HIGH)}
    problem = people(7, sizes=Sizes(3, 4, 3), occasions=dates, cover_keys=posts, cover_caps={0: 1}, rules=wish)

    found = repair(problem, [Group((0,)), Group((1, 2, 3), 0), Group((4, 5, 6), 1)], Changes(broken=[0]), at_most=2)

    assert found.touched == (2,)


def test_the_fewer_come_to_the_more(people):
    problem = people(5, sizes=Sizes(5, 6, 5), occasions=(Occasion(2, 6),))

    for few, many in ((0, 1), (1, 0)):
        given = sorted([Group((0, 1), 0), Group((2, 3, 4), 0)], key=lambda group: (len(group.seats) == 3) == (few == 0))
        found = repair(problem, given, Changes(broken=[0, 1]), at_most=2)
        assert (found.groups[few], found.groups[many]) == (None, Group((0, 1, 2, 3, 4), 0))


def test_one_place_for_two_goes_to_who_missed_more_turns(people):
    apart = frozenset({(0, 1)})
    given = pairs((0,), (1,), (2, 3))

    for waits in (0, 1):
        missed = tuple(2 if seat == waits else 0 for seat in range(4))
        found = repair(
            people(4, apart=apart, turns_missed=missed), given, Changes(broken=[0, 1], moves=False), at_most=2
        )
        assert found.left_out == (1 - waits,)


def test_the_limit_is_for_each_broken_group(people):
    tables = people(9, sizes=Sizes(3, 4, 3), apart=frozenset({(2, 5)}))
    given = [Group((0, 1)), Group((2, 3, 4)), Group((5, 6, 7))]
    two = [Group((0,)), Group((1,)), *given[1:]]
    changes = Changes(broken=[0], new_groups=False, moves=False)

    assert len(repair(tables, given, changes, at_most=1).left_out) == 1
    assert repair(tables, given, changes, at_most=2).left_out == ()
    both = repair(tables, two, replace(changes, broken=[0, 1]), at_most=1)
    assert (both.left_out, both.touched) == ((), (2, 3))


def test_nobody_is_sent_to_a_date_they_cannot_make_nor_to_a_full_table(people):
    dates = tuple(Occasion(3, 4) for _ in range(3))
    problem = people(9, sizes=Sizes(3, 6, 3), occasions=dates, may_attend=(0b110, *[0b111] * 8))
    given = [Group((0,), 2), Group((1, 2, 3), 0), Group((4, 5, 6, 7), 1), Group((8,), 2)]

    found = repair(problem, given, Changes(broken=[0], closed=[3]), at_most=2)

    assert (found.left_out, found.touched) == ((0,), ())


def test_a_must_that_cannot_be_kept_leaves_an_answer_all_the_same(people):
    musts = {"everyone_placed": RuleSetting(Importance.MUST)}

    found = repair(people(3, rules=musts), pairs((2,)), Changes(broken=[0]), at_most=0)

    assert (found.groups, found.left_out) == ((None,), (2,))


def test_as_few_trios_as_possible_come_before_a_better_mix(people):
    wanted = {(i, j): -1 for i in range(6) for j in range(i + 1, 6)}

    found = repair(people(6, scores=wanted), [Group((seat,)) for seat in range(6)], Changes(broken=range(6)), at_most=2)

    assert [len(group.seats) for group in found.new] == [2, 2, 2]


def test_many_at_once_are_placed_a_few_at_a_time(people):
    alone = [Group((seat,)) for seat in range(21)]
    given = [*alone, Group((21, 22)), Group((23, 24))]

    found = repair(people(25), given, Changes(broken=range(21)), at_most=2)

    assert (found.left_out, found.status, len(found.touched)) == ((), "feasible", 0)
    assert all(2 <= len(group.seats) <= 3 for group in found.standing)


def test_too_many_choices_and_too_many_steps_are_owned_up_to(people, monkeypatch):
    problem = people(12, sizes=Sizes(4, 6, 5), occasions=(Occasion(1, 6),))
    changes = Changes(broken=[0], spares=range(2, 12))
    monkeypatch.setattr(ways, "MOST_CHOICES", 20)

    found = repair(problem, [Group((0, 1), 0)], changes, at_most=2)

    assert (len(found.groups[0].seats), found.status) == (4, "feasible")
    monkeypatch.setattr(choice, "MOST_STEPS", 1)
    alone = pairs((0,), (1,), (2,), (3,), (4, 5))
    assert repair(people(6), alone, Changes(broken=range(4)), at_most=2).left_out == ()
