"""
What the months to come would look like if everybody came: rounds made one after another, none kept.

Each round is planned on its own day with those before it supposed to have happened, exactly as
``pairs plan`` would on that day. Where its dates are not named yet, a table round is planned as if
one were found that suits everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from itertools import chain, combinations

from pairing.config.model import Programme
from pairing.config.rhythm import is_due, next_period, parse_every, period_of
from pairing.events import Fact
from pairing.rounds import PlannedRound
from pairing.solver.rules import different_practice, no_repeat
from pairing.stages.desk import Desk
from pairing.stages.due import Turn, planned_periods, sending_day, window_of
from pairing.stages.members import participants
from pairing.stages.plan import Wishes, plan_round
from pairing.stages.round_ahead import Meeting, meeting_of
from pairing.stages.run_out import RunOut, run_out
from pairing.tiers import Tier

MORNING = time(9)


@dataclass(frozen=True)
class RoundAhead:
    """A round as it would be. ``month`` counts from 1.

    ``same_practice`` and ``repeats`` are pairs in one group, at a workshop in each of its rotations; each with
    how many cannot be avoided, given what stricter rules cost; None where there are some and no rule avoids them.
    """

    month: int
    plan: PlannedRound
    same_practice: int
    least_same_practice: int | None
    repeats: int
    least_repeats: int | None

    @property
    def groups(self) -> int:
        """How many meet at once: at a workshop its tables."""
        return sum(len(group.tables[0]) if group.rotations else 1 for group in self.plan.groups)


@dataclass(frozen=True)
class Ahead:
    """The rounds in order of time, and where new partners run out, the earliest first."""

    rounds: tuple[RoundAhead, ...]
    run_out: tuple[RunOut, ...]


@dataclass(frozen=True)
class _Due:
    day: date
    month: int
    turn: Turn


@dataclass(frozen=True)
class _Rehearsal(Desk):
    """A desk at which nothing more happens: the past is read once for all rounds."""

    past: tuple[Fact, ...] = ()

    @classmethod
    def at(cls, desk: Desk) -> _Rehearsal:
        """The same workspace, as it stands now."""
        own = {field.name: getattr(desk, field.name) for field in fields(Desk)}
        return cls(**own, past=tuple(desk.facts()))

    def _happened(self) -> Sequence[Fact]:
        return self.past


def look_ahead(
    desk: Desk, months: int, only: str | None = None, *, seed: int = 0, seen: Callable[[int, int], None] | None = None
) -> Ahead:
    """
    So many months from this one on; only one programme's where it is named.

    Nothing is written. ``seen`` is told how many of how many rounds are made. Raises as `plan_round`
    does.
    """
    desk.require_people()
    desk = _Rehearsal.at(desk)
    coming = sorted(_coming(desk, months, only), key=lambda due: (due.day, not due.turn.programme.occasions))
    plans: list[PlannedRound] = []
    rounds, meetings = [], []
    for number, due in enumerate(coming):
        then = _on(desk, due.day)
        plan = plan_round(then, _dated(then, due.turn), Wishes(seed=seed + number), plans)
        people = tuple(participants(then, due.turn.name))
        meetings.append(meeting_of(plan, due.turn.programme, due.month, people))
        rounds.append(_round_ahead(then, meetings[-1], due.turn.programme, plan, plans))
        plans.append(plan)
        if seen is not None:
            seen(number + 1, len(coming))
    return Ahead(tuple(rounds), run_out(desk.config, desk.history(), meetings))


def _coming(desk: Desk, months: int, only: str | None) -> Iterator[_Due]:
    """Every turn of every programme whose first day lies in these months."""
    start = desk.today.year * 12 + desk.today.month - 1
    for name, programme in desk.config.programmes.items():
        if only not in {None, name}:
            continue
        planned = list(planned_periods(desk).get(name, ()))
        period = period_of(desk.today, programme.every)
        while True:
            day = max(desk.today, sending_day(programme, period))
            month = max(1, _month(day) - start + 1)
            if month > months:
                break
            if is_due(period, planned, programme.every):
                planned.append(period)
                yield _Due(day, month, Turn(name, programme, period, planned=False, due=True))
            period = next_period(period, parse_every(programme.every).unit)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _on(desk: Desk, day: date) -> Desk:
    """The desk as it will be on the morning of that day."""
    return desk if day == desk.today else replace(desk, opened_at=datetime.combine(day, MORNING, desk.zone))


def _dated(desk: Desk, turn: Turn) -> Turn:
    """The turn, without dates where none of its own lies in its window."""
    first, last = window_of(turn.programme, turn.period, desk.today)
    if any(first <= occasion.date <= last for occasion in turn.programme.occasions):
        return turn
    return replace(turn, programme=turn.programme.model_copy(update={"occasions": ()}))


def _round_ahead(
    desk: Desk, meeting: Meeting, programme: Programme, plan: PlannedRound, before: Sequence[PlannedRound]
) -> RoundAhead:
    people = {person.id: person for person in meeting.people}
    known = desk.history(before).rounds_since(plan.programme)
    pairs = list(_together(plan))
    same = sum(bool(people[one].practices & people[other].practices) for one, other in pairs)
    again = len(pairs) - len(set(pairs) - known.keys())
    tiers = {tier.rule: tier for tier in plan.tiers}
    mixed, new = tiers.get(different_practice.NAME), tiers.get(no_repeat.NAME)
    return RoundAhead(
        month=meeting.month,
        plan=plan,
        same_practice=same,
        least_same_practice=mixed.bound if mixed else _nothing_known(same),
        repeats=again,
        least_repeats=_unavoidable(new, programme) if new else _nothing_known(again),
    )


def _together(plan: PlannedRound) -> Iterator[tuple[str, str]]:
    """Every two in one group, the smaller id first; at a workshop as often as they share a table."""
    for group in plan.groups:
        if not group.rotations:
            yield from group.contacts
        for table in chain.from_iterable(group.tables):
            yield from combinations(sorted(table), 2)


def _unavoidable(tier: Tier, programme: Programme) -> int:
    """So many repeats, if each were as dear as can be, cost the least there is at the rule."""
    own = programme.rules.get(no_repeat.NAME)
    said = {key: int(value) for key, value in ((own and own.model_extra) or {}).items()}
    each, horizon = (said.get(key, no_repeat.PARAMETERS[key][0]) for key in ("each", "horizon"))
    return -(-tier.bound // max(1, each + horizon - 1))


def _nothing_known(found: int) -> int | None:
    """How many cannot be avoided where no rule tries to."""
    return None if found else 0
