"""What a lead is told: counts, causes, and nothing about a person."""

from __future__ import annotations

import pytest

from pairing.solver.problem import Occasion, Problem, Sizes
from pairing.solver.solution import Group, Solution, Status
from pairing.solver.solve import solve
from pairing.tiers import Importance, Tier
from pairing.translate.left_out import left_out_reason
from pairing.translate.notes import round_notes
from pairing.translate.reasons import group_reasons
from pairing.translate.translation import Translation

A, B, C = 0, 1, 2
TWO_PAIRS = (Group((0, 1)), Group((2, 3)))


def a_translation(practices=((A,), (A,), (A,), (B,)), *, single=None, **more) -> Translation:
    given = {"role": tuple(range(len(practices))), "sizes": Sizes(2, 3, 2)} | more
    problem = Problem(practices=tuple(frozenset(each) for each in practices), **given)
    return Translation(problem, (), ("A81001", "A81002", "A81003"), (), single, {"A81001": "Mill Lane Surgery"})


def notes(translation, *tiers, groups=TWO_PAIRS, remarks=()):
    solution = Solution(groups, (), tuple(tiers), Status.OPTIMAL, seed=1, notes=remarks)
    return list(round_notes(solution, translation))


def a_tier(rule, cost, bound, *, proved=True):
    return Tier(rule, Importance.HIGH, cost, bound, proved)


def test_unavoidable_same_practice_pairs_are_counted_with_their_cause():
    assert notes(a_translation(), a_tier("different_practice", 1, 1)) == [
        "1 same-practice pair; 1 cannot be avoided, because Mill Lane Surgery is 75 % of those taking part."
    ]


def test_a_gap_is_called_a_gap():
    assert notes(a_translation(), a_tier("different_practice", 2, 1, proved=False)) == [
        "2 same-practice pairs; at least 1 cannot be avoided."
    ]


def test_where_nothing_is_proved_no_number_is_given():
    assert notes(a_translation(), a_tier("different_practice", 2, 0, proved=False)) == [
        "2 same-practice pairs; fewer may be possible."
    ]


def test_repeats_are_counted_in_pairs_not_in_cost():
    found = notes(a_translation(met={(0, 1): 4, (2, 3): 9}), a_tier("no_repeat", 13, 13))

    assert found == ["2 pairs meet again, the last time 4 rounds ago; no better round exists."]


@pytest.mark.parametrize(
    ("practices", "met", "because"),
    [
        (((A,), (B,), (B,), (C,)), [(0, 1), (0, 2), (0, 3)],
         "1 person of Mill Lane Surgery has met everybody they may meet."),
        (((A,), (B,), (), ()), [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3)],
         "2 people have met everybody they may meet."),
        (((A,), (A,), (A,), (B,), (), ()), [(i, j) for i in (0, 1, 2) for j in (4, 5)],
         "3 people of Mill Lane Surgery may meet nobody new but 1 other."),
    ],
)  # fmt: skip
def test_who_has_met_everybody_they_may_meet_is_counted(practices, met, because):
    translation = a_translation(practices, role=(0,) * len(practices), met=dict.fromkeys(met, 2))
    solution = solve(translation.problem)

    [repeats] = [line for line in round_notes(solution, translation) if "again" in line]

    assert repeats.endswith(f"; no better round exists, because {because}")


@pytest.mark.parametrize("rule", ["reach", "scores", "chance"])
def test_what_only_ranks_people_is_not_told(rule):
    assert notes(a_translation(), a_tier(rule, 400, 400)) == []


def test_what_cost_nothing_is_not_told():
    assert notes(a_translation(), a_tier("different_practice", 0, 0), a_tier("no_repeat", 0, 0)) == []


def test_one_practice_for_all_is_said():
    assert notes(a_translation(single="A81001")) == [
        "Everybody works at Mill Lane Surgery, so this round mixes staff groups instead of practices."
    ]


def test_a_trade_of_sizes_is_said_and_an_ordinary_choice_is_not():
    traded = {"groups": 15, "groups_preferred": 12, "repeats": 1, "repeats_preferred": 20}

    assert notes(a_translation(), remarks=(("sizes", {"groups": 12}),)) == []
    assert notes(a_translation(), remarks=(("sizes", traded),)) == [
        "15 smaller groups instead of 12, so that about 1 repeats are to be expected instead of 20."
    ]


def test_a_group_is_explained_practice_role_history_and_days():
    translation = a_translation(((A,), (B,)), role=(0, 1), working_days=(0b00110, 0b01010), met={})

    assert list(group_reasons(Group((0, 1)), translation)) == [
        "All from different practices.",
        "2 staff groups: GPs, nurses.",
        "None of them has met before.",
        "All work on Tue.",
    ]


def test_a_group_that_gave_way_is_explained_too():
    translation = a_translation(((A,), (A,)), role=(0, 0), working_days=(0b00001, 0b00010), met={(0, 1): 1})

    assert list(group_reasons(Group((0, 1)), translation)) == [
        "1 of 1 pairs share a practice; it could not be avoided everywhere.",
        "One staff group (GPs).",
        "1 of 1 pairs have met, the last 1 round ago.",
        "No working day in common, so a call is offered.",
    ]


def test_why_somebody_is_left_out_hints_at_nobody():
    alone = a_translation(((A,),), role=(0,))

    assert left_out_reason(0, (), a_translation()) == "The number of people did not work out this time."
    assert left_out_reason(0, (), alone) == "Nobody else was free to take part this time."


def test_who_must_stay_for_cover_is_told_so_although_there_are_places():
    given = {"occasions": (Occasion(2, 4, frozenset({12})),), "sizes": Sizes(3, 4, 3)}
    kept = a_translation(**given, cover_keys=(frozenset({7}),) * 4, cover_caps={7: 3})
    free = a_translation(**given, cover_keys=(frozenset({7}),) * 4, cover_caps={7: 4})
    table = (Group((0, 1, 2), 0),)

    assert left_out_reason(3, table, kept) == "At the hours you could come, enough of your team were already away."
    assert left_out_reason(3, table, free) == "The number of people did not work out this time."


def test_who_finds_every_table_full_is_told_so():
    full = a_translation(occasions=(Occasion(1, 3),), sizes=Sizes(3, 4, 3))

    told = left_out_reason(3, (Group((0, 1, 2), 0),), full)

    assert told == "There were not enough places at the tables this time."


def test_who_works_on_none_of_the_dates_is_told_so():
    away = a_translation(occasions=(Occasion(1, 4),), may_attend=(1, 1, 1, 0), sizes=Sizes(3, 4, 3))

    assert left_out_reason(3, (), away) == "None of this round's dates falls on one of your working days."


def test_no_practice_is_blamed_that_is_not_most_of_the_network():
    assert notes(a_translation(((A,), (A,), (B,), (C,))), a_tier("different_practice", 1, 1)) == [
        "1 same-practice pair; 1 cannot be avoided."
    ]
