"""The one place where errors become words on stderr and exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from pairing.cli.clash_in_words import clash_in_words
from pairing.cli.options import say
from pairing.errors import InputError, NoRoundExists, PairsError

STOPPED = 130


def run(group: click.Group, args: Sequence[str] | None = None) -> int:  # noqa: PLR0911  # one return an error
    """Run one command; returns its exit code. Nothing it raises but `SystemExit` gets past here."""
    stdout = sys.stdout
    try:
        outcome = group.main(args=args, prog_name="pairs", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show(file=sys.stdout)
        return 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was done stays done; run again to go on.", err=True)
        return STOPPED
    except PairsError as error:
        say(in_words(error))
        return error.exit_code
    except SystemExit:
        if sys.stdout is stdout:
            raise
        return 0  # click muffles both streams when their reader goes away (`pairs ... | head`); that is no fault
    except Exception:  # noqa: BLE001  # the door: a bug becomes one sentence and a file, never a traceback
        say(_write_down_bug())
        return 1
    return outcome if isinstance(outcome, int) else 0


def in_words(error: PairsError) -> str:
    """What a person is told about an error."""
    if isinstance(error, NoRoundExists):
        return clash_in_words(error)
    if isinstance(error, InputError):
        return str(error)  # begins with a file or a key, to be shown as it is written
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"


def _write_down_bug() -> str:
    """Keep the traceback where only this user can read it; returns what to tell them."""
    text = traceback.format_exc()
    log = Path("pairs-error.log")
    try:
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return f"Something went wrong that should not have:\n{text.strip().splitlines()[-1]}"
    return f"Something went wrong that should not have. The details are in {log.resolve()}; please report it."
