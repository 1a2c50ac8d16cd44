"""What the lead does at somebody's own word: ``pairs people join``, ``leave`` and ``mobile``."""

from __future__ import annotations

from collections.abc import Callable

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.options import json_option, print_json, say
from pairing.errors import InputError
from pairing.life.answers import Source
from pairing.people.find import find_person
from pairing.stages import joining
from pairing.stages.advance import advance_now
from pairing.stages.desk import Desk
from pairing.stages.meeting import Outcome, Voice
from pairing.stages.members import participants
from pairing.stages.sharing import share_number, withdraw_number

#: Joining or leaving a programme.
Act = Callable[[Desk, str, str, Voice], Outcome]


@click.command()
@click.argument("who")
@click.argument("programme")
@json_option
@click.pass_obj
def join(place: Place, *, who: str, programme: str, as_json: bool) -> None:
    """Into a PROGRAMME that is opt-in, or that they left; at their own wish."""
    _in_or_out(place, who, programme, joining.join, as_json=as_json)


@click.command()
@click.argument("who")
@click.argument("programme")
@json_option
@click.pass_obj
def leave(place: Place, *, who: str, programme: str, as_json: bool) -> None:
    """Out of one PROGRAMME; what else they take part in goes on."""
    _in_or_out(place, who, programme, joining.leave, as_json=as_json)


@click.command()
@click.argument("who")
@click.argument("number", required=False)
@click.option("--agreed", is_flag=True, help="They have said themselves that their groups may see it.")
@click.option("--remove", is_flag=True, help="Erase it; no mail shows it any more.")
@json_option
@click.pass_obj
def mobile(place: Place, *, who: str, number: str | None, agreed: bool, remove: bool, as_json: bool) -> None:
    """Share a mobile NUMBER with whoever is in a group with them, at their own word; or --remove it."""
    if remove == bool(number):
        raise click.UsageError("Give a number, or --remove.")
    if number and not agreed:
        raise click.UsageError("A number is shared only by its owner's own word: add --agreed when you have it.")
    with open_workspace(place, write=True) as desk:
        person = find_person(who, desk.store.roster.people())
        voice = Voice(Source.LEAD, desk.opened_at)
        outcome = share_number(desk, person.id, number, voice) if number else withdraw_number(desk, person.id, voice)
        if outcome is Outcome.NO_NUMBER:
            raise InputError.at("number", "this is no whole telephone number", mend="Write it like 07700 900123.")
        advance_now(desk)  # mail that had not left yet is written anew
    changed = outcome is Outcome.KEPT
    says = "their groups see their number" if number else "no number is shared"
    say(f"{person.id}: {says}{'' if changed else ' already; nothing changed'}.")
    if as_json:
        print_json({"person": person.id, "shared": bool(number), "changed": changed})


def _in_or_out(place: Place, who: str, programme: str, act: Act, *, as_json: bool) -> None:
    """Join or leave, by the lead's hand, and what is true afterwards."""
    with open_workspace(place, write=True) as desk:
        if programme not in desk.config.programmes:
            known = ", ".join(desk.config.programmes) or "none"
            raise InputError.at(programme, "there is no such programme", mend=f"There are: {known}")
        person = find_person(who, desk.store.roster.people())
        outcome = act(desk, person.id, programme, Voice(Source.LEAD, desk.opened_at))
        inside = any(person.id == one.id for one in participants(desk, programme))
    changed = outcome is Outcome.KEPT
    say(f"{person.id}: {'takes part' if inside else 'does not take part'} in {programme}"
        f"{'' if changed else ' already; nothing changed'}.")  # fmt: skip
    if as_json:
        print_json({"person": person.id, "programme": programme, "takes_part": inside, "changed": changed})
