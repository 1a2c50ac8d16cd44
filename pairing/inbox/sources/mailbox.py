"""The port of a mailbox."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Protocol, Self


class Mailbox(Protocol):
    """
    Mails nobody has taken in yet, used in a ``with`` block.

    Reading changes nothing: a mail is offered again until `done` has been called for it, so that a
    run that dies loses none.
    """

    def __enter__(self) -> Self:
        """Open. `MailServerUnreachable` when there is no server, or it lets nobody in."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take leave; harmless after a fault."""

    def messages(self) -> Iterable[tuple[str, bytes]]:
        """Each waiting mail's id in this mailbox, and its bytes as they arrived."""

    def done(self, id: str) -> None:
        """The mail was taken in and is not offered again; harmless twice, and when it is gone."""
