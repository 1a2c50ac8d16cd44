"""Which programmes are due, in which period, and which rounds are there already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pairing.config.programme import Programme
from pairing.config.rhythm import days_of, is_due, next_period, parse_every, period_of, send_day
from pairing.errors import InputError
from pairing.events import Kind
from pairing.life.told import KINDS, Told, told
from pairing.life.working_days import bank_holidays
from pairing.notify.dates import day_name
from pairing.stages.desk import Desk

#: Instead of a day that nobody can name yet.
NEVER = date.max


@dataclass(frozen=True)
class Turn:
    """One programme in one period. ``planned`` is true when its round was approved already.

    ``due`` is false when its rhythm says that this period is not its turn, or when it has dates of
    its own and none of them is still to come in this round (``dates_gone``), or when its people are
    to be told of it first: ``waits`` is then true, and ``waits_until`` the day of its first round
    (None while nobody was told).
    """

    name: str
    programme: Programme
    period: str
    planned: bool
    due: bool
    dates_gone: bool = False
    waits: bool = False
    waits_until: date | None = None

    @property
    def round(self) -> str:
        """The round's name, one for each programme and period."""
        return f"{self.name}-{self.period}"

    @property
    def why_not_due(self) -> str:
        """For the lead: why there is no round of it now."""
        if self.dates_gone:
            return (
                f"{self.name}: none of its dates is still to come this time, so nobody is invited.\n"
                f"Add the next under [[programmes.{self.name}.occasions]] in pairs.toml."
            )
        if self.waits_until:
            return f"{self.name}: people were told of it; its first invitations go out from {self._first} on."
        if self.waits:
            return f"{self.name}: people are told of it before its first round (pairs run)."
        return f"{self.name}: not its turn this time."

    @property
    def _first(self) -> str:
        return f"{day_name(self.waits_until)} {self.waits_until.year}" if self.waits_until else ""


def turns(desk: Desk, only: str | None = None) -> list[Turn]:
    """Every programme's turn in the period the clock stands in; one only, where named."""
    programmes = desk.config.programmes
    if only is not None and only not in programmes:
        raise InputError.at("--programme", f"there is no programme {only!r}", mend=f"There are: {_listed(programmes)}")
    if not programmes:
        raise InputError.at(
            "pairs.toml", "it names no programme", mend='Add [programmes.coffee] with format = "coffee".'
        )
    return [turn for turn in _all_turns(desk) if only in {None, turn.name}]


def window_of(programme: Programme, period: str, today: date) -> tuple[date, date]:
    """
    The days on which this round may meet: from tomorrow to the end of `meet_within_days`.

    With occasions, to the end of the period if that is later, so that a date late in the month counts.
    """
    first, last = today + timedelta(days=1), today + timedelta(days=programme.meet_within_days)
    if programme.occasions:
        last = max(last, days_of(period)[1])
    return first, last


def planned_periods(desk: Desk) -> dict[str, list[str]]:
    """The periods each programme has had a round in."""
    planned: dict[str, list[str]] = {}
    for fact in desk.store.events.facts(kinds=[Kind.ROUND_PLANNED]):
        planned.setdefault(str(fact.programme), []).append(str(fact.body["period"]))
    return planned


def next_sending(programme: Programme, planned: Sequence[str], earliest: date) -> date:
    """The first day from the ``earliest`` on that the programme names for sending, in a period with a round due."""
    period = period_of(earliest, programme.every)
    while not is_due(period, planned, programme.every) or sending_day(programme, period) < earliest:
        period = next_period(period, parse_every(programme.every).unit)
    return sending_day(programme, period)


def sending_day(programme: Programme, period: str) -> date:
    """The day on which a period's invitations are to go out: within the period, and on no bank holiday."""
    first, last = days_of(period)
    return send_day(period, programme.send_on, bank_holidays(first.year) | bank_holidays(last.year))


def _all_turns(desk: Desk) -> Iterator[Turn]:
    planned = planned_periods(desk)
    known = told(desk.store.events.facts(kinds=KINDS)) if _anybody_waits(desk) else None
    for name, programme in desk.config.programmes.items():
        period = period_of(desk.today, programme.every)
        periods = planned.get(name, [])
        turn = is_due(period, periods, programme.every)
        until = first_round_from(desk, name, known) if known and not periods else None
        waits = until is not None and (until is NEVER or desk.today < until)
        first, last = window_of(programme, period, desk.today)
        gone = bool(programme.occasions) and not any(first <= each.date <= last for each in programme.occasions)
        yield Turn(
            name=name,
            programme=programme,
            period=period,
            planned=period in periods,
            due=turn and not gone and not waits,
            dates_gone=turn and gone,
            waits=turn and waits,
            waits_until=until if waits and until is not NEVER else None,
        )


def first_round_from(desk: Desk, name: str, known: Told) -> date | None:
    """From which day on a programme may have its first round; `NEVER` while nobody was told, None when it may now."""
    programme = desk.config.programmes[name]
    if not programme.days_of_notice or known.in_rounds.get(name):
        return None
    return known.announced.get((name, programme.opt_in), NEVER)


def _anybody_waits(desk: Desk) -> bool:
    return any(programme.days_of_notice for programme in desk.config.programmes.values())


def _listed(programmes: object) -> str:
    assert isinstance(programmes, dict)
    return ", ".join(programmes) or "none"
