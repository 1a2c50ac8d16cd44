"""
A mail's headers, its parts, and which of them is what: its own words, a calendar, a mail inside it.

Never an exception: what cannot be read gives nothing.
"""

from __future__ import annotations

import binascii
import email
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from pairing.inbox.html_words import text_of_html
from pairing.inbox.part_text import Mail, labels, readings, text_of

_CALENDAR_TYPES = frozenset({"text/calendar", "application/ics", "application/calendar", "text/x-vcalendar"})
_BEGIN = re.compile(r"BEGIN:[ \t]*VCALENDAR\b", re.IGNORECASE)


def parse(raw: bytes) -> Mail:
    """The mail; a bare calendar counts as the body of one."""
    if _BEGIN.match(raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1")):
        raw = b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + raw.lstrip()
    return email.message_from_bytes(raw, policy=policy.compat32)


def header(mail: Mail, name: str) -> str:
    """A header's words, decoded (RFC 2047), on one line; empty where there is none."""
    try:
        raw = mail.get(name)
        if raw is None:
            return ""
        pieces = decode_header(str(raw))
        text = "".join(
            piece.decode(charset or "utf-8", "replace") if isinstance(piece, bytes) else piece
            for piece, charset in pieces
        )
    except (HeaderParseError, LookupError, ValueError, binascii.Error):
        text = str(mail.get(name, ""))
    return " ".join(text.split())


def addresses(mail: Mail, name: str) -> list[str]:
    """The addresses in a header, in small letters."""
    values = [str(value) for value in mail.get_all(name, [])]
    found = [address.strip().lower() for _, address in getaddresses(values)]
    return [address for address in found if re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", address)]


def identities(mail: Mail, *names: str) -> tuple[str, ...]:
    """Every Message-ID in these headers, in angle brackets, in order, each once."""
    found = (one for name in names for value in mail.get_all(name, []) for one in _IDENTITY.findall(str(value)))
    return tuple(dict.fromkeys(found))


_IDENTITY = re.compile(r"<[^<>\s]{1,500}>")


def date_of(mail: Mail) -> datetime | None:
    """The Date header, aware; None where it is none."""
    try:
        moment = parsedate_to_datetime(str(mail.get("Date", "")))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def calendars(mail: Mail, *, attached: bool = True) -> Iterator[tuple[str, str | None]]:
    """
    Text and declared METHOD of every part that is a calendar by its type, its name or its first line;
    those of mails ``attached`` to it as well, unless said otherwise.
    """
    for part in leaves(mail, attached=attached):
        content_type, declared, name = labels(part)
        if content_type in _CALENDAR_TYPES or name.endswith(".ics") or part.get("BEGIN") is not None:
            text = next(filter(_BEGIN.search, readings(part)), None)
        else:
            text = next((one for one in _plain(part) if _BEGIN.match(one.lstrip("\ufeff \t\r\n"))), None)
        if text:
            yield text, declared


def leaves(mail: Mail, *, attached: bool) -> Iterator[Mail]:
    """Every part that holds no other; with ``attached`` also of the mails inside it."""
    if not mail.is_multipart():
        yield mail
        return
    payload = mail.get_payload()
    for part in payload if isinstance(payload, list) and (attached or not _holds_mail(mail)) else []:
        if isinstance(part, Message):
            yield from leaves(part, attached=attached)


def attached_mails(mail: Mail) -> Iterator[Mail]:
    """The mails inside this one, the outer before the inner."""
    for part in mail.walk():
        payload = part.get_payload()
        if _holds_mail(part) and isinstance(payload, list):
            yield from (inner for inner in payload if isinstance(inner, Message))


def _holds_mail(part: Mail) -> bool:
    return part.get_content_maintype() == "message"


def own_text(mail: Mail) -> str:
    """What the mail says itself: its first plain text, else its first HTML as text; not what is attached."""
    html = ""
    for part in _not_attached(mail):
        content_type, _, _ = labels(part)
        text = text_of(part)
        if content_type == "text/plain" and text.strip():
            return text
        if content_type == "text/html" and not html:
            html = text_of_html(text)
    return html


def _not_attached(mail: Mail) -> Iterator[Mail]:
    """Every leaf that belongs to the mail itself: no attachment, and nothing of a mail inside it."""
    if _holds_mail(mail):
        return
    if not mail.is_multipart():
        if not str(mail.get("Content-Disposition", "")).strip().lower().startswith("attachment"):
            yield mail
        return
    payload = mail.get_payload()
    for part in payload if isinstance(payload, list) else []:
        if isinstance(part, Message):
            yield from _not_attached(part)


def _plain(part: Mail) -> Iterator[str]:
    """The text of a part that may turn out to be a calendar."""
    content_type, _, _ = labels(part)
    if content_type in {"text/plain", "application/octet-stream", ""}:
        yield text_of(part)
