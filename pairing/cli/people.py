"""``pairs people``: the staff list, and who takes part."""

from __future__ import annotations

import calendar
import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path

import click

from pairing.atomic import write_whole
from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.folding import in_columns
from pairing.cli.options import json_option, on_terminal, print_json, say
from pairing.cli.people_by_word import join, leave, mobile
from pairing.cli.people_import import bring_in, finish, read_file, show
from pairing.errors import AwaitingApproval, InputError
from pairing.people import acts
from pairing.people.find import find_person
from pairing.people.person import Person, Standing
from pairing.people.staff_table import as_csv, as_json, as_workbook, rows_of_people
from pairing.stages import forgetting
from pairing.stages.advance import advance_now
from pairing.stages.deliver import withdraw_owed_to
from pairing.stages.desk import Desk

FILE = click.Path(path_type=Path)
_sheets = click.option(
    "--sheet", "sheets", multiple=True, metavar="NAME", help="Read this sheet of the workbook (may be repeated)."
)


@click.group()
def command() -> None:
    """The staff list: import it, look at it, pause somebody."""


for each in (join, leave, mobile):
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
            (person.id, person.name, person.role, names.get(person.practice, person.practice), _standing(person, today))
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
        facts["standing"] = _standing(person, desk.today) or "takes part"
        for name, value in facts.items():
            text = ", ".join(value) if isinstance(value, list) else value
            if text not in (None, "", False):
                click.echo(f"{name.replace('_', ' '):<14} {'yes' if text is True else text}")


@command.command()
@click.argument("who")
@click.option("--until", metavar="DATE", help="The day they take part again (2026-12-31).")
@click.option("--months", type=click.IntRange(1, 24), help="For so many months from today.")
@json_option
@click.pass_context
def pause(ctx: click.Context, *, who: str, until: str | None, months: int | None, as_json: bool) -> None:
    """No invitations for a while, or until resumed."""
    if until and months:
        raise click.UsageError("--until and --months say the same thing; give one of them.")

    def act(desk: Desk, person: Person) -> bool:
        day = _day(until) if until else _months_on(desk.today, months) if months else None
        return acts.pause(person, desk.store.roster, desk.store.events, now=desk.opened_at, until=day)

    _do(ctx, who, act, as_json=as_json)


@command.command()
@click.argument("who")
@json_option
@click.pass_context
def resume(ctx: click.Context, *, who: str, as_json: bool) -> None:
    """Take part again, after a pause or a stop."""
    _do(
        ctx,
        who,
        lambda desk, person: acts.resume(person, desk.store.roster, desk.store.events, now=desk.opened_at),
        as_json=as_json,
    )


@command.command()
@click.argument("who")
@json_option
@click.pass_context
def stop(ctx: click.Context, *, who: str, as_json: bool) -> None:
    """Never be invited again; later staff lists do not change that."""
    _do(
        ctx,
        who,
        lambda desk, person: acts.stop(person, desk.store.roster, desk.store.events, now=desk.opened_at),
        as_json=as_json,
    )


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
    say(f"{len(people)} people written to {file}.")


@command.command()
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@json_option
@click.pass_context
def forget(ctx: click.Context, *, who: str, yes: bool, as_json: bool) -> None:
    """Erase a person's name, address, words and all else; their id stays in the facts and names nobody."""
    place: Place = ctx.obj
    with open_workspace(place, write=True) as desk:
        person = find_person(who, desk.store.roster.people(with_left=True))
        if not yes and not on_terminal():
            raise AwaitingApproval(f"nothing changed. To forget {person.id}, run again with --yes.")
        if not yes and not click.confirm(f"Forget {person.name} ({person.id}) for good?", default=False, err=True):
            say("Nothing changed.")
            return
        forgetting.forget(desk, person)
        advance_now(desk)  # whoever was to meet them hears of another group instead
    say(f"{person.id} is forgotten. Take them off the staff file too, or the next import brings them back.")
    if as_json:
        print_json({"person": person.id, "forgotten": True})


def as_json_row(person: Person) -> dict[str, object]:
    """A person under exactly the staff file's keys."""
    return as_json(person)


def _do(ctx: click.Context, who: str, act: Callable[[Desk, Person], bool], *, as_json: bool) -> None:
    """One act on one person, and what is true of them afterwards."""
    place: Place = ctx.obj
    with open_workspace(place, write=True) as desk:
        person = find_person(who, desk.store.roster.people(with_left=True))
        with desk.store.transaction():
            changed = act(desk, person)
            after = desk.store.roster.person(person.id) or person
            if not after.takes_part_on(desk.today):
                withdraw_owed_to(desk, person.id)
        standing = _standing(after, desk.today) or "takes part"
    say(f"{person.id}: {standing}{'' if changed else ' already; nothing changed'}.")
    if as_json:
        until = after.paused_until.isoformat() if after.paused_until else None
        print_json({"person": after.id, "standing": after.standing, "paused_until": until, "changed": changed})


def _standing(person: Person, today: dt.date) -> str:
    """Why somebody does not take part today, or ""."""
    if person.standing is Standing.ACTIVE:
        if person.paused_until and person.paused_until > today:
            return f"paused until {person.paused_until.isoformat()}"
        if person.starts and person.starts > today:
            return f"starts {person.starts.isoformat()}"
        return ""
    return person.standing.value


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError.at("--until", f'"{text}" is not a date', mend="Write it as 2026-12-31.") from None


def _months_on(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
