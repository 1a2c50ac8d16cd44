"""What random scripts found, each as the short story it was; and rules that chance seldom meets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from latecomers import add_latecomer

from pairing.config.model import Programme, SizeRange
from pairing.events import Fact, Kind
from pairing.life.answers import Answer, Source
from pairing.notify.outbox import State
from pairing.people import acts
from pairing.people.person import Standing
from pairing.rounds import Format
from pairing.stages import answering, cancelling
from pairing.stages.advance import advance, advance_now, upcoming
from pairing.stages.answering import Meeting, Voice
from pairing.stages.deliver import withdraw_owed_to

HUDDLE = Programme(format=Format.HUDDLE, every="month", sizes=SizeRange(smallest=3, largest=6, preferred=4))


@pytest.fixture
def net(world):
    """A coffee round, planned, and not sent yet. ``net.round`` is its name."""
    made = world("small")
    made.plan = made.send()
    made.round = made.plan.round
    return made


def pause(net, person, days, *, by_lead=True):
    until = net.now.date() + timedelta(days=days) if days else None
    if not by_lead:
        answering.pause(net.desk(), person, until, Voice(Source.PAGE, net.now))
        return
    found = net.store.roster.person(person)
    acts.pause(found, net.store.roster, net.store.events, now=net.now, until=until)
    withdraw_owed_to(net.desk(), person)


def resume(net, person):
    acts.resume(net.store.roster.person(person), net.store.roster, net.store.events, now=net.now)


def say(net, person, answer):
    number = net.life(net.round).group_of(person).group.number
    return answering.answer(net.desk(), Meeting(person, net.round, number), answer, Voice(Source.PAGE, net.now))


def starts(net, person):
    calendar = net.calendars.get(person)
    return [shown.start for shown in calendar.shows] if calendar else []


def pair_meeting(net, first, last=date(2026, 12, 31)):
    """A pair with a time between these days."""
    pairs = [group for group in net.plan.groups if len(group.members) == 2 and group.starts]
    return next(group for group in pairs if first <= group.starts.date() <= last)


def kinds(net, person):
    return [kind for _, who, kind, _ in net.mails if who == person]


# away for a while


@pytest.mark.parametrize("by_lead", [True, False])
def test_who_is_away_for_a_while_keeps_the_meeting_after_it(net, by_lead):
    net.tick()
    group = pair_meeting(net, date(2026, 12, 9))
    person, partner = group.members

    pause(net, person, days=(group.starts.date() - net.now.date()).days, by_lead=by_lead)
    net.tick()

    assert net.life(net.round).live[group.number].group.members == group.members
    assert starts(net, person) == starts(net, partner) == [group.starts]


@pytest.mark.parametrize("by_lead", [True, False])
def test_and_leaves_the_one_that_falls_in_it(net, by_lead):
    net.tick()
    group = pair_meeting(net, date(2026, 12, 9))
    person, partner = group.members

    pause(net, person, days=(group.starts.date() - net.now.date()).days + 1, by_lead=by_lead)
    net.now += timedelta(minutes=11)
    net.tick()

    assert net.life(net.round).group_of(person) is None
    assert net.life(net.round).group_of(partner) is not None
    assert starts(net, person) == []


def test_who_is_away_before_their_invitation_left_has_not_heard_of_the_meeting_and_leaves_it(net):
    person, partner = pair_meeting(net, date(2026, 12, 9)).members

    pause(net, person, days=2)
    net.tick()

    life = net.life(net.round)
    assert life.group_of(person) is None
    assert person in life.by_choice
    assert life.group_of(partner) is not None
    assert kinds(net, person) == []


def test_a_change_while_somebody_is_away_reaches_them_when_they_are_back(world):
    net = world("small")
    people = list(net.store.roster.people())
    net.store.roster.save([replace(people[0], standing=Standing.LEFT)])  # an odd number: one group of three
    net.plan = net.send()
    net.round = net.plan.round
    net.tick()
    trio = next(group for group in net.plan.groups if len(group.members) == 3)
    away, gone, _ = trio.members
    pause(net, away, days=2)
    net.tick()
    say(net, gone, Answer.NO)
    net.now += timedelta(minutes=11)
    net.tick()
    assert "update" not in kinds(net, away)

    net.now += timedelta(days=2)
    net.tick()

    assert kinds(net, away).count("update") == 1
    assert away in net.life(net.round).live[trio.number].group.members


def test_a_group_that_is_mended_does_not_count_on_who_cannot_be_told(world):
    net = world("small", huddle=HUDDLE)
    net.plan = net.send("huddle")
    net.round = net.plan.round
    net.tick()
    table = next(group for group in net.plan.groups if group.starts and group.starts.date() > date(2026, 12, 8))
    away, *others = table.members
    pause(net, away, days=3)
    net.tick()
    for gone in others[: len(table.members) - 2]:
        say(net, gone, Answer.NO)
    net.now += timedelta(minutes=11)
    net.tick()

    assert net.life(net.round).group_of(away) is None, "they would be moved and not know of it"


# there and back before the post went


def test_who_pauses_and_comes_back_before_the_invitation_left_is_invited(net):
    group = pair_meeting(net, date(2026, 12, 9))
    person = group.members[0]
    pause(net, person, days=None)
    resume(net, person)

    net.tick()

    assert kinds(net, person) == ["invitation"]
    assert starts(net, person) == [group.starts]


def test_and_so_a_second_and_a_third_time(net):
    group = pair_meeting(net, date(2026, 12, 9))
    person = group.members[0]
    for _ in range(3):
        pause(net, person, days=None)
        resume(net, person)
        net.tick(deliver=False)
    net.deliver()

    assert kinds(net, person) == ["invitation"]
    assert starts(net, person) == [group.starts]


def test_an_update_that_waited_meanwhile_is_written_anew(net):
    net.tick()
    group = pair_meeting(net, date(2026, 12, 9))
    person = group.members[0]
    move(net, group, timedelta(days=1))
    net.tick(deliver=False)
    pause(net, person, days=1)
    resume(net, person)

    net.tick()

    assert starts(net, person) == [group.starts + timedelta(days=1)]


def move(net, group, by):
    body = {"group": group.number, "where": ""}
    body |= {"starts": (group.starts + by).isoformat(), "ends": (group.ends + by).isoformat()}
    net.store.events.append([Fact(Kind.GROUP_MOVED, net.now, programme="coffee", round=net.round, body=body)])


# endings


def test_a_cancellation_that_waits_outlives_a_pause_by_the_lead(net):
    net.tick()
    gone, partner = pair_meeting(net, date(2026, 12, 9)).members
    say(net, gone, Answer.NO)
    net.now += timedelta(minutes=11)
    net.tick(deliver=False)

    pause(net, gone, days=None)
    pause(net, partner, days=None)
    net.tick()

    assert starts(net, gone) == []
    assert starts(net, partner) == []


def test_who_is_away_is_not_told_of_the_end_of_a_meeting_that_had_no_time(untimed):
    net, group = untimed, untimed.group
    cancelling.cancel(net.desk(), cancelling.find(net.desk(), f"{net.round}/{group.number}"), "")
    net.tick(deliver=False)
    person = group.members[0]
    assert [entry.kind for entry in net.waiting if entry.person == person] == ["cancellation"]

    pause(net, person, days=None)
    net.tick()

    assert kinds(net, person) == ["invitation"]


def test_an_entry_that_may_have_arrived_is_cancelled_though_its_mail_was_withdrawn(net):
    group = pair_meeting(net, date(2026, 12, 9))
    person = group.members[0]
    for entry in net.store.outbox.entries():
        if entry.person != person:
            net.store.outbox.withdraw([entry.key], now=net.now)
    net.trouble = ["after"]  # the server took it, and the run died before it could note that
    net.deliver()
    assert starts(net, person) == [group.starts]

    pause(net, person, days=None)
    net.tick()

    assert starts(net, person) == []


def test_a_cancelled_round_is_everybodys_reason_and_nobody_is_put_into_it(net):
    net.tick()
    cancelling.cancel(net.desk(), cancelling.find(net.desk(), net.round), "The heating is broken.")
    net.tick()

    life = net.life(net.round)
    assert set(life.without_group) == {*net.plan.people, *(left.person for left in net.plan.left_out)}
    assert not any(starts(net, person) for person in net.plan.people)
    assert not add_latecomer(net.desk(), net.round, net.plan.people[0])
    assert net.desk().history().turns_missed("coffee") == {}


def test_who_is_told_that_the_round_is_off_is_promised_no_turn(net):
    net.tick()
    cancelling.cancel(net.desk(), cancelling.find(net.desk(), net.round), "")

    written = [entry for entry in advance(net.desk(), net.now).entries if entry.kind == "cancellation"]

    assert written
    assert not any(b"You go first" in entry.raw for entry in written)


@pytest.fixture
def untimed(world):
    """A coffee round with pairs who find no common hour. ``net.group`` is one of them."""
    net = world("small", coffee=Programme(format=Format.COFFEE, minutes=30, meet_within_days=2))
    net.plan = net.send()
    net.round = net.plan.round
    net.group = next(group for group in net.plan.groups if group.starts is None and len(group.members) == 2)
    net.tick()
    return net


def test_who_said_no_to_a_meeting_without_a_time_is_told_nothing_and_the_other_is(untimed):
    net = untimed
    gone, other = net.group.members
    say(net, gone, Answer.NO)
    net.now += timedelta(minutes=11)

    net.tick()

    assert kinds(net, gone) == ["invitation"]
    assert kinds(net, other)[1] in {"cancellation", "partner_left"}


def test_an_invitation_that_waits_is_not_sent_once_its_group_has_ended(net):
    gone, partner = pair_meeting(net, date(2026, 12, 9)).members
    say(net, gone, Answer.NO)
    net.now += timedelta(minutes=11)

    net.tick()

    assert kinds(net, gone) == []
    assert kinds(net, partner) == ["invitation"]
    assert len(net.calendars[partner].entries) <= 1


def test_nobody_tidies_up_yesterday(net):
    net.tick()
    group = pair_meeting(net, date(2026, 12, 9))
    cancelling.cancel(net.desk(), cancelling.find(net.desk(), f"{net.round}/{group.number}"), "")
    net.now = group.starts + timedelta(hours=1)

    net.tick(deliver=False)

    assert not [entry for entry in net.waiting if entry.kind == "cancellation"]


def test_but_an_entry_that_says_a_later_day_is_taken_back(net):
    net.tick()
    group = pair_meeting(net, date(2026, 12, 9))
    move(net, group, -timedelta(days=2))  # and nobody was told
    cancelling.cancel(net.desk(), cancelling.find(net.desk(), f"{net.round}/{group.number}"), "")
    net.now = group.starts - timedelta(days=1)

    net.tick()

    assert [starts(net, member) for member in group.members] == [[], []]


# kill -9


def test_a_reminder_in_flight_when_the_run_died_is_no_fifth_mail(net):
    net.tick()
    for _ in range(21):
        net.now += timedelta(days=1)
        net.trouble = ["after"]
        net.tick()
        net.tick()

    assert max(net.counted().values()) == 4


def test_an_invitation_in_flight_twice_arrives_as_the_same_bytes(net):
    net.trouble = ["after", "after"]
    net.tick()
    net.tick()
    net.tick()

    first = net.mails[0][1]
    assert kinds(net, first) == ["invitation"] * 3  # and `World.arrive` has compared their bytes
    assert len(net.calendars[first].entries) <= 1
    assert not net.waiting


# clocks


def test_two_changes_within_a_second_stay_in_order(world):
    net = world("small")
    people = list(net.store.roster.people())
    net.store.roster.save([replace(people[0], standing=Standing.LEFT)])
    net.plan = net.send()
    net.round = net.plan.round
    net.tick()
    trio = next(group for group in net.plan.groups if len(group.members) == 3)
    late = people[0]
    net.store.roster.save([late])
    _, gone, stays = trio.members
    versions = []
    for change in ("leave", "join"):
        if change == "leave":
            acts.stop(net.store.roster.person(gone), net.store.roster, net.store.events, now=net.now)
        else:
            members = [*net.life(net.round).live[trio.number].group.members, late.id]
            change_members(net, trio.number, members)
        net.tick()
        (entry,) = (value for value in net.calendars[stays].entries.values() if value[1] == "REQUEST")
        versions.append(entry[0])

    assert len({sequence for sequence, _ in versions}) == 1
    assert versions[0][1] < versions[1][1]


def change_members(net, number, members):
    from pairing.plans import group_record

    group = replace(net.life(net.round).live[number].group, members=tuple(members))
    body = {"ended": [], "groups": [group_record(group)], "left_out": []}
    net.store.events.append([Fact(Kind.GROUPS_CHANGED, net.now, programme="coffee", round=net.round, body=body)])


def test_and_so_when_the_clock_was_put_back(net):
    net.tick()
    group = pair_meeting(net, date(2026, 12, 9))
    person, other = group.members
    late = next(one for one in net.plan.people if one not in group.members)
    net.now += timedelta(hours=3)
    change_members(net, group.number, [person, other, late])
    net.tick()
    net.now -= timedelta(hours=2)
    change_members(net, group.number, [person, other])
    net.tick()  # `Calendar.read` fails on versions without an order

    (_, _, shown) = next(value for value in net.calendars[person].entries.values() if value[1] == "REQUEST")
    assert net.store.roster.person(late).name not in shown.title


def test_a_round_is_alive_for_a_clock_that_was_put_back_before_it(net):
    person = net.plan.people[0]
    acts.stop(net.store.roster.person(person), net.store.roster, net.store.events, now=net.now)
    net.now -= timedelta(hours=1)

    net.tick()

    assert kinds(net, person) == []


# other times


def suggest(net, person, *slots):
    number = net.life(net.round).group_of(person).group.number
    meeting = Meeting(person, net.round, number)
    net.now += timedelta(minutes=1)  # two answers through one page within seconds are nobody's
    return answering.suggest(net.desk(), meeting, list(slots), "", Voice(Source.PAGE, net.now))


def test_who_proposed_the_time_that_was_agreed_on_has_said_yes_to_it(net):
    net.tick()
    group = pair_meeting(net, date(2026, 12, 9))
    one, other = group.members
    slot = group.starts + timedelta(days=1)
    suggest(net, one, slot)
    net.tick()
    meeting = Meeting(other, net.round, group.number)
    answering.accept_suggestion(net.desk(), meeting, slot, Voice(Source.PAGE, net.now))
    net.tick()

    answers = net.life(net.round).answers
    assert (answers[one].answer, answers[other].answer) == (Answer.YES, Answer.YES)
    assert starts(net, one) == starts(net, other) == [slot]


def test_who_wanted_yet_another_time_has_not_answered_the_new_one(net):
    net.tick()
    group = pair_meeting(net, date(2026, 12, 9))
    one, other = group.members
    suggest(net, one, group.starts + timedelta(days=1))
    suggest(net, other, group.starts + timedelta(days=2))

    move(net, group, timedelta(days=1))

    answers = net.life(net.round).answers
    assert answers[one].answer is Answer.YES
    assert other not in answers


@pytest.mark.parametrize(
    ("source", "slots", "reached"),
    [(Source.CALENDAR, 0, False), (Source.CALENDAR, 1, True), (Source.MAIL, 0, True), (Source.PAGE, 1, True)],
)
def test_a_maybe_with_a_comment_is_for_the_lead_alone(net, source, slots, reached):
    from pairing.life.answers import time_suggested

    net.tick()
    group = pair_meeting(net, date(2026, 12, 9))
    one, other = group.members
    say(net, one, Answer.ANOTHER_TIME)
    times = [group.starts + timedelta(days=1)] * slots
    about = {"programme": "coffee", "round": net.round, "group": group.number, "person": one}
    net.store.events.append([time_suggested(at=net.now, slots=times, words="my back", source=source, **about)])
    net.tick()

    assert ("suggestion" in kinds(net, other)) is reached
    assert "suggestion" not in kinds(net, one)


# the heart


def kept(net):
    store = net.store
    return [list(some) for some in (store.events.facts(), store.outbox.entries(), store.roster.people(with_left=True))]


def test_advance_only_decides(net):
    net.tick()
    for person in net.plan.people[:6]:
        say(net, person, Answer.NO)
    net.now += timedelta(days=3)
    before = kept(net)

    first, second = advance(net.desk(), net.now), advance(net.desk(), net.now)

    assert kept(net) == before
    assert first == second
    assert first


def test_advance_twice_is_advance_once(net):
    net.tick()
    for person in net.plan.people[:6]:
        say(net, person, Answer.NO)
    net.now += timedelta(days=3)
    advance_now(net.desk())
    once = kept(net)

    assert not advance_now(net.desk())
    assert kept(net) == once
    assert upcoming(net.desk(), net.now)
    assert {entry.state for entry in net.store.outbox.entries()} >= {State.SENT, State.QUEUED}
