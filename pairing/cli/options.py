"""Options every command has, and how commands talk: facts on stdout, talk on stderr."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from pairing.cli.folding import fold


def _set_workspace(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.obj = dataclasses.replace(ctx.obj, workspace=value)


def _set_as_of(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    said = ctx.get_parameter_source("as_of") is ParameterSource.COMMANDLINE
    if value is not None and (said or ctx.obj.as_of is None):  # what was typed before the command outranks a variable
        ctx.obj = dataclasses.replace(ctx.obj, as_of=value)


def add_common_options(command: click.Command) -> click.Command:
    """Give a command, and every command below it, ``-C`` and ``--as-of``; once only."""
    if isinstance(command, click.Group):
        for child in command.commands.values():
            add_common_options(child)
    elif not any(parameter.name == "as_of" for parameter in command.params):
        command.params += [
            click.Option(
                ["-C", "workspace"],
                type=click.Path(file_okay=False, path_type=Path),
                callback=_set_workspace,
                expose_value=False,
                help="The workspace folder (default: this one).",
            ),
            click.Option(
                ["--as-of", "as_of"],
                callback=_set_as_of,
                expose_value=False,
                envvar="PAIRS_AS_OF",
                metavar="DATE",
                help="Set the clock, to rehearse (2026-12-01 or 2026-12-01T09:00).",
            ),
        ]
    return command


json_option = click.option("--json", "as_json", is_flag=True, help="Facts as JSON on stdout.")


def print_json(data: Any) -> None:
    """The only thing a command with ``--json`` writes to stdout."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def say(text: str = "") -> None:
    """Talk: to stderr, so that stdout stays data."""
    click.echo(fold(text, sys.stderr), err=True)


def on_terminal() -> bool:
    """True when a person is there to be asked and to see progress."""
    return sys.stdin.isatty() and sys.stderr.isatty()
