"""
The names of messages and calendar entries: the same inputs give the same name, and nobody without
the workspace's secret can guess one (design decision 8).

Every name is the first 128 bits of an HMAC-SHA256 over its parts. The parts are encoded as a JSON
list that starts with the name's purpose, so no two lists of parts and no two purposes can collide.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from functools import lru_cache
from urllib.parse import quote

#: What a file name may keep of a key's part, on every system.
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def entry_key(round: str, person: str, kind: str, sequence: int) -> str:
    """The outbox's dedupe key, ``round/person/kind/sequence``; a slash inside a part is escaped."""
    return f"{_quoted(round)}/{_quoted(person)}/{_quoted(kind)}/{sequence}"


@lru_cache(maxsize=2048)  # few rounds, people and kinds are in many keys
def _quoted(part: str) -> str:
    return quote(part, safe=" ")


def file_name(key: str) -> str:
    """
    A name for the message's file, without ending, that follows from its key.

    Readable, safe on every system, and ends in a digest of the key, so that two keys differing
    only in case or in a character no file name may have still get two files.
    """
    readable = ".".join(_UNSAFE.sub("-", part)[:48] for part in key.split("/"))
    return f"{readable}.{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def uid(secret: bytes, *, network: str, programme: str, round: str, group: int, person: str, domain: str) -> str:
    """The calendar UID of one person's invitation: it alone says who answers, and to what."""
    return f"{_digest(secret, 'uid', network, programme, round, group, person)}@{domain.lower()}"


def message_id(secret: bytes, *, key: str, domain: str) -> str:
    """The Message-ID (RFC 5322, 3.6.4) of the outbox entry with this key, in angle brackets."""
    return f"<{_digest(secret, 'message-id', key)}@{domain.lower()}>"


def boundary(secret: bytes, *, key: str, part: str) -> str:
    """The MIME boundary of the multipart called ``part``; the underscore keeps it out of base64 and the text."""
    return f"=_{_digest(secret, 'boundary', key, part)}"


def domain_of(address: str) -> str:
    """What stands behind the at sign, in lower case."""
    return address.rpartition("@")[2].lower()


def _digest(secret: bytes, purpose: str, *parts: str | int) -> str:
    """128 bits as 32 hexadecimal digits."""
    named = _keyed(secret).copy()
    named.update(_listed(purpose, *parts))
    return named.hexdigest()[:32]


@lru_cache(maxsize=16)  # a worker looks after many networks, one after the other
def _keyed(secret: bytes) -> hmac.HMAC:
    """Setting up the key costs twice what naming a thing costs."""
    return hmac.new(secret, digestmod="sha256")


def _listed(*parts: str | int) -> bytes:
    """The parts as a JSON list of ASCII without blanks; the encoder takes a text by itself at a third of the cost."""
    return f"[{','.join([_text(part) if isinstance(part, str) else str(part) for part in parts])}]".encode("ascii")


_text = json.JSONEncoder(ensure_ascii=True).encode
