"""``pairs init``: five questions, then a short `pairs.toml` and what belongs beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from pairing.cli import Place
from pairing.cli.options import on_terminal, say
from pairing.config.first import GITIGNORE, MEETINGS, STAFF_EXAMPLE, STAFF_HEADER, Answers, first_config
from pairing.config.layers import FILE
from pairing.config.load import load_config
from pairing.config.schema import FILE as SCHEMA_FILE
from pairing.config.schema import config_schema
from pairing.config.values import Address, EveryText
from pairing.errors import InputError


@click.command()
@click.option("--name", metavar="TEXT", help="The network's name, as staff know it.")
@click.option("--from", "sender", metavar="ADDRESS", help="The address invitations come from.")
@click.option("--meet", "meeting", type=click.Choice(MEETINGS), help="Coffee for two, lunch at a table, or both.")
@click.option("--every", metavar="RHYTHM", help='How often: "month", "2 weeks", "2 months" ...')
@click.option("--staff", metavar="FILE", help="The staff list; without one an empty staff.csv.")
@click.option("--smtp-host", metavar="HOST", help="Really send, by this mail server; else .eml files in a folder.")
@click.option("--yes", is_flag=True, help="Ask nothing: take the flags, and the defaults for the rest.")
@click.option("--overwrite", is_flag=True, help="Replace a pairs.toml that is there.")
@click.pass_obj
def command(place: Place, /, *, yes: bool, overwrite: bool, **flags: Any) -> None:
    """Five questions, then a short pairs.toml, a staff list to fill in and a .gitignore."""
    asks = not yes
    if asks and not on_terminal():
        raise click.UsageError("There is no terminal to ask on: give --yes, and flags for what is not the default.")
    if not _may_write(place.workspace / FILE, asks, overwrite):
        say("Nothing was changed.")
        return
    usual = Answers()
    told = Answers(
        name=_Question("1 of 5. What is the network called?", "--name", _not_empty, usual.name).answer(
            flags["name"], asks
        ),
        sender=_Question("2 of 5. Which address do invitations come from?", "--from", _address, usual.sender).answer(
            flags["sender"], asks
        ),
        meeting=flags["meeting"] or _meeting(asks),
        every=_Question("        How often? (month, 2 weeks, 2 months ...)", "--every", _rhythm, usual.every).answer(
            flags["every"], asks
        ),
    )
    staff = _Question(
        "4 of 5. Where is the staff list? (CSV or Excel; Enter = later)", "--staff", _file_or_later
    ).answer(flags["staff"], asks)
    host = _Question(
        "5 of 5. The mail server's name? (Enter = only write .eml files)", "--smtp-host", str.strip
    ).answer(flags["smtp_host"], asks)
    _write(place.workspace, replace(told, smtp_host=host), Path(staff) if staff else None)


@dataclass(frozen=True)
class _Question:
    """One question, the flag that answers it beforehand, and what makes of an answer a usable one."""

    words: str
    flag: str
    check: Callable[[str], str]
    default: str = ""

    def answer(self, given: str | None, asks: bool) -> str:
        """The flag's value, else what is typed, asked again until it can be used, else the default."""
        if given is None and asks:
            shown = bool(self.default)
            return str(
                click.prompt(self.words, default=self.default, show_default=shown, value_proc=self.check, err=True)
            )
        try:
            return self.check(self.default if given is None else given)
        except click.BadParameter as error:
            raise InputError.at(self.flag, error.message) from None


def _may_write(path: Path, asks: bool, overwrite: bool) -> bool:
    """True when nothing is lost by writing, or somebody said that it may be."""
    if not path.exists() or overwrite:
        return True
    if not asks:
        raise InputError.at(
            str(path), "is there already", mend="Give --overwrite to replace it, or pick another folder."
        )
    return click.confirm(f"{path} is there already. Replace it?", default=False, err=True)


def _meeting(asks: bool) -> Any:
    question = "3 of 5. Coffee for two, lunch at a table, or both?"
    return click.prompt(question, default="coffee", type=click.Choice(MEETINGS), err=True) if asks else "coffee"


def _not_empty(text: str) -> str:
    if not text.strip():
        raise click.BadParameter("It needs a name.")
    return text.strip()


def _file_or_later(text: str) -> str:
    path = text.strip().strip("\"'")
    if path and not Path(path).is_file():
        raise click.BadParameter(f"There is no file {path}.")
    return path


def _address(text: str) -> str:
    return _checked(Address, text)


def _rhythm(text: str) -> str:
    return _checked(EveryText, text)


def _checked(kind: Any, text: str) -> str:
    """The value as the config would take it; its refusal as the prompt shows one."""
    try:
        return str(TypeAdapter(kind).validate_python(text.strip()))
    except ValidationError as error:
        first = error.errors()[0]
        raise click.BadParameter(f"{first['msg']}. {first['ctx']['mend']}") from None


def _write(workspace: Path, answers: Answers, staff: Path | None) -> None:
    """Write the files, check the config as every command will, and say what comes next."""
    workspace.mkdir(parents=True, exist_ok=True)
    (workspace / FILE).write_text(first_config(answers), encoding="utf-8")
    load_config(workspace, {})
    written = [FILE, SCHEMA_FILE]
    (workspace / SCHEMA_FILE).write_text(json.dumps(config_schema(), indent=1), encoding="utf-8")
    beside = {".gitignore": GITIGNORE} if staff else {".gitignore": GITIGNORE, "staff.csv": STAFF_HEADER}
    for name, text in beside.items():
        if not (workspace / name).exists():
            (workspace / name).write_text(text, encoding="utf-8")
            written.append(name)
    say(f"Written into {workspace.resolve()}: {', '.join(written)}.")
    if answers.smtp_host:
        say("Before the first mail: put the password into PAIRS__MAIL__SMTP__PASSWORD (never into the file).")
    if staff is None:
        say(f"Fill in staff.csv, one person a line:\n  {STAFF_EXAMPLE}")
    here = "" if workspace == Path() else f" -C {workspace}"
    say(f"Next: pairs{here} people import {staff or workspace / 'staff.csv'}\nThen: pairs{here} run")
