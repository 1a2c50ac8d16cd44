"""
The letters of a round's later days: reminders, changes, endings, questions, and the lead's own mail.

Their outbox keys (`pairing.life.post`) say which group a letter is about where there may be several;
a reminder, a nudge, a question is one a round, so its key has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pairing.events import Fact
from pairing.life.due import Due, DueKind
from pairing.life.post import ENDINGS, Standing, key_about
from pairing.life.round_life import Ended, LiveGroup, RoundLife
from pairing.notify.identity import entry_key
from pairing.notify.meeting_letters import (
    Cancellation,
    DidYouMeet,
    Invitation,
    Nudge,
    PartnerLeft,
    Reminder,
    Suggestion,
    Update,
)
from pairing.notify.messages import Digest, Letter, Mailbox, MessageKind, Staying
from pairing.stages.letters import Writer
from pairing.stages.meeting import slots_of

#: Who the lead's own mail is for, where a person's id stands in keys and facts.
LEAD = "@lead"


@dataclass(frozen=True)
class LaterLetters:
    """Writes the letters of one round as it stands now; ``moment`` is no earlier than any that was written before."""

    writer: Writer
    life: RoundLife
    moment: datetime

    def due(self, row: Due) -> Letter:
        """The letter of a due date: reminder, nudge, or "did you meet?"."""
        writer, person = self.writer, self.writer.people[row.person]
        live = self.life.live[row.group]
        about = writer.about(live.group, person) | {"sequence": live.sequence}
        if row.kind is DueKind.NUDGE:
            return Nudge(**writer.common(person, MessageKind.NUDGE, group=row.group), **about)
        if row.kind is DueKind.REMINDER:
            common = writer.common(person, MessageKind.REMINDER, group=row.group)
            return Reminder(**common, **about, **writer.topics(live.group, person))
        met_url = writer.links.met_url(row.person, self.life.plan.round, row.group)
        common = writer.common(person, MessageKind.DID_YOU_MEET, group=row.group)
        return DidYouMeet(**common, **about, met_url=met_url)

    def invitation(self, live: LiveGroup, member: str, key: str) -> Invitation:
        """To a group made, or joined, after the plan."""
        person, group = self.writer.people[member], live.group
        common = self.writer.common(person, MessageKind.INVITATION, group=group.number, key=key)
        about = self.writer.about(group, person)
        known = self.writer.topics(group, person) | self.writer.welcome(person)
        return Invitation(**common, **about, **known, sequence=live.sequence)

    def update(self, live: LiveGroup, member: str, key: str, told: Standing, before: datetime | None) -> Update:
        """Their entry has changed: SEQUENCE as the group's, so raised for time and place and not for words."""
        person, group = self.writer.people[member], live.group
        return Update(
            **self.writer.common(person, MessageKind.UPDATE, group=group.number, key=key),
            **self.writer.about(group, person),
            **self.writer.topics(group, person),
            sequence=live.sequence,
            stamp=self.moment + timedelta(seconds=live.news[member]),  # two within a second stay in order
            before=before,
            news="" if live.sequence > told.sequence else "Who comes has changed; the time and the place stay.",
        )

    def ending(self, live: LiveGroup, member: str, told: Standing, ended: Ended | None, *, takes_part: bool) -> Letter:
        """Their meeting is off: a cancellation, or a kind note where it was too late to find anybody else."""
        person, group, life = self.writer.people[member], live.group, self.life
        again = life.group_of(member) is not None
        left_out = member in life.without_group and member not in life.by_choice
        late = ended is not None and ended.late and left_out and takes_part
        kind = ENDINGS[1] if late else ENDINGS[0]
        key = key_about(life.plan.round, member, kind, group.number)
        common = self.writer.common(person, kind, group=0, key=key)
        about = self.writer.about(group, person) | {"sequence": told.sequence + 1}
        away = tuple(
            self.writer.people[other].name
            for other in group.members
            if other != member and other in life.by_choice and self.writer.people[other].name
        )
        words = ended.words if ended else ""
        if late:
            return PartnerLeft(**common, **about, away=away, words=words)
        return Cancellation(
            **common,
            **about,
            away=away,
            words=words,
            by_you=member in life.by_choice,
            invitation_follows=again,
            first_next_time=left_out and not again and not life.cancelled,
        )

    def staying(self, member: str, rounds: int) -> Staying:
        """After so many silent rounds: do you want to stay?"""
        common = self.writer.common(self.writer.people[member], MessageKind.STAYING)
        page = self.writer.links.join_url(member, self.life.plan.round)
        return Staying(**common | {"answer_url": page}, rounds=rounds)

    def suggestion(self, live: LiveGroup, member: str, fact: Fact) -> Suggestion:
        """Another member offers other times."""
        person, group = self.writer.people[member], live.group
        key = suggestion_key(fact, member)
        return Suggestion(
            **self.writer.common(person, MessageKind.SUGGESTION, group=group.number, key=key),
            **self.writer.about(group, person),
            sequence=live.sequence,
            suggested_by=self.writer.people[str(fact.person)].name,
            slots=tuple(slots_of(fact)),
            said=fact.body.get("words", ""),
        )

    def digest(self, key: str, headline: str, attention: Sequence[str], lines: Sequence[str]) -> Digest:
        """To the lead."""
        lead = self.writer.desk.config.lead
        common = self.writer.common_to(Mailbox(lead.name, lead.email), LEAD, MessageKind.DIGEST, key)
        return Digest(**common, headline=headline, attention=tuple(attention), lines=tuple(lines))


def suggestion_key(fact: Fact, member: str) -> str:
    """One letter for each suggestion and reader; the fact's own number tells suggestions apart."""
    return entry_key(str(fact.round), member, f"{MessageKind.SUGGESTION}-{fact.seq}", 0)
