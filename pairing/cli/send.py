"""``pairs send PLAN``: send exactly one saved plan."""

from __future__ import annotations

import asyncio

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.asking import require_yes
from pairing.cli.options import json_option, print_json, say
from pairing.cli.progress import deliver_with_progress
from pairing.cli.run import show_plan
from pairing.errors import AwaitingApproval, InputError, MailServerUnreachable, SomeFailed
from pairing.notify.sender import ChannelDown, DeliveryError
from pairing.plural import number_of
from pairing.rounds import PlannedRound
from pairing.stages.account import State
from pairing.stages.approve import approve, is_approved, refuse_if_overtaken
from pairing.stages.as_json import plan_as_json
from pairing.stages.deliver import code_of, owed, send_test
from pairing.stages.desk import Desk
from pairing.stages.guards import surprises
from pairing.stages.pending import find


@click.command()
@click.argument("plan")
@click.option("--yes", is_flag=True, help="Send without asking.")
@click.option("--accept-warnings", is_flag=True, help="Send even when something looks odd.")
@click.option("--test-to", metavar="ADDRESS", help="Send one of its invitations to this address only; keep nothing.")
@json_option
@click.pass_context
def command(
    ctx: click.Context, *, plan: str, yes: bool, accept_warnings: bool, test_to: str | None, as_json: bool
) -> None:
    """Send exactly the saved PLAN (its round's name, or its file); it is never solved again."""
    place: Place = ctx.obj
    with open_workspace(place, write=True) as desk:
        planned = find(desk, plan)
        if test_to:
            _send_test(desk, planned, test_to)
            return
        if not is_approved(desk, planned.round):
            refuse_if_overtaken(desk, planned)
            _require_approval(desk, planned, yes=yes, accept_warnings=accept_warnings)
            approve(desk, planned)
        waiting, code = owed(desk, planned.round), 0
        if not waiting:
            say(f"{planned.round} was sent before. Nothing to do.")
        else:
            code = code_of(desk, deliver_with_progress(desk, waiting))
        if as_json:
            state = State.UNFINISHED if owed(desk, planned.round) else State.SENT
            print_json([plan_as_json(planned) | {"state": state.value}])
    ctx.exit(code)


def _require_approval(desk: Desk, plan: PlannedRound, *, yes: bool, accept_warnings: bool) -> None:
    """Return only when this plan is to be sent; raise `AwaitingApproval` otherwise."""
    warnings = surprises(desk, plan, len(plan.people) + len(plan.left_out))
    if yes:
        for warning in warnings:
            say(f"Look twice: {warning}")
        if warnings and not accept_warnings:
            raise AwaitingApproval("nothing was sent, because something looks odd; add --accept-warnings to send it")
        return
    show_plan(desk, plan, warnings, say)
    messages = number_of(len(plan.people) + len(plan.left_out), "message")
    require_yes(f"Send {messages} now?", yes=False, otherwise="nothing was sent; the plan stays saved")


def _send_test(desk: Desk, plan: PlannedRound, address: str) -> None:
    if not plan.groups:
        raise InputError.at(f"plan {plan.round}", "it has no group, so there is no invitation to try")
    try:
        said = asyncio.run(send_test(desk, plan, address))
    except ChannelDown as error:
        raise MailServerUnreachable(str(error)) from error
    except DeliveryError as error:
        raise SomeFailed(f"the test message was not taken: {error}") from error
    say(f"One invitation of {plan.round} went to that address only ({said}). Nothing was recorded.")
