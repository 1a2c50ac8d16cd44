"""
When each person last said what, so that a mail that was long on its way does not undo a later word.

Mails are compared by when they were written, everything else by when it was kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pairing.events import Fact, Kind
from pairing.life.answers import Source

#: What one word is about, and whose. Of a round: "answer", "slots" (times proposed), "met". Of a person:
#: "standing" (any word on taking part), "away" (pause or stop), "back", "mobile", and "in coffee" (joining or
#: leaving it).
Subject = tuple[str, str, str]

#: How a word on joining or leaving a programme begins; its name follows.
IN = "in "

_JOINING = (Kind.PROGRAMME_JOINED, Kind.PROGRAMME_LEFT)
_BY_MAIL = frozenset({Source.MAIL.value, Source.CALENDAR.value})
_ABOUT = {
    Kind.ANSWERED: ("answer",),
    Kind.TIME_SUGGESTED: ("slots",),
    Kind.ATTENDANCE_RECORDED: ("met",),
    Kind.MOBILE_SHARED: ("mobile",),
    Kind.MOBILE_WITHDRAWN: ("mobile",),
}
_STANDING = (Kind.PERSON_PAUSED, Kind.PERSON_RESUMED, Kind.PERSON_STOPPED)


def about(what: str, round: str | None, person: str) -> Subject:
    """The subject's name; a standing is about no round."""
    of_a_person = what in {"standing", "away", "back", "mobile"} or what.startswith(IN)
    return (what, "" if of_a_person else round or "", person)


class LastWords:
    """The moment of each last word."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._last: dict[Subject, datetime] = {}
        facts = list(facts)
        by_mail = {(fact.person, fact.at) for fact in facts if fact.kind is Kind.MAIL_READ and fact.body.get("about")}
        for fact in facts:
            if fact.person and (what := _what(fact, by_mail)):
                said_at = fact.body.get("said_at") if fact.kind is Kind.MAIL_READ else None
                moment = datetime.fromisoformat(said_at) if said_at else fact.at
                for each in what:
                    self.heard(about(each, fact.round, fact.person), moment)

    def heard(self, subject: Subject, moment: datetime) -> None:
        """Something was said about this."""
        self._last[subject] = max(moment, self._last.get(subject, moment))

    def later_than(self, subject: Subject, moment: datetime) -> bool:
        """True when something later is known already."""
        return subject in self._last and self._last[subject] > moment


def _what(fact: Fact, by_mail: set[tuple[str | None, datetime]]) -> tuple[str, ...]:
    """What a fact is a word about; nothing where it only carries out what a mail said."""
    if fact.kind is Kind.MAIL_READ:
        return tuple(fact.body.get("about") or ())
    if fact.body.get("source") in _BY_MAIL or fact.body.get("held") or fact.body.get("why"):
        return ()
    if fact.kind in _STANDING and (fact.person, fact.at) not in by_mail:
        return ("standing", "back" if fact.kind is Kind.PERSON_RESUMED else "away")
    if fact.kind in _JOINING:
        return (f"{IN}{fact.programme}",)
    return _ABOUT.get(fact.kind, ())
