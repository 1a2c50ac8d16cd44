"""A round that was sent, and the mails that come of it: answers, bounces, words."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from pairing.clock import FakeClock
from pairing.config.model import Config, Network, Programme
from pairing.events import Fact, Kind
from pairing.inbox.sources.files import Files
from pairing.life.round_life import fold_lives
from pairing.notify.identity import uid
from pairing.people.person import Person, RoleGroup, Standing
from pairing.plans import to_record
from pairing.rounds import Format, PlannedGroup, PlannedRound
from pairing.stages.collecting import FOLDER, collect
from pairing.stages.desk import Desk
from pairing.stages.meeting import open_suggestions
from pairing.stages.owed import entries_of
from pairing.storage.memory.store import MemoryStore

SENT = datetime(2026, 12, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 12, 2, 9, tzinfo=UTC)
MEETS = datetime(2026, 12, 8, 12, 30, tzinfo=UTC)
ROUND = "coffee-2026-12"
GROUPS = {1: ("p0", "p1"), 2: ("p2", "p3"), 3: ("p4", "p5", "p6")}
CONFIG = Config(network=Network(name="Riverside"), programmes={"coffee": Programme(format=Format.COFFEE)})


class Post:
    """One workspace with one round sent, and mails for it."""

    def __init__(self, folder: Path, *, groups=GROUPS, format=Format.COFFEE) -> None:
        self.folder, self.store, self.count = folder, MemoryStore(), 0
        people = [Person(f"p{n}", f"Ann {n}", f"p{n}@a.example", "AB"[n % 2], "GP", RoleGroup.GP) for n in range(8)]
        self.store.roster.save(people)
        planned = tuple(
            PlannedGroup(number, members, None, members[0], MEETS, MEETS + timedelta(minutes=20), "Library", (), ())
            for number, members in groups.items()
        )
        self.plan = PlannedRound(ROUND, "coffee", format, "2026-12", 1, "optimal", SENT, "d" * 64, planned, (), ())
        body = to_record(self.plan)
        self.store.events.append([Fact(Kind.ROUND_PLANNED, SENT, programme="coffee", round=ROUND, body=body)])
        self.store.outbox.add(entries_of(self.at(SENT), self.plan))

    def at(self, moment=NOW) -> Desk:
        return Desk(self.folder, CONFIG, self.store, FakeClock(moment), b"s" * 32, moment)

    def uid(self, person, group) -> str:
        names = {"network": "Riverside", "programme": "coffee", "round": ROUND, "group": group, "person": person}
        return uid(b"s" * 32, **names, domain="network.example")

    def group_of(self, person) -> int:
        return next(number for number, members in GROUPS.items() if person in members)

    def collect(self, *mails: bytes, at=NOW):
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        for number, mail in enumerate(mails):
            (folder / f"{number:03}.eml").write_bytes(mail)
        return collect(self.at(at), Files(sorted(folder.iterdir())))

    def came(self, *mails: bytes, at=NOW) -> dict[str, int]:
        return {came.value: count for came, count in self.collect(*mails, at=at).counts.items()}

    def life(self):
        return fold_lives(self.store.events.facts())[ROUND]

    def answers(self) -> dict[str, str]:
        return {person: said.answer.value for person, said in self.life().answers.items()}

    def state(self):
        """All that a mail can change, as everything else reads it."""
        life = self.life()
        offers = {
            person: (fact.body["slots"], fact.body["words"])
            for group in GROUPS
            for person, fact in open_suggestions(life, group).items()
        }
        people = {
            person.id: (person.standing, None if person.standing is Standing.STOPPED else person.paused_until)
            for person in self.store.roster.people()
        }
        met = {
            (fact.person, fact.body["group"]): fact.body["met"]
            for fact in self.store.events.facts(kinds=[Kind.ATTENDANCE_RECORDED])
        }
        bounced = {fact.person for fact in self.store.events.facts(kinds=[Kind.ADDRESS_BOUNCED])}
        kept = {path.name for path in (self.folder / FOLDER).glob("*")}
        return self.answers(), offers, people, met, bounced, kept


def head(person, minute, subject, *, sender=None, more="") -> str:
    written = SENT + timedelta(minutes=minute)
    return (
        f"From: {sender or f'{person}@a.example'}\nTo: pairs@network.example\nSubject: {subject}\n"
        f"Date: {format_datetime(written)}\nMessage-ID: <{person}-{minute}@a.example>\n{more}"
    )


def calendar(post, person, partstat, minute=60, *, sequence=0, method="REPLY", who=None, sender=None, group=None,
             starts="20261208T123000Z", comment="", uid_=None) -> bytes:  # fmt: skip
    stamp = f"{SENT + timedelta(minutes=minute):%Y%m%dT%H%M%SZ}"
    name = uid_ or post.uid(person, group or post.group_of(person))
    body = (
        f"Content-Type: text/calendar; method={method}\n\nBEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\n"
        f"UID:{name}\nDTSTAMP:{stamp}\nSEQUENCE:{sequence}\nDTSTART:{starts}\nCOMMENT:{comment}\n"
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{who or f'{person}@a.example'}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    return (head(person, minute, "whatever", sender=sender) + body).encode()


def prepared(post, person, subject, minute=60, *, reference=True, sender=None, more="", text="") -> bytes:
    code = post.uid(person, post.group_of(person)).partition("@")[0]
    body = f"\n{text}\n\n" + (f"Reference: {code}\n" if reference else "")
    return (head(person, minute, subject, sender=sender, more=more) + body).encode()


def bounce(post, person, minute=60, *, to=None, message_id=None, status="5.1.1") -> bytes:
    entry = next(entry for entry in post.store.outbox.entries() if entry.person == person)
    return (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nSubject: Undelivered\nMessage-ID: <b{person}{minute}@mx>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        f"Final-Recipient: rfc822; {person}@a.example\nAction: failed\nStatus: {status}\n\n"
        "--b\nContent-Type: text/rfc822-headers\n\n"
        f"To: {to or f'{person}@a.example'}\nMessage-ID: {message_id or entry.message_id}\n\n--b--\n"
    ).encode()
