"""Answers to an invitation, by calendar or in words: the same acts as a page's buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pairing.inbox.mail import MailKind, ReadMail
from pairing.life.answers import Answer, Source, time_suggested
from pairing.notify.plain import one_line
from pairing.rounds import Format
from pairing.stages import answering
from pairing.stages.answering import Meeting, Outcome
from pairing.stages.mails.correspondents import From
from pairing.stages.mails.hearing import NOT_DONE, Hearing
from pairing.stages.mails.results import Came, Result, for_a_person
from pairing.stages.meeting import find_meeting, life_of

#: RFC 5545, 3.2.12. Who sends somebody else is out: the invitation was one person's.
_PARTSTATS = {
    "ACCEPTED": Answer.YES,
    "DECLINED": Answer.NO,
    "DELEGATED": Answer.NO,
    "TENTATIVE": Answer.ANOTHER_TIME,
}
_CAME = {Answer.YES: Came.YES, Answer.NO: Came.NO, Answer.ANOTHER_TIME: Came.ANOTHER_TIME}


def hear_calendar(hearing: Hearing, mail: ReadMail, who: From) -> Result:
    """
    A calendar answer. One to an older SEQUENCE is about a time that has changed: not acted on.

    A proposed time is a suggestion to the others; nothing moves by itself.
    """
    assert who.meeting is not None, "a UID names a meeting"
    said = Answer.ANOTHER_TIME if mail.kind is MailKind.COUNTER else _PARTSTATS.get(mail.partstat or "")
    if said is None:
        return for_a_person(mail.why or "it gives no answer", who.person)
    found = find_meeting(hearing.desk, who.meeting)
    if found is None:
        return Result(Came.ENDED, who.person, who.meeting.round)
    if (mail.sequence or 0) < found[1].sequence:  # RFC 5545, 3.8.7.4: none is 0
        return Result(Came.OLD_TIME, who.person, who.meeting.round)
    slots = [mail.proposed] if mail.proposed and mail.kind is MailKind.COUNTER else []
    return hear_answer(hearing, mail, who.meeting, said, Source.CALENDAR, slots=slots, words=mail.comment)


def hear_answer(
    hearing: Hearing,
    mail: ReadMail,
    meeting: Meeting,
    said: Answer,
    source: Source,
    *,
    slots: Sequence[datetime] = (),
    words: str = "",
) -> Result:
    """Yes, another time (with what was proposed), or not this month."""
    said_at, voice = hearing.said_at(mail), hearing.voice(source)
    if hearing.overtaken("answer", meeting, said_at):
        return Result(Came.OVERTAKEN, meeting.person, meeting.round)
    outcome = Outcome.NOT_MOVEABLE
    if said is Answer.ANOTHER_TIME and slots:
        outcome = answering.suggest(hearing.desk, meeting, slots, words, voice)
    if outcome is Outcome.NOT_MOVEABLE:
        outcome = answering.answer(hearing.desk, meeting, said, voice)
        if said is Answer.ANOTHER_TIME and outcome in {Outcome.KEPT, Outcome.SAME} and words:
            _suggest_in_words(hearing, meeting, words, source)
    return hearing.done(NOT_DONE.get(outcome, _CAME[said]), meeting.person, meeting.round, ("answer",), said_at)


def _suggest_in_words(hearing: Hearing, meeting: Meeting, words: str, source: Source) -> None:
    """What somebody wrote beside "another time", for the others in the group; a date of everybody's stays."""
    life = life_of(hearing.desk, meeting.round)
    if life is None or life.plan.format in {Format.LUNCH, Format.WORKSHOP}:
        return
    fact = time_suggested(
        at=hearing.desk.opened_at,
        programme=life.plan.programme,
        round=meeting.round,
        group=meeting.group,
        person=meeting.person,
        slots=(),
        words=one_line(words, most=answering.MOST_WORDS),
        source=source,
    )
    hearing.desk.store.events.append([fact])
