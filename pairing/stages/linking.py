"""
The addresses in mails that lead to the answer pages, and the way back from a token to who may answer what.

    <web url>/a/TOKEN    answer: yes, another time, not this month
    <web url>/p/TOKEN    pause or stop; a one-click POST there pauses (RFC 8058)
    <web url>/m/TOKEN    did you meet?
    <web url>/j/TOKEN    come back, join, stay
    <web url>/n/TOKEN    share a mobile number, or take it back
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from pairing.events import Kind
from pairing.links import Link, Purpose, read, sign
from pairing.people.person import Person
from pairing.stages.desk import Desk

#: The first part of a page's path.
PATHS = {Purpose.ANSWER: "a", Purpose.PAUSE: "p", Purpose.MET: "m", Purpose.JOIN: "j", Purpose.NUMBER: "n"}


class Links:
    """Makes and reads the links of one desk. Where there are no public pages every address is None."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer_url(self, person: str, round: str, group: int) -> str | None:
        """Where this person answers the invitation to this group."""
        return self.url(Purpose.ANSWER, person, round, group)

    def pause_url(self, person: str, round: str, group: int = 0) -> str | None:
        """Where this person pauses or stops; also the List-Unsubscribe address."""
        return self.url(Purpose.PAUSE, person, round, group)

    def met_url(self, person: str, round: str, group: int) -> str | None:
        """Where this person says whether they met."""
        return self.url(Purpose.MET, person, round, group)

    def join_url(self, person: str, round: str = "") -> str | None:
        """Where this person comes back after a pause or a stop, or opts in."""
        return self.url(Purpose.JOIN, person, round, 0)

    def url(self, purpose: Purpose, person: str, round: str, group: int) -> str | None:
        """The address of one page for one person, or None."""
        base = self._desk.config.web.url.rstrip("/")
        return f"{base}/{PATHS[purpose]}/{self.token(purpose, person, round, group)}" if base else None

    def token(self, purpose: Purpose, person: str, round: str, group: int) -> str:
        """The signed token alone; also for prepared replies by mail."""
        return sign(self._desk.secret, Link(purpose, person, round, group, self._revoked[person]))

    def read(self, purpose: Purpose, token: str) -> tuple[Link, Person] | None:
        """Who may answer what by this token; None when it is not ours, revoked, or the person is gone."""
        link = read(self._desk.secret, purpose, token)
        person = self._desk.store.roster.person(link.person) if link else None
        if link is None or person is None or link.counter != self._revoked[link.person]:
            return None
        return link, person

    @cached_property
    def _revoked(self) -> Counter[str]:
        """How often each person's links were revoked: forgetting somebody ends every link of theirs."""
        forgotten = self._desk.store.events.facts(kinds=[Kind.PERSON_FORGOTTEN])
        return Counter(fact.person for fact in forgotten if fact.person)
