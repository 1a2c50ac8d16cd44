"""
The questions everybody asks of the past. All answers follow from the facts alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from pairing.events import Fact
from pairing.history.fold import fold_rounds
from pairing.history.record import Contact, MetFigure, Pair, RoundOnRecord
from pairing.rounds import Format

#: How many rounds older a contact of another format counts: having shared a table is less than a coffee for two.
OTHER_FORMAT_ROUNDS = 6


@dataclass(frozen=True)
class History:
    """Every round on record, the earliest first."""

    rounds: tuple[RoundOnRecord, ...]
    formats: Mapping[str, Format] = field(default_factory=dict)

    @classmethod
    def fold(cls, facts: Iterable[Fact], *, formats: Mapping[str, Format] | None = None) -> History:
        """The history of these facts. ``formats`` tells the format of programmes known only from an import."""
        rounds = fold_rounds(facts, formats or {})
        return cls(rounds, {past.programme: past.format for past in rounds} | dict(formats or {}))

    @cached_property
    def contacts(self) -> Mapping[Pair, Sequence[Contact]]:
        """Every two people who shared a group, with each time they did, the earliest first."""
        found: dict[Pair, list[Contact]] = {}
        for past in self.rounds:
            for pair, contact in past.contacts():
                found.setdefault(pair, []).append(contact)
        for contacts in found.values():
            if len(contacts) > 1:  # few have met more than once
                contacts.sort(key=lambda contact: contact.date)
        return found

    @cached_property
    def times(self) -> Mapping[Pair, int]:
        """How often every two people met, or may have; those who surely never did are not there."""
        return Counter(chain.from_iterable(group.may_have_met for past in self.rounds for group in past.groups))

    def contacts_between(self, one: str, other: str) -> Sequence[Contact]:
        """Each time these two shared a group, the earliest first."""
        return self.contacts.get((min(one, other), max(one, other)), ())

    def of(self, programme: str) -> list[RoundOnRecord]:
        """One programme's rounds, the earliest first."""
        return [past for past in self.rounds if past.programme == programme]

    def round(self, name: str) -> RoundOnRecord | None:
        """The latest round of this name; None when there is none."""
        return next((past for past in reversed(self.rounds) if past.round == name), None)

    def periods(self, programme: str) -> tuple[str, ...]:
        """The periods this programme has had a round in, the earliest first; imported ones where their name says so."""
        return tuple(past.period for past in self.of(programme) if past.period)

    def rounds_since(self, programme: str) -> dict[Pair, int]:
        """
        How long ago every two people last shared a group: 1 + the rounds of this programme since.

        1 = its last round. A contact of another format counts as `OTHER_FORMAT_ROUNDS` older.
        Those known not to have met are not there: they may be put together again, and soon.
        """
        rounds = self.of(programme)
        place = {id(past): number for number, past in enumerate(rounds)}
        days = [past.began for past in rounds]
        since: dict[Pair, int] = {}
        for past in self.rounds:
            same = past.programme == programme or past.format == self.formats.get(programme)
            older = 0 if same else OTHER_FORMAT_ROUNDS
            for group in past.groups:
                if past.programme == programme:
                    age = len(rounds) - place[id(past)]
                else:
                    age = 1 + len(days) - bisect_right(days, group.date) + older
                for pair in group.may_have_met:
                    if since.get(pair, age) >= age:
                        since[pair] = age
        return since

    def turns_missed(self, programme: str) -> dict[str, int]:
        """
        How many rounds in a row, up to the last, each person was left out or let down.

        Rounds somebody was not invited to at all are passed over. Who has missed none is not there.
        """
        missed: Counter[str] = Counter()
        served: set[str] = set()
        for past in reversed(self.of(programme)):
            missed.update(person for person in past.left_out if person not in served)
            there = [(person, group) for group in past.groups for person in group.members if person not in served]
            had_company = {person for person, group in there if not group.let_down(person)}
            missed.update({person for person, _ in there} - had_company)
            served |= had_company
        return dict(sorted(missed.items()))

    def contacts_outside(self, practices_of: Mapping[str, Collection[str]]) -> dict[str, int]:
        """How many different people of other practices each has met, or may have met; 0 where none."""
        met: Counter[str] = Counter(dict.fromkeys(sorted(practices_of), 0))
        known = {person: frozenset(practices) for person, practices in practices_of.items()}
        for one, other in self.times:
            here, there = known.get(one), known.get(other)
            if here is not None and there is not None and here.isdisjoint(there):
                met[one] += 1
                met[other] += 1
        return dict(met)

    def practice_meetings(self, practice_of: Mapping[str, str]) -> dict[tuple[str, str], int]:
        """How often people of two practices have met, or may have; the smaller key first, none for one with itself."""
        counts: Counter[tuple[str, str]] = Counter()
        for (one, other), times in self.times.items():
            here, there = practice_of.get(one), practice_of.get(other)
            if here is not None and there is not None and here != there:
                counts[(here, there) if here < there else (there, here)] += times
        return dict(sorted(counts.items()))

    def first_mover_counts(self) -> Counter[str]:
        """How often each person was asked to write first."""
        movers = (group.first_mover for past in self.rounds for group in past.groups)
        return Counter(person for person in movers if person)

    def host_counts(self) -> Counter[str]:
        """How often each person was asked to host."""
        hosts = (group.host for past in self.rounds for group in past.groups)
        return Counter(person for person in hosts if person)

    def met_figure(self, round: str) -> MetFigure:
        """How many groups of a round met, did not, or have not said."""
        record = self.round(round)
        outcomes = Counter(group.outcome for group in record.groups) if record else Counter[bool | None]()
        return MetFigure(yes=outcomes[True], no=outcomes[False], unknown=outcomes[None])

    @property
    def disagreements(self) -> tuple[tuple[str, str], ...]:
        """
        Round and group of every two who say different things about whether they met.

        They count as met, and the lead is shown them.
        """
        return tuple((past.round, group.name) for past in self.rounds for group in past.groups if group.disagreement)
