"""A mail of ours that could not be delivered."""

from __future__ import annotations

from pairing.events import Fact, Kind
from pairing.inbox.mail import ReadMail
from pairing.people.addresses import same_address
from pairing.stages.mails.correspondents import From
from pairing.stages.mails.hearing import Hearing
from pairing.stages.mails.results import Came, Result, for_a_person


def hear_bounce(hearing: Hearing, mail: ReadMail, who: From | None) -> Result:
    """The fact that somebody's present address takes no mail; `advance` believes it."""
    person = hearing.everybody.person(who.person) if who else None
    if who is None or person is None:
        return for_a_person("it is a bounce of no mail of ours, or to nobody on the staff list")
    # what a forwarding mailbox failed at is not the address we wrote to
    written_to = mail.returned_to or (mail.attendee if who.entry is None else None)
    if written_to and same_address(written_to) != same_address(person.email):
        return Result(Came.OLD_ADDRESS, person.id)
    round = who.entry.round if who.entry else who.meeting.round if who.meeting else None
    programme = who.entry.programme if who.entry else None
    body = {"status": mail.status, "key": who.entry.key if who.entry else None}
    fact = Fact(Kind.ADDRESS_BOUNCED, hearing.desk.opened_at, person.id, programme, round or None, body)
    hearing.desk.store.events.append([fact])
    return Result(Came.BOUNCED, person.id, round or None)
