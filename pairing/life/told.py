"""
Who knows of which programme: those it was announced to, and those who were in one of its rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pairing.events import Fact, Kind

#: What `told` reads.
KINDS = (
    Kind.PROGRAMME_ANNOUNCED,
    Kind.ROUND_PLANNED,
    Kind.GROUPS_CHANGED,
    Kind.MEETING_IMPORTED,
    Kind.PERSON_FORGOTTEN,
)


@dataclass(frozen=True)
class Told:
    """
    ``announced``: the day of the first invitations, as those were told who were told first of a programme
    (or, where the key says True, asked first whether to join it). ``by_mail``: who was told.
    ``in_rounds``: who was in a round of it, with or without a group.
    """

    announced: Mapping[tuple[str, bool], date]
    by_mail: Mapping[tuple[str, bool], frozenset[str]]
    in_rounds: Mapping[str, frozenset[str]]

    def knows(self, person: str, name: str) -> bool:
        """True when this person has heard of the programme in any of these ways."""
        was_in = person in self.in_rounds.get(name, ())
        return was_in or any(person in self.by_mail.get((name, opt_in), ()) for opt_in in (False, True))


def told(facts: Iterable[Fact], *, but: str | None = None) -> Told:
    """From the facts, leaving out those of the round ``but``; who was forgotten knows of nothing."""
    announced: dict[tuple[str, bool], date] = {}
    by_mail: dict[tuple[str, bool], set[str]] = {}
    in_rounds: dict[str, set[str]] = {}
    for fact in facts:
        if fact.kind is Kind.PERSON_FORGOTTEN:
            for some in (*by_mail.values(), *in_rounds.values()):
                some.discard(str(fact.person))
        elif fact.kind is Kind.PROGRAMME_ANNOUNCED:
            about = (str(fact.programme), bool(fact.body["opt_in"]))
            announced.setdefault(about, date.fromisoformat(fact.body["first_on"]))
            by_mail.setdefault(about, set()).add(str(fact.person))
        elif fact.round != but and (people := _people(fact)):
            in_rounds.setdefault(str(fact.programme or fact.body.get("programme")), set()).update(people)
    frozen = {about: frozenset(people) for about, people in by_mail.items()}
    return Told(announced, frozen, {name: frozenset(people) for name, people in in_rounds.items()})


def _people(fact: Fact) -> list[str]:
    """Everybody who was in a round, by one fact of it."""
    if fact.kind is Kind.MEETING_IMPORTED:
        return list(fact.body["members"])
    if fact.kind not in {Kind.ROUND_PLANNED, Kind.GROUPS_CHANGED}:
        return []
    left_out = [left["person"] for left in fact.body["left_out"]]
    return [*(member for group in fact.body["groups"] for member in group["members"]), *left_out]
