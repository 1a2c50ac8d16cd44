"""``pairs remind``: the one reminder, now, to those who have not answered."""

from __future__ import annotations

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.asking import require_yes
from pairing.cli.options import json_option, print_json, say
from pairing.cli.progress import send_what_is_owed
from pairing.errors import InputError
from pairing.plural import number_of
from pairing.stages.reminding import Reminders, remind, reminders, rounds_under_way

#: Of one person, and of several.
_WHY = {
    "answered": ("has answered", "have answered"),
    "reminded": ("was reminded before", "were reminded before"),
    "just invited": ("was invited less than a day ago", "were invited less than a day ago"),
    "not sent": ("has an invitation that has not left yet", "have an invitation that has not left yet"),
    "too late": ("meets within two hours, or has met", "meet within two hours, or have met"),
    "enough mail": ("has had four mails in this round", "have had four mails in this round"),
}


@click.command()
@click.argument("round_", metavar="[ROUND]", required=False)
@click.option("--yes", is_flag=True, help="Remind without asking.")
@json_option
@click.pass_context
def command(ctx: click.Context, *, round_: str | None, yes: bool, as_json: bool) -> None:
    """
    Remind those who have not answered, now; by default in every round under way.

    It is the same one reminder that `pairs tick` sends two working days before the meeting:
    whoever gets it now does not get it then, and nobody gets more than four mails a round.
    """
    place: Place = ctx.obj
    with open_workspace(place, write=True) as desk:
        names = [round_] if round_ else rounds_under_way(desk)
        if not names:
            raise InputError.at("pairs remind", "no round is under way", mend="pairs status says what is due.")
        found = [reminders(desk, name) for name in names]
        for each in found:
            _show(each)
        people = sum(len(each.people) for each in found)
        code = 0
        if people:
            require_yes(f"Send {number_of(people, 'reminder')} now?", yes=yes, otherwise="nobody was reminded")
            found = [remind(desk, name) for name in names]
            code = send_what_is_owed(desk)
    if as_json:
        print_json([{"round": e.round, "reminded": list(e.people), "passed_over": e.passed_over} for e in found])
    ctx.exit(code)


def _show(found: Reminders) -> None:
    count = len(found.people)
    say(f"{found.round}: {number_of(count, 'person has', 'people have')} not answered and can be reminded.")
    for why, number in found.passed_over.items():
        say(f"  {number_of(number, *_WHY[why])}.")
