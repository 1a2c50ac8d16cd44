"""Whether somebody takes part: ``pairs people pause``, ``resume``, ``stop`` and ``forget``."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.options import json_option, on_terminal, print_json, say
from pairing.errors import AwaitingApproval, InputError
from pairing.people import acts
from pairing.people.find import find_person
from pairing.people.person import Person, Standing
from pairing.stages import forgetting
from pairing.stages.advance import advance_now
from pairing.stages.deliver import withdraw_owed_to
from pairing.stages.desk import Desk


@click.command()
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


@click.command()
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


@click.command()
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


@click.command()
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
        standing = standing_words(after, desk.today) or "takes part"
    say(f"{person.id}: {standing}{'' if changed else ' already; nothing changed'}.")
    if as_json:
        until = after.paused_until.isoformat() if after.paused_until else None
        print_json({"person": after.id, "standing": after.standing, "paused_until": until, "changed": changed})


def standing_words(person: Person, today: dt.date) -> str:
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
