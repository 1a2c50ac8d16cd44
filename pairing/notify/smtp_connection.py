"""A connection to a mail server: what it is made of, and why there is none."""

from __future__ import annotations

import socket
import ssl

import aiosmtplib

from pairing.config.model import Smtp
from pairing.notify.identity import domain_of
from pairing.notify.plain import one_line
from pairing.notify.sender import ChannelDown

#: No answer came, and none will on this line.
LOST = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def connection(settings: Smtp, *, mailbox: str, trusted: ssl.SSLContext | None, answer: float) -> aiosmtplib.SMTP:
    """Not connected yet; it waits ``answer`` seconds for each answer. `ChannelDown` where it would show a password."""
    if settings.username and settings.security == "none" and settings.host not in _LOOPBACK:
        raise ChannelDown("a password is not sent over an unprotected line: set security", lasting=True)
    return aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port,
        local_hostname=_own_name(mailbox),
        timeout=answer,
        use_tls=settings.security == "tls",
        start_tls=settings.security == "starttls",
        tls_context=trusted,
    )


async def greet(client: aiosmtplib.SMTP) -> None:
    """EHLO, or HELO where that is all a server knows: the session's first command (RFC 5321, 4.1.4)."""
    if not client.is_ehlo_or_helo_needed:
        return
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        await client.helo()


def verified(ca_file: str) -> ssl.SSLContext:
    """Certificates are checked against the system's authorities, or against the one given."""
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:
        raise ChannelDown(f"cannot read the certificate file {ca_file}: {error.strerror}", lasting=True) from error


def _own_name(mailbox: str) -> str:
    """The name this machine greets with. Never asked of the DNS: that can take a minute where there is none."""
    name = socket.gethostname()
    return name if "." in name else domain_of(mailbox)


def unreachable(place: str, error: aiosmtplib.SMTPException | OSError) -> ChannelDown:
    """Why there is no usable connection."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        what = "refuses the login" if isinstance(error, aiosmtplib.SMTPAuthenticationError) else "does not serve us"
        words = one_line(f"{error.code} {error.message}", most=300)
        return ChannelDown(f"{place} {what}: {words}", code=error.code, lasting=error.code >= 500)
    root = _root(error)
    if isinstance(root, ssl.SSLCertVerificationError):
        return ChannelDown(f"{place} shows a certificate that cannot be trusted: {root.verify_message}", lasting=True)
    if isinstance(error, LOST):
        return ChannelDown(f"no connection to {place}: {error}")
    return ChannelDown(f"{place} lacks what the config asks for: {error}", lasting=True)


def _root(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    return error
