"""
What a database says when it cannot, in words the lead can act on. No password is ever repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from pairing.errors import InputError, PairsError

#: SQLite's words -> what they mean, and what helps.
_SQLITE = (
    (
        "is locked",
        "the database is in use by another program",
        "Close other programs that have the file open (also a synchronising or backup program), then run again.",
    ),
    (
        "file is not a database",
        "the file is not a pairs database",
        "Move it away, or set [store] url to another file.",
    ),
    (
        "malformed",
        "the database is damaged",
        "Restore pairs.db (with pairs.db-wal, if there is one) from a backup.",
    ),
    ("disk is full", "the disk is full", "Make room, then run again: nothing is lost."),
    (
        "readonly database",
        "the database cannot be written to",
        "Let yourself write to the file and its folder.",
    ),
    (
        "unable to open database file",
        "the database cannot be opened",
        "See that the folder exists and that you may write to it.",
    ),
    ("disk i/o error", "the disk does not answer", "Is the drive still there? Then run again: nothing is lost."),
)

#: PostgreSQL's words, likewise.
_POSTGRES = (
    ("password authentication failed", "the database server refuses the password", "Set it anew in the url."),
    ("no password supplied", "the database server wants a password", "Put it into PAIRS__STORE__URL."),
    ('database "', "the database server does not let us into that database", "Ask who runs it to create or open it."),
    ('role "', "the database server does not know that user", "Ask who runs it to create it."),
    ("permission denied", "this user may not do that in the database", "Ask who runs the server for the right to."),
    ("could not translate host name", "the database server's name is not known", "Check the host in [store] url."),
    ("failed to resolve host", "the database server's name is not known", "Check the host in [store] url."),
    ("connection refused", "no database server answers there", "Is it running? Check host and port in [store] url."),
    ("lock timeout", "the database is busy with another run", "Then run again: nothing is lost."),
    ("timeout", "the database server does not answer", "Is it running, and within reach from here?"),
)


def in_plain_words(error: exc.DBAPIError, where: str) -> PairsError | None:
    """The error as something to mend; None when it is our own mistake and should be seen as one."""
    said = str(error.orig).lower()
    for words, what, mend in (*_SQLITE, *_POSTGRES):
        if words in said:
            return InputError.at(where, what, mend=mend)
    if isinstance(error, exc.OperationalError) or error.connection_invalidated:
        return InputError.at(where, "the database cannot be reached", mend="Then run again: nothing is lost.")
    return None


def is_busy(error: exc.DBAPIError) -> bool:
    """True where SQLite could not do it because others have the file open."""
    return "is locked" in str(error.orig)


@contextmanager
def plain_words(where: str) -> Iterator[None]:
    """Turn what the database says inside into `InputError`."""
    try:
        yield
    except exc.DBAPIError as error:
        plain = in_plain_words(error, where)
        if plain is None:
            raise
        raise plain from error
