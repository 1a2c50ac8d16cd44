"""Invented answers: published shares, the same for a seed."""

import datetime as dt

import pytest

from pairing.demo.behaviour import invent_absences, invent_attendance
from pairing.rounds import Format, PlannedGroup, PlannedRound


def planned(format: Format, size: int, groups: int = 400, period: str = "2026-12") -> PlannedRound:
    people = iter(range(size * groups))
    return PlannedRound(
        round=f"{format}-{period}",
        programme=format.value,
        format=format,
        period=period,
        seed=1,
        status="optimal",
        planned_at=dt.datetime(2026, 12, 1, tzinfo=dt.UTC),
        digest="",
        groups=tuple(
            PlannedGroup(number, tuple(f"p{next(people)}" for _ in range(size)), None, None, None, None, "", (), ())
            for number in range(1, groups + 1)
        ),
        left_out=(),
        tiers=(),
    )


def test_one_answer_for_each_person_of_each_group():
    plan = planned(Format.COFFEE, 2)
    answers = invent_attendance(plan, 1)
    assert [(number, person) for number, person, _ in answers] == [
        (group.number, person) for group in plan.groups for person in group.members
    ]


def test_the_same_seed_behaves_the_same():
    plan = planned(Format.COFFEE, 2)
    assert invent_attendance(plan, 1) == invent_attendance(plan, 1) != invent_attendance(plan, 2)


@pytest.mark.parametrize("seed", range(8))
def test_coffees_are_met_and_answered_as_published(seed):
    answers = invent_attendance(planned(Format.COFFEE, 2), seed)
    said = [met for _, _, met in answers if met is not None]
    assert len(said) / len(answers) == pytest.approx(0.5, abs=0.06)
    assert 0.55 <= sum(said) / len(said) <= 0.86


def test_partners_agree_mostly():
    answers = invent_attendance(planned(Format.COFFEE, 2), 3)
    both = [(one, other) for (_, _, one), (_, _, other) in zip(answers[::2], answers[1::2], strict=True)]
    known = [one == other for one, other in both if one is not None and other is not None]
    assert 0.9 <= sum(known) / len(known) < 1


def test_tables_are_noted_whole():
    answers = invent_attendance(planned(Format.LUNCH, 6), 1)
    for start in range(0, len(answers), 6):
        table = [met for _, _, met in answers[start : start + 6]]
        assert all(met is None for met in table) or None not in table
    assert sum(met is None for _, _, met in answers) / len(answers) == pytest.approx(0.1, abs=0.04)


def test_a_fifth_is_away_and_others_next_month():
    people = [f"p{number}" for number in range(100)]
    december = invent_absences(people, "2026-12", 1)
    assert len(december) == 20
    assert december < set(people)
    assert december == invent_absences(list(reversed(people)), "2026-12", 1)
    assert december != invent_absences(people, "2027-01", 1)
