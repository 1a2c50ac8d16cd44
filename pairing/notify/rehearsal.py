"""
``--test-to``: the very message somebody would get, sent to somebody else, who cannot answer for them.

Addressee, UID, Message-ID and the references in prepared replies are other ones, every address of a
web page ends where its site begins (so no token is left in it), the subject says "[Test]", and a
mail program's own "Unsubscribe" button is gone. Such a copy is never recorded.
"""

from __future__ import annotations

import base64
import hashlib
import quopri
import re
from email import message_from_bytes, policy
from email.message import Message
from urllib.parse import quote

from icalendar import Calendar, vCalAddress

from pairing.notify.envelope import checked_address, text_header
from pairing.notify.links import REFERENCE
from pairing.notify.plain import one_line

#: A web address: its site, then everything that may say whose page it is.
_PAGE = re.compile(rb"(https?://[^/?#\s\"'<>]+)[^\s\"'<>]*", re.IGNORECASE)

#: The reference at the end of a prepared reply, as it stands in a link.
_REFERENCE = re.compile(re.escape(quote(REFERENCE, safe="")).encode() + rb"([0-9a-f]{32})")

_UNFOLDED = policy.compat32.clone(linesep="\r\n", max_line_length=0)


def test_to(raw: bytes, address: str) -> bytes:
    """The same message re-addressed to ``address`` (`InputError` when that is none)."""
    checked_address(address)
    message = message_from_bytes(raw, policy=_UNFOLDED)
    identity = hashlib.sha256(f"test {address} {message['Message-ID']}".encode()).hexdigest()[:32]
    leaves = [part for part in message.walk() if not part.is_multipart()]
    old = next((uid for part in leaves if (uid := _uid(part))), "") or _reference(leaves)
    for part in leaves:
        if _is_calendar(part):
            _readdress(part, identity, address)
        else:
            _disarm(part, old.partition("@")[0], identity)
    domain = str(message["Message-ID"]).rpartition("@")[2].rstrip(">")
    _set(message, "To", address)
    _set(message, "Message-ID", f"<{identity}@{domain}>")
    _set(message, "Subject", text_header(f"[Test] {_decoded(raw)}", name="Subject"))
    del message["List-Unsubscribe"], message["List-Unsubscribe-Post"]
    return message.as_bytes(policy=_UNFOLDED)


def _decoded(raw: bytes) -> str:
    """The subject's words, decoded."""
    return one_line(str(message_from_bytes(raw, policy=policy.default)["Subject"]))


def _set(message: Message, name: str, value: str) -> None:
    """The header's value changed, its place kept."""
    message.replace_header(name, value)


def _is_calendar(part: Message) -> bool:
    return part.get_content_type() in {"text/calendar", "application/ics"}


def _uid(part: Message) -> str:
    """The calendar's UID; empty where the part is no calendar."""
    if not _is_calendar(part):
        return ""
    calendar = Calendar.from_ical(_content(part))
    return str(calendar.walk("VEVENT")[0]["UID"])


def _readdress(part: Message, identity: str, address: str) -> None:
    calendar = Calendar.from_ical(_content(part))
    event = calendar.walk("VEVENT")[0]
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params.update(event["ATTENDEE"].params)
    attendee.params["CN"] = address
    event["ATTENDEE"] = attendee
    domain = str(event["UID"]).rpartition("@")[2]
    event["UID"] = f"{identity}@{domain}"
    encoded = base64.encodebytes(calendar.to_ical(sorted=False)).decode("ascii")
    part.set_payload(encoded.replace("\n", "\r\n"))


def _reference(leaves: list[Message]) -> str:
    """The digits in the prepared replies, where no calendar part has them; empty where there are none."""
    found = next((match for part in leaves if (match := _REFERENCE.search(_content(part)))), None)
    return found[1].decode("ascii") if found else ""


def _disarm(part: Message, old: str, new: str) -> None:
    """The text with another reference, and with web addresses that lead to no one's page."""
    text = _PAGE.sub(rb"\1/", _content(part))
    text = text.replace(old.encode(), new.encode()) if old else text
    lines = quopri.encodestring(text.replace(b"\r\n", b"\n")).decode("ascii").splitlines()
    part.set_payload("\r\n".join([*lines, ""]))


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes), "a leaf decodes to bytes"
    return content
