"""What ties the people of an invented network: second practices, line managers, first and last days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from random import Random
from typing import Any

from pairing.demo.drawn import DrawnPerson, DrawnPractice
from pairing.demo.figures import figures


def shared(
    people: Sequence[DrawnPerson],
    practices: Sequence[DrawnPractice],
    network: str,
    scale: dict[str, Any],
    chance: Random,
) -> list[DrawnPerson]:
    """Some practice staff work at a second practice, most of the team at one or two. Nobody comes to
    work at a practice whose share of all staff is set, so that the share stays what it is.
    """
    settings = figures()["sharing"]
    hosts = [practice.code for practice in practices[1 if scale.get("largest_share") else 0 :]]
    fewest, most = settings["team_practices"]
    result = []
    for person in people:
        elsewhere = [code for code in hosts if code != person.practice]
        ours = person.practice == network
        if not elsewhere or chance.random() >= settings["team_based" if ours else "practice_staff"]:
            result.append(person)
            continue
        count = chance.randint(fewest, most) if ours else 1
        result.append(replace(person, also_works_at=tuple(sorted(chance.sample(elsewhere, count)))))
    return result


def managed(people: Sequence[DrawnPerson]) -> list[DrawnPerson]:
    """Admin answer to their practice manager, everybody else to the first GP of the practice; in the
    team everybody to the network manager. Those who lead answer to nobody on the list.
    """
    heads: dict[tuple[str, bool], str] = {}
    for person in people:
        if person.role in ("GP partner", "Clinical director"):
            heads.setdefault((person.practice, False), person.email)
        if person.role in ("Practice manager", "Network manager"):
            heads.setdefault((person.practice, True), person.email)
    leading = set(heads.values())
    return [
        person
        if person.email in leading or person.role == "GP partner"
        else replace(person, line_manager=heads.get((person.practice, person.role_group == "admin"), ""))
        for person in people
    ]


def comings_and_goings(people: Sequence[DrawnPerson], first_day: dt.date, chance: Random) -> list[DrawnPerson]:
    """A few started lately, a few will start or leave within the year; nobody who leads does."""
    settings = figures()["people"]
    leading = {person.line_manager for person in people}
    result = []
    steps = list(accumulate((settings["new"], settings["to_come"], settings["leaving"])))
    for person in people:
        draw = chance.random()
        change: dict[str, dt.date] = {}
        if person.email in leading:
            pass
        elif draw < steps[0]:
            change = {"starts": first_day - dt.timedelta(days=chance.randint(1, 89))}
        elif draw < steps[1]:
            change = {"starts": first_day + dt.timedelta(days=chance.randint(20, 330))}
        elif draw < steps[2]:
            change = {"ends": first_day + dt.timedelta(days=chance.randint(40, 330))}
        result.append(replace(person, **change))  # type: ignore[arg-type]  # both keys are days
    return result
