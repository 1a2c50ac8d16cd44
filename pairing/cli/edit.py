"""``pairs edit``: change a planned or a sent round by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from pairing.bootstrap import open_workspace, read_as_of
from pairing.cli import Place
from pairing.cli.asking import require_yes
from pairing.cli.edit_in_words import facts_of, lines_of
from pairing.cli.options import json_option, print_json, say
from pairing.cli.progress import send_what_is_owed
from pairing.errors import AwaitingApproval, InputError
from pairing.people.find import find_person
from pairing.stages.desk import Desk
from pairing.stages.edited import Edit
from pairing.stages.editing import edit, is_under_way, look
from pairing.stages.editing_plan import edit_plan, is_saved, look_at_plan
from pairing.stages.rearranging import OUT, Wish


@click.command()
@click.argument("round_", metavar="ROUND")
@click.option("--swap", "swaps", nargs=2, multiple=True, metavar="WHO WHO", help="These two change places.")
@click.option("--move", "moves", nargs=2, multiple=True, metavar="WHO GROUP", help=f"Into this group, or `{OUT}`.")
@click.option("--add", "adds", multiple=True, metavar="WHO", help="A latecomer, where they suit best.")
@click.option("--time", "times", nargs=2, multiple=True, metavar="GROUP WHEN", help="As in 7 2026-12-10T12:30.")
@click.option("--place", "places", nargs=2, multiple=True, metavar="GROUP WHERE", help="Where the group meets.")
@click.option("--dry-run", is_flag=True, help="Show what it would do; change nothing.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--accept-warnings", is_flag=True, help="Do it even where a must is broken or something looks odd.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    round_: str,
    dry_run: bool,
    yes: bool,
    accept_warnings: bool,
    as_json: bool,
    **wished: Any,
) -> None:
    """
    Change ROUND by hand: swap two, move somebody, add a latecomer, set a time or a place.

    Shows the groups, what it costs by every rule and who would get which mail, then asks. A plan
    that was not sent yet is saved anew; in a sent round those concerned get a cancellation, an
    invitation or an update at once, and nobody else hears anything.
    """
    place: Place = ctx.obj
    with open_workspace(place, write=not dry_run) as desk:
        wish = _wish(desk, wished)
        sent = _is_sent(desk, round_)
        seen = (look if sent else look_at_plan)(desk, round_, wish)
        for line in lines_of(desk, seen):
            say(line)
        code = 0
        if not dry_run:
            _require_yes(seen, yes=yes, accept_warnings=accept_warnings)
            (edit if sent else edit_plan)(desk, round_, wish)
            code = send_what_is_owed(desk) if sent else 0
    if as_json:
        print_json(facts_of(seen) | {"done": not dry_run})
    if not dry_run:
        say(f"{round_} is changed." if sent else f"{round_} is changed and not sent yet: pairs run, or pairs send.")
    ctx.exit(code)


def _is_sent(desk: Desk, named: str) -> bool:
    """True for a round under way, False for a plan that awaits approval; `InputError` for neither."""
    if is_under_way(desk, named):
        return True
    if is_saved(desk, named):
        return False
    raise InputError.at(
        named, "there is no such round to change", why="It is past, or there is none.", mend="See: pairs status"
    )


def _wish(desk: Desk, wished: Mapping[str, Any]) -> Wish:
    """What was typed, with people as ids and times as moments."""
    everybody = desk.store.roster.people()

    def who(words: str) -> str:
        return find_person(words, everybody).id

    wish = Wish(
        adds=tuple(who(words) for words in wished["adds"]),
        moves=tuple((who(words), target.strip().lower()) for words, target in wished["moves"]),
        swaps=tuple((who(one), who(other)) for one, other in wished["swaps"]),
        times=tuple((_number(group), _moment(when, desk)) for group, when in wished["times"]),
        places=tuple((_number(group), words) for group, words in wished["places"]),
    )
    if not wish:
        raise click.UsageError("Say what to change: --swap, --move, --add, --time or --place.")
    return wish


def _number(group: str) -> int:
    if not group.isdigit():
        raise InputError.at(f"group {group}", "a group is called by its number", mend="pairs attend ROUND shows them.")
    return int(group)


def _moment(when: str, desk: Desk) -> datetime:
    if len(when.strip()) <= len("2026-12-10"):
        raise InputError.at("--time", f"{when!r} has no hour", mend="Write 2026-12-10T12:30.")
    moment = read_as_of(when.strip(), desk.config.network.timezone, where="--time")
    assert moment is not None, "a text is a moment or an error"
    return moment


def _require_yes(seen: Edit, *, yes: bool, accept_warnings: bool) -> None:
    """Return only when it is to be done; raise `AwaitingApproval` otherwise."""
    odd = [*(f"{rule} is a must and would be broken." for rule in seen.broken), *seen.warnings]
    if yes and odd and not accept_warnings:
        raise AwaitingApproval(f"nothing was changed: {odd[0]} Add --accept-warnings to do it all the same.")
    require_yes("Change it like this?", yes=yes, otherwise="nothing was changed")
