from datetime import date

import pytest

from pairing.history import History
from pairing.history.prompts import prompts_shown
from pairing.history.record import Contact, MetFigure
from pairing.rounds import Format

YES, NO, SILENT = True, False, None


def told(facts, members, *words):
    """One group of these members, each of whom says their word."""
    facts.planned("2026-12-01", members)
    for person, word in zip(members, words, strict=True):
        if word is not SILENT:
            facts.said("coffee-2026-12", person, word, group=1)
    (group,) = History.fold(facts).rounds[0].groups
    return group


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        (YES, YES, True),
        (YES, SILENT, True),
        (YES, NO, True),
        (NO, NO, False),
        (NO, SILENT, False),
        (SILENT, SILENT, None),
    ],
)
def test_two_met_when_either_says_so_and_not_when_a_no_stands_alone(facts, one, other, met):
    group = told(facts, "ab", one, other)

    assert group.met("a", "b") is met
    assert group.met("b", "a") is met
    assert group.outcome is met
    assert group.disagreement is ({one, other} == {YES, NO})


@pytest.mark.parametrize(
    ("words", "met", "outcome"),
    [
        ((YES, YES, SILENT), True, True),
        ((YES, NO, SILENT), False, None),
        ((NO, SILENT, SILENT), False, None),
        ((YES, SILENT, SILENT), None, None),
        ((SILENT, SILENT, YES), None, None),
        ((NO, YES, YES), False, True),
        ((NO, NO, YES), False, False),
    ],
)
def test_at_a_table_two_met_when_both_came(facts, words, met, outcome):
    group = told(facts, "abc", *words)

    assert group.met("a", "b") is met
    assert group.outcome is outcome
    assert not group.disagreement


def test_the_last_word_counts(facts):
    facts.planned("2026-12-01", "ab").said("coffee-2026-12", "a", YES, group=1)

    facts.said("coffee-2026-12", "a", NO, group=1)

    assert History.fold(facts).met_figure("coffee-2026-12") == MetFigure(yes=0, no=1, unknown=0)


def test_a_word_without_a_group_is_about_all_of_ones_groups(facts):
    facts.planned("2026-12-01", "ab", "ac", "bc").said("coffee-2026-12", "a", NO)

    assert [group.outcome for group in History.fold(facts).rounds[0].groups] == [False, False, None]


def test_the_last_word_counts_whether_it_names_the_group_or_not(facts):
    facts.planned("2026-12-01", "ab").said("coffee-2026-12", "a", YES, group=1).said("coffee-2026-12", "a", NO)
    assert History.fold(facts).rounds[0].groups[0].says == {"a": False}

    facts.said("coffee-2026-12", "a", YES, group=1)
    assert History.fold(facts).rounds[0].groups[0].says == {"a": True}


def test_a_word_about_a_group_one_was_not_in_changes_nothing(facts):
    facts.planned("2026-12-01", "ab", "cd").said("coffee-2026-12", "c", NO, group=1)

    assert [group.says for group in History.fold(facts).rounds[0].groups] == [{}, {}]


def test_a_word_about_another_programme_of_the_same_round_name_changes_nothing(facts):
    facts.imported("old", "2026-11-01", "ab", programme="coffee").imported("old", "2026-11-01", "ab", programme="tea")
    facts.said("old", "a", NO, group=1)  # its programme is "old", neither of the two

    assert [past.groups[0].outcome for past in History.fold(facts).rounds] == [None, None]


def test_every_contact_of_two_is_told_the_earliest_first(facts):
    facts.planned("2026-12-01", "ba", "cd", starts="2026-12-08").planned("2026-11-03", "abcdef", programme="lunch")
    facts.said("coffee-2026-12", "b", YES, group=1)

    history = History.fold(facts)

    assert history.contacts_between("b", "a") == [
        Contact(date(2026, 11, 3), "lunch", Format.LUNCH, "lunch-2026-11", "1", None),
        Contact(date(2026, 12, 8), "coffee", Format.COFFEE, "coffee-2026-12", "1", True),
    ]
    assert history.contacts_between("a", "z") == ()


def test_rounds_since_counts_this_programmes_rounds(facts):
    facts.planned("2026-10-06", "ab", "cd").planned("2026-11-03", "ac", "bd").planned("2026-12-01", "ab")

    assert History.fold(facts).rounds_since("coffee") == {
        ("a", "b"): 1,
        ("a", "c"): 2,
        ("b", "d"): 2,
        ("c", "d"): 3,
    }


def test_those_known_not_to_have_met_may_be_put_together_again(facts):
    facts.planned("2026-10-06", "ab", "cd").planned("2026-12-01", "ab", "cd")
    facts.said("coffee-2026-12", "a", NO, group=1)
    facts.said("coffee-2026-12", "c", NO, group=2).said("coffee-2026-10", "c", NO, group=2)

    assert History.fold(facts).rounds_since("coffee") == {("a", "b"): 2}


def test_a_contact_of_another_format_counts_as_older(facts):
    facts.planned("2026-11-03", "xy").planned("2026-11-17", "abc", programme="lunch").planned("2026-12-01", "bc")
    history = History.fold(facts)

    assert history.rounds_since("coffee") == {("a", "b"): 8, ("a", "c"): 8, ("b", "c"): 1, ("x", "y"): 2}
    assert history.rounds_since("lunch") == {("a", "b"): 1, ("a", "c"): 1, ("b", "c"): 1, ("x", "y"): 8}


def test_a_round_planned_on_the_day_of_a_contact_is_not_one_since(facts):
    facts.planned("2026-12-01", "cd").planned("2026-12-01", "ab", programme="tea")

    assert History.fold(facts).rounds_since("coffee") == {("a", "b"): 1, ("c", "d"): 1}


def test_another_programme_of_the_same_format_counts_in_full(facts):
    facts.planned("2026-11-03", "ab", programme="tea").planned("2026-12-01", "cd")

    assert History.fold(facts).rounds_since("coffee") == {("a", "b"): 2, ("c", "d"): 1}


def test_before_a_programmes_first_round_contacts_of_others_count(facts):
    facts.planned("2026-11-03", "ab")

    assert History.fold(facts).rounds_since("lunch") == {("a", "b"): 7}
    assert History.fold(facts, formats={"tea": Format.COFFEE}).rounds_since("tea") == {("a", "b"): 1}


def test_turns_missed_counts_rounds_left_out_in_a_row(facts):
    facts.planned("2026-09-01", "ab", left_out="cde").planned("2026-10-06", "ac", left_out="bde")
    facts.planned("2026-11-03", "ab", left_out="cd").planned("2026-12-01", "ab", left_out="cd")

    assert History.fold(facts).turns_missed("coffee") == {"c": 2, "d": 4, "e": 2}
    assert History.fold(facts).turns_missed("lunch") == {}


def test_who_says_the_partner_did_not_come_was_let_down(facts):
    facts.planned("2026-11-03", "ab", "cd", "ef", "gh", left_out="g")
    facts.planned("2026-12-01", "ab", "cd", "ef", "gh")
    facts.said("coffee-2026-12", "a", NO, group=1)
    facts.said("coffee-2026-12", "c", NO, group=2).said("coffee-2026-12", "d", YES, group=2)
    facts.said("coffee-2026-12", "g", NO, group=4)

    assert History.fold(facts).turns_missed("coffee") == {"a": 1, "g": 2}


def test_who_was_let_down_once_and_met_since_has_missed_nothing(facts):
    facts.planned("2026-11-03", "ab").said("coffee-2026-11", "a", NO, group=1).planned("2026-12-01", "ab")

    assert History.fold(facts).turns_missed("coffee") == {}


def test_who_came_to_a_table_and_found_nobody_was_let_down(facts):
    facts.planned("2026-12-01", "abc", "def", "ghi")
    for person, met in {"a": YES, "b": NO, "c": NO, "d": YES, "e": NO, "g": NO, "h": NO, "i": NO}.items():
        facts.said("coffee-2026-12", person, met)

    assert History.fold(facts).turns_missed("coffee") == {"a": 1}


def test_contacts_outside_counts_different_people_of_other_practices_once(facts):
    facts.planned("2026-10-06", "ab", "cd", "ef").planned("2026-11-03", "ab", "ce", "df")
    facts.said("coffee-2026-11", "c", NO, group=2)
    practices = {"a": {"P"}, "b": {"Q"}, "c": {"P"}, "d": {"P", "Q"}, "e": {"Q"}, "g": {"Q"}}

    assert History.fold(facts).contacts_outside(practices) == {"a": 1, "b": 1, "c": 0, "d": 0, "e": 0, "g": 0}


def test_practice_meetings_counts_every_time_two_practices_met(facts):
    facts.planned("2026-10-06", "ab", "cd", "ef").planned("2026-11-03", "ab", "ce", "dz")
    facts.said("coffee-2026-11", "c", NO, group=2)
    practice = {"a": "P", "b": "Q", "c": "P", "d": "P", "e": "Q", "f": "R"}

    assert History.fold(facts).practice_meetings(practice) == {("P", "Q"): 2, ("Q", "R"): 1}


def test_duties_and_prompts_are_counted_per_person(facts):
    facts.planned("2026-10-06", "abc", "de", movers="ad", hosts="c", prompts=("Why?",))
    facts.planned("2026-11-03", "ab", movers="a", prompts=("How?",))
    facts.planned("2026-11-17", "abc", programme="lunch", hosts="b", movers="b")
    history = History.fold(facts)

    assert history.first_mover_counts() == {"a": 2, "d": 1, "b": 1}
    assert history.host_counts() == {"c": 1, "b": 1}
    shown = prompts_shown(facts)
    assert shown["b"] == {"Why?": 1, "How?": 1}
    assert shown["e"] == {"Why?": 1}
    assert prompts_shown(facts, but="coffee-2026-10")["b"] == {"How?": 1}


def test_the_figure_of_those_who_met_never_counts_the_unknown(facts):
    facts.planned("2026-12-01", "ab", "cd", "ef", "gh")
    facts.said("coffee-2026-12", "a", YES, group=1).said("coffee-2026-12", "c", NO, group=2)
    history = History.fold(facts)

    assert history.met_figure("coffee-2026-12") == MetFigure(yes=1, no=1, unknown=2)
    assert history.met_figure("coffee-2027-01") == MetFigure(yes=0, no=0, unknown=0)


def test_who_disagree_are_shown_to_the_lead(facts):
    facts.planned("2026-12-01", "ab", "cd")
    facts.said("coffee-2026-12", "a", NO, group=1).said("coffee-2026-12", "b", YES, group=1)
    facts.said("coffee-2026-12", "c", YES, group=2)

    assert History.fold(facts).disagreements == (("coffee-2026-12", "1"),)


def test_imported_rounds_are_part_of_the_one_history(facts):
    facts.imported("Spring 2026", "2026-04-07", "ab", YES).imported("coffee-2026-05", "2026-05-05", "cd", group="B")
    facts.planned("2026-12-01", "ac")
    history = History.fold(facts)

    assert history.rounds_since("coffee") == {("a", "b"): 3, ("a", "c"): 1, ("c", "d"): 2}
    assert history.periods("coffee") == ("2026-05", "2026-12")
    assert history.round("Spring 2026").imported
    assert not history.round("coffee-2026-12").imported
    assert history.met_figure("Spring 2026") == MetFigure(yes=1, no=0, unknown=0)


def test_an_imported_programme_has_the_format_it_is_said_to_have(facts):
    facts.imported("old", "2026-04-07", "abcdef", programme="lunch").imported("old", "2026-04-07", "ab")
    facts.imported("old", "2026-04-07", "ab", programme="workshop")

    formats = {past.programme: past.format for past in History.fold(facts).rounds}
    told = {past.programme: past.format for past in History.fold(facts, formats={"workshop": Format.WORKSHOP}).rounds}

    assert formats == {"lunch": Format.LUNCH, "coffee": Format.COFFEE, "workshop": Format.COFFEE}
    assert told == formats | {"workshop": Format.WORKSHOP}


def test_a_group_imported_again_replaces_the_first(facts):
    facts.imported("old", "2026-04-07", "ab", YES).said("old", "a", NO, group=1)
    facts.imported("old", "2026-04-08", "ac", NO)

    (group,) = History.fold(facts).rounds[0].groups

    assert (group.members, group.date, group.outcome) == (("a", "c"), date(2026, 4, 8), False)
