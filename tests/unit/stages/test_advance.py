"""What is due, and what happens: one rule a test, by a fake clock on a store in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pairing.config.model import Lead
from pairing.events import Fact, Kind
from pairing.life.answers import Answer, Source, answered, attendance
from pairing.life.round_life import fold_lives
from pairing.notify.outbox import State
from pairing.people import acts
from pairing.rounds import PlannedGroup, PlannedRound
from pairing.stages.advance import advance, advance_now, upcoming
from pairing.stages.approve import approve
from pairing.stages.deliver import send_owed
from pairing.stages.due import turns
from pairing.stages.plan import Wishes, plan_round

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)  # a Tuesday


class Month:
    """One coffee round of eight people in four pairs, sent on a Tuesday at nine."""

    def __init__(self, office, *, timed=True):
        self.office = office
        desk = office.at(NOW)
        plan = plan_round(desk, turns(desk, "coffee")[0], Wishes(seed=1))
        starts = [datetime(2026, 12, 10 + number, 12, 30, tzinfo=UTC) for number in range(4)]
        groups = [_at(group, start if timed else None) for group, start in zip(plan.groups, starts, strict=True)]
        self.plan: PlannedRound = _with(plan, groups)
        approve(desk, self.plan)
        send_owed(desk, lambda _: None)
        self.round = self.plan.round

    @property
    def life(self):
        return fold_lives(self.office.store.events.facts())[self.round]

    def tick(self, at):
        """Advance and send; a second advance at the same moment decides nothing."""
        desk = self.office.at(at)
        advanced = advance_now(desk)
        assert not advance(desk, at)
        send_owed(desk, lambda _: None)
        assert not advance(desk, at)
        return [(entry.person, entry.kind) for entry in advanced.entries]

    def days(self, first, last):
        """Ticks every morning at a quarter past nine."""
        wrote = []
        for day in range(first, last + 1):
            wrote += [(day, *each) for each in self.tick(datetime(2026, 12, day, 9, 15, tzinfo=UTC))]
        return wrote

    def say(self, person, answer, at, group=None):
        number = group or self.life.group_of(person).group.number
        fact = answered(
            at=at, programme="coffee", round=self.round, group=number, person=person, answer=answer, source=Source.PAGE
        )
        self.office.store.events.append([fact])

    def everybody_says_yes(self, at=NOW + timedelta(hours=1)):
        for person in self.plan.people:
            self.say(person, Answer.YES, at)


def _at(group: PlannedGroup, start):
    return replace(group, starts=start, ends=start + timedelta(minutes=30) if start else None)


def _with(plan, groups):
    return replace(plan, groups=tuple(groups))


@pytest.fixture
def month(office):
    return Month(office)


@pytest.fixture
def untimed(office):
    return Month(office, timed=False)


def test_nothing_is_due_when_everybody_has_answered_and_nobody_has_met(month):
    month.everybody_says_yes()

    assert month.days(1, 10) == []


def test_who_has_not_answered_is_reminded_once_two_working_days_before(month):
    month.everybody_says_yes()
    quiet = month.plan.groups[2].members[0]  # meets on Saturday 12 December
    month.say(quiet, Answer.ANOTHER_TIME, NOW + timedelta(hours=2), group=99)  # said about another group: no answer

    assert [each for each in month.days(1, 12) if each[2] == "reminder"] == [(10, quiet, "reminder")]


def test_without_a_time_the_reminder_comes_half_way_through_the_window(untimed):
    reminded = [each for each in untimed.days(1, 21) if each[2] == "reminder"]

    assert {day for day, *_ in reminded} == {14}  # half of the time is over on Saturday
    assert len(reminded) == 8


def test_the_first_mover_is_nudged_48_hours_after_sending_while_nobody_else_answered(month):
    heard, silent = month.plan.groups[0], month.plan.groups[1]
    other = next(member for member in heard.members if member != heard.first_mover)
    month.say(other, Answer.YES, NOW + timedelta(hours=3))

    assert month.tick(NOW + timedelta(hours=47)) == []
    nudged = month.tick(NOW + timedelta(hours=48, minutes=1))

    assert (silent.first_mover, "nudge") in nudged
    assert heard.first_mover not in [person for person, _ in nudged]
    assert len(nudged) == 3


def test_who_has_not_said_is_asked_the_working_day_after_whether_they_met(month):
    month.everybody_says_yes()
    said, silent = month.plan.groups[0].members  # they meet on Thursday 10 December
    month.office.store.events.append(
        [
            attendance(
                at=datetime(2026, 12, 10, 14, tzinfo=UTC),
                programme="coffee",
                round=month.round,
                group=1,
                person=said,
                met=True,
                source=Source.PAGE,
            )
        ]
    )

    asked = [each for each in month.days(1, 15) if each[2] == "did_you_meet"]

    assert [each for each in asked if each[1] in {said, silent}] == [(11, silent, "did_you_meet")]
    assert {day for day, *_ in asked} == {11, 14}  # Friday's, Saturday's and Sunday's on Monday


def test_without_a_time_they_are_asked_on_the_last_working_day_of_the_window(untimed):
    asked = [each for each in untimed.days(20, 24) if each[2] == "did_you_meet"]

    assert {day for day, *_ in asked} == {22}
    assert len(asked) == 8


def test_nobody_gets_more_than_four_mails_a_round(month):
    month.days(1, 24)

    mails = [entry for entry in month.office.store.outbox.entries(round=month.round) if entry.state is State.SENT]
    by_person = {person: [entry.kind for entry in mails if entry.person == person] for person in month.plan.people}
    assert max(len(kinds) for kinds in by_person.values()) == 4
    assert all(len(kinds) == len(set(kinds)) for kinds in by_person.values())


def test_a_question_that_could_not_be_asked_in_time_is_left_unasked(month):
    assert month.days(30, 31) == []


def test_a_slip_can_be_taken_back_for_ten_minutes(month):
    person = month.plan.groups[0].members[0]
    at = NOW + timedelta(hours=5)
    month.say(person, Answer.NO, at)

    assert month.tick(at + timedelta(minutes=9)) == []
    month.say(person, Answer.YES, at + timedelta(minutes=9))

    assert month.tick(at + timedelta(minutes=20)) == []
    assert month.life.group_of(person).group.number == 1


def test_after_the_grace_the_partner_joins_another_pair(month):
    gone, partner = month.plan.groups[0].members
    month.say(gone, Answer.NO, NOW + timedelta(hours=5))

    wrote = month.tick(NOW + timedelta(hours=5, minutes=11))

    life = month.life
    joined = life.group_of(partner).group
    assert (len(joined.members), life.group_of(gone), 1 in life.ended) == (3, None, True)
    others = [member for member in joined.members if member != partner]
    assert sorted(wrote) == sorted(
        [(gone, "cancellation"), (partner, "cancellation"), (partner, "invitation"), *((o, "update") for o in others)]
    )


def test_a_pause_is_believed_at_once_and_their_entry_is_cancelled(month):
    person, partner = month.plan.groups[0].members
    desk = month.office.at(NOW + timedelta(hours=5))
    acts.pause(desk.store.roster.person(person), desk.store.roster, desk.store.events, now=desk.opened_at, until=None)

    wrote = month.tick(NOW + timedelta(hours=5))

    assert (person, "cancellation") in wrote
    assert (partner, "invitation") in wrote
    assert [each for each in month.days(2, 24) if each[1] == person] == []


def test_mail_that_waits_for_somebody_who_stopped_is_withdrawn(office):
    office.store.outbox.hold()
    desk = office.at(NOW)
    plan = plan_round(desk, turns(desk, "coffee")[0], Wishes(seed=1))
    approve(desk, plan)  # and nothing is sent yet
    person = plan.groups[0].members[0]
    acts.stop(desk.store.roster.person(person), desk.store.roster, desk.store.events, now=NOW)

    advance_now(office.at(NOW))

    mine = [entry for entry in office.store.outbox.entries() if entry.person == person]
    assert [(entry.kind, entry.state) for entry in mine] == [("invitation", State.WITHDRAWN)]


def test_a_nudge_that_waits_for_somebody_who_stopped_is_withdrawn(month):
    mover = month.plan.groups[0].first_mover
    at = NOW + timedelta(hours=49)
    desk = month.office.at(at)
    advance_now(desk)  # and nothing is sent yet
    acts.stop(desk.store.roster.person(mover), desk.store.roster, desk.store.events, now=at)

    advance_now(month.office.at(at + timedelta(minutes=1)))

    mine = {entry.kind: entry.state for entry in month.office.store.outbox.entries() if entry.person == mover}
    assert mine == {"invitation": State.SENT, "nudge": State.WITHDRAWN, "cancellation": State.QUEUED}


def test_a_cancellation_raises_the_sequence(month):
    month.say(month.plan.groups[0].members[0], Answer.NO, NOW + timedelta(hours=5))
    month.tick(NOW + timedelta(hours=6))

    cancelled = [entry for entry in month.office.store.outbox.entries() if entry.kind == "cancellation"]
    assert [entry.sequence for entry in cancelled] == [1, 1]


def test_who_stopped_after_the_meeting_is_asked_nothing(month):
    month.everybody_says_yes()
    person = month.plan.groups[0].members[0]  # they meet on Thursday 10 December
    month.days(9, 10)
    desk = month.office.at(datetime(2026, 12, 10, 15, tzinfo=UTC))
    acts.stop(desk.store.roster.person(person), desk.store.roster, desk.store.events, now=desk.opened_at)

    assert person not in {who for _, who, _ in month.days(11, 14)}


def test_a_bounced_address_pauses_its_person_and_mends_the_group(month):
    person, partner = month.plan.groups[0].members
    fact = Fact(Kind.ADDRESS_BOUNCED, NOW + timedelta(hours=1), person, "coffee", month.round, {"status": "5.1.1"})
    month.office.store.events.append([fact])

    wrote = month.tick(NOW + timedelta(hours=2))

    paused = month.office.store.events.facts(kinds=[Kind.PERSON_PAUSED])
    assert [(each.person, each.body["why"]) for each in paused] == [(person, "bounced")]
    assert person not in {who for who, _ in wrote}, "nothing is sent to an address that takes nothing"
    assert month.life.group_of(partner) is not None


def test_a_full_mailbox_is_no_wrong_address(month):
    person = month.plan.groups[0].members[0]
    fact = Fact(Kind.ADDRESS_BOUNCED, NOW + timedelta(hours=1), person, "coffee", month.round, {"status": "5.2.2"})
    month.office.store.events.append([fact])

    assert month.tick(NOW + timedelta(hours=2)) == []


def test_coming_back_after_a_bounce_is_believed(month):
    person = month.plan.groups[0].members[0]
    fact = Fact(Kind.ADDRESS_BOUNCED, NOW + timedelta(hours=1), person, "coffee", month.round, {"status": "5.1.1"})
    month.office.store.events.append([fact])
    month.tick(NOW + timedelta(hours=2))
    desk = month.office.at(NOW + timedelta(hours=3))
    acts.resume(desk.store.roster.person(person), desk.store.roster, desk.store.events, now=desk.opened_at)

    assert month.tick(NOW + timedelta(hours=4)) == []
    assert len(month.office.store.events.facts(kinds=[Kind.PERSON_PAUSED])) == 1


def test_too_late_the_partner_gets_a_kind_note_and_goes_first_next_time(month):
    gone, partner = month.plan.groups[0].members
    at = datetime(2026, 12, 10, 8, tzinfo=UTC)  # they meet at half past twelve
    month.everybody_says_yes()
    month.say(gone, Answer.NO, at)

    wrote = month.tick(at + timedelta(minutes=11))

    assert sorted(wrote) == sorted([(gone, "cancellation"), (partner, "partner_left")])
    assert month.office.at(at).history().turns_missed("coffee") == {partner: 1}


def test_a_meeting_that_moved_is_updated_for_all_with_a_higher_sequence(month):
    month.everybody_says_yes()
    body = {"group": 1, "starts": "2026-12-11T12:00:00+00:00", "ends": "2026-12-11T12:30:00+00:00", "where": ""}
    moved = Fact(Kind.GROUP_MOVED, NOW + timedelta(hours=4), programme="coffee", round=month.round, body=body)
    month.office.store.events.append([moved])

    wrote = month.tick(NOW + timedelta(hours=5))

    assert sorted(wrote) == sorted((member, "update") for member in month.plan.groups[0].members)
    updates = [entry for entry in month.office.store.outbox.entries() if entry.kind == "update"]
    assert [entry.sequence for entry in updates] == [1, 1]


def test_after_three_silent_rounds_somebody_is_asked_whether_to_stay(office):
    office.config = office.config.model_copy(update={"programmes": {"coffee": office.config.programmes["coffee"]}})
    wrote = []
    for number in range(3):
        first = datetime(2026 + (number + 11) // 12, (number + 11) % 12 + 1, 5, 9, tzinfo=UTC)
        desk = office.at(first)
        approve(desk, plan_round(desk, turns(desk, "coffee")[0], Wishes(seed=1)))
        for day in range(27):
            desk = office.at(first + timedelta(days=day))
            advanced = advance_now(desk)
            send_owed(desk, lambda _: None)
            wrote += [(number, entry.person, entry.kind) for entry in advanced.entries]
            wrote += [(number, fact.person, fact.kind) for fact in advanced.facts]

    stay = [each for each in wrote if each[2] == "staying"]
    assert sorted(stay) == [(2, f"p{number}", "staying") for number in range(8)]
    assert sum(kind is Kind.STAYING_ASKED for *_, kind in wrote) == 8
    assert not [each for each in wrote if each[0] == 2 and each[2] == "did_you_meet"]


def test_the_lead_gets_one_digest_and_every_failure_the_same_day(month):
    month.office.config = month.office.config.model_copy(update={"lead": Lead(name="Ada", email="ada@a.example")})
    month.everybody_says_yes()
    failed = Fact(
        Kind.MESSAGE_FAILED,
        NOW + timedelta(minutes=5),
        "p3",
        "coffee",
        month.round,
        {"key": "k", "message": "invitation", "code": 552, "permanent": True},
    )
    month.office.store.events.append([failed])

    wrote = [each for each in month.days(1, 27) if each[1] == "@lead"]

    assert wrote == [(1, "@lead", "digest"), (23, "@lead", "digest")]


def test_due_dates_are_rows_the_earliest_first(month):
    rows = upcoming(month.office.at(NOW), NOW)

    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert {str(row.kind) for row in rows} == {"nudge", "reminder", "did_you_meet", "digest"}
