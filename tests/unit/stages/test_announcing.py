"""The first word of a programme: to whom, when, once; and who is left in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pairing.config.programme import Programme
from pairing.events import Fact, Kind
from pairing.life.answers import Source
from pairing.notify.outbox import State
from pairing.people import acts
from pairing.people.person import Person, RoleGroup, Standing
from pairing.rounds import Format
from pairing.stages.advance import advance, advance_now
from pairing.stages.announcing import announce, notices
from pairing.stages.deliver import send_owed
from pairing.stages.due import next_sending, turns
from pairing.stages.joining import join
from pairing.stages.meeting import Voice
from pairing.stages.standing import overview

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def opt_in(office):
    coffee = office.config.programmes["coffee"].model_copy(update={"joining": "opt-in"})
    office.config = office.config.model_copy(update={"programmes": {"coffee": coffee}})
    return office


def told(office) -> list[str]:
    return [str(fact.person) for fact in office.store.events.facts(kinds=[Kind.PROGRAMME_ANNOUNCED])]


def begin(office, at=MONDAY) -> None:
    (notice,) = notices(office.at(at))
    announce(office.at(at), notice)


def newcomer(office, name, **fields) -> None:
    person = Person(name, f"New {name}", f"{name}@a.example", "A", "GP", RoleGroup.GP, **fields)
    office.store.roster.save([person])
    office.store.events.append([Fact(Kind.PERSON_JOINED, MONDAY, name)])


def enlarge(office) -> None:
    """So many that one more is not a surprise."""
    for number in range(40):
        newcomer(office, f"q{number:02}")


def test_everybody_who_takes_part_is_asked_once_in_one_transaction(opt_in):
    pause = {"standing": Standing.PAUSED}, {"paused_until": date(2027, 1, 1)}, {"starts": date(2027, 1, 1)}
    for number, fields in enumerate(({"standing": Standing.STOPPED}, *pause)):
        opt_in.store.roster.save([replace(opt_in.store.roster.person(f"p{number}"), **fields)])

    begin(opt_in)

    assert told(opt_in) == ["p4", "p5", "p6", "p7"]
    assert [entry.person for entry in opt_in.store.outbox.entries()] == told(opt_in)
    assert notices(opt_in.at(MONDAY)) == []
    assert {entry.kind for entry in opt_in.store.outbox.entries()} == {"announcement"}


def test_what_the_letter_says_is_when_the_first_round_may_be(opt_in):
    (notice,) = notices(opt_in.at(MONDAY))
    assert notice.first_on == date(2026, 12, 1)
    announce(opt_in.at(MONDAY), notice)

    def waits(day) -> bool:
        return turns(opt_in.at(datetime(2026, *day, 9, tzinfo=UTC)))[0].waits

    assert waits((11, 24))
    assert waits((11, 30))
    assert not waits((12, 1))


def test_who_comes_onto_the_list_is_asked_on_the_next_working_morning(opt_in):
    enlarge(opt_in)
    begin(opt_in)
    newcomer(opt_in, "n1")
    early, saturday = datetime(2026, 11, 24, 7, tzinfo=UTC), datetime(2026, 11, 28, 10, tzinfo=UTC)
    for moment in (early, saturday):
        assert not advance(opt_in.at(moment), moment)

    advanced = advance_now(opt_in.at(TUESDAY))

    assert [entry.person for entry in advanced.entries] == ["n1"]
    assert not advance(opt_in.at(TUESDAY), TUESDAY)


def test_before_the_lead_has_said_yes_nobody_is_told(opt_in):
    assert not advance(opt_in.at(TUESDAY), TUESDAY)


def test_many_newcomers_wait_for_the_leads_eye(opt_in):
    begin(opt_in)
    newcomer(opt_in, "n1")
    assert not advance(opt_in.at(TUESDAY), TUESDAY), "one of nine is more than a tenth"
    (notice,) = notices(opt_in.at(TUESDAY))
    assert [person.id for person in notice.people] == ["n1"]


def test_whoever_joined_or_left_by_a_word_is_not_asked(opt_in):
    join(opt_in.at(MONDAY), "p0", "coffee", Voice(Source.LEAD, MONDAY))
    begin(opt_in)
    assert told(opt_in) == [f"p{number}" for number in range(1, 8)]


def test_a_question_that_waits_is_withdrawn_from_who_goes_away(opt_in):
    begin(opt_in)
    roster, events = opt_in.store.roster, opt_in.store.events
    acts.pause(roster.person("p0"), roster, events, now=MONDAY, until=None)
    roster.save([replace(roster.person("p1"), standing=Standing.LEFT)])

    advance_now(opt_in.at(TUESDAY))

    gone = opt_in.store.outbox.entries(states=[State.WITHDRAWN])
    assert [entry.person for entry in gone] == ["p0", "p1"]
    send_owed(opt_in.at(TUESDAY), lambda _: None)
    assert not advance(opt_in.at(TUESDAY), TUESDAY)


def test_who_was_forgotten_and_comes_back_under_their_id_has_said_nothing(opt_in):
    join(opt_in.at(MONDAY), "p0", "coffee", Voice(Source.LEAD, MONDAY))
    person = opt_in.store.roster.person("p0")
    acts.forget(person, opt_in.store.roster, opt_in.store.events, now=MONDAY)
    opt_in.store.roster.save([person])

    (notice,) = notices(opt_in.at(TUESDAY))

    assert "p0" in {each.id for each in notice.people}


def test_a_programme_that_becomes_opt_in_asks_those_who_were_in_it(office):
    programmes = office.config.programmes
    days = {"coffee": programmes["coffee"].model_copy(update={"announce_days": 5})}
    office.config = office.config.model_copy(update={"programmes": days})
    begin(office)
    assert notices(office.at(TUESDAY)) == []
    asked = {"coffee": programmes["coffee"].model_copy(update={"joining": "opt-in"})}
    office.config = office.config.model_copy(update={"programmes": asked})

    (notice,) = notices(office.at(TUESDAY))

    assert len(notice.people) == 8


@pytest.mark.parametrize(
    ("every", "on", "planned", "earliest", "first"),
    [
        ("month", "first Tuesday", [], (2026, 11, 23), (2026, 12, 1)),
        ("month", "first Tuesday", [], (2026, 12, 1), (2026, 12, 1)),
        ("month", "first Tuesday", ["2026-12"], (2026, 12, 2), (2027, 1, 5)),
        ("2 months", "first Tuesday", ["2026-12"], (2026, 12, 2), (2027, 2, 2)),
        ("week", "Monday", [], (2026, 11, 24), (2026, 11, 30)),
        ("month", "first Friday", [], (2026, 12, 28), (2027, 1, 4)),  # New Year's Day is no day for sending
    ],
)
def test_the_next_day_for_sending(every, on, planned, earliest, first):
    programme = Programme(format=Format.COFFEE, every=every, send_on=on)
    assert next_sending(programme, planned, date(*earliest)) == date(*first)


# an announcement that is refused at once


def refuse(office, error, *, at=MONDAY) -> str:
    """The server refuses the next message owed; returns to whom."""
    taken = office.store.outbox.claim(office.at(at).mailbox, run="t", now=at, lease_ends=at + timedelta(minutes=1))
    office.store.outbox.failed(taken.key, now=at, error=error, code=550)
    return taken.person


def standings(office) -> dict[str, Standing]:
    return {one.id: one.standing for one in office.store.roster.people() if one.standing is not Standing.ACTIVE}


def test_whose_address_refuses_an_announcement_is_paused_as_after_a_bounce(opt_in):
    begin(opt_in)
    person = refuse(opt_in, "550 5.1.1 no such user")

    advance_now(opt_in.at(MONDAY))

    assert standings(opt_in) == {person: Standing.PAUSED}
    assert overview(opt_in.at(MONDAY)).bounced == ((person, ""),)
    assert not advance(opt_in.at(MONDAY), MONDAY)
    acts.resume(opt_in.store.roster.person(person), opt_in.store.roster, opt_in.store.events, now=TUESDAY)
    assert not advance(opt_in.at(TUESDAY), TUESDAY).people, "the address was mended"


@pytest.mark.parametrize("error", ["550 5.7.1 policy", "552 5.2.2 mailbox full", "554 no"])
def test_an_announcement_refused_for_another_reason_pauses_nobody(opt_in, error):
    begin(opt_in)
    refuse(opt_in, error)
    assert not advance(opt_in.at(MONDAY), MONDAY).people


def test_an_announcement_that_is_owed_again_pauses_nobody_meanwhile(opt_in):
    begin(opt_in)
    refuse(opt_in, "550 5.1.1 no such user")
    opt_in.store.outbox.resume()
    assert not advance(opt_in.at(MONDAY), MONDAY).people
