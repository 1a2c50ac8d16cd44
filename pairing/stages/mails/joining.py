"""Joining, leaving and staying in a programme, by mail; joining and staying bring back whoever paused or stopped."""

from __future__ import annotations

from pairing.inbox.mail import ReadMail, Said
from pairing.notify.links import Reply
from pairing.stages.joining import join, leave, stay
from pairing.stages.mails.correspondents import From
from pairing.stages.mails.hearing import Hearing
from pairing.stages.mails.last_words import IN, about
from pairing.stages.mails.results import Came, Result, for_a_person

_ACTS = {Reply.JOIN: join, Reply.STAY: stay, Reply.LEAVE: leave}


def hear_joining(hearing: Hearing, mail: ReadMail, said: Said, who: From) -> Result:
    """Unless the person has said something later about it: on a page, in another mail, or through the lead."""
    name = _programme(hearing, said, who)
    if name is None:
        return for_a_person("it is not plain which programme it is about", who.person)
    said_at, subject = hearing.said_at(mail), f"{IN}{name}"
    back = said.reply is not Reply.LEAVE
    what = (subject, "standing", "back") if back else (subject,)
    if any(hearing.words.later_than(about(each, None, who.person), said_at) for each in what[:2]):
        return Result(Came.OVERTAKEN, who.person)
    _ACTS[said.reply](hearing.desk, who.person, name, hearing.voice())
    return hearing.done(Came.STAYS if back else Came.LEFT, who.person, None, what, said_at)


def _programme(hearing: Hearing, said: Said, who: From) -> str | None:
    """The one named, else the one our mail was about, else the only one there is."""
    programmes = hearing.desk.config.programmes
    if said.programme:
        return said.programme if said.programme in programmes else None
    if who.entry and who.entry.programme in programmes:
        return who.entry.programme
    return next(iter(programmes)) if len(programmes) == 1 else None
