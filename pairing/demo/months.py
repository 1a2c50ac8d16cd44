"""
Whole months of an invented network: import, absences, rounds, answers. Everything but the people
is real: the same stages, the same store, the same mails as a network's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from pairing.atomic import write_whole
from pairing.config.rhythm import days_of, send_day
from pairing.demo.behaviour import invent_absences, invent_attendance
from pairing.demo.drawn import DrawnNetwork, Size
from pairing.demo.network import draw_network
from pairing.demo.network_files import write_config, write_staff_file
from pairing.events import Fact, Kind
from pairing.notify.outcome import Outcome
from pairing.people.acts import changes_of, import_staff, pause
from pairing.people.roles import RoleTable
from pairing.people.staff_file import read_staff
from pairing.plans import plan_of
from pairing.rounds import PlannedRound
from pairing.stages.account import Account
from pairing.stages.deliver import send_owed
from pairing.stages.desk import Desk
from pairing.stages.month import Manner, run_month
from pairing.stages.plan import Wishes
from pairing.stages.preview import headline, quality, wrapped, write_sample

#: Opens the demo's workspace with its clock at a day.
Opener = Callable[[date], AbstractContextManager[Desk]]


@dataclass(frozen=True)
class Settings:
    """What to draw: the size of the network, how many months up to ``last_day``, and the seed of all chance."""

    size: Size
    months: int
    seed: int
    last_day: date


def write_workspace(folder: Path, settings: Settings) -> DrawnNetwork:
    """The staff list, the config and a secret that follows from the seed, so that a demo repeats byte for byte."""
    first = _months(settings)[0]
    network = draw_network(settings.size, settings.seed, first_day=first)
    folder.mkdir(parents=True, exist_ok=True)
    write_staff_file(network, folder / "staff.csv")
    write_config(network, folder / "pairs.toml", first_month=first.replace(day=1), months=settings.months + 12)
    (folder / ".pairs").mkdir(mode=0o700, exist_ok=True)
    secret = hashlib.sha256(f"demo {settings.seed}".encode()).hexdigest()
    write_whole(folder / ".pairs" / "secret", f"{secret}\n".encode())
    return network


def run_months(settings: Settings, open_on: Opener, tell: Callable[[str], None]) -> list[Account]:
    """Every month's rounds, sent to the folder, with who was away before and who met afterwards."""
    return [_one_month(day, settings, open_on, tell) for day in _months(settings)]


def _one_month(day: date, settings: Settings, open_on: Opener, tell: Callable[[str], None]) -> Account:
    with open_on(day) as desk:
        _import(desk)
        _go_away(desk, settings.seed)
        account = run_month(desk, Wishes(seed=settings.seed + day.month), _manner(desk, tell))
    with open_on(days_of(f"{day:%Y-%m}")[1]) as desk:
        _say_who_met(desk, day, settings.seed)
    return account


def _import(desk: Desk) -> None:
    """The staff list as the lead imports it every month."""
    roster, events = desk.store.roster, desk.store.events
    staff = read_staff(
        desk.path / "staff.csv",
        today=desk.today,
        roles=RoleTable(desk.config.roles),
        practices=roster.practices(),
        names=desk.config.practices,
    )
    with desk.store.transaction():
        changes = changes_of(staff, roster, events, secret=desk.secret)
        import_staff(changes, roster, events, now=desk.opened_at, file_date=desk.today)


def _go_away(desk: Desk, seed: int) -> None:
    """Some are away this month: paused to its end."""
    people = {person.id: person for person in desk.store.roster.people() if person.takes_part_on(desk.today)}
    until = days_of(f"{desk.today:%Y-%m}")[1] + timedelta(days=1)
    with desk.store.transaction():
        for person in sorted(invent_absences(sorted(people), f"{desk.today:%Y-%m}", seed)):
            pause(people[person], desk.store.roster, desk.store.events, now=desk.opened_at, until=until)


def _say_who_met(desk: Desk, planned_on: date, seed: int) -> None:
    rounds = [
        plan_of(fact)
        for fact in desk.store.events.facts(kinds=[Kind.ROUND_PLANNED])
        if fact.at.astimezone(desk.zone).date() == planned_on
    ]
    desk.store.events.append([fact for plan in rounds for fact in _answers(plan, desk.opened_at, seed)])


def _answers(plan: PlannedRound, at: datetime, seed: int) -> Iterator[Fact]:
    for group, person, met in invent_attendance(plan, seed):
        if met is not None:
            yield Fact(
                Kind.ATTENDANCE_RECORDED,
                at,
                person=person,
                programme=plan.programme,
                round=plan.round,
                body={"group": group, "met": met},
            )


def _manner(desk: Desk, tell: Callable[[str], None]) -> Manner:
    """A lead who always says yes, and reads the headline and what gave way."""

    def show(plan: PlannedRound, _: object) -> None:
        for line in [*wrapped(headline(desk, plan), ""), *wrapped(quality(plan), "  ")]:
            tell(line)
        for line in [part for note in plan.notes for part in wrapped(note, "  ")]:
            tell(line)
        write_sample(desk, plan, desk.path / "plans")

    def send(_: int) -> Outcome:
        return send_owed(desk, lambda _: None)

    return Manner(
        show=show,
        confirm=lambda _plan, _warnings: True,
        send=send,
        refused=lambda turn, error: tell(f"{turn.name}: {error}"),
        tell=lambda _: None,
    )


def _months(settings: Settings) -> list[date]:
    """The first Tuesdays of the months up to the last day's, the earliest first."""
    latest = settings.last_day.year * 12 + settings.last_day.month - 1
    found = []
    for index in range(latest - settings.months + 1, latest + 1):
        year, month = divmod(index, 12)
        found.append(send_day(f"{year}-{month + 1:02}", "first Tuesday"))
    return found
