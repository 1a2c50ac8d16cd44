"""``pairs history import FILE`` and ``pairs history export``: rounds from before, and all rounds."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.options import json_option, on_terminal, print_json, say
from pairing.history import take_in
from pairing.history.file import read_history, write_history
from pairing.history.take_in import TakenIn
from pairing.plural import number_of
from pairing.stages.desk import Desk


@click.group()
def command() -> None:
    """Rounds from before pairs, and all rounds as a file.

    The file is CSV: round, date, programme, group, person, met. One row per person and group;
    person is an id or an address, met is yes, no or empty.
    """


@command.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Take it in without asking.")
@click.option("--skip-unknown", is_flag=True, help="Pass over people who are not on the staff list.")
@json_option
@click.pass_obj
def import_(place: Place, file: Path, yes: bool, skip_unknown: bool, as_json: bool) -> None:
    """Take in rounds from FILE. The whole file is checked first; twice changes nothing.

    On a terminal it asks; elsewhere it takes them in, since that only adds.
    """
    with open_workspace(place, write=True) as desk:
        people = desk.store.roster.people(with_left=True)
        meetings = read_history(file, people, skip_unknown=skip_unknown)
        taken = take_in.compare(meetings, desk.history(), now=desk.opened_at)
        _preview(desk, taken)
        agreed = not taken.facts or yes or not on_terminal() or _ask()
        if agreed:
            take_in.keep(taken, desk.store.events)
    if as_json:
        print_json(_as_json(taken, kept=agreed))
    if agreed and taken.facts:
        say("Taken in.")


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@json_option
@click.pass_obj
def export(place: Place, file: Path | None, as_json: bool) -> None:
    """Every round on record, to FILE or to the screen. Ids only, so it names nobody."""
    with open_workspace(place) as desk:
        history = desk.history()
    if as_json:
        print_json(
            [
                {"round": past.round, "date": group.date.isoformat(), "programme": past.programme}
                | {"group": group.name, "person": member, "met": group.says.get(member)}
                for past in history.rounds
                for group in past.groups
                for member in group.members
            ]
        )
    elif file is None:
        click.echo(write_history(history), nl=False)
    else:
        file.write_text(write_history(history), encoding="utf-8")
        say(f"{number_of(len(history.rounds), 'round')} written to {file}.")


def _preview(desk: Desk, taken: TakenIn) -> None:
    if not taken.facts:
        say(f"Nothing new: {number_of(taken.unchanged, 'group is', 'groups are')} on record already.")
        return
    new = f"{number_of(taken.new, 'group')} in {number_of(len(taken.rounds), 'round')}"
    say(f"New: {new}. Corrected: {taken.corrected}.")
    say(f"Words on attendance: {taken.words}. Unchanged: {number_of(taken.unchanged, 'group')}.")
    unknown = sorted({programme for programme, _ in taken.rounds} - set(desk.config.programmes))
    if unknown:
        say(f"Not in pairs.toml: {', '.join(unknown)}. These meetings count as contacts of another programme.")


def _ask() -> bool:
    return click.confirm("Take this in?", default=False, err=True)


def _as_json(taken: TakenIn, *, kept: bool) -> dict[str, object]:
    counts = {name: value for name, value in dataclasses.asdict(taken).items() if isinstance(value, int)}
    return {"kept": kept, **counts, "rounds": [{"programme": p, "round": r} for p, r in taken.rounds]}
