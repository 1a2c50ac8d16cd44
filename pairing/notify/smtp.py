"""
Delivery by SMTP: one kept connection, TLS verified, one message at a time.

MAIL, RCPT, DATA and the message are driven one by one, not by the library's own ``sendmail``: how
far a message had come when the line went dead decides between "not taken" and "perhaps taken", and
the wait after the final dot is ten minutes (RFC 5321, 4.5.3.2.6) where all others are one.
"""

from __future__ import annotations

import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import aiosmtplib

from pairing.clock import Clock
from pairing.config.model import Smtp
from pairing.notify.identity import domain_of
from pairing.notify.plain import one_line
from pairing.notify.replies import Phase, refusal
from pairing.notify.sender import ChannelDown, DeliveryError, TryLater, Unknown
from pairing.notify.tokens import ClientCredentials

_LOST = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


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
            await self._address(client, recipient)
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
        settings = self._settings
        if settings.username and settings.security == "none" and settings.host not in _LOOPBACK:
            raise ChannelDown("a password is not sent over an unprotected line: set security", lasting=True)
        client = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            local_hostname=_own_name(self._mailbox),
            timeout=self._patience.answer,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            tls_context=None if settings.security == "none" else _verified(settings.ca_file),
        )
        place = f"{settings.host} port {settings.port}"
        try:
            await client.connect()
            await _greet(client)
            await self._log_in(client)
        except (aiosmtplib.SMTPException, OSError) as error:
            client.close()
            raise _unreachable(place, error) from error
        except BaseException:
            client.close()
            raise
        self._client, self._carried = client, 0
        return client

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

    async def _address(self, client: aiosmtplib.SMTP, recipient: str) -> None:
        await self._ask(client, Phase.RCPT, b"RCPT", f"TO:<{recipient}>".encode("ascii"))

    async def _ask(self, client: aiosmtplib.SMTP, phase: Phase, *words: bytes) -> None:
        """One command before the message: any answer but a yes means not taken."""
        yes = range(300, 400) if phase is Phase.DATA else range(200, 300)
        try:
            reply = await client.execute_command(*words, timeout=self._patience.answer)
        except aiosmtplib.SMTPResponseException as error:
            client.close()  # an answer that cannot be read: nothing on this line can be trusted
            raise TryLater(f"an answer that is no answer at {phase.name}: {error.message}") from error
        except _LOST as error:
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
        except (*_LOST, aiosmtplib.SMTPResponseException) as error:
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


async def _greet(client: aiosmtplib.SMTP) -> None:
    """EHLO, or HELO where that is all a server knows: the session's first command (RFC 5321, 4.1.4)."""
    if not client.is_ehlo_or_helo_needed:
        return
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        await client.helo()


def _dot_stuffed(raw: bytes) -> bytes:
    """The message as it goes over the line (RFC 5321, 4.5.2), with its final dot."""
    whole = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"


def _verified(ca_file: str) -> ssl.SSLContext:
    """Certificates are checked against the system's authorities, or against the one given."""
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:
        raise ChannelDown(f"cannot read the certificate file {ca_file}: {error.strerror}", lasting=True) from error


def _own_name(mailbox: str) -> str:
    """The name this machine greets with. Never asked of the DNS: that can take a minute where there is none."""
    name = socket.gethostname()
    return name if "." in name else domain_of(mailbox)


def _unreachable(place: str, error: aiosmtplib.SMTPException | OSError) -> ChannelDown:
    """Why there is no usable connection."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        what = "refuses the login" if isinstance(error, aiosmtplib.SMTPAuthenticationError) else "does not serve us"
        words = one_line(f"{error.code} {error.message}", most=300)
        return ChannelDown(f"{place} {what}: {words}", code=error.code, lasting=error.code >= 500)
    root = _root(error)
    if isinstance(root, ssl.SSLCertVerificationError):
        return ChannelDown(f"{place} shows a certificate that cannot be trusted: {root.verify_message}", lasting=True)
    if isinstance(error, _LOST):
        return ChannelDown(f"no connection to {place}: {error}")
    return ChannelDown(f"{place} lacks what the config asks for: {error}", lasting=True)


def _root(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    return error
