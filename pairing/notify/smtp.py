"""
Delivery by SMTP: one kept connection, TLS verified, one message at a time.

MAIL, RCPT, DATA and the message are driven one by one, not by the library's own ``sendmail``: how
far a message had come when the line went dead decides between "not taken" and "perhaps taken", and
the wait after the final dot is ten minutes (RFC 5321, 4.5.3.2.6) where all others are one.
"""

from __future__ import annotations

import re
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import aiosmtplib

from pairing.clock import Clock
from pairing.config.model import Smtp
from pairing.notify.replies import Phase, refusal
from pairing.notify.sender import DeliveryError, TryLater, Unknown
from pairing.notify.smtp_connection import LOST, connection, greet, unreachable, verified
from pairing.notify.tokens import ClientCredentials


@dataclass(frozen=True)
class Patience:
    """How long to wait for what, in seconds, and how long to keep one connection."""

    answer: float = 60
    after_dot: float = 600
    idle: float = 30  # unused for longer: ask before use
    messages: int = 100  # then connect anew


class SmtpSender:
    """A `Sender` for one mailbox over one connection, made when the first message comes."""

    twice_is_once = False

    def __init__(self, settings: Smtp, *, mailbox: str, clock: Clock, patience: Patience | None = None) -> None:
        self._settings = settings
        self._mailbox = mailbox
        self._clock = clock
        self._patience = patience or Patience()
        self._client: aiosmtplib.SMTP | None = None
        self._used_at = clock.now()
        self._carried = 0
        self._tokens = ClientCredentials(
            url=settings.token_url,
            client_id=settings.client_id,
            client_secret=settings.client_secret.get_secret_value() if settings.client_secret else "",
            scope=settings.scope,
            clock=clock,
        )

    async def send(self, *, recipient: str, raw: bytes, name: str) -> str:  # noqa: ARG002  # only folders need a name
        """The server's words when it took the message; otherwise one of the port's errors."""
        client = await self._begun()
        try:
            await self._ask(client, Phase.RCPT, b"RCPT", f"TO:<{recipient}>".encode("ascii"))
            return await self._hand_over(client, raw)
        except DeliveryError as error:
            await self._clear(client, error)
            raise
        except BaseException:
            client.close()  # interrupted: the next message must not meet a half-sent one
            raise
        finally:
            self._used_at = self._clock.now()
            self._carried += 1

    async def close(self) -> None:
        """Take leave of the server, if there is a connection."""
        client, self._client = self._client, None
        if client is not None and client.is_connected:
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=5)
            client.close()

    async def _begun(self) -> aiosmtplib.SMTP:
        """A connection on which MAIL was accepted. A kept connection that died meanwhile is replaced once."""
        kept = await self._kept()
        if kept is not None:
            try:
                await self._mail(kept)
            except TryLater as error:
                if error.code not in {None, 421}:
                    await self._clear(kept, error)
                    raise
                kept.close()  # the server had enough of this connection, not of this message
            else:
                return kept
        fresh = await self._connect()
        try:
            await self._mail(fresh)
        except DeliveryError as error:
            await self._clear(fresh, error)
            raise
        return fresh

    async def _kept(self) -> aiosmtplib.SMTP | None:
        """The kept connection if it is still good."""
        client = self._client
        if client is None or not client.is_connected:
            return None
        if self._carried >= self._patience.messages:
            await self.close()
            return None
        if self._clock.now() - self._used_at > timedelta(seconds=self._patience.idle):
            try:
                await client.noop(timeout=self._patience.answer)
            except (aiosmtplib.SMTPException, OSError):
                client.close()
                return None
        return client

    async def _connect(self) -> aiosmtplib.SMTP:
        client = connection(self._settings, mailbox=self._mailbox, trusted=self._trusted, answer=self._patience.answer)
        try:
            await client.connect()
            await greet(client)
            await self._log_in(client)
        except (aiosmtplib.SMTPException, OSError) as error:
            client.close()
            raise unreachable(f"{self._settings.host} port {self._settings.port}", error) from error
        except BaseException:
            client.close()
            raise
        self._client, self._carried = client, 0
        return client

    @cached_property
    def _trusted(self) -> ssl.SSLContext | None:
        """Read once: all the system's authorities take a while, and every try to connect asks for them."""
        return None if self._settings.security == "none" else verified(self._settings.ca_file)

    async def _log_in(self, client: aiosmtplib.SMTP) -> None:
        settings = self._settings
        if not settings.username:
            return
        if settings.auth == "password":
            await client.login(settings.username, settings.password.get_secret_value() if settings.password else "")
            return
        try:
            await client.auth_xoauth2(settings.username, await self._tokens.token())
        except aiosmtplib.SMTPAuthenticationError:
            self._tokens.drop()
            raise

    async def _mail(self, client: aiosmtplib.SMTP) -> None:
        await self._ask(client, Phase.MAIL, b"MAIL", f"FROM:<{self._mailbox}>".encode("ascii"))

    async def _ask(self, client: aiosmtplib.SMTP, phase: Phase, *words: bytes) -> None:
        """One command before the message: any answer but a yes means not taken."""
        yes = range(300, 400) if phase is Phase.DATA else range(200, 300)
        try:
            reply = await client.execute_command(*words, timeout=self._patience.answer)
        except aiosmtplib.SMTPResponseException as error:
            client.close()  # an answer that cannot be read: nothing on this line can be trusted
            raise TryLater(f"an answer that is no answer at {phase.name}: {error.message}") from error
        except LOST as error:
            client.close()
            raise TryLater(f"no answer at {phase.name}: {error}") from error
        if reply.code not in yes:
            raise refusal(phase, reply.code, reply.message)

    async def _hand_over(self, client: aiosmtplib.SMTP, raw: bytes) -> str:
        """The message after DATA. From its first byte on, silence means "perhaps taken"."""
        await self._ask(client, Phase.DATA, b"DATA")
        protocol = client.protocol
        if protocol is None:
            raise TryLater("the line went dead at DATA")
        try:
            protocol.write(_dot_stuffed(raw))
            reply = await protocol.read_response(timeout=self._patience.after_dot)
        except (*LOST, aiosmtplib.SMTPResponseException) as error:
            client.close()
            raise Unknown(f"no answer after the message: {error}") from error
        if not 200 <= reply.code < 300:
            raise refusal(Phase.DOT, reply.code, reply.message)
        return f"{reply.code} {reply.message}"

    async def _clear(self, client: aiosmtplib.SMTP, error: DeliveryError) -> None:
        """The connection ready for the next message, or closed."""
        if error.code == 421 or error.code is None or not client.is_connected:
            client.close()
            return
        try:
            await client.rset(timeout=self._patience.answer)
        except (aiosmtplib.SMTPException, OSError):
            client.close()


def _dot_stuffed(raw: bytes) -> bytes:
    """The message as it goes over the line (RFC 5321, 4.5.2), with its final dot."""
    whole = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"
