"""
From mails to facts: what `pairs collect` does with a mailbox.

Everything is read first and then taken in by the order in which it was written, so that the last
word wins however mails were shuffled on their way. Facts of mails hold a digest, never words or
addresses. What needs a person lies in ``quarantine/`` with its raw bytes, readable by its owner only.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pairing.atomic import write_whole
from pairing.events import Fact, Kind
from pairing.inbox.mail import ReadMail
from pairing.inbox.read import read_mail
from pairing.inbox.sources.mailbox import Mailbox
from pairing.stages.desk import Desk
from pairing.stages.mails.aside import FOLDER, clear_away, early_mails
from pairing.stages.mails.correspondents import Correspondents
from pairing.stages.mails.hear import hear
from pairing.stages.mails.hearing import Hearing
from pairing.stages.mails.last_words import LastWords
from pairing.stages.mails.results import Came, Result

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Quarantined:
    """A mail that a person has to read: where it lies, and why."""

    file: Path
    why: str


@dataclass(frozen=True)
class Collected:
    """How many mails came to what, and those a person has to read."""

    counts: Mapping[Came, int]
    quarantined: tuple[Quarantined, ...]
    notes: tuple[tuple[str, str], ...] = ()  # (person, what was noticed): "other_address"


@dataclass(frozen=True)
class _Opened:
    """One mail of the mailbox, read. ``digest`` names it for good, however often it is delivered."""

    id: str
    raw: bytes
    mail: ReadMail
    digest: str


def collect(desk: Desk, mailbox: Mailbox) -> Collected:
    """
    Take in every waiting mail, once; the caller holds the lock.

    All facts are kept in one transaction, and only then the mailbox is told: a run that dies is
    simply done again, and what was kept is known.
    """
    with mailbox:
        arrived = [_open(id, raw) for id, raw in mailbox.messages()]
        early = [_open("", raw) for raw in early_mails(desk)]
        results = _take_in(desk, arrived, early)
        for one in arrived:
            mailbox.done(one.id)
    clear_away(desk)
    new = [(one, result) for one, result in results if result.came is not Came.KNOWN]
    return Collected(
        counts=Counter(result.came for _, result in results),
        quarantined=tuple(
            Quarantined(_file(desk, one.digest), result.why) for one, result in new if result.came is Came.QUARANTINED
        ),
        notes=tuple((result.person, result.note) for _, result in new if result.person and result.note),
    )


def quarantined(desk: Desk) -> tuple[Quarantined, ...]:
    """Every mail that still waits for a person; deleting its file is how it is done with."""
    found = {fact.body["file"]: fact.body["why"] for fact in desk.store.events.facts(kinds=[Kind.MAIL_QUARANTINED])}
    return tuple(
        Quarantined(desk.path / FOLDER / file, why)
        for file, why in found.items()
        if (desk.path / FOLDER / file).exists()
    )


def _open(id: str, raw: bytes) -> _Opened:
    mail = read_mail(raw)
    return _Opened(id, raw, mail, _digest(raw, mail))


def _digest(raw: bytes, mail: ReadMail) -> str:
    """The same for every copy of a mail: (Message-ID, UID, DTSTAMP), or its bytes where it has no Message-ID."""
    if mail.message_id is None:
        return hashlib.sha256(b"\n".join(raw.splitlines())).hexdigest()[:32]
    said = mail.dtstamp or (mail.written_at.isoformat() if mail.written_at and not mail.uid else None)
    return hashlib.sha256(json.dumps([mail.message_id, mail.uid, said]).encode()).hexdigest()[:32]


def _take_in(desk: Desk, arrived: list[_Opened], early: list[_Opened]) -> list[tuple[_Opened, Result]]:
    """What came of each mail, in the order of writing; those still too early are passed over."""
    events = desk.store.events
    known = {fact.body["mail"] for fact in events.facts(kinds=[Kind.MAIL_READ])}
    results = []
    with desk.store.transaction():
        hearing = Hearing(desk, Correspondents(desk), LastWords(events.facts()))
        for one in sorted([*arrived, *early], key=lambda one: (one.mail.written_at or _LONG_AGO, one.digest)):
            again = one in early
            result = Result(Came.KNOWN) if one.digest in known and not again else hear(hearing, one.mail)
            if again and result.came is Came.QUARANTINED:
                continue
            if result.came is not Came.KNOWN:
                known.add(one.digest)
                _keep(desk, one, result)
            results.append((one, result))
    return results


def _keep(desk: Desk, one: _Opened, result: Result) -> None:
    """The fact of one mail; for a person to read, its bytes first and then the fact that they are there."""
    facts = []
    if result.came is Came.QUARANTINED:
        file = _file(desk, one.digest)
        file.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(file, one.raw)
        body = {"mail": one.digest, "file": file.name, "why": result.why} | ({"early": True} if result.early else {})
        facts.append(Fact(Kind.MAIL_QUARANTINED, desk.opened_at, body=body))
    read: dict[str, object] = {"mail": one.digest, "kind": one.mail.kind.value, "came": result.came.value}
    if result.about:
        said_at = min(one.mail.written_at or desk.opened_at, desk.opened_at)
        read |= {"about": list(result.about), "said_at": said_at.isoformat()}
    if result.note:
        read["note"] = result.note
    facts.append(Fact(Kind.MAIL_READ, desk.opened_at, result.person, round=result.round, body=read))
    desk.store.events.append(facts)


def _file(desk: Desk, digest: str) -> Path:
    return desk.path / FOLDER / f"{digest}.eml"
