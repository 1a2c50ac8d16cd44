"""
Twelve months of a network under a fake clock, a tick every hour of every working day and at night; without solving.

    python benchmarks/life/year.py [small|typical|large] [--hours 1]

Prints seconds of processor time spent in `advance` (reading, deciding, keeping), in the post, and in planning (apart).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import process_time

from pairing.clock import FakeClock
from pairing.config.load import load_config
from pairing.config.rhythm import send_day
from pairing.demo.network import draw_network
from pairing.demo.network_files import write_config, write_staff_file
from pairing.life.answers import Answer, Source, answered, attendance
from pairing.life.round_life import fold_lives
from pairing.notify.outbox import State
from pairing.people.acts import changes_of, import_staff
from pairing.people.roles import RoleTable
from pairing.people.staff_file import read_staff
from pairing.stages.advance import advance_now
from pairing.stages.approve import approve
from pairing.stages.desk import Desk
from pairing.stages.due import turns
from pairing.stages.plan import Wishes, plan_round
from pairing.storage.memory import MemoryStore

FIRST = date(2026, 12, 1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("size", nargs="?", default="typical", choices=["small", "typical", "large"])
    parser.add_argument("--hours", type=int, default=24, help="hours between two ticks")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        year(options.size, options.hours, Path(folder))


def year(size: str, hours: int, folder: Path) -> None:
    store, chance, spent = MemoryStore(), Random(1), Counter[str]()
    network = draw_network(size, 1)
    write_staff_file(network, folder / "staff.csv")
    write_config(network, folder / "pairs.toml", first_month=FIRST, months=13)
    config = load_config(folder, {})

    def desk(now: datetime) -> Desk:
        return Desk(folder, config, store, FakeClock(now), b"s" * 32, now)

    staff = read_staff(
        folder / "staff.csv", today=FIRST, roles=RoleTable(config.roles), practices=(), names=config.practices
    )
    start = datetime(2026, 12, 1, 9, tzinfo=UTC)
    changes = changes_of(staff, store.roster, store.events, secret=b"s" * 32)
    import_staff(changes, store.roster, store.events, now=start, file_date=FIRST)

    now, ticks = start, 0
    send_days = {send_day(f"{2026 + (11 + m) // 12}-{(11 + m) % 12 + 1:02}", "first Tuesday") for m in range(12)}
    while now < start + timedelta(days=365):
        if now.date() in send_days and now.hour == 9:
            began = process_time()
            for turn in turns(desk(now)):
                if turn.due and not turn.planned:
                    plan = plan_round(desk(now), turn, Wishes(seed=1))
                    spent["planning"] += process_time() - began
                    began = process_time()
                    approve(desk(now), plan)
                    spent["invitations"] += process_time() - began
                    _answer(store, plan, now + timedelta(hours=3), chance)
        began = process_time()
        advanced = advance_now(desk(now))
        spent["advance"] += process_time() - began
        began = process_time()
        for entry in store.outbox.entries(states=[State.QUEUED]):
            store.outbox.claim(entry.mailbox, run="b", now=now, lease_ends=now + timedelta(minutes=15))
            store.outbox.sent(entry.key, now=now, reply="250 ok")
        spent["post"] += process_time() - began
        spent["letters"] += len(advanced.entries)
        ticks += 1
        now += timedelta(hours=hours)
    lives = fold_lives(store.events.facts())
    print(f"{size}: {len(lives)} rounds, {ticks} ticks, {len(store.outbox.entries())} mails, {spent['letters']} later")
    for name in ("advance", "invitations", "post", "planning"):
        print(f"  {name:12} {spent[name]:7.2f} s")
    print(f"  without solving {spent['advance'] + spent['invitations'] + spent['post']:.2f} s", file=sys.stdout)


def _answer(store: MemoryStore, plan, at: datetime, chance: Random) -> None:
    """Half of the people answer, some of them no; and half of those who meet say so."""
    for group in plan.groups:
        for person in group.members:
            about = {"programme": plan.programme, "round": plan.round, "group": group.number, "person": person}
            if chance.random() < 0.5:
                no = chance.random() < 0.05
                said = Answer.NO if no else Answer.YES
                store.events.append([answered(at=at, answer=said, source=Source.PAGE, **about)])
            if chance.random() < 0.45 and group.ends:
                store.events.append([attendance(at=group.ends, met=chance.random() < 0.7, source=Source.PAGE, **about)])


if __name__ == "__main__":
    main()
