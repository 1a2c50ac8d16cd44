"""
An invented network, drawn by seed from the one parameter file ``config/demo.toml``.

The same size and seed give the same network. Everybody has an address of their own at a
``.example`` domain; nobody is real.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any, Literal

from pairing.demo.network_names import Names, slug
from pairing.resources import shipped_text

Size = Literal["small", "typical", "large", "lopsided", "single"]
SIZES: tuple[Size, ...] = ("small", "typical", "large", "lopsided", "single")
GROUPS = ("gp", "nurse", "dpc", "admin")

#: Joiners and leavers are drawn around this day unless another is given.
FIRST_DAY = dt.date(2026, 12, 1)


@dataclass(frozen=True)
class DrawnPractice:
    """A practice, or the network's own team; ``code`` is shaped as ODS codes are."""

    code: str
    name: str
    domain: str
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class DrawnPerson:
    """One row of a staff file. ``practice`` and ``also_works_at`` are codes; ``line_manager`` is an address."""

    name: str
    email: str
    practice: str
    role: str
    role_group: str
    also_works_at: tuple[str, ...] = ()
    working_days: tuple[str, ...] = ()
    site: str = ""
    starts: dt.date | None = None
    ends: dt.date | None = None
    line_manager: str = ""
    host: bool = False


@dataclass(frozen=True)
class DrawnNetwork:
    """A network with its practices; ``team`` is the network-employed team, keyed by the network's code."""

    size: Size
    seed: int
    name: str
    code: str
    practices: tuple[DrawnPractice, ...]
    team: DrawnPractice | None
    people: tuple[DrawnPerson, ...]

    @property
    def homes(self) -> tuple[DrawnPractice, ...]:
        """Every practice somebody is employed at, the team included."""
        return (*self.practices, self.team) if self.team else self.practices


@cache
def figures() -> dict[str, Any]:
    """The parameter file. Not to be changed."""
    return tomllib.loads(shipped_text("config", "demo.toml"))


def draw_network(size: Size, seed: int, *, first_day: dt.date = FIRST_DAY) -> DrawnNetwork:
    """An invented network of this size. ``first_day`` is the day newcomers and leavers are drawn around."""
    chance = Random(f"network {size} {seed}")  # noqa: S311  # invented people, no secret
    names = Names(figures()["names"], chance)
    scale = figures()["sizes"][size]
    network = names.network()
    code = f"U{chance.randrange(10_000, 100_000)}"
    practices = _practices(scale["practices"], names, chance)
    team = DrawnPractice(code, f"{network} network team", f"{slug(network)}-network.example") if scale["team"] else None
    people: list[DrawnPerson] = []
    for practice, count in zip(practices, _head_counts(scale, chance), strict=True):
        people += _practice_staff(practice, count, names, chance)
    if team:
        people += _team_staff(team, scale["team"], names, chance)
    chosen = _shared(people, practices, code, scale, chance)
    chosen = _comings_and_goings(_managed(chosen), first_day, chance)
    return DrawnNetwork(
        size=size,
        seed=seed,
        name=f"{network} Primary Care Network",
        code=code,
        practices=practices,
        team=team,
        people=tuple(names.awkward_among(chosen)),
    )


def _practices(count: int, names: Names, chance: Random) -> tuple[DrawnPractice, ...]:
    settings = figures()["practices"]
    codes = chance.sample(range(10_000, 100_000), count)
    drawn = []
    for number, stem in zip(sorted(codes), names.practices(count), strict=True):
        ending = pick(settings["endings"], chance)
        sites = ("Main", "Branch") if chance.random() < settings["two_sites"] else ()
        code = f"{settings['code_letter']}{number}"
        drawn.append(DrawnPractice(code, f"{stem} {ending}", f"{slug(stem)}.example", sites))
    return tuple(drawn)


def _head_counts(scale: dict[str, Any], chance: Random) -> list[int]:
    """How many people each practice employs; the largest comes first where a share is set for it."""
    settings = figures()["practices"]
    total, count = scale["people"] - scale["team"], scale["practices"]
    share = scale.get("largest_share")
    if share:
        first = round(total * share)
        return [first, *_split(total - first, count - 1, settings, chance)]
    return _split(total, count, settings, chance)


def _split(total: int, count: int, settings: dict[str, Any], chance: Random) -> list[int]:
    floor = min(settings["fewest_people"], total // count)
    weights = [chance.lognormvariate(0, settings["size_log_sd"]) for _ in range(count)]
    return [floor + extra for extra in apportion(total - floor * count, weights)]


def _practice_staff(practice: DrawnPractice, count: int, names: Names, chance: Random) -> list[DrawnPerson]:
    """Everybody a practice employs: at least one GP and one practice manager."""
    parameters = figures()
    by_group = apportion(count - 2, [parameters["groups"][group] for group in GROUPS])
    roles = [("GP partner", "gp"), ("Practice manager", "admin")]
    for group, number in zip(GROUPS, by_group, strict=True):
        roles += [(pick(parameters["roles"][group], chance), group) for _ in range(number)]
    return [_person(practice, role, group, names, chance) for role, group in roles]


def _team_staff(team: DrawnPractice, count: int, names: Names, chance: Random) -> list[DrawnPerson]:
    """The network's own people: its directors and managers first, then the roles networks employ."""
    parameters = figures()
    mix = dict(parameters["roles"]["team"])
    first: dict[str, int] = mix.pop("first")
    roles = [role for role, number in first.items() for _ in range(number)]
    shares = apportion(count - len(roles), list(mix.values()))
    roles += [role for role, number in zip(mix, shares, strict=True) for _ in range(number)]
    return [_person(team, role, _team_group(role), names, chance) for role in roles]


def _team_group(role: str) -> str:
    groups = {"Clinical director": "gp", "Advanced nurse practitioner": "nurse"}
    administrative = ("Network manager", "Digital and transformation lead", "Administrator")
    return groups.get(role, "admin" if role in administrative else "dpc")


def _person(home: DrawnPractice, role: str, group: str, names: Names, chance: Random) -> DrawnPerson:
    kind = "director" if role == "Clinical director" else "team" if home.code.startswith("U") else "practice"
    fte: dict[str, float] = figures()["fte"][kind]
    name = names.person()
    return DrawnPerson(
        name=name,
        email=names.address(name, home.domain),
        practice=home.code,
        role=role,
        role_group=group,
        working_days=_working_days(pick(fte, chance), chance),
        site=chance.choice(home.sites) if home.sites else "",
        host=role == "Practice manager" or chance.random() < figures()["people"]["host"],
    )


def _working_days(fte: str, chance: Random) -> tuple[str, ...]:
    settings = figures()["days"]
    if chance.random() < settings["unknown"]:
        return ()
    weights: dict[str, float] = settings["weights"]
    # the k largest of u^(1/w) are a draw without replacement in proportion to w (Efraimidis and Spirakis)
    ranked = sorted(weights, key=lambda day: chance.random() ** (1 / weights[day]), reverse=True)
    worked = set(ranked[: settings["count"][fte]])
    return tuple(day for day in weights if day in worked)


def _shared(
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


def _managed(people: Sequence[DrawnPerson]) -> list[DrawnPerson]:
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


def _comings_and_goings(people: Sequence[DrawnPerson], first_day: dt.date, chance: Random) -> list[DrawnPerson]:
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


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to ``weights`` that add up to ``total`` (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    counts = [int(each) for each in exact]
    by_remainder = sorted(range(len(weights)), key=lambda n: exact[n] - counts[n], reverse=True)
    extra = Counter(by_remainder[: total - sum(counts)])
    return [count + extra[n] for n, count in enumerate(counts)]


def pick(shares: dict[str, float], chance: Random) -> str:
    """One of the names, as often as its share says."""
    return chance.choices(list(shares), weights=list(shares.values()))[0]
