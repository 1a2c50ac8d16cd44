"""``pairs collect``: take in what people answered by calendar and mail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pairing.bootstrap import open_workspace
from pairing.cli import Place
from pairing.cli.options import json_option, print_json, say
from pairing.errors import InputError
from pairing.inbox.read import read_mail
from pairing.inbox.sources.files import Files
from pairing.inbox.sources.mailbox import Mailbox
from pairing.inbox.sources.maildir import Maildir
from pairing.inbox.sources.open import open_mailbox
from pairing.stages.collecting import Collected, collect
from pairing.stages.desk import Desk
from pairing.stages.mails.results import Came

IN_WORDS: dict[Came, str] = {
    Came.YES: "said yes",
    Came.ANOTHER_TIME: "would like another time",
    Came.NO: "said not this time",
    Came.MOVED: "accepted another time",
    Came.MET: "met",
    Came.NOT_MET: "did not meet",
    Came.MEET_LATER: "will meet later",
    Came.PAUSED: "paused",
    Came.STOPPED: "stopped",
    Came.STAYS: "stay, join, or are back",
    Came.LEFT: "left one programme",
    Came.MOBILE_SHARED: "shared a mobile number",
    Came.MOBILE_WITHDRAWN: "took their mobile number back",
    Came.BOUNCED: "could not be delivered",
    Came.AUTOMATIC: "written by machines (out of office and the like)",
    Came.OLD_TIME: "about a time that has changed since",
    Came.ENDED: "about a meeting that is off",
    Came.LATE: "too late to count",
    Came.OVERTAKEN: "older than what is known already",
    Came.OLD_ADDRESS: "about an address that was corrected since",
    Came.HELD: "kept but not acted on",
    Came.QUARANTINED: "for a person to read",
    Came.KNOWN: "taken in before",
}


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--maildir", type=click.Path(file_okay=False, path_type=Path), help="Read this Maildir.")
@click.option("--explain", type=click.Path(path_type=Path), metavar="FILE", help="Say how FILE is read; do nothing.")
@json_option
@click.pass_obj
def command(
    place: Place, *, files: tuple[Path, ...], maildir: Path | None, explain: Path | None, as_json: bool
) -> None:
    """
    Read calendar answers, prepared replies and bounces: from the mailbox of [mail.inbox], or from FILEs.

    Safe to repeat: no mail is taken in twice. What needs a person to read it is kept in quarantine/.
    """
    if explain:
        if files or maildir:
            raise click.UsageError("--explain takes one file and nothing else.")
        _explain(explain, as_json=as_json)
        return
    if files and maildir:
        raise click.UsageError("Give files or --maildir, not both.")
    with open_workspace(place, write=True) as desk:
        collected = collect(desk, _mailbox(desk, files, maildir))
    if as_json:
        print_json(_as_json(collected))
    else:
        _tell(collected)


def _mailbox(desk: Desk, files: tuple[Path, ...], maildir: Path | None) -> Mailbox:
    if files:
        return Files(files)
    if maildir:
        return Maildir(maildir)
    mailbox = open_mailbox(desk.config.mail.inbox, folder=desk.path, clock=desk.clock)
    if mailbox is None:
        raise InputError.at(
            "pairs.toml [mail.inbox]",
            "no mailbox is set up, so there is nothing to collect",
            mend='Set kind = "imap" or "maildir" there, or name files: pairs collect reply.eml',
        )
    return mailbox


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
        say(f"A person has to read it: {mail.why}.")


def _tell(collected: Collected) -> None:
    read = sum(collected.counts.values())
    if not read:
        say("Nothing new.")
    for came, words in IN_WORDS.items():
        count = collected.counts.get(came, 0)
        if count:
            click.echo(f"{count:>4}  {words}")
    for person, _ in collected.notes:
        say(f"{person} answered from another address than the one on the staff list.")
    for mail in collected.quarantined:
        say(f"{mail.file}: {mail.why}")
    if collected.quarantined:
        say("Read these, do what they ask (pairs people, pairs attend), then delete the files.")


def _as_json(collected: Collected) -> dict[str, Any]:
    return {
        "read": sum(collected.counts.values()),
        "counts": {came.value: count for came, count in sorted(collected.counts.items())},
        "quarantined": [{"file": str(mail.file), "why": mail.why} for mail in collected.quarantined],
        "notes": [{"person": person, "note": note} for person, note in collected.notes],
    }
