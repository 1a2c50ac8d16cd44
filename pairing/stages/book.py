"""
Everything `advance` reads, read once; and what it decides, gathered until it is kept.

Facts that were decided count at once, so that each step sees what the one before did: a group mended
is a group whose people are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from operator import itemgetter

from pairing.config.model import Programme
from pairing.events import Fact, Kind
from pairing.life.due import PATIENCE, Around, ends_at
from pairing.life.joining import KINDS as JOINING
from pairing.life.joining import Joined, joined
from pairing.life.post import Post
from pairing.life.round_life import RoundLife, fold_lives
from pairing.notify.messages import Letter
from pairing.notify.outbox import Entry
from pairing.people.person import Person
from pairing.stages.advanced import Advanced
from pairing.stages.around import read_around
from pairing.stages.desk import Desk
from pairing.stages.letters import Writer
from pairing.stages.letters_later import LaterLetters
from pairing.stages.meeting import window_ends
from pairing.stages.owed import entry_of
from pairing.stages.recent import recent_rounds

#: Facts that matter only while their round lives (and to the history of everything, which is read where it is needed).
OF_THE_DAY = {Kind.MESSAGE_SENT, Kind.ANSWERED, Kind.TIME_SUGGESTED, Kind.ATTENDANCE_RECORDED, Kind.MAIL_READ}
LASTING = tuple(kind for kind in Kind if kind not in OF_THE_DAY)

#: Later letters leave after every invitation, in the order they were written.
LATER = 1_000_000


@dataclass
class Book:
    """
    One reading of a desk at one moment. ``lives`` are the rounds that are not past, by name.

    ``facts`` are those that last, in order, of all years; ``of_round`` is everything about the rounds that are or
    were lately alive, so that a tick costs the same in the tenth year as in the first.
    """

    desk: Desk
    now: datetime
    facts: list[Fact]
    people: dict[str, Person]
    lives: dict[str, RoundLife]
    posts: dict[str, Post]
    of_round: dict[str, list[Fact]] = field(default_factory=dict)
    _facts: list[Fact] = field(default_factory=list)
    _arounds: dict[str, Around] = field(default_factory=dict)
    _entries: dict[str, Entry] = field(default_factory=dict)
    _withdrawn: dict[str, None] = field(default_factory=dict)
    _people: dict[str, Person] = field(default_factory=dict)
    _writers: dict[str, Writer] = field(default_factory=dict)
    _moments: dict[str, datetime] = field(default_factory=dict)
    _placed: defaultdict[Kind, list[tuple[int, Fact]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, desk: Desk, now: datetime) -> Book:
        """What the ports say, with the desk's clock put to ``now``."""
        desk = replace(desk, opened_at=now)
        lasting = desk.store.events.facts(kinds=LASTING)
        people = {person.id: person for person in desk.store.roster.people(with_left=True)}
        book = cls(desk, now, list(lasting), people, lives={}, posts={})
        recent = {
            name: list(desk.store.events.facts(round=name))
            for name in recent_rounds(desk.config.programmes, lasting, now)
        }
        book.of_round = recent
        lives = fold_lives(fact for facts in recent.values() for fact in facts)
        book.lives = {name: life for name, life in lives.items() if not book.is_past(life)}
        book.posts = {
            name: Post(list(desk.store.outbox.heads(round=name)), life.plan.group_of)
            for name, life in book.lives.items()
        }
        return book

    def is_past(self, life: RoundLife) -> bool:
        """True once nothing can be due in a round any more."""
        return ends_at(life, window_ends(self.desk, life)) + PATIENCE * 2 < self.now

    def of(self, *kinds: Kind) -> list[Fact]:
        """Those of ``facts`` that are of these kinds, in order."""
        if not self._placed:
            for place, fact in enumerate(self.facts):
                self._placed[fact.kind].append((place, fact))
        found = (each for kind in kinds for each in self._placed.get(kind, ()))
        return [fact for _, fact in sorted(found, key=itemgetter(0))]

    def programme(self, life: RoundLife) -> Programme:
        """The round's programme."""
        return self.desk.config.programmes[life.plan.programme]

    def takes_part(self, person: str) -> bool:
        """True when somebody may be written to and put into a group today."""
        found = self.people.get(person)
        return found is not None and found.takes_part_on(self._today)

    @cached_property
    def steady(self) -> frozenset[str]:
        """Everybody who takes part on every day, as far as is known."""
        return frozenset(person.id for person in self.people.values() if person.always_takes_part)

    def is_in(self, person: str, life: RoundLife) -> bool:
        """True when somebody is one of this round's programme, whether or not they are away."""
        return self._joined.is_in(person, life.plan.programme, self.programme(life))

    @cached_property
    def _today(self) -> date:
        return self.desk.today

    @cached_property
    def _joined(self) -> Joined:
        """Nothing that is decided here makes anybody join or leave a programme."""
        return joined(self.of(*JOINING))

    def around(self, life: RoundLife) -> Around:
        """What due dates rest on besides the round's own facts."""
        name = life.plan.round
        if name not in self._arounds:
            self._arounds[name] = read_around(self.desk, life, self.posts[name], self.of_round[name])
        return self._arounds[name]

    def letters(self, life: RoundLife) -> LaterLetters:
        """The writer of a round's later letters."""
        name = life.plan.round
        if name not in self._writers:
            self._writers[name] = Writer.of(self.desk, life.plan)
        return LaterLetters(self._writers[name], life, self._latest(name))

    def _latest(self, name: str) -> datetime:
        """No fact of the round is later: clocks are put back."""
        if name not in self._moments:
            self._moments[name] = max([self.now, *(fact.at for fact in self.of_round[name])])
        return self._moments[name]

    def happened(self, fact: Fact) -> None:
        """Something has happened, from now on."""
        self._placed.clear()
        self.facts.append(fact)
        self._facts.append(fact)
        if fact.round in self.lives:
            self.of_round[fact.round].append(fact)
            self._arounds.pop(fact.round, None)
            self._moments.pop(fact.round, None)
            self.lives[fact.round] = fold_lives(self.of_round[fact.round])[fact.round]

    def all_of(self, rounds: Collection[str]) -> list[Fact]:
        """Everything about these rounds, however long past, what was decided now included."""
        kept = (fact for name in rounds for fact in self.desk.store.events.facts(round=name))
        return [*kept, *(fact for fact in self._facts if fact.round in rounds)]

    def all_rounds(self) -> list[Fact]:
        """Everything that has happened to rounds (`history.fold.KINDS`), what was decided now included."""
        return [*self.desk.facts(), *self._facts]

    def change(self, person: Person) -> None:
        """Somebody is not as they were."""
        self.people[person.id] = self._people[person.id] = person
        self.__dict__.pop("steady", None)

    def is_written(self, round: str, key: str) -> bool:
        """True when this letter is in the outbox, in whatever state, or was just written."""
        return key in self._entries or key in self.posts[round].keys

    def write(self, letter: Letter, *, expires: datetime | None = None) -> None:
        """One more message owed, unless it is or was."""
        if not self.is_written(letter.round, letter.key):
            self._entries[letter.key] = entry_of(self.desk, letter, order=LATER, expires=expires)

    def owe(self, entry: Entry) -> None:
        """One more message owed that is about no round yet; facts see to it that it is written once."""
        self._entries.setdefault(entry.key, entry)

    def withdraw(self, keys: Sequence[str]) -> None:
        """These messages are owed no more."""
        self._withdrawn |= dict.fromkeys(keys)

    @property
    def decided(self) -> Advanced:
        """Everything gathered."""
        return Advanced(
            tuple(self._facts), tuple(self._entries.values()), tuple(self._withdrawn), tuple(self._people.values())
        )
