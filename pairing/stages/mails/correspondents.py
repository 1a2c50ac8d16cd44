"""
Who a mail is from, and about which meeting: by what only the mail we wrote could have told them.

    calendar answer   the UID, which is one invited person's alone
    prepared reply    its reference or the link it quotes, else the mail of ours it answers, else From
    bounce            the mail that came back, by Message-ID or UID, else the address that failed

Addresses are otherwise only checks: people answer from other addresses than the one invited, and
clients leave out or mistake who organises and who attends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pairing.events import Fact, Kind
from pairing.inbox.mail import MailKind, ReadMail
from pairing.life.round_life import RoundLife, fold_lives
from pairing.links import Link, Purpose
from pairing.notify.identity import uid
from pairing.notify.messages import MessageKind
from pairing.notify.outbox import Entry
from pairing.people.addresses import same_address
from pairing.people.person import Person, Standing
from pairing.plans import plan_of, regrouped
from pairing.rounds import PlannedGroup
from pairing.stages.desk import Desk
from pairing.stages.linking import Links
from pairing.stages.meeting import Meeting


@dataclass(frozen=True)
class From:
    """Who wrote. ``meeting`` is None where only the person is known; ``entry`` is the mail of ours it is about."""

    person: str
    meeting: Meeting | None = None
    entry: Entry | None = None


class Correspondents:
    """Everybody a mail may be from, as things stand now."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._links = Links(desk)

    @cached_property
    def lives(self) -> dict[str, RoundLife]:
        """Every round as it stood when the mails were opened."""
        return fold_lives(self._facts)

    def of(self, mail: ReadMail) -> From | None:
        """Who this mail is from, or for a bounce whom it was for; None when they are no one of ours."""
        if mail.kind in {MailKind.REPLY, MailKind.COUNTER}:
            meeting = self._meetings.get(_code(mail.uid))
            return From(meeting.person, meeting) if meeting else None
        if mail.kind is MailKind.BOUNCE:
            return self._of_bounce(mail)
        return self._of_person(mail)

    def person(self, id: str) -> Person | None:
        """The person, while they are on the staff list."""
        found = self._desk.store.roster.person(id)
        return found if found and found.standing is not Standing.LEFT else None

    def at(self, address: str | None) -> Person | None:
        """The one person with this address; None for nobody, and for several."""
        found = self._addresses.get(same_address(address), []) if address else []
        return found[0] if len(found) == 1 else None

    def was_asked(self, person: str, kind: MessageKind) -> bool:
        """True when somebody was written a letter of this kind."""
        return any(entry.person == person and entry.kind == kind.value for entry in self._entries.values())

    def group_spoken_of(self, entry: Entry) -> int | None:
        """Which group a mail of ours was about: the one its key names, the plan's own, or the person's present one."""
        kind, _, number = entry.key.split("/")[2].partition("-")
        if number.isdigit() and kind != MessageKind.SUGGESTION.value:
            return int(number)
        life = self.lives.get(entry.round)
        if life is None:
            return None
        if kind == MessageKind.INVITATION.value:
            planned = (group.number for group in life.plan.groups if entry.person in group.members)
            return next(planned, None)
        live = life.group_of(entry.person)
        return live.group.number if live else None

    def _of_person(self, mail: ReadMail) -> From | None:
        token = mail.token or ""
        if token in self._meetings:
            meeting = self._meetings[token]
            return From(meeting.person, meeting, self._answered(mail, meeting.person))
        link = next(filter(None, (self._link(purpose, token) for purpose in Purpose)), None) if token else None
        if link:
            meeting_ = Meeting(link.person, link.round, link.group) if link.group else None
            return From(link.person, meeting_, self._answered(mail, link.person))
        entry = self._answered(mail)
        if entry:
            group = self.group_spoken_of(entry)
            return From(entry.person, Meeting(entry.person, entry.round, group) if group else None, entry)
        person = self.at(mail.sender)
        return From(person.id) if person else None

    def _of_bounce(self, mail: ReadMail) -> From | None:
        entry = self._answered(mail)
        if entry:
            return From(entry.person, entry=entry)
        meeting = self._meetings.get(_code(mail.uid))
        if meeting:
            return From(meeting.person, meeting)
        if mail.answers or mail.uid:
            return None  # what came back is no mail of ours
        person = self.at(mail.attendee)
        return From(person.id) if person else None

    def _answered(self, mail: ReadMail, person: str | None = None) -> Entry | None:
        """The mail of ours that this one answers or returns, the last named first."""
        found = (self._entries.get(id) for id in reversed(mail.answers))
        return next((entry for entry in found if entry and person in {None, entry.person}), None)

    def _link(self, purpose: Purpose, token: str) -> Link | None:
        found = self._links.read(purpose, token)
        return found[0] if found else None

    @cached_property
    def _facts(self) -> list[Fact]:
        return list(self._desk.store.events.facts())

    @cached_property
    def _entries(self) -> Mapping[str, Entry]:
        return {entry.message_id: entry for entry in self._desk.store.outbox.heads()}

    @cached_property
    def _addresses(self) -> Mapping[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self._desk.store.roster.people():
            if person.email:
                found.setdefault(same_address(person.email), []).append(person)
        return found

    @cached_property
    def _meetings(self) -> Mapping[str, Meeting]:
        """By the part of a UID that is drawn: every meeting anybody was ever in, those that ended as well."""
        network = self._desk.config.network
        found = {}
        for programme, round, group in _groups(self._facts):
            for person in group.members:
                name = uid(
                    self._desk.secret,
                    network=network.code or network.name,
                    programme=programme,
                    round=round,
                    group=group.number,
                    person=person,
                    domain="",
                )
                found[_code(name)] = Meeting(person, round, group.number)
        return found


def _groups(facts: Iterable[Fact]) -> Iterable[tuple[str, str, PlannedGroup]]:
    programmes: dict[str, str] = {}
    for fact in facts:
        if fact.kind is Kind.ROUND_PLANNED:
            plan = plan_of(fact)
            programmes[plan.round] = plan.programme
            yield from ((plan.programme, plan.round, group) for group in plan.groups)
        elif fact.kind is Kind.GROUPS_CHANGED and fact.round in programmes:
            yield from ((programmes[fact.round], fact.round, each) for each in regrouped(fact))


def _code(name: str | None) -> str:
    """What is drawn of a UID; some gateways write it in capitals, and the domain is no secret."""
    return (name or "").partition("@")[0].strip().lower()
