"""
What one mail does, or why a person has to read it.

Nothing here guesses. What is not plain goes to quarantine with the raw mail.
"""

from __future__ import annotations

from dataclasses import replace

from pairing.inbox.mail import MailKind, ReadMail
from pairing.people.addresses import same_address
from pairing.people.person import Person
from pairing.stages.mails.answers import hear_calendar
from pairing.stages.mails.bounces import hear_bounce
from pairing.stages.mails.correspondents import From
from pairing.stages.mails.hearing import Hearing
from pairing.stages.mails.prepared import hear_prepared
from pairing.stages.mails.results import Came, Result, for_a_person


def hear(hearing: Hearing, mail: ReadMail) -> Result:
    """Do what this mail says, and say what came of it."""
    if mail.kind is MailKind.AUTO_REPLY:
        return Result(Came.AUTOMATIC)
    if mail.kind is MailKind.UNREADABLE:
        return for_a_person(mail.why or "it cannot be read")
    who = hearing.everybody.of(mail)
    if mail.kind is MailKind.BOUNCE:
        return hear_bounce(hearing, mail, who)
    if who is None:
        stranger = mail.kind is MailKind.HUMAN_REPLY
        return for_a_person("it is from nobody on the staff list" if stranger else "it answers no invitation of ours")
    return _hear_person(hearing, mail, who)


def _hear_person(hearing: Hearing, mail: ReadMail, who: From) -> Result:
    """Addresses are checks only: somebody else's on the staff list stops the mail, a strange one is noted."""
    person = hearing.everybody.person(who.person)
    if person is None:
        return for_a_person("it is from somebody who is no longer on the staff list", who.person)
    claimed = [each for each in (mail.attendee, mail.sender) if each]
    own = any(same_address(each) == same_address(person.email) for each in claimed)
    if not own and _is_somebody_else(hearing, claimed, person):
        return for_a_person("the invitation is one person's and the address another's", who.person)
    take_in = hear_prepared if mail.kind is MailKind.HUMAN_REPLY else hear_calendar
    result = take_in(hearing, mail, who)
    return result if own else replace(result, note="other_address")


def _is_somebody_else(hearing: Hearing, claimed: list[str], person: Person) -> bool:
    others = (hearing.everybody.at(each) for each in claimed)
    return any(other is not None and other.id != person.id for other in others)
