"""
The text of one part of a mail, decoded whatever its sender got wrong: encoding, charset, missing type.

Never an exception: a part that cannot be read gives nothing.
"""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Iterator
from email.message import Message

Mail = Message  # compat32: header access never raises there, and bounce detectors expect it

_INLINE = re.compile(r"BEGIN:[ \t]*VCALENDAR\b.*END:[ \t]*VCALENDAR", re.IGNORECASE | re.DOTALL)


def bytes_of(part: Mail) -> bytes:
    """A part's content, decoded by its transfer encoding."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def labels(part: Mail) -> tuple[str, str | None, str]:
    """Content type, ``method=`` in capitals, and the part's name in small letters."""
    try:
        method = part.get_param("method")
        method = str(method[2] if isinstance(method, tuple) else method).strip().upper() if method else None
        return part.get_content_type(), method, (part.get_filename() or "").strip().lower()
    except (ValueError, LookupError, TypeError, AttributeError):
        return "", None, ""


def text_of(part: Mail) -> str:
    """A part's text, as its headers say it is encoded."""
    return _text(bytes_of(part), part)


def readings(part: Mail) -> Iterator[str]:
    """A calendar part's text, by its headers first, then as senders get it wrong."""
    yield text_of(part)
    payload = part.get_payload()
    raw = payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""
    yield _text(raw, part)
    for decode in (base64.b64decode, quopri.decodestring):
        try:
            yield _text(decode(raw), part)
        except (ValueError, TypeError):  # not that encoding
            continue
    # a known gateway forgets the empty line, so that the calendar stands among the part's headers
    lines = [f"{name}:{value}" for name, value in part.items()]
    found = _INLINE.search("\r\n".join([*lines, _text(raw, part)]))
    if found:
        yield found[0]


def _text(content: bytes, part: Mail) -> str:
    """Bytes as text: UTF-16 by its marks, UTF-8 where it is, else as declared, else Latin-1."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    if content[1:2] == b"\x00" or content[:1] == b"\x00":
        return content.decode("utf-16-le" if content[1:2] == b"\x00" else "utf-16-be", "replace")
    try:
        declared = str(part.get_content_charset() or "latin-1")
    except (ValueError, LookupError, TypeError, AttributeError):
        declared = "latin-1"
    for charset in ("utf-8", declared):
        try:
            return content.decode(charset)
        except (ValueError, LookupError, TypeError):  # a charset may also be no charset, or no text encoding
            continue
    return content.decode("latin-1")
