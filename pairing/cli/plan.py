"""``pairs plan``: make and save a plan, send nothing."""

from __future__ import annotations

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.options import json_option, print_json, say
from pairing.cli.run import show_plan, tell_refusal
from pairing.errors import PairsError
from pairing.rounds import PlannedRound
from pairing.stages.account import gravest
from pairing.stages.as_json import plan_as_json
from pairing.stages.due import turns
from pairing.stages.guards import surprises
from pairing.stages.pending import keep
from pairing.stages.plan import Wishes, plan_round


@click.command()
@click.option("--programme", metavar="NAME", help="Only this programme.")
@click.option("--seed", type=click.IntRange(min=0), help="The draw's seed (default: a new one, recorded).")
@click.option("--months", type=click.IntRange(1, 36), help="Look so many months ahead instead; save nothing.")
@json_option
@click.pass_context
def command(ctx: click.Context, programme: str | None, seed: int | None, months: int | None, as_json: bool) -> None:
    """Make and save this period's plan; send nothing. `pairs send ROUND` sends exactly it.

    With --months 12, show instead what a year would look like if everybody came.
    """
    place: Place = ctx.obj
    if months is not None:
        _look_ahead(place, months, programme, seed=seed or 0, as_json=as_json)
        return
    plans: list[PlannedRound] = []
    code = 0
    with open_workspace(place, write=True) as desk:
        due = sorted(turns(desk, programme), key=lambda turn: not turn.programme.occasions)
        for turn in due:
            if turn.planned:
                say(f"{turn.round} was approved before; it is not planned again.")
            elif turn.due:
                try:
                    plan = plan_round(desk, turn, Wishes(seed=seed), plans)
                except PairsError as error:
                    tell_refusal(desk, turn, error)
                    code = gravest(code, error.exit_code)
                    continue
                plans.append(plan)
                show_plan(desk, plan, surprises(desk, plan, len(plan.people) + len(plan.left_out)), say)
                say(f"Saved. To send exactly this plan: pairs send {keep(desk, plan)}")
            else:
                say(turn.why_not_due)
    if as_json:
        print_json([plan_as_json(plan) for plan in plans])
    ctx.exit(code)


def _look_ahead(place: Place, months: int, programme: str | None, *, seed: int, as_json: bool) -> None:
    """The months to come on stdout; nothing is kept."""
    from pairing.cli import ahead as shown
    from pairing.stages.year_ahead import look_ahead

    with open_workspace(place) as desk, shown.looking() as seen:
        turns(desk, programme)  # an unknown programme is told of as everywhere
        found = look_ahead(desk, months, programme, seed=seed, seen=seen)
        names = desk.practice_names()
        lines = list(shown.lines(desk, found))
    if as_json:
        print_json(shown.as_json(found, names))
    else:
        for line in lines:
            click.echo(line)
