"""
From a letter to the bytes that travel, and the same bytes every time.

    multipart/mixed
    ├── multipart/alternative
    │   ├── text/plain              complete in itself
    │   ├── text/html
    │   └── text/calendar           method=REQUEST or CANCEL, inline: what calendars act on
    └── application/ics             the same bytes, for webmail and telephones that overlook the inline part

Letters that leave the calendar alone are the multipart/alternative with text and HTML.

Nothing is drawn and no clock is read: Message-ID and boundaries follow from the outbox key, Date
from ``written_at``. Headers are written here rather than by `email.policy`, which encodes long
links in List-Unsubscribe as RFC 2047 words that no mail program reads.

There is no Auto-Submitted header (RFC 3834): a person has approved the round and wants an answer,
and the note that somebody is away is an answer.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache

from pairing.errors import InputError
from pairing.notify import itip
from pairing.notify.identity import boundary, domain_of, message_id
from pairing.notify.links import pause_until_told
from pairing.notify.meeting_letters import MeetingLetter
from pairing.notify.messages import Digest, Letter, Mailbox
from pairing.notify.plain import one_line
from pairing.notify.render import Rendered, render

#: An address as this program sends to: ASCII, one at sign, nothing that could end a header or a command.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")

_LINE = 76

#: What the attached copy of the calendar part is called.
FILES: dict[itip.Method, str] = {"REQUEST": "invite.ics", "CANCEL": "cancel.ics"}


@dataclass(frozen=True)
class Composed:
    """A message ready to be owed: its bytes with CRLF line ends, its Message-ID and its addressee."""

    raw: bytes
    message_id: str
    recipient: str


def compose(letter: Letter, secret: bytes) -> Composed:
    """The whole message. The same letter under the same secret gives the same bytes."""
    for mailbox in filter(None, (letter.to, letter.sender, letter.reply_to)):
        checked_address(mailbox.address)
    words = render(letter)
    identity = message_id(secret, key=letter.key, domain=domain_of(letter.sender.address))
    alternative = [_text("plain", words.text_part), _text("html", words.html_part)]
    mixed: list[bytes] = []
    method = itip.method_of(letter)
    if method and isinstance(letter, MeetingLetter) and words.summary is not None and words.description is not None:
        ics = itip.calendar(method, letter, summary=words.summary, description=words.description)
        file = FILES[method]
        in_base64 = _in_base64(ics)
        alternative.append(_base64_part(f"text/calendar; charset=UTF-8; method={method}", in_base64))
        attached = f'attachment; filename="{file}"'
        mixed.append(_base64_part(f'application/ics; name="{file}"', in_base64, disposition=attached))
    body = _multipart("alternative", alternative, boundary(secret, key=letter.key, part="alternative"))
    if mixed:
        body = _multipart("mixed", [body, *mixed], boundary(secret, key=letter.key, part="mixed"))
    return Composed(raw=_headers(letter, words, identity) + body, message_id=identity, recipient=letter.to.address)


def _headers(letter: Letter, words: Rendered, identity: str) -> bytes:
    headers = {
        "From": _from(letter.sender),
        "To": mailbox_header(letter.to),
        "Reply-To": mailbox_header(letter.reply_to) if letter.reply_to else "",
        "Subject": text_header(words.subject, name="Subject"),
        "Date": _date(letter.written_at.astimezone(UTC).replace(microsecond=0)),
        "Message-ID": identity,
        **_unsubscribe(letter),
        "MIME-Version": "1.0",
    }
    return "".join([f"{name}: {value}\r\n" for name, value in headers.items() if value]).encode("ascii")


@lru_cache(maxsize=64)  # all letters of a round say the same
def _date(moment: datetime) -> str:
    return format_datetime(moment)


@lru_cache(maxsize=64)
def _from(sender: Mailbox) -> str:
    """The sender's address in lower case, as the organiser's stands in the calendar."""
    return mailbox_header(Mailbox(sender.name, sender.address.lower()))


def _unsubscribe(letter: Letter) -> dict[str, str]:
    """What a mail program's own button does: pause (RFC 2369), by one POST where there is a page (RFC 8058).

    The lead's own digest is no list: it has none.
    """
    if isinstance(letter, Digest):
        return {}
    by_mail = f"<{pause_until_told(letter)}>"
    if letter.pause_url is None or not letter.pause_url.startswith("https://"):
        return {"List-Unsubscribe": by_mail}
    return {
        "List-Unsubscribe": f"<{one_line(letter.pause_url, most=800)}>,\r\n {by_mail}",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@lru_cache(maxsize=1024)  # somebody gets a handful of letters a round
def mailbox_header(mailbox: Mailbox) -> str:
    """A mailbox as a header value: a quoted or an encoded name, folded, then the address in angle brackets."""
    address = checked_address(mailbox.address)
    name = one_line(mailbox.name, most=120)
    if not name:
        return address
    if not name.isascii() or "=?" in name:
        return f"{text_header(name, name='Reply-To')}\r\n <{address}>"
    quoted = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{quoted} <{address}>" if len(name) + len(address) < 64 else f"{quoted}\r\n <{address}>"


def text_header(text: str, *, name: str) -> str:
    """Text as a header value, RFC 2047 where it is not ASCII or looks as if it were encoded already, folded."""
    ascii_only = text.isascii() and "=?" not in text
    if ascii_only and len(name) + 2 + len(text) <= _LINE:
        return text
    return Header(text, "us-ascii" if ascii_only else "utf-8", maxlinelen=_LINE, header_name=name).encode(
        linesep="\r\n"
    )


@lru_cache(maxsize=1024)
def checked_address(address: str) -> str:
    """The address itself; InputError when it could not stand in a header or an SMTP command."""
    if not _ADDRESS.fullmatch(address) or len(address) > 254:
        raise InputError.at(
            "mail", f"the address {one_line(address)!r} cannot be written to", mend="Correct it in the staff file."
        )
    return address


def _text(subtype: str, quoted: bytes) -> bytes:
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode() + quoted


def _base64_part(content_type: str, in_base64: bytes, *, disposition: str = "") -> bytes:
    headers = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n"
    if disposition:
        headers += f"Content-Disposition: {disposition}\r\n"
    return headers.encode() + b"\r\n" + in_base64


def _in_base64(content: bytes) -> bytes:
    """In lines of 76 characters (RFC 2045, 6.8), encoded at once and then cut."""
    encoded = binascii.b2a_base64(content, newline=False)
    return b"".join([encoded[start : start + _LINE] + b"\r\n" for start in range(0, len(encoded), _LINE)])


def _multipart(subtype: str, parts: list[bytes], separator: str) -> bytes:
    head = f'Content-Type: multipart/{subtype};\r\n boundary="{separator}"\r\n\r\n'.encode()
    line = f"--{separator}\r\n".encode()
    return head + b"".join(line + part + b"\r\n" for part in parts) + f"--{separator}--\r\n".encode()
