"""``pairs collect``: take in what people answered by calendar and mail."""

from __future__ import annotations

from pathlib import Path

import click

from pairing.cli.options import json_option, print_json, say
from pairing.errors import InputError
from pairing.inbox.read import read_mail


@click.command()
@click.option("--explain", type=click.Path(path_type=Path), metavar="FILE", help="Say how FILE is read; do nothing.")
@json_option
def command(*, explain: Path | None, as_json: bool) -> None:
    """Read calendar answers, prepared replies and bounces."""
    if explain:
        _explain(explain, as_json=as_json)


def _explain(file: Path, *, as_json: bool) -> None:
    """How one mail is read; needs no workspace and changes nothing."""
    try:
        mail = read_mail(file.read_bytes())
    except OSError as error:
        raise InputError.at(str(file), f"cannot be read ({error.strerror})") from error
    if as_json:
        print_json(mail.explained())
        return
    for name, value in mail.explained().items():
        click.echo(f"{name:<9} {'not known' if value is None else value}")
    if mail.why:
        say(f"This is for a person to read: {mail.why}.")
