"""
How one mail is read: bounce, calendar answer, machine, person, in this order; else unreadable.

Any bytes give an answer and never an exception. Nothing is looked up and nothing is changed: who the
person is, and whether the invitation is ours, is for whoever acts on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pairing.inbox.answer import ANSWERS, Ambiguous, CalendarAnswer, all_events, answer_in
from pairing.inbox.automatic import is_automatic, is_vacation
from pairing.inbox.bounce import Bounce, bounce_in
from pairing.inbox.mail import MailKind, ReadMail
from pairing.inbox.own_words import reference_in
from pairing.inbox.part_text import Mail
from pairing.inbox.parts import addresses, attached_mails, calendars, date_of, header, identities, own_text, parse
from pairing.inbox.words import is_prepared, said_in

#: Larger mails are not looked into.
MOST_BYTES = 30 * 2**20


def read_mail(raw: bytes) -> ReadMail:
    """What this mail is. `MailKind.UNREADABLE` with its reason where that cannot be told."""
    if len(raw) > MOST_BYTES:
        return ReadMail(MailKind.UNREADABLE, why="it is too large to be an answer")
    try:
        return _read(parse(raw))
    except Exception as error:  # noqa: BLE001  # a mailbox holds any bytes; the mail is kept and shown to a person
        return ReadMail(MailKind.UNREADABLE, why=f"it cannot be taken apart ({type(error).__name__})")


def _read(mail: Mail) -> ReadMail:
    events = all_events(list(calendars(mail)))
    bounce = bounce_in(mail, reports_only=any(method in ANSWERS for method, _ in events))
    if bounce:
        return _from_bounce(_common(mail), bounce)
    mail = _passed_on(mail)
    common = _common(mail)
    try:
        answer = answer_in(events, addresses(mail, "From") + addresses(mail, "Sender") + addresses(mail, "Reply-To"))
    except Ambiguous as error:
        return _but(common, kind=MailKind.UNREADABLE, why=str(error))
    if answer:
        return _from_calendar(common, answer)
    subject = header(mail, "Subject")
    if is_automatic(mail) and (is_vacation(mail) or not is_prepared(subject)):
        return _but(common, kind=MailKind.AUTO_REPLY)
    return _from_person(common, mail, subject, has_events=bool(events))


def _passed_on(mail: Mail) -> Mail:
    """The mail inside this one that answers, where somebody has passed one on: it is as old as it is; else this one."""
    if _answers(calendars(mail, attached=False)):
        return mail
    return next((_passed_on(inner) for inner in attached_mails(mail) if _answers(calendars(inner))), mail)


def _answers(calendars: Iterable[tuple[str, str | None]]) -> bool:
    return any(method in ANSWERS for method, _ in all_events(list(calendars)))


def _common(mail: Mail) -> ReadMail:
    senders = addresses(mail, "From")
    return ReadMail(
        MailKind.UNREADABLE,
        attendee=None,
        message_id=next(iter(identities(mail, "Message-ID")), None),
        sender=senders[0] if senders else None,
        written_at=date_of(mail),
        answers=identities(mail, "In-Reply-To", "References"),
    )


def _but(common: ReadMail, **changed: Any) -> ReadMail:
    kind = changed.get("kind", common.kind)
    who = common.sender if kind in {MailKind.AUTO_REPLY, MailKind.HUMAN_REPLY} else None
    return replace(common, **({"attendee": who} | changed))


def _from_bounce(common: ReadMail, bounce: Bounce) -> ReadMail:
    if not bounce.failed:
        return _but(common, kind=MailKind.AUTO_REPLY)
    return _but(
        common,
        kind=MailKind.BOUNCE,
        uid=bounce.uid,
        sequence=bounce.sequence,
        attendee=bounce.address,
        status=bounce.status,
        answers=bounce.returned,
        returned_to=bounce.returned_to,
    )


def _from_calendar(common: ReadMail, answer: CalendarAnswer) -> ReadMail:
    moments = [moment for moment in (common.written_at, answer.stamped) if moment]
    return _but(
        common,
        kind=MailKind.COUNTER if answer.counter else MailKind.REPLY,
        uid=answer.uid,
        attendee=answer.attendee,
        partstat=answer.partstat,
        sequence=answer.sequence,
        dtstamp=answer.dtstamp,
        # some clients copy the invitation's DTSTAMP into their answer; then only Date says when it was given
        written_at=max(moments, default=None),
        proposed=answer.proposed,
        comment=answer.comment,
        why=answer.why,
    )


def _from_person(common: ReadMail, mail: Mail, subject: str, *, has_events: bool) -> ReadMail:
    text = own_text(mail)
    if has_events and not common.answers:
        return _but(common, why="it has a calendar that is no answer")
    if _is_outlooks_own(mail):
        return _but(common, why="it is in Outlook's own format (winmail.dat)")
    if not common.sender or not (text.strip() or subject):
        return _but(common, why="there is nothing in it to read")
    return _but(
        common,
        kind=MailKind.HUMAN_REPLY,
        token=reference_in(text),
        said=said_in(subject, text),
    )


def _is_outlooks_own(mail: Mail) -> bool:
    return any(part.get_content_type() in {"application/ms-tnef", "application/vnd.ms-tnef"} for part in mail.walk())
