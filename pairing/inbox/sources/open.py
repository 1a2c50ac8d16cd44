"""The mailbox a config names."""

from __future__ import annotations

from pathlib import Path

from pairing.clock import Clock
from pairing.config.model import Inbox
from pairing.errors import InputError
from pairing.inbox.sources.mailbox import Mailbox


def open_mailbox(settings: Inbox, *, folder: Path, clock: Clock) -> Mailbox | None:
    """The mailbox of ``[mail.inbox]``, its paths read from the workspace ``folder``; None where there is none."""
    if settings.kind == "imap":
        from pairing.inbox.sources.imap import Imap

        return Imap(settings, ca_file=str(folder / settings.ca_file) if settings.ca_file else "", clock=clock)
    if settings.kind == "maildir":
        from pairing.inbox.sources.maildir import Maildir

        if not settings.path:
            raise InputError.at("pairs.toml [mail.inbox] path", "no folder is given", mend="Name the Maildir.")
        return Maildir(folder / settings.path)
    return None
