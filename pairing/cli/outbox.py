"""``pairs outbox``: messages owed, the stop button, and letting go of it."""

from __future__ import annotations

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.options import json_option, print_json, say
from pairing.notify.outbox import Entry, State
from pairing.plural import number_of

_STATES = click.Choice([str(state) for state in State])


@click.group()
def command() -> None:
    """Messages owed: list them, hold them back, let them go."""


@command.command("list")
@click.option("--state", "states", multiple=True, type=_STATES, help="Only these; may be given several times.")
@click.option("--round", "round_", metavar="ROUND", help="Only this round's.")
@json_option
@click.pass_obj
def list_(place: Place, states: tuple[str, ...], round_: str | None, as_json: bool) -> None:
    """Every message and where it stands. By id; addresses and contents are not shown."""
    with open_workspace(place) as desk:
        entries = desk.store.outbox.heads(states=[State(state) for state in states], round=round_)
    if as_json:
        print_json([_as_json(entry) for entry in entries])
        return
    for entry in entries:
        about = f"  {entry.error}" if entry.error else ""
        click.echo(f"{entry.state:<9}  {entry.round}  {entry.kind}  {entry.person}{about}")
    counts = {state: sum(entry.state is state for entry in entries) for state in State}
    say(", ".join(f"{count} {state}" for state, count in counts.items() if count) or "The outbox is empty.")


@command.command()
@click.option("--round", "round_", metavar="ROUND", help="Only this round's.")
@json_option
@click.pass_obj
def hold(place: Place, round_: str | None, as_json: bool) -> None:
    """Stop: nothing that waits is sent until `pairs outbox resume`."""
    # Without the workspace's lock: the stop button must work while a run is sending.
    with open_workspace(place) as desk:
        held = desk.store.outbox.hold(round=round_)
    if as_json:
        print_json({"held": held})
    if held:
        messages = number_of(held, "message is", "messages are")
        say(f"{messages} held back. To let them go: pairs outbox resume, then pairs tick.")
    else:
        say("No message waits, so none is held back.")


@command.command()
@click.option("--round", "round_", metavar="ROUND", help="Only this round's.")
@json_option
@click.pass_obj
def resume(place: Place, round_: str | None, as_json: bool) -> None:
    """Let held messages go, and try failed ones again, with the next `pairs tick` or `pairs run`."""
    with open_workspace(place) as desk:
        resumed = desk.store.outbox.resume(round=round_)
    if as_json:
        print_json({"resumed": resumed})
    if resumed:
        say(f"{number_of(resumed, 'message waits', 'messages wait')} to be sent. To send them: pairs tick.")
    else:
        say("No message was held back or had failed.")


def _as_json(entry: Entry) -> dict[str, object]:
    return {
        "key": entry.key,
        "round": entry.round,
        "programme": entry.programme,
        "person": entry.person,
        "kind": entry.kind,
        "sequence": entry.sequence,
        "state": str(entry.state),
        "attempts": entry.attempts,
        "not_before": entry.not_before.isoformat() if entry.not_before else None,
        "sent_at": entry.sent_at.isoformat() if entry.sent_at else None,
        "error": entry.error,
    }
