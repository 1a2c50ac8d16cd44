"""Pause and stop, by mail: believed at once."""

from __future__ import annotations

from datetime import date, datetime

import arrow

from pairing.inbox.mail import ReadMail, Said
from pairing.life.answers import Answer
from pairing.notify.links import Reply
from pairing.stages import answering
from pairing.stages.answering import Meeting, Outcome
from pairing.stages.mails.hearing import Hearing
from pairing.stages.mails.last_words import about
from pairing.stages.mails.results import Came, Result
from pairing.stages.meeting import life_of


def hear_taking_part(hearing: Hearing, mail: ReadMail, said: Said, person: str) -> Result:
    """
    Unless the person has said something later about it: on a page, in another mail, or through the lead.

    A stop is undone by coming back and by nothing else: who has stopped cannot pause.
    """
    said_at = hearing.said_at(mail)
    later = "back" if said.reply is Reply.STOP else "standing"
    overtaken = hearing.words.later_than(about(later, None, person), said_at)
    if overtaken:
        _decline(hearing, person, said_at)
        hearing.words.heard(about("away", None, person), said_at)
        return Result(Came.OVERTAKEN, person, about=("away",))
    until = _until(hearing, mail, said)
    if until is not None and until <= hearing.desk.today:
        return Result(Came.LATE, person)
    return _go_away(hearing, mail, said, person, until)


def _decline(hearing: Hearing, person: str, said_at: datetime) -> None:
    """Meetings to come stay declined when somebody has come back since, unless they were answered later."""
    for name, life in hearing.everybody.lives.items():
        live = life.group_of(person)
        if live is not None and not hearing.words.later_than(about("answer", name, person), said_at):
            meeting = Meeting(person, name, live.group.number)
            answering.answer(hearing.desk, meeting, Answer.NO, hearing.voice())


def _until(hearing: Hearing, mail: ReadMail, said: Said) -> date | None:
    """The day a pause ends; its months count from the day it was written."""
    if said.reply is Reply.PAUSE and said.months:
        day = hearing.said_at(mail).astimezone(hearing.desk.zone).date()
        return arrow.Arrow.fromdate(day).shift(months=said.months).date()
    return said.until


def _go_away(hearing: Hearing, mail: ReadMail, said: Said, person: str, until: date | None) -> Result:
    """Pause or stop. Meetings to come are declined with it, but for those answered after this was written."""
    desk, said_at, voice = hearing.desk, hearing.said_at(mail), hearing.voice()
    later = [
        (Meeting(person, name, last.group), last.answer)
        for name in hearing.everybody.lives
        if hearing.words.later_than(about("answer", name, person), said_at)
        and (life := life_of(desk, name))
        and (last := life.answers.get(person))
    ]
    if said.reply is Reply.STOP:
        answering.stop(desk, person, voice)
        came = Came.STOPPED
    else:
        outcome = answering.pause(desk, person, until, voice)
        came = Came.STOPPED if outcome is Outcome.STOPPED else Came.PAUSED
    for meeting, answer in later:
        answering.answer(desk, meeting, answer, voice)
    return hearing.done(came, person, None, ("standing", "away"), said_at)
