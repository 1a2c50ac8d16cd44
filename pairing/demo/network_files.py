"""An invented network as the two files a real one has: a staff list and a `pairs.toml`."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from collections.abc import Iterator
from pathlib import Path

from pairing.config.model import Occasion
from pairing.demo.drawn import DrawnNetwork
from pairing.demo.figures import figures
from pairing.demo.network import FIRST_DAY

COLUMNS = (
    "name", "email", "practice", "role", "also_works_at", "working_days",
    "site", "starts", "ends", "line_manager", "host",
)  # fmt: skip

_CONFIG = """\
# An invented network, written by `pairs demo`. Nobody in it is real and no mail leaves this folder.

[network]
name = {name}
code = {code}

[mail]
delivery = "folder"                  # writes .eml files into outbox/
from = {sender}

[practices]
{practices}

[programmes.coffee]
format = "coffee"
every = "month"

[programmes.lunch]
format = "lunch"
every = "2 months"
"""


def write_staff_file(network: DrawnNetwork, path: Path) -> None:
    """The staff list as CSV in UTF-8, without ids: the import gives each person one."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for person in network.people:
            writer.writerow(
                (
                    person.name,
                    person.email,
                    person.practice,
                    person.role,
                    "; ".join(person.also_works_at),
                    " ".join(person.working_days),
                    person.site,
                    person.starts or "",
                    person.ends or "",
                    person.line_manager,
                    "yes" if person.host else "",
                )
            )


def write_config(network: DrawnNetwork, path: Path, *, first_month: dt.date = FIRST_DAY, months: int = 24) -> None:
    """A `pairs.toml` with a coffee every month and a lunch every second one, with dates and places
    for every lunch of ``months`` months from ``first_month`` on.
    """
    domain = network.homes[-1].domain
    text = _CONFIG.format(
        name=json.dumps(network.name, ensure_ascii=False),
        code=json.dumps(network.code),
        sender=json.dumps(f"coffee@{domain}"),
        practices="\n".join(f"{home.code} = {json.dumps(home.name, ensure_ascii=False)}" for home in network.homes),
    )
    occasions = "".join(_as_toml(each) for each in lunch_occasions(network, first_month, months))
    path.write_text(text + occasions, encoding="utf-8")


def lunch_occasions(network: DrawnNetwork, first_month: dt.date, months: int) -> tuple[Occasion, ...]:
    """Dates, places and tables for a lunch in every second month, beginning with ``first_month``'s.

    The dates of one month lie on different weekdays, so that part-timers find one, and never on a
    bank holiday; together they seat more people than take part.
    """
    return tuple(
        occasion
        for step in range(0, months, 2)
        for occasion in _one_month(network, *divmod(first_month.year * 12 + first_month.month - 1 + step, 12), step)
    )


def _one_month(network: DrawnNetwork, year: int, month: int, step: int) -> Iterator[Occasion]:
    settings = figures()["lunch"]
    dates = figures()["sizes"][network.size]["lunch_dates"]
    taking_part = len(network.people) * (1 - figures()["meeting"]["away"])
    tables = max(1, math.ceil(taking_part * settings["spare"] / dates / settings["seats"]))
    for number, day in enumerate(_lunch_days(dt.date(year, month + 1, 1), settings["weekdays"][:dates])):
        turn = step // 2 + number
        practice = network.practices[turn % len(network.practices)]
        room = settings["rooms"][turn % len(settings["rooms"])]
        yield Occasion(
            date=day,
            start=dt.time.fromisoformat(settings["start"]),
            place=f"{practice.name}, {room}",
            tables=tables,
            seats=settings["seats"],
        )


def _lunch_days(first: dt.date, weekdays: list[str]) -> list[dt.date]:
    """The first day of each weekday from the tenth of the month on that is no bank holiday in England."""
    import holidays

    closed = holidays.country_holidays("GB", subdiv="ENG", years=first.year)
    days = []
    for weekday in weekdays:
        day = first.replace(day=10)
        while f"{day:%a}" != weekday or day in closed:
            day += dt.timedelta(days=1)
        days.append(day)
    return sorted(days)


def _as_toml(occasion: Occasion) -> str:
    return (
        "\n[[programmes.lunch.occasions]]\n"
        f"date = {occasion.date}\n"
        f'start = "{occasion.start:%H:%M}"\n'
        f"place = {json.dumps(occasion.place, ensure_ascii=False)}\n"
        f"tables = {occasion.tables}\n"
        f"seats = {occasion.seats}\n"
    )
