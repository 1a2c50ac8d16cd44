"""Answers to an invitation, by calendar or in words: the same acts as a page's buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pairing.inbox.mail import MailKind, ReadMail
from pairing.life.answers import Answer, Source, time_suggested
from pairing.notify.plain import one_line
from pairing.rounds import Format
from pairing.stages import answering
from pairing.stages.answering import Meeting
from pairing.stages.mails.correspondents import From
from pairing.stages.mails.hearing import NOT_DONE, Hearing
from pairing.stages.mails.last_words import about
from pairing.stages.mails.results import Came, Result, for_a_person
from pairing.stages.meeting import find_meeting, life_of, open_suggestions, slots_of, window_ends

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
    said_at = hearing.said_at(mail)
    came = Came.OVERTAKEN
    if not hearing.overtaken("answer", meeting, said_at):
        outcome = answering.answer(hearing.desk, meeting, said, hearing.voice(source))
        came = NOT_DONE.get(outcome, _CAME[said])
    result = hearing.done(came, meeting.person, meeting.round, ("answer",), said_at)
    # a later "maybe" does not take back the time proposed before it
    if said is Answer.ANOTHER_TIME and came in {Came.ANOTHER_TIME, Came.OVERTAKEN}:
        suggested = _suggest(hearing, meeting, slots=slots, words=words, source=source, said_at=said_at)
        return replace(result, about=(*result.about, "slots")) if suggested else result
    return result


def _suggest(
    hearing: Hearing, meeting: Meeting, *, slots: Sequence[datetime], words: str, source: Source, said_at: datetime
) -> bool:
    """
    What was proposed, for the others in the group to choose from; a date of everybody's stays as it is.

    A comment without a time, from a calendar, is kept for the lead.
    """
    desk = hearing.desk
    life = life_of(desk, meeting.round)
    if life is None or meeting.group not in life.live:
        return False
    fixed = life.plan.format in {Format.LUNCH, Format.WORKSHOP}
    if fixed and source is not Source.CALENDAR:
        return False
    usable = [slot for slot in slots if not fixed and desk.opened_at < slot <= window_ends(desk, life)]
    words = one_line(words, most=answering.MOST_WORDS)
    if not (usable or words) or hearing.overtaken("slots", meeting, said_at):
        return False
    standing = open_suggestions(life, meeting.group).get(meeting.person)
    if standing is None or (slots_of(standing), standing.body["words"]) != (usable, words):
        fact = time_suggested(
            at=desk.opened_at,
            programme=life.plan.programme,
            round=meeting.round,
            group=meeting.group,
            person=meeting.person,
            slots=usable,
            words=words,
            source=source,
        )
        desk.store.events.append([fact])
    hearing.words.heard(about("slots", meeting.round, meeting.person), said_at)
    return True
