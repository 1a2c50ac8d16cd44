"""A mobile number shared or taken back, by mail."""

from __future__ import annotations

from pairing.inbox.mail import ReadMail, Said
from pairing.notify.links import Reply
from pairing.stages.mails.hearing import Hearing
from pairing.stages.mails.last_words import about
from pairing.stages.mails.results import Came, Result, for_a_person
from pairing.stages.meeting import Outcome
from pairing.stages.sharing import share_number, withdraw_number


def hear_mobile(hearing: Hearing, mail: ReadMail, said: Said, person: str) -> Result:
    """Unless the person has said something later about it."""
    said_at = hearing.said_at(mail)
    if hearing.words.later_than(about("mobile", None, person), said_at):
        return Result(Came.OVERTAKEN, person)
    if said.reply is Reply.REMOVE_MOBILE:
        withdraw_number(hearing.desk, person, hearing.voice())
        return hearing.done(Came.MOBILE_WITHDRAWN, person, None, ("mobile",), said_at)
    if share_number(hearing.desk, person, said.number, hearing.voice()) is Outcome.NO_NUMBER:
        return for_a_person("it shares a number that is no telephone number", person)
    return hearing.done(Came.MOBILE_SHARED, person, None, ("mobile",), said_at)
