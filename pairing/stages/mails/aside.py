"""
Mails put aside that came before one they speak about: "accept Tuesday at one", read before the mail
that proposed it. They wait for a person as every other one in quarantine, and are read again
whenever the mailbox is.
"""

from __future__ import annotations

from pathlib import Path

from pairing.events import Kind
from pairing.stages.desk import Desk
from pairing.stages.mails.results import Came

FOLDER = "quarantine"


def early_mails(desk: Desk) -> list[bytes]:
    """The bytes of every mail that came too early so far, unless a person has dealt with it."""
    return [file.read_bytes() for file, understood in _early(desk) if not understood and file.exists()]


def clear_away(desk: Desk) -> None:
    """What was understood since needs no person; harmless twice, as after a run that died before it."""
    for file, understood in _early(desk):
        if understood:
            file.unlink(missing_ok=True)


def _early(desk: Desk) -> list[tuple[Path, bool]]:
    """The file of every mail that was ever too early, and whether it has been understood since."""
    files, understood = {}, set()
    for fact in desk.store.events.facts(kinds=[Kind.MAIL_QUARANTINED, Kind.MAIL_READ]):
        if fact.kind is Kind.MAIL_READ:
            if fact.body["came"] != Came.QUARANTINED.value:
                understood.add(fact.body["mail"])
        elif fact.body.get("early"):
            files[fact.body["mail"]] = desk.path / FOLDER / fact.body["file"]
    return [(file, mail in understood) for mail, file in files.items()]
