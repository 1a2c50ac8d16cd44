"""``pairs plan``: make and save a plan, send nothing."""

from __future__ import annotations

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.options import json_option, print_json, say
from pairing.cli.run import show_plan
from pairing.rounds import PlannedRound
from pairing.stages.as_json import plan_as_json
from pairing.stages.due import turns
from pairing.stages.guards import surprises
from pairing.stages.pending import keep
from pairing.stages.plan import Wishes, plan_round


@click.command()
@click.option("--programme", metavar="NAME", help="Only this programme.")
@click.option("--seed", type=click.IntRange(min=0), help="The draw's seed (default: a new one, recorded).")
@json_option
@click.pass_context
def command(ctx: click.Context, programme: str | None, seed: int | None, as_json: bool) -> None:
    """Make and save this period's plan; send nothing. `pairs send ROUND` sends exactly it."""
    place: Place = ctx.obj
    plans: list[PlannedRound] = []
    with open_workspace(place, write=True) as desk:
        due = sorted(turns(desk, programme), key=lambda turn: not turn.programme.occasions)
        for turn in due:
            if turn.planned:
                say(f"{turn.round} was approved before; it is not planned again.")
            elif turn.due:
                plan = plan_round(desk, turn, Wishes(seed=seed), plans)
                plans.append(plan)
                show_plan(desk, plan, surprises(desk, plan, len(plan.people) + len(plan.left_out)), say)
                say(f"Saved. To send exactly this plan: pairs send {keep(desk, plan)}")
            else:
                say(turn.why_not_due)
    if as_json:
        print_json([plan_as_json(plan) for plan in plans])
