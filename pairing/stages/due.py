"""Which programmes are due, in which period, and which rounds are there already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pairing.config.model import Programme
from pairing.config.rhythm import days_of, is_due, period_of, window
from pairing.errors import InputError
from pairing.events import Kind
from pairing.stages.desk import Desk


@dataclass(frozen=True)
class Turn:
    """One programme in one period. ``planned`` is true when its round was approved already.

    ``due`` is false when its rhythm says that this period is not its turn, or when it has dates of
    its own and none of them is still to come in this round (``dates_gone``).
    """

    name: str
    programme: Programme
    period: str
    planned: bool
    due: bool
    dates_gone: bool = False

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
        return f"{self.name}: not its turn this time."


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
    first, last = window(period, programme, sent_on=today)
    if programme.occasions:
        last = max(last, days_of(period)[1])
    return first, last


def _all_turns(desk: Desk) -> Iterator[Turn]:
    planned: dict[str, list[str]] = {}
    for fact in desk.store.events.facts(kinds=[Kind.ROUND_PLANNED]):
        planned.setdefault(str(fact.programme), []).append(str(fact.body["period"]))
    for name, programme in desk.config.programmes.items():
        period = period_of(desk.today, programme.every)
        periods = planned.get(name, [])
        turn = is_due(period, periods, programme.every)
        first, last = window_of(programme, period, desk.today)
        gone = bool(programme.occasions) and not any(first <= each.date <= last for each in programme.occasions)
        yield Turn(
            name=name,
            programme=programme,
            period=period,
            planned=period in periods,
            due=turn and not gone,
            dates_gone=turn and gone,
        )


def _listed(programmes: object) -> str:
    assert isinstance(programmes, dict)
    return ", ".join(programmes) or "none"
