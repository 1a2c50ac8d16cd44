"""``pairs run``: the monthly job. Plan, preview, ask, send."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.announcement import confirm_notice, show_notice
from pairing.cli.clash_in_words import clash_in_words
from pairing.cli.door import in_words
from pairing.cli.options import json_option, on_terminal, print_json, say
from pairing.cli.progress import deliver_with_progress
from pairing.errors import NoRoundExists, PairsError
from pairing.plural import number_of
from pairing.rounds import PlannedRound
from pairing.stages.account import Account
from pairing.stages.desk import Desk
from pairing.stages.due import Turn
from pairing.stages.members import participants
from pairing.stages.month import Manner, run_month
from pairing.stages.plan import Wishes
from pairing.stages.preview import preview, wrapped, write_sample
from pairing.stages.table_plan import write_table_plan


@click.command()
@click.option("--programme", metavar="NAME", help="Only this programme.")
@click.option("--seed", type=click.IntRange(min=0), help="The draw's seed (default: a new one, recorded).")
@click.option("--dry-run", is_flag=True, help="Plan and preview; keep and send nothing.")
@click.option("--yes", is_flag=True, help="Send without asking.")
@click.option("--accept-warnings", is_flag=True, help="Send even when something looks odd.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    programme: str | None,
    seed: int | None,
    dry_run: bool,
    yes: bool,
    accept_warnings: bool,
    as_json: bool,
) -> None:
    """
    The monthly job: plan, preview, ask, send.

    Running it twice in a month changes nothing. Without a terminal and without --yes the plan is
    saved, nothing is sent, and the exit code is 5.
    """
    place: Place = ctx.obj
    with open_workspace(place, write=True) as desk:
        for warning in desk.store.warnings:
            say(warning)
        manner = Manner(
            show=partial(_show, desk),
            confirm=partial(_confirm, yes=yes, accept_warnings=accept_warnings),
            send=partial(deliver_with_progress, desk),
            refused=partial(tell_refusal, desk),
            tell=say,
            dry=dry_run,
            show_notice=partial(show_notice, desk),
            confirm_notice=partial(confirm_notice, yes=yes, accept_warnings=accept_warnings),
        )
        account = run_month(desk, Wishes(seed=seed), manner, only=programme)
        _close(account)
    if as_json:
        print_json(account.rounds)
    ctx.exit(account.code)


def show_plan(desk: Desk, plan: PlannedRound, warnings: Sequence[str], out: Callable[[str], None]) -> None:
    """The preview, one rendered invitation as a file, and whatever looks odd."""
    for line in preview(desk, plan):
        out(line)
    if plan.groups:
        folder = desk.path / "plans"
        folder.mkdir(exist_ok=True)
        out(f"  One invitation as staff will see it: {write_sample(desk, plan, folder)}")
        tables = write_table_plan(desk, plan, folder)
        if tables is not None:
            out(f"  The table plan, to print: {tables}")
    for warning in warnings:
        for line in wrapped(f"Look twice: {warning}", "  "):
            out(line)
    out("")


def _show(desk: Desk, plan: PlannedRound, warnings: Sequence[str]) -> None:
    show_plan(desk, plan, warnings, say)


def _confirm(plan: PlannedRound, warnings: Sequence[str], *, yes: bool, accept_warnings: bool) -> bool | None:
    """True to send; None when nobody can be asked, or a surprise was not accepted."""
    if yes and warnings and not accept_warnings:
        say(f"{plan.round} is saved and not sent, because something looks odd.\nAdd --accept-warnings to send it.")
        return None
    if yes:
        return True
    if not on_terminal():
        say(f"{plan.round} is saved and not sent.\nTo send exactly this plan: pairs send {plan.round} --yes")
        return None
    messages = len(plan.people) + len(plan.left_out)
    agreed = click.confirm(f"Send {number_of(messages, 'message')} now?", default=False, err=True)
    if not agreed:
        say(f"{plan.round} is saved and not sent.\nTo send it later: pairs send {plan.round}")
    return agreed


def tell_refusal(desk: Desk, turn: Turn, error: PairsError) -> None:
    """Why there is no round of this programme."""
    if isinstance(error, NoRoundExists):
        say(f"{turn.name} could not be planned.\n{clash_in_words(error, _for_whom(desk, turn, error))}")
    else:
        say(f"{turn.name} could not be planned. {in_words(error)}")


def _for_whom(desk: Desk, turn: Turn, clash: NoRoundExists) -> list[str]:
    """
    The people concerned, by name where a lead reads it on a terminal and by id where it may be a log.

    Empty where it concerns everybody alike.
    """
    ids = [str(person) for person in clash.people]
    if len(ids) >= len(participants(desk, turn.name)):
        return []
    if not sys.stderr.isatty():
        return ids
    practices = desk.practice_names()
    people = {person.id: person for person in desk.store.roster.people()}
    return [f"{p.name} ({p.role}, {practices.get(p.practice, p.practice)})" for id in ids if (p := people.get(id))]


def _close(account: Account) -> None:
    """The last line: what comes next."""
    if account.outcome is not None and account.code == 0:
        say("Next: `pairs status` shows who was written to; `pairs attend` records who met.")
