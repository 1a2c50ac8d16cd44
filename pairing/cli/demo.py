"""``pairs demo``: an invented network in a folder, and whole months of it."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import click

from pairing.bootstrap import open_workspace, read_as_of
from pairing.cli import Place
from pairing.cli.options import json_option, print_json, say
from pairing.clock import MachineClock
from pairing.demo.drawn import SIZES, Size
from pairing.demo.months import Settings, run_months, write_workspace
from pairing.errors import InputError
from pairing.plural import number_of
from pairing.stages.desk import Desk

#: Marks a folder as made by this command, so that it may be made again.
MARK = Path(".pairs") / "demo"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@click.option("--size", type=click.Choice(SIZES), default="typical", show_default=True, help="Which network.")
@click.option("--months", type=click.IntRange(1, 36), default=3, show_default=True, help="How many, up to this one.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The seed of everything invented."
)
@json_option
@click.pass_context
def command(ctx: click.Context, *, folder: Path | None, size: Size, months: int, seed: int, as_json: bool) -> None:
    """Write an invented network into FOLDER (default: demo) and run its months. Nothing is mailed."""
    place: Place = ctx.obj
    target = folder or place.workspace / "demo"
    _make_room(target)
    moment = read_as_of(place.as_of, "Europe/London") or MachineClock().now()
    settings = Settings(size, months, seed, moment.date())
    network = write_workspace(target, settings)
    (target / MARK).write_text("made by pairs demo\n", encoding="utf-8")
    practices = number_of(len(network.practices), "practice")
    say(f"{network.name}: {len(network.people)} invented people at {practices}, in {target}/")

    def open_on(day: date) -> AbstractContextManager[Desk]:
        return open_workspace(Place(target, f"{day.isoformat()}T09:00"), write=True)

    accounts = run_months(settings, open_on, say)
    if as_json:
        print_json([row for account in accounts for row in account.rounds])
    mails = len(list((target / "outbox").glob("*.eml")))
    say()
    say(f"{number_of(mails, 'message lies', 'messages lie')} in {target}/outbox/ as .eml files; nothing was mailed.")
    say(f"Open one in a mail program, or look round: pairs status -C {target}")
    ctx.exit(max(account.code for account in accounts))


def _make_room(folder: Path) -> None:
    """An empty or absent folder, or an earlier demo, which is replaced; anything else is left alone."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / MARK).exists():
        raise InputError.at(str(folder), "this folder is not empty", mend="Name another one: pairs demo my-demo")
    say(f"Replacing the demo in {folder}/")
    shutil.rmtree(folder)
