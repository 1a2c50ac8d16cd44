"""What a POST says, read with an eye on its size."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

#: The longest of our forms is well under 4 kB.
MOST_BYTES = 16_384
MOST_FIELDS = 30

ONE_CLICK = b"List-Unsubscribe=One-Click"


async def body_of(request: Request) -> bytes:
    """The body; 413 as soon as it is more than any form of ours."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    return bytes(body)


def fields_of(body: bytes) -> dict[str, str]:
    """The fields of an ordinary form, the first of each name; empty where it is no such form."""
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except (UnicodeDecodeError, ValueError):
        return {}
    return dict(reversed(pairs))


def is_one_click(content_type: str, body: bytes) -> bool:
    """True for exactly the one field of RFC 8058, as an ordinary form or as multipart/form-data."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        return kind in {"", "application/x-www-form-urlencoded"} and body == ONE_CLICK
    message = message_from_bytes(
        b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + body, policy=policy.HTTP
    )
    parts = message.get_payload() if message.is_multipart() else []
    if not isinstance(parts, list) or len(parts) != 1 or not isinstance(parts[0], EmailMessage):
        return False
    name = parts[0].get_param("name", header="content-disposition")
    return name == "List-Unsubscribe" and parts[0].get_payload(decode=True) == b"One-Click"
