"""``pairs people``: the staff list, and who takes part."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pairing.atomic import write_whole
from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.folding import in_columns
from pairing.cli.options import json_option, on_terminal, print_json, say
from pairing.cli.people_by_word import join, leave, mobile
from pairing.cli.people_import import bring_in, read_file
from pairing.cli.people_import_in_words import finish, show
from pairing.cli.people_standing import forget, pause, resume, standing_words, stop
from pairing.errors import InputError
from pairing.people.find import find_person
from pairing.people.person import Person
from pairing.people.staff_table import as_csv, as_json, as_workbook, rows_of_people
from pairing.plural import people_of

FILE = click.Path(path_type=Path)
_sheets = click.option(
    "--sheet", "sheets", multiple=True, metavar="NAME", help="Read this sheet of the workbook (may be repeated)."
)


@click.group()
def command() -> None:
    """The staff list: import it, look at it, pause somebody."""


for each in (join, leave, mobile, pause, resume, stop, forget):
    command.add_command(each)


@command.command("import")
@click.argument("file", type=FILE)
@_sheets
@click.option("--yes", is_flag=True, help="Import without asking.")
@click.option("--accept-warnings", is_flag=True, help="Import even when unusually many people would leave.")
@json_option
@click.pass_context
def import_(
    ctx: click.Context, *, file: Path, sheets: tuple[str, ...], yes: bool, accept_warnings: bool, as_json: bool
) -> None:
    """
    Bring in a staff list (CSV, XLSX, XLS, ODS): shows what joined, left and moved, then asks.

    Rows that cannot be read are named and skipped; all others come in, and the exit code is 3
    until the file is mended. Without a terminal nobody is asked; where unusually many would leave,
    nothing changes (exit 5).
    """
    place: Place = ctx.obj
    with open_workspace(place, write=True) as desk:
        reading = read_file(desk, file, sheets, ask=on_terminal() and not yes and not as_json)
        show(reading, as_json=as_json)
        imported = bring_in(desk, file, reading, yes=yes, accept_warnings=accept_warnings)
    ctx.exit(finish(reading, imported=imported))


@command.command()
@click.argument("file", type=FILE)
@_sheets
@json_option
@click.pass_context
def check(ctx: click.Context, *, file: Path, sheets: tuple[str, ...], as_json: bool) -> None:
    """Say what importing a staff list would do, and everything wrong with it; change nothing."""
    place: Place = ctx.obj
    with open_workspace(place) as desk:
        reading = read_file(desk, file, sheets)
        show(reading, as_json=as_json)
    ctx.exit(finish(reading, imported=False))


@command.command("list")
@click.option("--left", is_flag=True, help="Also those no longer on the list.")
@json_option
@click.pass_context
def list_(ctx: click.Context, *, left: bool, as_json: bool) -> None:
    """Everybody on the staff list."""
    place: Place = ctx.obj
    with open_workspace(place) as desk:
        people = [person for person in desk.store.roster.people(with_left=left) if person.name]
        if as_json:
            print_json([as_json_row(person) for person in people])
            return
        names, today = desk.practice_names(), desk.today
        rows = [
            (
                person.id,
                person.name,
                person.role,
                names.get(person.practice, person.practice),
                standing_words(person, today),
            )
            for person in people
        ]
        for line in in_columns(rows, sys.stdout):
            click.echo(line)
        if not people:
            say("Nobody yet. Import a staff list: pairs people import staff.csv")


@command.command("show")
@click.argument("who")
@json_option
@click.pass_context
def show_(ctx: click.Context, *, who: str, as_json: bool) -> None:
    """One person: by id, address or name."""
    place: Place = ctx.obj
    with open_workspace(place) as desk:
        person = find_person(who, desk.store.roster.people(with_left=True))
        facts = as_json_row(person) | {"standing": person.standing, "role_group": person.role_group}
        facts["mobile"] = person.mobile
        if as_json:
            print_json(facts)
            return
        names = desk.practice_names()
        facts["practice"] = names.get(person.practice, person.practice)
        facts["also_works_at"] = [names.get(key, key) for key in person.also_works_at]
        facts["standing"] = standing_words(person, desk.today) or "takes part"
        for name, value in facts.items():
            text = ", ".join(value) if isinstance(value, list) else value
            if text not in (None, "", False):
                click.echo(f"{name.replace('_', ' '):<14} {'yes' if text is True else text}")


@command.command()
@click.argument("file", type=FILE)
@click.pass_context
def export(ctx: click.Context, *, file: Path) -> None:
    """Write the staff list with its ids, as CSV or XLSX ("-" = CSV on stdout); import takes it back."""
    place: Place = ctx.obj
    with open_workspace(place) as desk:
        people = [person for person in desk.store.roster.people() if person.name]
        rows = rows_of_people(people, desk.store.roster.practices())
    suffix = file.suffix.lower()
    if str(file) == "-":
        sys.stdout.write(as_csv(rows).replace("\r\n", "\n"))
        return
    if suffix not in {".csv", ".xlsx"}:
        raise InputError.at(str(file), "is neither a .csv nor an .xlsx file", mend="Give it one of these endings.")
    # The mark at the start is what makes a spreadsheet read a CSV file as UTF-8.
    write_whole(file, as_workbook(rows) if suffix == ".xlsx" else as_csv(rows).encode("utf-8-sig"))
    say(f"{people_of(len(people))} written to {file}.")


def as_json_row(person: Person) -> dict[str, object]:
    """A person under exactly the staff file's keys."""
    return as_json(person)
