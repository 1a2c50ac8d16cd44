"""
The whole collection in tests/mails, taken in by a round: each mail does what it says or waits for a person, and
all of them twice and shuffled end in the same state.
"""

from __future__ import annotations

import base64
import json
import random
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from pairing.clock import FakeClock
from pairing.config.model import Config, Network, Programme
from pairing.events import Fact, Kind
from pairing.inbox.sources.files import Files
from pairing.life.round_life import fold_lives
from pairing.notify.identity import uid
from pairing.people.person import Person, RoleGroup
from pairing.plans import to_record
from pairing.rounds import Format, PlannedGroup, PlannedRound
from pairing.stages.collecting import FOLDER, collect
from pairing.stages.desk import Desk
from pairing.stages.meeting import open_suggestions
from pairing.stages.owed import entries_of
from pairing.storage.memory.store import MemoryStore

MAILS = Path(__file__).parents[2] / "mails"
EXPECTED: Mapping[str, dict[str, str | None]] = json.loads((MAILS / "expected.json").read_text(encoding="utf-8"))
NAMES = sorted(EXPECTED)
SENT = datetime(2026, 12, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)
MEETS = datetime(2026, 12, 8, 12, 30, tzinfo=UTC)
ROUND = "coffee-2026-12"
CONFIG = Config(network=Network(name="Riverside"), programmes={"coffee": Programme(format=Format.COFFEE)})

#: What the collection's mails call the invited person, her entry, and our mail to her.
ANN, CODE, SENT_AS = (
    b"ann.bell",
    b"0123456789abcdef0123456789abcdef",
    b"0ddba11c0ffee0ddba11c0ffee000000@riverside.example",
)

_BASE64 = re.compile(rb"(?:^[A-Za-z0-9+/]{4,76}={0,2}\r?\n)+", re.MULTILINE)

#: What a calendar's word may come to, besides a person having to read it.
RIGHT = {
    "ACCEPTED": {"yes"},
    "DECLINED": {"no"},
    "DELEGATED": {"no"},
    "TENTATIVE": {"another_time"},
    None: set(),
    "NEEDS-ACTION": set(),
}

#: What replies in words come to; all others wait for a person.
BY_HAND = {
    "invitation-returned-in-a-reply": "yes",
    "prepared-external-in-subject": "yes",
    "prepared-from-galaxy": "stopped",
    "prepared-from-outside-banner": "no",
    "prepared-html-only": "no",
    "prepared-pause-from-iphone": "paused",
    "prepared-smime-signed": "paused",
    "prepared-through-a-bulk-gateway": "no",
    "prepared-unsubscribe-by-gmail": "paused",
    "prepared-yes": "yes",
    "reply-page-link-quoted": "no",
    "reply-yes-above-quotation": "yes",
}

#: Calendar answers that nobody can be sure of.
FOR_A_PERSON = {
    *("copies-contradict", "one-event-twice-and-different", "one-person-says-two-things", "partstat-twice"),
    *("two-people-both-answer", "delegate-alone", "only-the-organiser-is-named", "sogo-no-organizer-no-attendee"),
    *("a-word-nobody-knows", "folding-lost-its-blanks", "grommunio-no-partstat", "not-answered-yet"),
    *("no-uid", "obm-long-uid"),  # whose entry it is they do not say
    "uuencoded",  # which this test cannot put another entry's name into
}


class Corpus:
    """A round of as many people as there are mails, each mail about another of them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store = folder, MemoryStore()
        self.person = {name: f"p{at:03}" for at, name in enumerate(NAMES)}
        self.store.roster.save(
            Person(id, f"Ann {id}", f"{id}@mill-lane.example", "AB"[at % 2], "GP", RoleGroup.GP)
            for at, id in enumerate([*self.person.values(), "partner"])
        )
        self.groups = {at: (id, "partner") for at, id in enumerate(self.person.values(), start=1)}
        planned = tuple(
            PlannedGroup(number, members, None, None, MEETS, MEETS + timedelta(minutes=20), "Library", (), ())
            for number, members in self.groups.items()
        )
        plan = PlannedRound(ROUND, "coffee", Format.COFFEE, "2026-12", 1, "optimal", SENT, "d" * 64, planned, (), ())
        self.store.events.append(
            [Fact(Kind.ROUND_PLANNED, SENT, programme="coffee", round=ROUND, body=to_record(plan))]
        )
        self.store.outbox.add(entries_of(self.at(SENT), plan))
        sent = {entry.person: entry.message_id.strip("<>") for entry in self.store.outbox.entries()}
        self.mails = {name: self._about(name, sent[id]) for name, id in self.person.items()}

    def at(self, moment: datetime) -> Desk:
        return Desk(self.folder, CONFIG, self.store, FakeClock(moment), b"s" * 32, moment)

    def _about(self, name: str, sent_as: str) -> bytes:
        """One mail of the collection as this person would have sent it, a minute after the one before."""
        at = NAMES.index(name)
        names = {"network": "Riverside", "programme": "coffee", "round": ROUND, "group": at + 1}
        code = uid(b"s" * 32, **names, person=self.person[name], domain="x.example").partition("@")[0].encode()
        swaps = {ANN: self.person[name].encode(), ANN.title(): self.person[name].encode(), SENT_AS: sent_as.encode()}
        swaps |= {CODE: code, CODE.upper(): code.upper()}

        def swapped(raw: bytes) -> bytes:
            for old, new in swaps.items():
                raw = raw.replace(old, new).replace(old.decode().encode("utf-16-le"), new.decode().encode("utf-16-le"))
            return raw

        def decoded(match: re.Match[bytes]) -> bytes:
            try:
                inner = base64.b64decode(match[0])
            except ValueError:
                return match[0]
            return match[0] if swapped(inner) == inner else base64.encodebytes(swapped(inner))

        raw = swapped(_BASE64.sub(decoded, (MAILS / f"{name}.eml").read_bytes()))
        date = format_datetime(NOW - timedelta(hours=12) + timedelta(minutes=at)).encode()
        raw = re.sub(rb"(?m)^Date: .*$", b"Date: " + date, raw, count=1)
        return re.sub(rb"(?m)^Message-ID: <([^>]*)>", rb"Message-ID: <%d.\1>" % at, raw, count=1)

    def collect(self, names: list[str], at: datetime = NOW) -> dict[str, int]:
        folder = self.folder / f"{at:%d%H%M%S}"
        folder.mkdir(exist_ok=True)
        paths = [folder / f"{number}.eml" for number in range(len(names))]
        for path, name in zip(paths, names, strict=True):
            path.write_bytes(self.mails[name])
        return {came.value: count for came, count in collect(self.at(at), Files(paths)).counts.items()}

    def state(self) -> object:
        """All that a mail can change."""
        life = fold_lives(self.store.events.facts())[ROUND]
        answers = {person: (said.answer, said.group) for person, said in life.answers.items()}
        offers = {person: fact.body for group in self.groups for person, fact in open_suggestions(life, group).items()}
        bounced = {fact.person for fact in self.store.events.facts(kinds=[Kind.ADDRESS_BOUNCED])}
        kept = {path.name for path in (self.folder / FOLDER).glob("*")}
        return answers, offers, self.store.roster.people(), bounced, kept


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Corpus:
    return Corpus(tmp_path_factory.mktemp("corpus"))


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_does_what_it_says_or_waits_for_a_person(corpus: Corpus, name: str):
    expected = EXPECTED[name]
    before = len(corpus.store.events.facts())
    [came] = corpus.collect([name])
    facts = corpus.store.events.facts()[before:]
    about = {fact.person for fact in facts if fact.person}

    assert about <= {corpus.person[name]}, "nothing is known of anybody else by it"
    if expected["kind"] == "reply":
        assert came in RIGHT[expected["partstat"]] | {"quarantined"}
    elif expected["kind"] == "counter":
        assert came in {"another_time", "quarantined"}
    elif expected["kind"] == "bounce":
        assert came in {"bounced", "quarantined"}
    elif expected["kind"] == "auto_reply":
        assert came == "automatic"
        assert {fact.kind for fact in facts} == {Kind.MAIL_READ}
    elif expected["kind"] == "unreadable":
        assert came == "quarantined"
        assert {fact.kind for fact in facts} == {Kind.MAIL_READ, Kind.MAIL_QUARANTINED}
    else:
        assert came == BY_HAND.get(name, "quarantined")


@pytest.mark.slow
def test_a_plain_answer_counts(tmp_path):
    """Quarantine is for what cannot be known, not for what is merely unusual."""
    corpus = Corpus(tmp_path)
    answers = [name for name in NAMES if EXPECTED[name]["kind"] in {"reply", "counter", "bounce"}]
    assert {name for name in answers if "quarantined" in corpus.collect([name])} == FOR_A_PERSON


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_twice_and_shuffled_ends_in_the_same_state(tmp_path, seed: int):
    straight, shuffled = (Corpus(tmp_path / name) for name in ("straight", "shuffled"))
    for each in (straight, shuffled):
        each.folder.mkdir()
    dated = [name for name in NAMES if re.search(rb"(?m)^Date: ", straight.mails[name])]
    straight.collect(dated)
    chance = random.Random(seed)
    mixed = dated * 2
    chance.shuffle(mixed)
    now = NOW
    while mixed:
        batch = [mixed.pop() for _ in range(min(len(mixed), chance.randint(1, 40)))]
        shuffled.collect(batch, at=now)
        now += timedelta(minutes=5)
    assert shuffled.state() == straight.state()
