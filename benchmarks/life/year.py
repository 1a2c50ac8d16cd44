"""
Twelve months of a network under a fake clock, a tick a day (or every few hours); every mail is composed and kept.

    python benchmarks/life/year.py [small|typical|large] [--hours 24] [--disk]

People answer or not, some say no and their groups are mended, half of them say whether they met. Prints seconds of
processor time above imports: what each stage took, and apart from all of them what the solver took for rounds and for
repairs. The store is the one that rehearsals use, in memory; with ``--disk`` it is SQLite, as in a real workspace.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from pairing.clock import FakeClock
from pairing.config.load import load_config
from pairing.config.model import Config
from pairing.config.rhythm import send_day
from pairing.demo.network import draw_network
from pairing.demo.network_files import write_config, write_staff_file
from pairing.events import Kind
from pairing.life.answers import Answer, Source, answered, attendance
from pairing.life.working_days import is_working_day
from pairing.notify.outbox import State
from pairing.people.acts import changes_of, import_staff
from pairing.people.roles import RoleTable
from pairing.people.staff_file import read_staff
from pairing.rounds import PlannedRound
from pairing.stages import bench, plan
from pairing.stages.advance import advance_now
from pairing.stages.approve import approve
from pairing.stages.desk import Desk
from pairing.stages.due import turns
from pairing.storage.memory.store import MemoryStore
from pairing.storage.open import open_store
from pairing.storage.store import Store

FIRST = date(2026, 12, 1)
SECRET = b"s" * 32

#: What the stages load only when they need it; imports are not measured.
LAZY = ("nameparser", "pairing.solver.pairs", "pairing.solver.tables.engine", "pairing.stages.repair")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("size", nargs="?", default="typical", choices=["small", "typical", "large"])
    parser.add_argument("--hours", type=int, default=24, help="hours between two ticks")
    parser.add_argument("--disk", action="store_true", help="keep everything in SQLite")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store: Store = (
            open_store("sqlite:///pairs.db", network="bench", folder=folder) if options.disk else MemoryStore()
        )
        try:
            report(options.size, live(options.size, options.hours, folder, store))
        finally:
            store.close()


@dataclass
class Spent:
    """Seconds of processor time by stage, without the solver's, which is apart; and what was done in them."""

    seconds: Counter[str] = field(default_factory=Counter)
    solver: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        began, solved = process_time(), self.solver.total()
        yield
        self.seconds[stage] += process_time() - began - (self.solver.total() - solved)

    def timed(self, what: str, solve: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            began = process_time()
            try:
                return solve(*args, **kwargs)
            finally:
                self.solver[what] += process_time() - began

        return timed


def live(size: str, hours: int, folder: Path, store: Store) -> Spent:
    """A year of it."""
    for name in LAZY:
        import_module(name)
    is_working_day(FIRST)  # its bank holidays are a library's
    spent, chance = Spent(), Random(1)
    plan.solve = spent.timed("rounds", plan.solve)  # the two doors to the solver
    bench.repair = spent.timed("repairs", bench.repair)
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    config = settle(size, folder, store, now, months=13)
    send_days = {send_day(f"{2026 + (11 + m) // 12}-{(11 + m) % 12 + 1:02}", "first Tuesday") for m in range(12)}
    while now < datetime(2027, 12, 1, 9, tzinfo=UTC):
        desk = Desk(folder, config, store, FakeClock(now), SECRET, now)
        if now.date() in send_days and now.hour == 9:
            for made in invite(desk, spent):
                answers(store, made, now + timedelta(hours=3), chance)
        with spent.on("advance"):
            advance_now(desk)
        with spent.on("post"):
            post(store, desk.mailbox, now)
        spent.done["ticks"] += 1
        now += timedelta(hours=hours)
    spent.done["mails"] = len(store.events.facts(kinds=[Kind.MESSAGE_SENT]))
    spent.done["rounds"] = len(store.events.facts(kinds=[Kind.ROUND_PLANNED]))
    spent.done["repairs"] = len(store.events.facts(kinds=[Kind.GROUPS_CHANGED]))
    return spent


def settle(size: str, folder: Path, store: Store, now: datetime, *, months: int) -> Config:
    """A drawn network, its staff imported."""
    network = draw_network(size, 1)
    write_staff_file(network, folder / "staff.csv")
    write_config(network, folder / "pairs.toml", first_month=FIRST, months=months)
    config = load_config(folder, {})
    roles = RoleTable(config.roles)
    staff = read_staff(folder / "staff.csv", today=FIRST, roles=roles, practices=(), names=config.practices)
    changes = changes_of(staff, store.roster, store.events, secret=SECRET)
    import_staff(changes, store.roster, store.events, now=now, file_date=FIRST)
    return config


def invite(desk: Desk, spent: Spent) -> Iterator[PlannedRound]:
    """Every round that is due: planned, then its invitations composed and kept."""
    for turn in turns(desk):
        if turn.due and not turn.planned:
            with spent.on("planning"):
                made = plan.plan_round(desk, turn, plan.Wishes(seed=1))
            with spent.on("invitations"):
                approve(desk, made)
            yield made


def post(store: Store, mailbox: str, now: datetime) -> None:
    """Everything owed is claimed and handed over, one by one; the channel itself costs nothing here."""
    while entry := store.outbox.claim(mailbox, run="bench", now=now, lease_ends=now + timedelta(minutes=15)):
        assert entry.raw
        store.outbox.sent(entry.key, now=now, reply="250 ok")
    assert not store.outbox.entries(states=[State.QUEUED])


def answers(store: Store, plan: PlannedRound, at: datetime, chance: Random) -> None:
    """Half of the people answer, some of them no; and half of those who meet say so."""
    said = []
    for group in plan.groups:
        for person in group.members:
            about = {"programme": plan.programme, "round": plan.round, "group": group.number, "person": person}
            if chance.random() < 0.5:
                answer = Answer.NO if chance.random() < 0.05 else Answer.YES
                said.append(answered(at=at, answer=answer, source=Source.PAGE, **about))
            if chance.random() < 0.45 and group.ends:
                said.append(attendance(at=group.ends, met=chance.random() < 0.7, source=Source.PAGE, **about))
    store.events.append(said)


def report(size: str, spent: Spent) -> None:
    done = spent.done
    counts = f"{done['rounds']} rounds, {done['ticks']} ticks, {done['mails']} mails, {done['repairs']} repairs"
    print(f"{size}: {counts}")
    for stage, seconds in spent.seconds.items():
        print(f"  {stage:14} {seconds:6.2f} s")
    print(f"  without solver {spent.seconds.total():6.2f} s")
    for what, seconds in spent.solver.items():
        print(f"  solver: {what:7} {seconds:5.2f} s")
    print(f"  peak memory    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")


if __name__ == "__main__":
    main()
