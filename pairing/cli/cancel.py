"""``pairs cancel``: end a group or a round, with kind words."""

from __future__ import annotations

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.asking import require_yes
from pairing.cli.options import json_option, print_json, say
from pairing.cli.progress import send_what_is_owed
from pairing.plural import number_of, people_of
from pairing.stages.advance import advance_now
from pairing.stages.cancelling import cancel, find


@click.command()
@click.argument("named", metavar="ROUND[/GROUP]")
@click.option("--words", default="", metavar="TEXT", help="What the people concerned are told, in your own words.")
@click.option("--yes", is_flag=True, help="Cancel without asking.")
@json_option
@click.pass_context
def command(ctx: click.Context, *, named: str, words: str, yes: bool, as_json: bool) -> None:
    """
    Cancel what is still to come of ROUND, or one GROUP of it.

    Their calendar entries are taken back and each person gets a short, kind mail. As in:
    pairs cancel coffee-2026-12/7 --words "Both of you are on leave."
    """
    place: Place = ctx.obj
    with open_workspace(place, write=True) as desk:
        what = find(desk, named)
        groups = number_of(len(what.live), "group")
        question = f"Cancel {groups} of {what.life.plan.round}, {people_of(what.people)}, and tell them now?"
        require_yes(question, yes=yes, otherwise="nothing was cancelled")
        cancel(desk, what, words)
        advanced = advance_now(desk)
        code = send_what_is_owed(desk)
    if as_json:
        cancelled = [live.group.number for live in what.live]
        print_json({"round": what.life.plan.round, "cancelled": cancelled, "messages": len(advanced.entries)})
    be = "is" if len(what.live) == 1 else "are"
    say(f"{groups} of {what.life.plan.round} {be} cancelled.")
    ctx.exit(code)
