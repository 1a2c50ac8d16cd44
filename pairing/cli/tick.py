"""``pairs tick``: whatever is due now, once. For cron, a systemd timer or the Windows Task Scheduler."""

from __future__ import annotations

from typing import Any

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.options import json_option, print_json, say
from pairing.cli.progress import deliver_with_progress
from pairing.life.due import Due
from pairing.notify.outcome import Outcome
from pairing.plural import number_of
from pairing.stages.advance import advance, advance_now, upcoming
from pairing.stages.advanced import Advanced
from pairing.stages.deliver import code_of, owed


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would happen now, and what is due later; keep nothing.")
@json_option
@click.pass_context
def command(ctx: click.Context, *, dry_run: bool, as_json: bool) -> None:
    """
    Do what is due now, once: mend groups, remind, ask, cancel, and send what is owed.

    Safe to run as often as you like: what was done is never done twice. Plans no round: that is
    `pairs run`.
    """
    place: Place = ctx.obj
    with open_workspace(place, write=not dry_run) as desk:
        advanced = advance(desk, desk.opened_at) if dry_run else advance_now(desk)
        waiting = 0 if dry_run else owed(desk)
        outcome = deliver_with_progress(desk, waiting) if waiting else None
        due = upcoming(desk, desk.opened_at) if dry_run else []
        moment = desk.opened_at.isoformat()
    if as_json:
        print_json({"as_of": moment, **_as_json(advanced), **_sent(outcome), "due": [_row(row) for row in due]})
    else:
        _tell(advanced, due, dry_run=dry_run)
    ctx.exit(code_of(desk, outcome) if outcome else 0)


def _tell(advanced: Advanced, due: list[Due], *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    for fact in advanced.facts:
        click.echo(f"{fact.kind}  {fact.round or ''}  {fact.person or ''}".rstrip())
    for entry in advanced.entries:
        click.echo(f"{entry.kind}  {entry.round}  {entry.person}")
    for row in due:
        click.echo(f"{row.at:%Y-%m-%d %H:%M}  {row.kind}  {row.round}  {row.person}".rstrip())
    if not advanced:
        say("Nothing is due.")
    else:
        written = number_of(len(advanced.entries), "message")
        say(f"{written} {would}written, {len(advanced.withdrawn)} {would}withdrawn.")


def _as_json(advanced: Advanced) -> dict[str, Any]:
    return {
        "facts": [{"kind": str(fact.kind), "round": fact.round, "person": fact.person} for fact in advanced.facts],
        "messages": [
            {"key": entry.key, "kind": entry.kind, "round": entry.round, "person": entry.person}
            for entry in advanced.entries
        ],
        "withdrawn": list(advanced.withdrawn),
    }


def _sent(outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return {"sent": 0, "failed": 0, "waiting": 0}
    return {"sent": outcome.sent, "failed": outcome.failed, "waiting": outcome.waiting}


def _row(row: Due) -> dict[str, Any]:
    return {
        "kind": str(row.kind),
        "at": row.at.isoformat(),
        "round": row.round,
        "group": row.group or None,
        "person": row.person or None,
    }
