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
from pairing.events import Fact, Kind
from pairing.history import History
from pairing.notify.prompts import choose
from pairing.people.person import Person
from pairing.rounds import LeftOut, PlannedGroup, PlannedRound
from pairing.solver.solution import Group, Solution
from pairing.translate.reasons import group_reasons, left_out_reason, practice_name, round_notes
from pairing.translate.slots import Diary, suggest_times
from pairing.translate.to_problem import Translation

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
    starts = _starts(
        solution.groups,
        members,
        programme=programme,
        translation=translation,
        frame=frame,
        zone=zone,
        diary=diary,
        seed=solution.seed,
    )
    movers = _takers(members, history.first_mover_counts(), solution.seed, "first mover")
    hosts = _takers([[p for p in group if p.host] for group in members], history.host_counts(), solution.seed, "host")
    groups = tuple(
        PlannedGroup(
            number=number,
            members=tuple(person.id for person in group),
            host=hosts[number - 1] if len(group) > 3 else None,
            first_mover=None if translation.occasions else movers[number - 1],
            starts=starts[number - 1],
            ends=_end(starts[number - 1], programme.minutes),
            where=_where(solution.groups[number - 1], group, programme, translation),
            prompts=choose(prompts, shown, [person.id for person in group]),
            why=tuple(group_reasons(solution.groups[number - 1], translation)),
        )
        for number, group in enumerate(members, 1)
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
        left_out=tuple(
            LeftOut(people[seat].id, left_out_reason(seat, solution.groups, translation)) for seat in solution.left_out
        ),
        tiers=solution.tiers,
        notes=tuple(round_notes(solution, translation)),
        versions=_versions(),
    )


def diary_of(translation: Translation, facts: Sequence[Fact], *, since: date) -> Diary:
    """Who is already busy when: every meeting on a day ``since`` then in the rounds planned so far."""
    problem = translation.problem
    diary = Diary(
        posts={person.id: problem.cover_keys[seat] for seat, person in enumerate(translation.people)},
        caps=problem.cover_caps,
    )
    by_id = {person.id: person for person in translation.people}
    for fact in facts:
        if fact.kind is Kind.ROUND_PLANNED:
            for group in fact.body["groups"]:
                starts = datetime.fromisoformat(group["starts"]) if group["starts"] else None
                if starts is not None and starts.date() >= since:
                    diary.book([by_id[member] for member in group["members"] if member in by_id], starts)
    return diary


def _starts(
    groups: Sequence[Group],
    members: Sequence[Sequence[Person]],
    *,
    programme: Programme,
    translation: Translation,
    frame: Frame,
    zone: ZoneInfo,
    diary: Diary,
    seed: int,
) -> list[datetime | None]:
    """The occasion's own time for tables that have one; else a suggestion."""
    if translation.occasions:
        seated = [translation.occasions[group.occasion or 0] for group in groups]
        return [datetime.combine(occasion.date, occasion.start, zone) for occasion in seated]
    return suggest_times(members, programme, window=frame.window, zone=zone, diary=diary, seed=seed)


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
