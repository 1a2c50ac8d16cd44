"""The practices of an invented network, and everybody they and the network employ."""

from __future__ import annotations

from random import Random
from typing import Any

from pairing.demo.drawn import DrawnPerson, DrawnPractice
from pairing.demo.figures import apportion, figures, pick
from pairing.demo.network_names import Names, slug

GROUPS = ("gp", "nurse", "dpc", "admin")


def practices(count: int, names: Names, chance: Random) -> tuple[DrawnPractice, ...]:
    """So many practices, in the order of their codes; some have two sites."""
    settings = figures()["practices"]
    codes = chance.sample(range(10_000, 100_000), count)
    drawn = []
    for number, stem in zip(sorted(codes), names.practices(count), strict=True):
        ending = pick(settings["endings"], chance)
        sites = ("Main", "Branch") if chance.random() < settings["two_sites"] else ()
        code = f"{settings['code_letter']}{number}"
        drawn.append(DrawnPractice(code, f"{stem} {ending}", f"{slug(stem)}.example", sites))
    return tuple(drawn)


def head_counts(scale: dict[str, Any], chance: Random) -> list[int]:
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


def practice_staff(practice: DrawnPractice, count: int, names: Names, chance: Random) -> list[DrawnPerson]:
    """Everybody a practice employs: at least one GP and one practice manager."""
    parameters = figures()
    by_group = apportion(count - 2, [parameters["groups"][group] for group in GROUPS])
    roles = [("GP partner", "gp"), ("Practice manager", "admin")]
    for group, number in zip(GROUPS, by_group, strict=True):
        roles += [(pick(parameters["roles"][group], chance), group) for _ in range(number)]
    return [_person(practice, role, group, names, chance) for role, group in roles]


def team_staff(team: DrawnPractice, count: int, names: Names, chance: Random) -> list[DrawnPerson]:
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
