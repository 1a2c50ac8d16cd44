"""The first word of a programme in `pairs run`: what the lead sees of it, and the question."""

from __future__ import annotations

from collections.abc import Sequence

import click

from pairing.atomic import write_whole
from pairing.cli.options import on_terminal, say
from pairing.config.formats import programme_title
from pairing.notify.dates import day_name
from pairing.notify.render import render
from pairing.plural import people_of
from pairing.stages.announcing import Notice, letter
from pairing.stages.desk import Desk
from pairing.stages.preview import wrapped


def show_notice(desk: Desk, notice: Notice, warnings: Sequence[str]) -> None:
    """To how many, what for, from when on; the mail itself as a file; whatever looks odd."""
    title = programme_title(notice.programme)
    be = "is" if len(notice.people) == 1 else "are"
    what = f"{be} asked whether they want to join" if notice.programme.opt_in else f"{be} told of it"
    first = f"{day_name(notice.first_on)} {notice.first_on.year}"
    lines = [
        f"{title} ({notice.name}): {people_of(len(notice.people))} {what}, before anybody is invited.",
        f"The mail says that the first invitations come on {first}. Until then nothing else goes out.",
    ]
    for line in [*wrapped(lines[0], ""), *wrapped(lines[1], "  ")]:
        say(line)
    folder = desk.path / "plans"
    folder.mkdir(exist_ok=True)
    path = folder / f"{notice.name}-announcement.html"
    write_whole(path, render(letter(desk, notice, notice.people[0])).html.encode())
    say(f"  The mail as staff will see it: {path}")
    for warning in warnings:
        for line in wrapped(f"Look twice: {warning}", "  "):
            say(line)
    say()


def confirm_notice(notice: Notice, warnings: Sequence[str], *, yes: bool, accept_warnings: bool) -> bool | None:
    """True to send it; None when nobody can be asked, or something odd was not accepted."""
    if yes and warnings and not accept_warnings:
        say(f"{notice.name} is not announced, because something looks odd.\nAdd --accept-warnings to send it.")
        return None
    if yes:
        return True
    if not on_terminal():
        say(f"{notice.name} is not announced yet.\nTo send this mail: pairs run --yes")
        return None
    return click.confirm(f"Send these {len(notice.people)} mails now?", default=False, err=True)
