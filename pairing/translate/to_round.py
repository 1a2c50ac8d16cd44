"""From a solution's seats to a planned round: people, times, places, first movers, prompts and reasons."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.metadata import version
from zoneinfo import ZoneInfo

from pairing.config.model import Config, Programme
from pairing.history import History
from pairing.notify.prompts import choose
from pairing.people.person import Person
from pairing.rounds import LeftOut, PlannedGroup, PlannedRound
from pairing.solver.solution import Group, Solution
from pairing.translate.diary import Diary
from pairing.translate.left_out import left_out_reason
from pairing.translate.notes import round_notes
from pairing.translate.reasons import group_reasons
from pairing.translate.slots import suggest_times
from pairing.translate.translation import Translation
from pairing.translate.words import practice_name

A_CALL = "A call, or a place that suits everyone"


@dataclass(frozen=True)
class Frame:
    """What a round is called and when it is: ``window`` holds its first and last day."""

    programme: str
    period: str
    window: tuple[date, date]
    planned_at: datetime


def to_round(
    solution: Solution,
    translation: Translation,
    *,
    programme: Programme,
    config: Config,
    frame: Frame,
    history: History,
    prompts: Sequence[str],
    shown: Mapping[str, Mapping[str, int]],
    diary: Diary,
) -> PlannedRound:
    """
    The plan, complete. Groups keep the solver's order and are numbered from 1.

    ``shown`` is how often each person was shown each of the ``prompts``.
    """
    people = translation.people
    members = [[people[seat] for seat in group.seats] for group in solution.groups]
    zone = ZoneInfo(config.network.timezone)
    starts = (
        _at_the_occasions(solution.groups, translation, zone)
        if translation.occasions
        else suggest_times(members, programme, window=frame.window, zone=zone, diary=diary, seed=solution.seed)
    )
    movers = _takers(members, history.first_mover_counts(), solution.seed, "first mover")
    hosts = _takers([[p for p in group if p.host] for group in members], history.host_counts(), solution.seed, "host")
    groups = tuple(
        PlannedGroup(
            number=number,
            members=tuple(person.id for person in group),
            host=host if len(group) > 3 else None,
            first_mover=None if translation.occasions else mover,
            starts=start,
            ends=_end(start, programme.minutes),
            where=_where(seated, group, programme, translation),
            prompts=choose(prompts, shown, [person.id for person in group]),
            why=tuple(group_reasons(seated, translation)),
        )
        for number, (seated, group, start, mover, host) in enumerate(
            zip(solution.groups, members, starts, movers, hosts, strict=True), 1
        )
    )
    return PlannedRound(
        round=f"{frame.programme}-{frame.period}",
        programme=frame.programme,
        format=programme.format,
        period=frame.period,
        seed=solution.seed,
        status=solution.status.value,
        planned_at=frame.planned_at,
        digest=translation.digest,
        groups=groups,
        left_out=_left_out(solution, translation),
        tiers=solution.tiers,
        notes=tuple(round_notes(solution, translation)),
        versions=_versions(),
    )


def _left_out(solution: Solution, translation: Translation) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(translation.people[seat].id, left_out_reason(seat, solution.groups, translation))
        for seat in solution.left_out
    )


def _at_the_occasions(groups: Sequence[Group], translation: Translation, zone: ZoneInfo) -> list[datetime | None]:
    seated = [translation.occasions[group.occasion or 0] for group in groups]
    return [datetime.combine(occasion.date, occasion.start, zone) for occasion in seated]


def _end(start: datetime | None, minutes: int) -> datetime | None:
    return start + timedelta(minutes=minutes) if start else None


def _where(group: Group, people: Sequence[Person], programme: Programme, translation: Translation) -> str:
    """The occasion's place; else the programme's; else the site or practice they share; else a call."""
    if translation.occasions:
        return translation.occasions[group.occasion or 0].place
    if programme.place:
        return programme.place
    sites = {person.site for person in people}
    if len(sites) == 1 and None not in sites:
        return str(sites.pop())
    shared = frozenset.intersection(*(person.practices for person in people))
    if shared:
        key = min(shared)
        return practice_name(key, translation)
    return A_CALL


def _takers(groups: Sequence[Sequence[Person]], counts: Mapping[str, int], seed: int, duty: str) -> list[str | None]:
    """Who takes a duty in each group: who has done so least often, chance deciding between equals."""
    draw = random.Random(f"{duty} {seed}")  # noqa: S311  # chance between equals, recorded by its seed
    return [
        min(group, key=lambda person: (counts.get(person.id, 0), draw.random())).id if group else None
        for group in groups
    ]


@cache
def _versions() -> dict[str, str]:
    """The packages whose versions decide what a seed gives."""
    return {package: version(package) for package in ("pairs", "ortools", "numpy")}
