"""
From a plan to letters: one each for everybody planned or left out.

Letters of later days (`letters_later`) are written with the same `Writer`; `owed` puts them into the outbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from pairing.config.formats import programme_ground_rules, programme_purpose, programme_title
from pairing.config.model import Programme
from pairing.config.rhythm import how_often, period_name
from pairing.history.prompts import KINDS as PLANNING
from pairing.history.prompts import prompts_shown
from pairing.life.told import KINDS, Told, told
from pairing.notify.identity import entry_key, uid
from pairing.notify.meeting_letters import Invitation
from pairing.notify.messages import Guest, LeftOutNotice, Letter, Mailbox, MessageKind, Seat, Wording
from pairing.notify.prompts import EACH, shown_to
from pairing.people.person import Person
from pairing.rounds import PlannedGroup, PlannedRound
from pairing.stages.desk import Desk
from pairing.stages.linking import Links


@dataclass(frozen=True)
class Writer:
    """What all letters of one round share."""

    desk: Desk
    plan: PlannedRound
    programme: Programme
    people: Mapping[str, Person]
    names: Mapping[str, str]
    links: Links

    @classmethod
    def of(cls, desk: Desk, plan: PlannedRound) -> Writer:
        """A writer who knows everybody, those who left as well."""
        people = {person.id: person for person in desk.store.roster.people(with_left=True)}
        return cls(desk, plan, desk.config.programmes[plan.programme], people, desk.practice_names(), Links(desk))

    def to_member(self, group: PlannedGroup, member: Person) -> Invitation:
        """The invitation to a group the plan made."""
        common = self.common(member, MessageKind.INVITATION, group=group.number)
        return Invitation(**common, **self.about(group, member), **self.topics(group, member), **self.welcome(member))

    def welcome(self, member: Person) -> dict[str, Any]:
        """Whether this invitation is the first they hear of the programme, and then what it says about that."""
        first = not self._told.knows(member.id, self.plan.programme)
        return {"first": first, "often": how_often(self.programme.every) if first else ""}

    def about(self, group: PlannedGroup, reader: Person) -> dict[str, Any]:
        """What every letter about a meeting says of it, as this reader sees it."""
        network = self.desk.config.network
        return {
            "guests": tuple([self._guest(self.people[other]) for other in group.companions(reader.id)]),
            "tables": tuple(self._seats(group, reader)),
            "starts": group.starts,
            "ends": group.ends,
            "minutes": self.programme.minutes,
            "where": group.where,
            "by": self._by,
            "first_mover": self._named(group.first_mover, reader),
            "host": self._named(group.host, reader),
            "uid": uid(
                self.desk.secret,
                network=network.code or network.name,
                programme=self.plan.programme,
                round=self.plan.round,
                group=group.number,
                person=reader.id,
                domain=self.desk.mailbox.rpartition("@")[2],
            ),
        }

    @cached_property
    def _by(self) -> date:
        """The last day to meet on."""
        days = timedelta(days=self.programme.meet_within_days)
        return (self.plan.planned_at.astimezone(self.desk.zone) + days).date()

    def _seats(self, group: PlannedGroup, reader: Person) -> Iterator[Seat]:
        """The reader's own table in each rotation of a workshop."""
        for turn in group.tables:
            number, table = next(((n, each) for n, each in enumerate(turn, 1) if reader.id in each), (0, ()))
            yield Seat(number, tuple(self.people[other].name for other in table if other != reader.id))

    def topics(self, group: PlannedGroup, reader: Person) -> dict[str, Any]:
        """What there is to talk about, new to this reader, and what the group has going for it."""
        many = len(group.prompts) > EACH  # else everybody is shown all of them, whatever they were shown before
        prompts = shown_to(group.prompts, self._shown.get(reader.id, {}) if many else {})
        return {"prompts": prompts, "why": _kindly(self.people[other] for other in group.members)}

    def to_left_out(self, person: Person, why: str, key: str = "") -> LeftOutNotice:
        """The kind word to somebody without a group."""
        return LeftOutNotice(**self.common(person, MessageKind.LEFT_OUT, key=key), why=why)

    def common(self, person: Person, kind: MessageKind, *, group: int = 0, key: str = "") -> dict[str, Any]:
        """What every letter says. ``group`` is what its answer page is about, 0 where it is about none."""
        key = key or entry_key(self.plan.round, person.id, kind.value, 0)
        answer_url = self.links.answer_url(person.id, self.plan.round, group) if group else None
        pause_url = self.links.pause_url(person.id, self.plan.round, group)
        common = self.common_to(Mailbox(person.name, person.email), person.id, kind, key)
        return common | {"answer_url": answer_url, "pause_url": pause_url}

    def common_to(self, to: Mailbox, person: str, kind: MessageKind, key: str) -> dict[str, Any]:
        """What a letter to anybody says, without the pages."""
        return self._of_round | {"to": to, "kind": kind, "key": key, "person": person}

    @cached_property
    def _of_round(self) -> dict[str, Any]:
        """What is the same in every letter of the round."""
        plan = self.plan
        about = {"format": plan.format, "round": plan.round, "period_name": period_name(plan.period)}
        return from_programme(self.desk, plan.programme) | about

    def _guest(self, person: Person) -> Guest:
        """Somebody as the others in their group are shown them."""
        practice = self.names.get(person.practice, person.practice)
        return Guest(person.name, person.role, practice, person.email, person.mobile)

    @cached_property
    def _told(self) -> Told:
        """Who knew of the programme before this round."""
        return told(self.desk.store.events.facts(kinds=KINDS), but=self.plan.round)

    @cached_property
    def _shown(self) -> Mapping[str, Mapping[str, int]]:
        """Which prompts everybody was shown before this round."""
        return prompts_shown(self.desk.store.events.facts(kinds=PLANNING), but=self.plan.round)

    def _named(self, person_id: str | None, reader: Person) -> str | None:
        if person_id is None:
            return None
        return "you" if person_id == reader.id else self.people[person_id].name


def from_programme(desk: Desk, name: str) -> dict[str, Any]:
    """What every letter of a programme says, whatever it is about."""
    config, programme = desk.config, desk.config.programmes[name]
    return {
        "network": config.network.name,
        "sender": Mailbox(config.mail.sender_name or config.network.name, desk.mailbox),
        "reply_to": Mailbox(config.lead.name, config.mail.reply_to) if config.mail.reply_to else None,
        "written_at": desk.opened_at,
        "timezone": config.network.timezone,
        "lead": config.lead.name,
        "programme": name,
        "wording": Wording(
            title=programme_title(programme),
            purpose=programme_purpose(programme),
            ground_rules=programme_ground_rules(programme),
            note=programme.note,
        ),
    }


def letters_of(desk: Desk, plan: PlannedRound) -> Iterator[Letter]:
    """
    One letter for everybody in the plan, members in the plan's order, then those left out.

    Everybody must still be on the roster (`pairing.stages.approve` makes sure).
    """
    writer = Writer.of(desk, plan)
    for group in plan.groups:
        for member in group.members:
            yield writer.to_member(group, writer.people[member])
    for left in plan.left_out:
        yield writer.to_left_out(writer.people[left.person], left.why)


def _kindly(people: Iterable[Person]) -> tuple[str, ...]:
    """
    What the group has going for it, as its members are told; empty where there is nothing to say.

    What gave way, and what is known of the past, is for the lead (`PlannedGroup.why`), not for them.
    """
    group = list(people)
    practices = {person.practice for person in group}
    roles = {person.role_group for person in group}
    if len(practices) == len(group) == 2:
        return ("You work at different practices.",)
    if len(practices) > 1 and len(group) > 2:
        return (f"You come from {len(practices)} practices.",)
    return ("You work in different staff groups.",) if len(roles) > 1 else ()
