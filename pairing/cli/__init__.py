"""
The command line: parse, call one stage, print, map errors to exit codes.

Commands are modules loaded when they are asked for, so that ``pairs --help`` loads neither
OR-Tools nor SQLAlchemy (design decision 14).
"""

from __future__ import annotations

import importlib
import io
import sys
from dataclasses import dataclass
from pathlib import Path

import click

#: command -> (module, one line of help, section)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "run": ("run", "The monthly job: plan, preview, ask, send.", "Every month"),
    "status": ("status", "What was sent, who has met, what is due.", "Every month"),
    "people": ("people", "The staff list: import, show, pause, stop.", "Every month"),
    "why": ("why", "Why these two, or why somebody sat out.", "Every month"),
    "tick": ("tick", "Do what is due now: remind, ask, mend, send.", "Every month"),
    "serve": ("serve", "Answer pages, and what is due, every minute.", "Every month"),
    "attend": ("attend", "Record who met.", "Every month"),
    "remind": ("remind", "Remind those who have not answered, now.", "Every month"),
    "collect": ("collect", "Take in answers from calendars and mails.", "Every month"),
    "init": ("init", "Five questions, then a short pairs.toml.", "Setting up"),
    "config": ("config", "Check, explain or print the schema of the config.", "Setting up"),
    "rules": ("rules", "List and explain the rules.", "Setting up"),
    "history": ("history", "Import or export rounds.", "Setting up"),
    "demo": ("demo", "An invented network, whole months, in a folder.", "Setting up"),
    "plan": ("plan", "Make and save a plan; send nothing.", "Step by step"),
    "send": ("send", "Send exactly one saved plan.", "Step by step"),
    "edit": ("edit", "Change a round by hand: swap, move, add, time, place.", "Step by step"),
    "cancel": ("cancel", "End a group or a round, with kind words.", "Step by step"),
    "outbox": ("outbox", "List, hold or resume messages owed.", "Step by step"),
    "solve": ("solve", "The solver alone, on a problem file.", "Step by step"),
}


@dataclass(frozen=True)
class Place:
    """What every command is told by the top-level options."""

    workspace: Path
    as_of: str | None = None


class LazyGroup(click.Group):
    """Lists commands from `COMMANDS` and imports a command's module only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the catalogue's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command ``pairing.cli.<module>.command``."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"pairing.cli.{COMMANDS[name][0]}")
        options = importlib.import_module("pairing.cli.options")
        command = options.add_common_options(module.command)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by section, without importing any."""
        for section in dict.fromkeys(section for _, _, section in COMMANDS.values()):
            rows = [(name, text) for name, (_, text, s) in COMMANDS.items() if s == section]
            with formatter.section(section):
                formatter.write_dl(rows)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.option(
    "-C", "workspace", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The workspace folder."
)
@click.option("--as-of", "as_of", metavar="DATE", help="Set the clock, to rehearse.")
@click.version_option(package_name="pairs", message="pairs %(version)s")
@click.pass_context
def main_group(ctx: click.Context, workspace: Path, as_of: str | None) -> None:
    """Brings the staff of a network together: coffee for two, lunch for a table."""
    ctx.obj = Place(workspace=workspace, as_of=as_of)


def main() -> None:
    """The ``pairs`` command."""
    from pairing.cli.door import run

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file or pipe on Windows holds few alphabets: a name it cannot hold is escaped, not a crash.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(main_group))
