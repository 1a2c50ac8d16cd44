"""Three silent rounds in a row: asked whether to stay, never dropped; a word begins the count anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pairing.events import Fact, Kind
from pairing.life.answers import Source
from pairing.life.round_life import fold_lives
from pairing.life.silence import silent_people
from pairing.notify.outbox import State
from pairing.plans import to_record
from pairing.rounds import Format, PlannedGroup, PlannedRound
from pairing.stages.advance import advance_now
from pairing.stages.approve import approve
from pairing.stages.deliver import send_owed
from pairing.stages.due import turns
from pairing.stages.joining import stay
from pairing.stages.meeting import Outcome, Voice
from pairing.stages.plan import Wishes, plan_round

DAYS = range(0, 28, 3)  # enough to make everything due that a month has


def first_of(month: int) -> datetime:
    return datetime(2027, month, 5, 9, tzinfo=UTC)


@pytest.fixture
def year(office):
    office.config = office.config.model_copy(update={"programmes": {"coffee": office.config.programmes["coffee"]}})

    def run(month: int) -> list[str]:
        """One silent month; who is asked whether to stay."""
        desk = office.at(first_of(month))
        plan = plan_round(desk, turns(desk, "coffee")[0], Wishes(seed=1))
        assert len(plan.people) + len(plan.left_out) == 8, "nobody is ever dropped for being silent"
        approve(desk, plan)
        asked = []
        for day in DAYS:
            desk = office.at(first_of(month) + timedelta(days=day))
            advanced = advance_now(desk)
            send_owed(desk, lambda _: None)
            asked += [str(fact.person) for fact in advanced.facts if fact.kind is Kind.STAYING_ASKED]
        return sorted(asked)

    return run


@pytest.mark.slow
def test_who_says_nothing_is_asked_every_third_round_and_invited_to_each(office, year):
    asked = {month: year(month) for month in range(1, 10)}

    everybody = [f"p{number}" for number in range(8)]
    assert [month for month, people in asked.items() if people] == [3, 6, 9]
    assert all(people in ([], everybody) for people in asked.values())
    assert office.store.outbox.entries(states=[State.FAILED]) == []


@pytest.mark.slow
def test_who_says_that_they_stay_is_not_asked_before_three_more_silent_rounds(office, year):
    asked = {month: year(month) for month in (1, 2, 3)}
    assert "p0" in asked[3]
    said = first_of(4) + timedelta(days=1)  # a late answer, in the fourth round

    asked |= {4: year(4)}
    assert stay(office.at(said), "p0", "coffee", Voice(Source.MAIL, said)) is Outcome.KEPT
    assert stay(office.at(said), "p0", "coffee", Voice(Source.MAIL, said)) is Outcome.SAME
    asked |= {month: year(month) for month in (5, 6, 7)}

    assert [month for month, people in asked.items() if "p1" in people] == [3, 6]
    assert [month for month, people in asked.items() if "p0" in people] == [3, 7]


def test_the_letter_leads_to_its_page_where_there_are_pages(office, year):
    from pairing.config.model import Web

    office.config = office.config.model_copy(update={"web": Web(url="https://pairs.example")})
    for month in (1, 2):
        year(month)
    desk = office.at(first_of(3))
    approve(desk, plan_round(desk, turns(desk, "coffee")[0], Wishes(seed=1)))
    send_owed(desk, lambda _: None)
    letters = []
    for day in DAYS[1:]:
        advanced = advance_now(office.at(first_of(3) + timedelta(days=day)))
        letters += [entry for entry in advanced.entries if entry.kind == "staying"]
        send_owed(office.at(first_of(3) + timedelta(days=day)), lambda _: None)

    assert len(letters) == 8
    assert all(b"https://pairs.example/j/" in entry.raw for entry in letters)


def planned(month: int) -> Fact:
    group = PlannedGroup(1, ("a", "b"), None, None, None, None, "", (), ())
    name = f"coffee-2027-{month:02}"
    plan = PlannedRound(
        name, "coffee", Format.COFFEE, name[7:], 1, "optimal", first_of(month), "", (group,), (), ()
    )  # fmt: skip
    return Fact(Kind.ROUND_PLANNED, first_of(month), programme="coffee", round=name, body=to_record(plan))


@pytest.mark.parametrize(
    ("word", "programme", "silent"),
    [
        (Kind.STAYING_SAID, "coffee", {"b"}),
        (Kind.PROGRAMME_JOINED, "coffee", {"b"}),
        (Kind.PERSON_RESUMED, None, {"b"}),
        (Kind.STAYING_SAID, "lunch", {"a", "b"}),
        (Kind.PERSON_MOVED, None, {"a", "b"}),
    ],
)
def test_what_counts_as_a_word(word, programme, silent):
    facts = [planned(1), planned(2), Fact(word, first_of(2) + timedelta(days=3), "a", programme), planned(3)]
    assert silent_people(list(fold_lives(facts).values()), facts) == silent
