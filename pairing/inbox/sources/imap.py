"""A mailbox on an IMAP server (RFC 9051), by password or access token, over a verified line."""

from __future__ import annotations

import asyncio
import imaplib
import ssl
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Self

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from pairing.clock import Clock
from pairing.config.model import Inbox
from pairing.errors import MailServerUnreachable
from pairing.notify.plain import one_line
from pairing.notify.sender import ChannelDown
from pairing.notify.tokens import ClientCredentials

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_FAULTS = (ImapToolsError, imaplib.IMAP4.error, OSError, UnicodeError)

#: Seconds to wait for any one answer.
_PATIENCE = 60.0


class Imap:
    """
    What nobody has seen in one folder; marked as seen once taken in.

    With ``move_to`` set: everything in the folder, and what was taken in is moved away.
    """

    def __init__(self, settings: Inbox, *, ca_file: str = "", clock: Clock) -> None:
        self._settings = settings
        self._ca_file = ca_file
        self._clock = clock
        self._box: BaseMailBox | None = None

    def __enter__(self) -> Self:
        """Connected and logged in, the folder chosen; `MailServerUnreachable` with the server's words otherwise."""
        settings = self._settings
        place = f"{settings.host} port {settings.port}"
        if settings.security == "none" and settings.host not in _LOOPBACK:
            raise MailServerUnreachable("a password is not sent over an unprotected line: set [mail.inbox] security")
        try:
            self._box = self._connected()
            self._log_in(self._box)
            self._box.folder.set(settings.folder)
        except ssl.SSLCertVerificationError as error:
            self._leave()
            raise MailServerUnreachable(
                f"{place} shows a certificate that cannot be trusted: {error.verify_message}"
            ) from error
        except (*_FAULTS, ChannelDown) as error:
            self._leave()
            raise MailServerUnreachable(f"{place} cannot be read: {_words(error)}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Logged out, if there is a connection."""
        self._leave()

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """The waiting mails in the server's order; fetching marks none as seen."""
        box = self._opened()
        criteria = "ALL" if self._settings.move_to else AND(seen=False)
        try:
            for uid in box.uids(criteria):
                raw = _fetched(box, uid)
                if raw is not None:
                    yield uid, raw
        except _FAULTS as error:
            raise MailServerUnreachable(f"the mail server broke off: {_words(error)}") from error

    def done(self, id: str) -> None:
        """Marked as seen, and moved where the config says so."""
        box = self._opened()
        try:
            box.flag([id], [MailMessageFlags.SEEN], True)
            if self._settings.move_to:
                if not box.folder.exists(self._settings.move_to):
                    box.folder.create(self._settings.move_to)
                box.move([id], self._settings.move_to)
        except _FAULTS as error:
            raise MailServerUnreachable(f"the mail server broke off: {_words(error)}") from error

    def _connected(self) -> BaseMailBox:
        settings = self._settings
        if settings.security == "none":
            return MailBoxUnencrypted(settings.host, settings.port, timeout=_PATIENCE)
        trusted = ssl.create_default_context(cafile=self._ca_file or None)
        kind = MailBox if settings.security == "tls" else MailBoxStartTls
        return kind(settings.host, settings.port, timeout=_PATIENCE, ssl_context=trusted)

    def _log_in(self, box: BaseMailBox) -> None:
        settings = self._settings
        if settings.auth == "xoauth2":
            box.xoauth2(settings.username, asyncio.run(self._tokens().token()), initial_folder=None)
            return
        password = settings.password.get_secret_value() if settings.password else ""
        if password.isascii() and settings.username.isascii():
            box.login(settings.username, password, initial_folder=None)
        else:
            box.login_utf8(settings.username, password, initial_folder=None)

    def _tokens(self) -> ClientCredentials:
        settings = self._settings
        return ClientCredentials(
            url=settings.token_url,
            client_id=settings.client_id,
            client_secret=settings.client_secret.get_secret_value() if settings.client_secret else "",
            scope=settings.scope,
            clock=self._clock,
        )

    def _opened(self) -> BaseMailBox:
        assert self._box is not None, "used outside its with block"
        return self._box

    def _leave(self) -> None:
        box, self._box = self._box, None
        if box is not None:
            with suppress(*_FAULTS):
                box.logout()


def _fetched(box: BaseMailBox, uid: str) -> bytes | None:
    """A mail's own bytes; None when it went away meanwhile."""
    _, answer = box.client.uid("FETCH", uid, "(BODY.PEEK[])")
    return next((item[1] for item in answer or () if isinstance(item, tuple)), None)


def _words(error: BaseException) -> str:
    """What the server said, without the answers imap_tools repeats around it."""
    text = str(error)
    if isinstance(error, imaplib.IMAP4.error) and error.args and isinstance(error.args[0], bytes):
        text = error.args[0].decode("utf-8", "replace")
    return one_line(text, most=300)
