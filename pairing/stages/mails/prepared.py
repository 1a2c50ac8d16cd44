"""Prepared replies about a meeting: the words of our links, whichever mail program sent them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pairing.inbox.mail import ReadMail, Said
from pairing.life.answers import Answer, Source
from pairing.notify.dates import day_name, local, time_name
from pairing.notify.links import Reply
from pairing.notify.messages import MessageKind
from pairing.notify.plain import one_line
from pairing.stages import answering
from pairing.stages.announcing import OPT_IN
from pairing.stages.answering import Meeting, Outcome
from pairing.stages.desk import Desk
from pairing.stages.mails.answers import hear_answer
from pairing.stages.mails.correspondents import From
from pairing.stages.mails.hearing import NOT_DONE, Hearing
from pairing.stages.mails.joining import hear_joining
from pairing.stages.mails.mobile import hear_mobile
from pairing.stages.mails.results import Came, Result, for_a_person
from pairing.stages.mails.taking_part import hear_taking_part
from pairing.stages.meeting import cut_off, find_meeting, open_suggestions, slots_of

_ANSWERS = {
    Reply.YES: Answer.YES,
    Reply.ANOTHER_TIME: Answer.ANOTHER_TIME,
    Reply.NOT_THIS_MONTH: Answer.NO,
    Reply.NOT_THIS_WEEK: Answer.NO,
}
_MET: dict[Reply, tuple[bool | None, Came]] = {
    Reply.MET: (True, Came.MET),
    Reply.NOT_MET: (False, Came.NOT_MET),
    Reply.LATER: (None, Came.MEET_LATER),
}
#: Letters to which a plain "yes" is no answer to an invitation.
_OTHER_QUESTIONS = frozenset({MessageKind.STAYING.value, MessageKind.ANNOUNCEMENT.value})


def hear_prepared(hearing: Hearing, mail: ReadMail, who: From) -> Result:
    """A reply in fixed words; in any others it is for a person to read."""
    said = mail.said
    if said is None:
        return for_a_person("it is in somebody's own words", who.person)
    if said.reply in {Reply.SHARE_MOBILE, Reply.REMOVE_MOBILE}:
        return hear_mobile(hearing, mail, said, who.person)
    said = _answer_to_our_question(said, who)
    if said.reply in {Reply.PAUSE, Reply.STOP}:
        return hear_taking_part(hearing, mail, said, who.person)
    if said.reply in {Reply.STAY, Reply.JOIN, Reply.LEAVE}:
        return hear_joining(hearing, mail, said, who)
    reply = _meant(hearing, said, who)
    meeting = who.meeting or _only_meeting(hearing, who.person, reply)
    if meeting is None or reply is None:
        return for_a_person("it is not plain which meeting it is about", who.person)
    return _hear_about(hearing, mail, said, meeting, reply)


def _answer_to_our_question(said: Said, who: From) -> Said:
    """
    A plain yes to "would you like to stay?", or to "would you like to join?", is what our link would have
    said; a plain no is about that programme and no other.
    """
    if not (said.bare and who.entry):
        return said
    stays = who.entry.kind == MessageKind.STAYING.value
    joins = who.entry.kind == MessageKind.ANNOUNCEMENT.value and who.entry.key.endswith(f"/{OPT_IN}")
    if not (stays or joins):
        return said
    yes = Reply.STAY if stays else Reply.JOIN
    return replace(said, reply=yes if said.reply is Reply.YES else Reply.LEAVE, bare=False)


def _hear_about(hearing: Hearing, mail: ReadMail, said: Said, meeting: Meeting, reply: Reply) -> Result:
    if reply in _MET:
        return _hear_met(hearing, mail, meeting, reply)
    if reply is Reply.ACCEPT:
        return _hear_accepted(hearing, mail, said, meeting)
    if _ANSWERS[reply] is Answer.YES and hearing.moved_since(meeting, hearing.said_at(mail)):
        return Result(Came.OLD_TIME, meeting.person, meeting.round)
    return hear_answer(hearing, mail, meeting, _ANSWERS[reply], Source.MAIL, words=said.words)


def _meant(hearing: Hearing, said: Said, who: From) -> Reply | None:
    """A plain yes or no means one thing after an invitation and another after "did you meet?"; None if either."""
    if not said.bare:
        return said.reply
    asked = who.entry.kind if who.entry else None
    if asked == MessageKind.DID_YOU_MEET.value:
        return Reply.MET if said.reply is Reply.YES else Reply.NOT_MET
    if asked in _OTHER_QUESTIONS:
        return None
    by_reference = who.meeting is not None and said.reply is Reply.YES  # as our own link for yes writes it
    if asked is None and not by_reference and hearing.everybody.was_asked(who.person, MessageKind.DID_YOU_MEET):
        return None
    return said.reply


def _only_meeting(hearing: Hearing, person: str, reply: Reply | None) -> Meeting | None:
    """The one meeting somebody can mean: still to come for an answer, the last begun for whether they met."""
    desk, found = hearing.desk, []
    for name, life in hearing.everybody.lives.items():
        live = life.group_of(person)
        if live is None or life.plan.programme not in desk.config.programmes:
            continue
        begun = desk.opened_at >= cut_off(desk, life, live)
        if begun == (reply in _MET):
            found.append(Meeting(person, name, live.group.number))
    likely = found[-1:] if reply in _MET else found
    return likely[0] if len(likely) == 1 else None


def _hear_met(hearing: Hearing, mail: ReadMail, meeting: Meeting, reply: Reply) -> Result:
    met, came = _MET[reply]
    said_at = hearing.said_at(mail)
    if hearing.overtaken("met", meeting, said_at):
        return Result(Came.OVERTAKEN, meeting.person, meeting.round)
    outcome = answering.say_met(hearing.desk, meeting, met, hearing.voice())
    return hearing.done(NOT_DONE.get(outcome, came), meeting.person, meeting.round, ("met",), said_at)


def _hear_accepted(hearing: Hearing, mail: ReadMail, said: Said, meeting: Meeting) -> Result:
    """One of the times on offer; the group moves there."""
    found = find_meeting(hearing.desk, meeting)
    if found is None:
        return Result(Came.ENDED, meeting.person, meeting.round)
    said_at = hearing.said_at(mail)
    if hearing.overtaken("answer", meeting, said_at):
        return Result(Came.OVERTAKEN, meeting.person, meeting.round)
    offers = open_suggestions(found[0], meeting.group)
    offered = {slot for person, fact in offers.items() if person != meeting.person for slot in slots_of(fact)}
    slot = _slot(hearing.desk, said, sorted(offered))
    outcome = Outcome.LAPSED
    if slot is not None:
        outcome = answering.accept_suggestion(hearing.desk, meeting, slot, hearing.voice())
    if outcome is Outcome.LAPSED:
        return for_a_person("it accepts a time that is not on offer", meeting.person, early=True)
    return hearing.done(NOT_DONE.get(outcome, Came.MOVED), meeting.person, meeting.round, ("answer",), said_at)


def _slot(desk: Desk, said: Said, offered: Sequence[datetime]) -> datetime | None:
    """Which of the times on offer is meant: by its wall time, by its name, or since there is only one."""
    zone = desk.config.network.timezone
    if said.slot is not None:
        wanted = said.slot.replace(tzinfo=desk.zone)
        return next((slot for slot in offered if slot == wanted), None)
    words = one_line(said.words).lower()
    names = {slot: f"{day_name(local(slot, zone))}, {time_name(local(slot, zone))}".lower() for slot in offered}
    named = [slot for slot, name in names.items() if name in words]
    if len(named) == 1:
        return named[0]
    return offered[0] if len(offered) == 1 and not words else None
