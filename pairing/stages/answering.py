"""
What an answer does, wherever it was given: page, calendar, mail, or the lead.

Each act is one transaction and harmless twice. The last answer wins until the meeting begins; what
comes later is kept and shown, and changes nothing. An answer that a machine may have given (two
that contradict each other within seconds, or one pressed faster than a person reads) is held: kept
and shown, not acted on, until the person answers again.

A decline moves nobody here: `advance` acts on it after its grace.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pairing.events import Fact, Kind
from pairing.life.answers import Answer, answered, attendance, time_suggested
from pairing.life.round_life import LiveGroup, RoundLife, fold_lives
from pairing.notify.plain import one_line
from pairing.rounds import Format
from pairing.stages.desk import Desk
from pairing.stages.doubt import contradicts, pressed_too_fast
from pairing.stages.meeting import (
    Meeting,
    Outcome,
    Voice,
    cut_off,
    find_meeting,
    open_suggestions,
    slots_of,
    window_ends,
)
from pairing.stages.taking_part import pause, rejoin, stop

__all__ = [
    "Meeting",
    "Outcome",
    "Voice",
    "accept_suggestion",
    "answer",
    "pause",
    "rejoin",
    "say_met",
    "stop",
    "suggest",
]

#: How much of somebody's own words is kept.
MOST_WORDS = 200
#: How many times one suggestion may hold.
MOST_SLOTS = 3


def answer(desk: Desk, meeting: Meeting, said: Answer, voice: Voice) -> Outcome:
    """Yes, or not this month. (`suggest` for another time with its slots; here it stands without any.)"""
    with desk.store.transaction():
        found = find_meeting(desk, meeting)
        return _say(desk, found, meeting, said, voice) if found else Outcome.NO_MEETING


def suggest(desk: Desk, meeting: Meeting, slots: Sequence[datetime], words: str, voice: Voice) -> Outcome:
    """Other times, for the others to choose from; at most three, in the time to meet and still to come."""
    with desk.store.transaction():
        found = find_meeting(desk, meeting)
        if not found:
            return Outcome.NO_MEETING
        life, live = found
        usable = sorted({slot for slot in slots if voice.now < slot <= window_ends(desk, life)})[:MOST_SLOTS]
        if not usable or life.plan.format in {Format.LUNCH, Format.WORKSHOP}:
            return Outcome.NOT_MOVEABLE
        words = one_line(words, most=MOST_WORDS)
        standing = open_suggestions(life, live.group.number).get(meeting.person)
        if standing and slots_of(standing) == usable and standing.body["words"] == words:
            return Outcome.SAME
        outcome = _say(desk, found, meeting, Answer.ANOTHER_TIME, voice)
        if outcome in {Outcome.HELD, Outcome.TOO_LATE}:
            return outcome
        fact = time_suggested(
            at=voice.now,
            programme=life.plan.programme,
            round=meeting.round,
            group=meeting.group,
            person=meeting.person,
            slots=usable,
            words=words,
            source=voice.source,
        )
        desk.store.events.append([fact])
        return Outcome.KEPT


def accept_suggestion(desk: Desk, meeting: Meeting, starts: datetime, voice: Voice) -> Outcome:
    """One of the times another member proposed: the group moves there, for all of them."""
    with desk.store.transaction():
        found = find_meeting(desk, meeting)
        if not found:
            return Outcome.NO_MEETING
        life, live = found
        if live.group.starts == starts and life.answers.get(meeting.person):
            return Outcome.SAME
        offered = open_suggestions(life, live.group.number)
        slots = {slot for person, fact in offered.items() if person != meeting.person for slot in slots_of(fact)}
        if starts not in slots or starts <= voice.now:
            return Outcome.LAPSED
        outcome = _say(desk, found, meeting, Answer.YES, voice)
        if outcome in {Outcome.HELD, Outcome.TOO_LATE}:
            return outcome
        ends = starts + _length(desk, life, live)
        body = {"group": meeting.group, "starts": starts.isoformat(), "ends": ends.isoformat(), "where": ""}
        fact = Fact(Kind.GROUP_MOVED, voice.now, programme=life.plan.programme, round=meeting.round, body=body)
        desk.store.events.append([fact])
        return Outcome.KEPT


def say_met(desk: Desk, meeting: Meeting, met: bool | None, voice: Voice, words: str = "") -> Outcome:
    """They met, did not, or (None) will meet later. ``words``: one line for the lead, may be empty."""
    with desk.store.transaction():
        facts = desk.store.events.facts(round=meeting.round)
        life = fold_lives(facts).get(meeting.round)
        live = life.live.get(meeting.group) if life else None
        if not life or not live or meeting.person not in live.group.members:
            return Outcome.NO_MEETING
        words = one_line(words, most=MOST_WORDS)
        before = [
            fact
            for fact in facts
            if fact.kind is Kind.ATTENDANCE_RECORDED
            and fact.person == meeting.person
            and str(fact.body["group"]) == str(meeting.group)
        ]
        last = before[-1] if before else None
        again = last and not last.body.get("held")
        if again and last and last.body["met"] is met and words in {"", last.body.get("words", "")}:
            return Outcome.SAME
        held = pressed_too_fast(facts, meeting, voice) or contradicts(
            last, differs=last is not None and last.body["met"] is not met, voice=voice
        )
        fact = attendance(
            at=voice.now,
            programme=life.plan.programme,
            round=meeting.round,
            group=meeting.group,
            person=meeting.person,
            met=None if held else met,  # what a machine may have said leaves it open whether they met
            source=voice.source,
            words=words,
            held=held,
        )
        desk.store.events.append([fact])
        return Outcome.HELD if held else Outcome.KEPT


def _length(desk: Desk, life: RoundLife, live: LiveGroup) -> timedelta:
    """How long they meet: as planned, or as the programme says where no time was planned."""
    if live.group.starts and live.group.ends:
        return live.group.ends - live.group.starts
    return timedelta(minutes=desk.config.programmes[life.plan.programme].minutes)


def _say(desk: Desk, found: tuple[RoundLife, LiveGroup], meeting: Meeting, said: Answer, voice: Voice) -> Outcome:
    """Keep one answer, unless it is the one that counts already."""
    life, live = found
    facts = desk.store.events.facts(kinds=[Kind.ANSWERED, Kind.MESSAGE_SENT], round=meeting.round)
    mine = [fact for fact in facts if fact.kind is Kind.ANSWERED and fact.person == meeting.person]
    last = mine[-1] if mine else None
    standing = life.answers.get(meeting.person)
    why = ""
    if voice.now >= cut_off(desk, life, live):
        why = "late"
    elif contradicts(last, differs=last is not None and last.body["answer"] != said.value, voice=voice):
        why = "contradicts"
    elif standing and (standing.answer, standing.group) == (said, meeting.group):
        return Outcome.SAME
    elif pressed_too_fast(facts, meeting, voice):
        why = "fast"
    outcome = {"": Outcome.KEPT, "late": Outcome.TOO_LATE}.get(why, Outcome.HELD)
    if why and last and (last.body["answer"], last.body.get("why")) == (said.value, why):
        return outcome  # it is shown already
    fact = answered(
        at=voice.now,
        programme=life.plan.programme,
        round=meeting.round,
        group=meeting.group,
        person=meeting.person,
        answer=said,
        source=voice.source,
        held=bool(why),
        why=why,
        undoes=why == "contradicts" and bool(last and not last.body.get("held")),
    )
    desk.store.events.append([fact])
    return outcome
