"""``pairs plan --months N``: the months to come, as a table of figures; nothing is kept and nothing is sent."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pairing.cli.options import on_terminal
from pairing.config.formats import programme_title
from pairing.config.rhythm import period_name
from pairing.plural import number_of
from pairing.stages.desk import Desk
from pairing.stages.run_out import RunOut
from pairing.stages.year_ahead import Ahead, RoundAhead

WIDTH = 80
MOST_NAMED = 3


def lines(desk: Desk, ahead: Ahead) -> Iterator[str]:
    """A table for every programme, then where new partners run out and why."""
    planned = {each.plan.programme for each in ahead.rounds}
    programmes = [name for name in desk.config.programmes if name in planned]
    if not programmes:
        yield "No round is due in this time."
        return
    yield "If everybody taking part came (found / cannot be avoided):"
    for name in programmes:
        yield ""
        yield f"{programme_title(desk.config.programmes[name]):<34}groups  left out  same practice  repeats"
        yield from (_row(each) for each in ahead.rounds if each.plan.programme == name)
    yield ""
    yield from _run_out_lines(ahead, desk.practice_names())
    yield "Nothing was saved and nothing was sent."


def as_json(ahead: Ahead, names: Mapping[str, str]) -> dict[str, Any]:
    """The same for programs; ``names`` are the practices' display names."""
    return {
        "rounds": [_round_record(each) for each in ahead.rounds],
        "run_out": [
            {
                "practice": each.practice,
                "name": names.get(each.practice, each.practice),
                "month": each.month,
                "people": each.people,
                "taking_part": each.taking_part,
                "possible": each.possible,
                "met": each.met,
                "needed": each.needed,
                "why": _reason(each, names),
            }
            for each in ahead.run_out
        ],
    }


@contextmanager
def looking() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, and nothing elsewhere."""
    if not on_terminal():
        yield lambda _made, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("Looking ahead"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda made, of: bar.update(task, completed=made, total=of)


def _row(each: RoundAhead) -> str:
    plan = each.plan
    same = _beside(each.same_practice, each.least_same_practice)
    again = _beside(each.repeats, each.least_repeats)
    named = f"{each.month:>4}  {period_name(plan.period)}"
    return f"{named:<34}{each.groups:>6}{len(plan.left_out):>10}{same:>15}{again:>9}"


def _beside(found: int, least: int | None) -> str:
    """A dash where no rule avoids it, and so nothing is known."""
    return f"{found} / {'-' if least is None else least}"


def _run_out_lines(ahead: Ahead, names: Mapping[str, str]) -> Iterator[str]:
    for each in ahead.run_out[:MOST_NAMED]:
        yield from textwrap.wrap(_reason(each, names), WIDTH, subsequent_indent="  ")
    rest = ahead.run_out[MOST_NAMED:]
    if rest:
        yield f"And for {number_of(len(rest), 'more practice')} by month {rest[-1].month}."
    repeated = [each.month for each in ahead.rounds if each.repeats]
    if not repeated:
        yield "Nobody need run out of new partners in this time."
    elif not ahead.run_out or repeated[0] < ahead.run_out[0].month:
        yield f"Some meet again from month {repeated[0]} on; counting people does not tell who has to."


def _reason(each: RunOut, names: Mapping[str, str]) -> str:
    """As in: New partners run out for Riverside in month 7: ..."""
    practice = names.get(each.practice, each.practice)
    first = f"New partners run out for {practice} in month {each.month}: "
    if each.one:
        met = f", {each.met} of whom they have met" if each.met else ""
        return (
            f"{first}with {each.people} of {each.taking_part} people there, somebody of it may be put with only "
            f"{number_of(each.possible, 'other')}{met}, and needs {each.needed} by then."
        )
    met = f", {each.met} of which have met" if each.met else ""
    own = f"its {each.people} people" if each.people != 1 else "its one person"
    return (
        f"{first}{own} and the {each.taking_part - each.people} others make "
        f"{number_of(each.possible, 'pair')}{met}, and {each.needed} are needed by then."
    )


def _round_record(each: RoundAhead) -> dict[str, Any]:
    plan = each.plan
    return {
        "month": each.month,
        "programme": plan.programme,
        "round": plan.round,
        "people": len(plan.people) + len(plan.left_out),
        "groups": each.groups,
        "left_out": len(plan.left_out),
        "same_practice": each.same_practice,
        "least_same_practice": each.least_same_practice,
        "repeats": each.repeats,
        "least_repeats": each.least_repeats,
        "status": plan.status,
        "tiers": [
            {
                "rule": tier.rule,
                "importance": str(tier.importance),
                "cost": tier.cost,
                "bound": tier.bound,
                "proved": tier.proved,
            }
            for tier in plan.tiers
        ],
    }
