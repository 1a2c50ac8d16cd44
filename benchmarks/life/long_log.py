"""
What a network with years of facts pays for being looked at: a tick with nothing due, `pairs status`, the outbox.

    python benchmarks/life/long_log.py [YEARS]

Makes so many years (5) of a coffee every month for 175 people in a SQLite workspace, all mail sent, half of the people
having answered and said whether they met; then prints seconds of processor time above imports, and the peak memory.
"""

from __future__ import annotations

import contextlib
import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import process_time

from year import SECRET, settle  # beside this file

from pairing.clock import FakeClock
from pairing.events import Fact, Kind
from pairing.life.answers import Answer, Source, answered, attendance
from pairing.notify.outbox import Entry, State
from pairing.plans import to_record
from pairing.rounds import Format, PlannedGroup, PlannedRound
from pairing.stages.advance import advance_now
from pairing.stages.deliver import owed
from pairing.stages.desk import Desk
from pairing.stages.standing import overview
from pairing.storage.open import open_store
from pairing.storage.store import Store

BEGIN = datetime(2026, 12, 1, 9, tzinfo=UTC)
KINDS = ("invitation", "reminder", "did_you_meet")


def main() -> None:
    years = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store("sqlite:///pairs.db", network="bench", folder=folder)
        with contextlib.closing(store):
            config = settle("typical", folder, store, BEGIN, months=years * 12)
            people = [person.id for person in store.roster.people()]
            last = [remember(store, people, month) for month in range(years * 12)][-1]
            facts, rows = len(store.events.facts()), len(store.outbox.heads())
            print(f"{years} years: {facts} facts, {rows} messages")
            for days, what in ((10, "while the last round lives"), (100, "long after it")):
                now = last + timedelta(days=days, minutes=1)
                desk = Desk(folder, config, store, FakeClock(now), SECRET, now)
                advance_now(desk)  # whatever is due the first time
                timed(f"tick {what}", lambda desk=desk: advance_now(desk))
                timed(f"status {what}", lambda desk=desk: overview(desk))
            timed("messages owed", lambda: owed(desk))
            timed("outbox list", store.outbox.heads)
            print(f"{'peak memory':36} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:5.0f} MB")


def remember(store: Store, people: list[str], month: int) -> datetime:
    """One month's round, as it stands in a log once all is over; returns when it was sent."""
    chance = Random(month)
    day = date(BEGIN.year + (11 + month) // 12, (11 + month) % 12 + 1, 1)
    sent, name = datetime.combine(day, BEGIN.timetz()), f"coffee-{day:%Y-%m}"
    members = list(people)
    chance.shuffle(members)
    starts = sent + timedelta(days=7)
    groups = tuple(
        PlannedGroup(number, (one, other), None, one, starts, starts + timedelta(minutes=20), "Mill Lane", ("?",), ())
        for number, (one, other) in enumerate(zip(members[::2], members[1::2], strict=False), 1)
    )
    plan = PlannedRound(
        round=name,
        programme="coffee",
        format=Format.COFFEE,
        period=f"{day:%Y-%m}",
        seed=month,
        status="optimal",
        planned_at=sent,
        digest="",
        groups=groups,
        left_out=(),
        tiers=(),
        notes=(),
        versions={},
    )
    facts = [Fact(Kind.ROUND_PLANNED, sent, programme="coffee", round=name, body=to_record(plan))]
    entries = []
    for group in groups:
        for person in group.members:
            about = {"programme": "coffee", "round": name, "group": group.number, "person": person}
            for kind in KINDS:
                key = f"{name}/{person}/{kind}/0"
                entries.append(gone(key, name, person, kind, sent))
                body = {"key": key, "message": kind, "sequence": 0, "reply": "250 ok"}
                facts.append(Fact(Kind.MESSAGE_SENT, sent, person, "coffee", name, body))
            if chance.random() < 0.5:
                facts.append(answered(at=sent, answer=Answer.YES, source=Source.PAGE, **about))
            if chance.random() < 0.5:
                facts.append(attendance(at=starts, met=chance.random() < 0.7, source=Source.PAGE, **about))
    with store.transaction():
        store.events.append(facts)
        store.outbox.add(entries)
    return sent


def gone(key: str, round: str, person: str, kind: str, sent: datetime) -> Entry:
    """A message that was taken: its bytes and its addressee are wiped."""
    return Entry(
        key=key,
        mailbox="pairs@network.example",
        round=round,
        programme="coffee",
        person=person,
        kind=kind,
        sequence=0,
        recipient="",
        message_id=f"<{key}@network.example>",
        raw=b"",
        state=State.SENT,
        attempts=1,
        sent_at=sent,
    )


def timed(name: str, act: Callable[[], object]) -> None:
    """The least of three: what it costs when nothing else runs."""
    costs = []
    for _ in range(3):
        began = process_time()
        act()
        costs.append(process_time() - began)
    print(f"{name:36} {min(costs):6.3f} s")


if __name__ == "__main__":
    main()
